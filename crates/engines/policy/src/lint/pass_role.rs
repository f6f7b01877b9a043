//! Grants of `iam:PassRole` and `iam:CreateServiceLinkedRole` on more roles than were named.

use super::Check;
use super::report::{Report, Subject};
use crate::catalog;
use crate::document::{Statement, Text};

pub(super) const CHECKS: &[Check] = &[pass_role, create_service_linked_role];

/// How the checks of one action are called, and which condition keys make them needless.
struct Delicate {
    action: &'static str,
    limiting_keys: &'static [&'static str],
    star_in_resource: &'static str,
    not_resource: &'static str,
    star_in_both: &'static str,
    star_in_action_and_not_resource: &'static str,
}

const PASS_ROLE: Delicate = Delicate {
    action: "PassRole",
    limiting_keys: &["iam:PassedToService"],
    star_in_resource: "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    not_resource: "PASS_ROLE_WITH_NOT_RESOURCE",
    star_in_both: "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
    star_in_action_and_not_resource: "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
};

const CREATE_SERVICE_LINKED_ROLE: Delicate = Delicate {
    action: "CreateServiceLinkedRole",
    limiting_keys: &["iam:AWSServiceName"],
    star_in_resource: "CREATE_SLR_WITH_STAR_IN_RESOURCE",
    not_resource: "CREATE_SLR_WITH_NOT_RESOURCE",
    star_in_both: "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    star_in_action_and_not_resource: "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
};

fn pass_role(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (code, text) in findings(subject, &PASS_ROLE) {
        report.security(
            code,
            "Whoever may pass any role may get the permissions of any: name the roles, or add \
             iam:PassedToService to the condition.",
            text.span,
        );
    }
}

fn create_service_linked_role(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (code, text) in findings(subject, &CREATE_SERVICE_LINKED_ROLE) {
        report.warning(
            code,
            "This admits service-linked roles of every service: name the roles, or add \
             iam:AWSServiceName to the condition.",
            text.span,
        );
    }
}

fn findings<'d>(
    subject: &Subject<'d>,
    delicate: &'static Delicate,
) -> Vec<(&'static str, &'d Text)> {
    if !subject.is_identity() {
        return Vec::new();
    }
    subject.allowing().filter_map(|statement| finding(statement, delicate)).collect()
}

fn finding<'d>(
    statement: &'d Statement,
    delicate: &'static Delicate,
) -> Option<(&'static str, &'d Text)> {
    let limited = statement.conditions.iter().any(|entry| {
        delicate.limiting_keys.iter().any(|key| key.eq_ignore_ascii_case(&entry.key.value))
    });
    let action = granting_action(statement, delicate).filter(|_| !limited)?;
    let star_in_action = action.value.contains('*');
    if let Some(element) = &statement.not_resource {
        let code = if star_in_action {
            delicate.star_in_action_and_not_resource
        } else {
            delicate.not_resource
        };
        return Some((code, element.values.first()?));
    }
    let every_role = |text: &&Text| {
        text.value == "*"
            || text.value.rsplit(':').next().is_some_and(|it| matches!(it, "*" | "role/*"))
    };
    let resource = statement.resource.as_ref()?.values.iter().find(every_role)?;
    let code = if star_in_action { delicate.star_in_both } else { delicate.star_in_resource };
    Some((code, resource))
}

/// The entry of `Action` that grants the action.
fn granting_action<'d>(statement: &'d Statement, delicate: &Delicate) -> Option<&'d Text> {
    let iam = catalog::service("iam")?;
    statement.action.as_ref()?.values.iter().find(|text| match text.value.split_once(':') {
        None => text.value == "*",
        Some((prefix, name)) => {
            let of_iam = prefix == "*" || prefix.eq_ignore_ascii_case("iam");
            of_iam && iam.actions_matching(name).any(|action| action.name == delicate.action)
        }
    })
}
