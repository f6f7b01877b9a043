//! What a statement must have, and what excludes each other.

use rustc_hash::FxHashSet;

use super::Check;
use super::report::{Report, Subject};
use crate::PolicyKind;
use crate::document::{Element, Statement};
use crate::json::Span;

pub(super) const CHECKS: &[Check] =
    &[required_elements, excluded_elements, unique_sids, sid_characters, empty_lists];

fn required_elements(subject: &Subject<'_>, report: &mut Report<'_>) {
    for statement in subject.statements() {
        if statement.effect.is_none() && !subject.has_problem_in(statement.span) {
            report.error("MISSING_EFFECT", "Add an effect: Allow or Deny.", statement.span);
        }
        let action = statement.action.as_ref().or(statement.not_action.as_ref());
        if let Some(span) = lacking(subject, statement, action) {
            report.error("MISSING_ACTION", "Say which in Action or NotAction.", span);
        }
        let resource = statement.resource.as_ref().or(statement.not_resource.as_ref());
        if subject.kind != PolicyKind::Trust
            && let Some(span) = lacking(subject, statement, resource)
        {
            report.error("MISSING_RESOURCE", "Say which in Resource or NotResource.", span);
        }
        let takes_principal =
            matches!(subject.kind, PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Endpoint);
        if takes_principal && statement.principal.is_none() && statement.not_principal.is_none() {
            report.error("MISSING_PRINCIPAL", "Add a Principal.", statement.span);
        }
    }
}

/// Where an element or its values are missing.
fn lacking(
    subject: &Subject<'_>,
    statement: &Statement,
    element: Option<&Element>,
) -> Option<Span> {
    let Some(element) = element else { return Some(statement.span) };
    let empty = element.is_list && element.values.is_empty();
    (empty && !subject.has_problem_in(element.span)).then_some(element.span)
}

fn excluded_elements(subject: &Subject<'_>, report: &mut Report<'_>) {
    for statement in subject.statements() {
        for (one, other) in [
            (&statement.action, &statement.not_action),
            (&statement.resource, &statement.not_resource),
        ] {
            if let (Some(_), Some(other)) = (one, other) {
                excluded(other.key_span, report);
            }
        }
        if let (Some(_), Some(other)) = (&statement.principal, &statement.not_principal) {
            excluded(other.key_span, report);
        }
        if subject.kind == PolicyKind::Trust {
            for element in statement.resource.iter().chain(&statement.not_resource) {
                report.error(
                    "INVALID_POLICY_ELEMENT",
                    "A trust policy speaks of its own role only: remove the resource.",
                    element.key_span,
                );
            }
        }
    }
}

fn excluded(span: Span, report: &mut Report<'_>) {
    report.error(
        "UNSUPPORTED_ELEMENT_COMBINATION",
        "An element and its negation exclude each other: remove one.",
        span,
    );
}

fn unique_sids(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut seen = FxHashSet::default();
    for sid in subject.statements().filter_map(|it| it.sid.as_ref()) {
        if !sid.value.is_empty() && !seen.insert(&sid.value) {
            report.error(
                "UNIQUE_SIDS_REQUIRED",
                "Statement ids are unique in a policy: change one.",
                sid.span,
            );
        }
    }
}

fn sid_characters(subject: &Subject<'_>, report: &mut Report<'_>) {
    if !subject.is_identity() {
        return;
    }
    for sid in subject.statements().filter_map(|it| it.sid.as_ref()) {
        if !sid.value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            report.error(
                "UNSUPPORTED_SID",
                "A statement id consists of letters a-z, A-Z and digits.",
                sid.span,
            );
        }
    }
}

fn empty_lists(subject: &Subject<'_>, report: &mut Report<'_>) {
    for entry in subject.statements().flat_map(|statement| &statement.conditions) {
        let element = &entry.element;
        if element.values.is_empty() && !subject.has_problem_in(element.span) {
            report.suggestion(
                "EMPTY_ARRAY_CONDITION",
                "The list is empty, so that no value matches: fill it or remove the key.",
                element.span,
            );
        }
    }
}
