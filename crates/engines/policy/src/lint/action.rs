//! Actions: that their services and names exist.

use super::Check;
use super::report::{Report, Subject, actions};
use super::suggestion::{closest, did_you_mean};
use crate::catalog;

pub(super) const CHECKS: &[Check] = &[known_actions];

fn known_actions(subject: &Subject<'_>, report: &mut Report<'_>) {
    for action in subject.statements().flat_map(actions) {
        if report.is_full() {
            return;
        }
        // Variables in actions are another check's.
        if action.value == "*" || action.value.contains("${") {
            continue;
        }
        let Some((prefix, name)) = action.value.split_once(':') else {
            report.error(
                "INVALID_ACTION",
                "An action is a service and a name, such as s3:GetObject, or `*`.",
                action.span,
            );
            continue;
        };
        if prefix == "*" {
            continue;
        }
        let Some(service) = catalog::service(prefix) else {
            let meant = closest(prefix, catalog::prefixes());
            report.error(
                "INVALID_SERVICE_IN_ACTION",
                format!("There is no service `{prefix}`.{}", did_you_mean(meant)),
                action.span,
            );
            continue;
        };
        if name.contains(['*', '?']) {
            if service.actions_matching(name).next().is_none() {
                report.error(
                    "INVALID_ACTION",
                    format!("No action of {} matches `{}`.", service.name, action.value),
                    action.span,
                );
            }
        } else if service.action(name).is_none() {
            let meant = closest(name, service.actions.iter().map(|it| it.name))
                .map(|name| format!("{prefix}:{name}"));
            let meant = did_you_mean(meant.as_deref());
            report.error(
                "INVALID_ACTION",
                format!("There is no action `{}`.{meant}", action.value),
                action.span,
            );
        }
    }
}
