//! Principals: where they belong, and their form.

use super::Check;
use super::report::{Report, Subject};
use crate::PolicyKind;
use crate::document::{Effect, PrincipalElement, Statement};
use crate::validate::{PrincipalForm, PrincipalKey};

pub(super) const CHECKS: &[Check] =
    &[unsupported_principal, principal_form, allow_with_not_principal, service_without_source];

/// Keys that tie a service's request to its origin.
const SOURCE_KEYS: [&str; 5] = [
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:PrincipalOrgID",
];

fn elements(statement: &Statement) -> impl Iterator<Item = &PrincipalElement> {
    statement.principal.iter().chain(&statement.not_principal)
}

fn unsupported_principal(subject: &Subject<'_>, report: &mut Report<'_>) {
    let (code, message) = match subject.kind {
        PolicyKind::ServiceControl => (
            "SCP_SYNTAX_ERROR_PRINCIPAL",
            "A service control policy binds the account's own principals: remove the element, or \
             use the condition key aws:PrincipalArn.",
        ),
        _ if subject.is_identity() => (
            "UNSUPPORTED_PRINCIPAL",
            "The principal is whoever the policy is attached to: remove the element.",
        ),
        _ => return,
    };
    for element in subject.statements().flat_map(elements) {
        report.error(code, message, element.key_span);
    }
}

fn principal_form(subject: &Subject<'_>, report: &mut Report<'_>) {
    for element in subject.statements().flat_map(elements) {
        if let Some(text) = element.text.as_ref().filter(|text| text.value != "*") {
            report.error(
                "INVALID_PRINCIPAL_FORMAT",
                "A principal is `*`, or an object such as {\"AWS\": \"123456789012\"}.",
                text.span,
            );
        }
        if element.text.is_none() && element.entries.is_empty() {
            report.warning(
                "EMPTY_OBJECT_PRINCIPAL",
                "The principal is empty, so that the statement is about nobody.",
                element.span,
            );
        }
        for entry in &element.entries {
            let Some(key) = PrincipalKey::read(&entry.kind.value) else {
                report.error(
                    "INVALID_PRINCIPAL_KEY",
                    format!(
                        "There is no kind of principal `{}`: use AWS, Service, Federated or \
                         CanonicalUser.",
                        entry.kind.value
                    ),
                    entry.kind.span,
                );
                continue;
            };
            for text in &entry.element.values {
                match key.form(&text.value) {
                    PrincipalForm::Everyone | PrincipalForm::Named => {}
                    PrincipalForm::PartialWildcard => report.error(
                        "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
                        "A principal is named in full: wildcards cannot match a part of it.",
                        text.span,
                    ),
                    PrincipalForm::Wrong => report.error(
                        "INVALID_PRINCIPAL_FORMAT",
                        format!("`{}` is no {} principal.", text.value, entry.kind.value),
                        text.span,
                    ),
                }
            }
        }
    }
}

fn allow_with_not_principal(subject: &Subject<'_>, report: &mut Report<'_>) {
    for element in subject.allowing().filter_map(|it| it.not_principal.as_ref()) {
        report.security(
            "ALLOW_WITH_NOT_PRINCIPAL",
            "Allow with NotPrincipal admits everyone but those listed, anonymous callers too: use \
             Principal.",
            element.key_span,
        );
    }
}

/// A service that acts for one of its customers can be led to act for another. (IAM User Guide,
/// "The confused deputy problem".)
fn service_without_source(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.kind != PolicyKind::Resource {
        return;
    }
    for statement in subject.statements().filter(|it| it.effect == Some(Effect::Allow)) {
        let bound = statement
            .conditions
            .iter()
            .any(|entry| SOURCE_KEYS.iter().any(|key| key.eq_ignore_ascii_case(&entry.key.value)));
        let services = statement.principal.iter().flat_map(|element| &element.entries);
        for entry in services.filter(|entry| entry.kind.value == "Service" && !bound) {
            report.security(
                "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
                "The service may be led to use this grant for another of its customers: add \
                 aws:SourceArn or aws:SourceAccount to the condition.",
                entry.element.span,
            );
        }
    }
}
