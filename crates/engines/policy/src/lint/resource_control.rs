//! Resource control policies. (Organizations User Guide, "RCP syntax".)

use super::Check;
use super::report::{Report, Subject, actions};
use crate::PolicyKind;
use crate::catalog;
use crate::document::{Effect, Element, Statement};

pub(super) const CHECKS: &[Check] = &[elements, supported_services];

fn elements(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.kind != PolicyKind::ResourceControl {
        return;
    }
    for statement in subject.statements().filter(|it| !is_full_access(it)) {
        if statement.effect == Some(Effect::Allow) {
            report.error(
                "RCP_SYNTAX_ERROR_ALLOW",
                "Only RCPFullAWSAccess allows: deny what is not wanted.",
                statement.span,
            );
        }
        if let Some(element) = &statement.not_principal {
            report.error(
                "RCP_SYNTAX_ERROR_NOT_PRINCIPAL",
                "NotPrincipal is not supported: use a condition on the principal.",
                element.key_span,
            );
        }
        if let Some(element) = &statement.not_action {
            report.error(
                "RCP_SYNTAX_ERROR_NOT_ACTION",
                "NotAction is not supported: list the actions.",
                element.key_span,
            );
        }
        let everyone = statement
            .principal
            .as_ref()
            .is_some_and(|it| it.text.as_ref().is_some_and(|text| text.value == "*"));
        if !everyone && statement.not_principal.is_none() {
            report.error(
                "RCP_SYNTAX_ERROR_PRINCIPAL",
                "The principal must be `*`: use a condition to except some.",
                statement.principal.as_ref().map_or(statement.span, |it| it.span),
            );
        }
        for text in actions(statement).filter(|text| text.value == "*") {
            report.error(
                "RCP_SYNTAX_ERROR_ACTION_WILDCARD",
                "The action needs a service before the wildcard, as in s3:*.",
                text.span,
            );
        }
    }
}

/// Whether the statement is that of `RCPFullAWSAccess`, which Organizations attaches by itself.
fn is_full_access(statement: &Statement) -> bool {
    let all = |element: &Option<Element>| {
        element.as_ref().is_some_and(|it| it.values.iter().any(|text| text.value == "*"))
    };
    statement.effect == Some(Effect::Allow)
        && statement.conditions.is_empty()
        && all(&statement.action)
        && all(&statement.resource)
}

/// The code is Bartizan's.
fn supported_services(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.kind != PolicyKind::ResourceControl {
        return;
    }
    for text in subject.statements().flat_map(actions) {
        let service = text.value.split_once(':').and_then(|(prefix, _)| catalog::service(prefix));
        if let Some(service) = service.filter(|it| !it.supports_resource_control_policies) {
            report.warning(
                "RCP_SERVICE_NOT_SUPPORTED",
                format!("Resource control policies do not bind {}.", service.name),
                text.span,
            );
        }
    }
}
