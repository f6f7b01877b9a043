//! The shape of a policy as IAM demands it before it looks at any meaning. (IAM User Guide,
//! "Grammar of the IAM JSON policy language".)

use super::answer::SYNTAX;
use super::elements::{STATEMENT_ELEMENTS, VERSIONS, each, element};
use super::{Check, refuse};
use crate::json::{Node, Span, Value};
use crate::operator::Operator;

/// The elements beside `Statement`. IAM takes `Conditions` here without giving it a meaning.
const DOCUMENT_ELEMENTS: [&str; 4] = ["Version", "Id", "Statement", "Conditions"];

/// Elements that exclude each other.
const ALTERNATIVES: [(&str, &str); 3] =
    [("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource")];

/// Checks the shape of a whole document.
pub(super) fn check(root: &Node) -> Check {
    if let Some(duplicate) = root.duplicate_keys().first() {
        return wrong(duplicate.key_span);
    }
    known_members(root, &DOCUMENT_ELEMENTS)?;
    if let Some(version) = element(root, "Version")
        && !version.as_str().is_some_and(|text| VERSIONS.contains(&text))
    {
        return wrong(version.span);
    }
    text_if_present(root, "Id")?;
    let Some(statement) = element(root, "Statement") else { return wrong(root.span) };
    let statements = each(statement);
    if statements.is_empty() {
        return wrong(statement.span);
    }
    statements.iter().try_for_each(check_statement)
}

/// Whether spaces stand before the document in its first line, which IAM refuses in stored policies.
pub(super) const fn has_leading_spaces(root: &Node) -> bool {
    root.span.start.line == 1 && root.span.start.offset > 0
}

fn check_statement(statement: &Node) -> Check {
    known_members(statement, &STATEMENT_ELEMENTS)?;
    for (one, other) in ALTERNATIVES {
        if let (Some(_), Some(other)) = (element(statement, one), element(statement, other)) {
            return wrong(other.span);
        }
    }
    check_effect(statement)?;
    for name in ["Action", "NotAction", "Resource", "NotResource"] {
        if let Some(node) = element(statement, name) {
            text_or_list(node)?;
        }
    }
    for name in ["Principal", "NotPrincipal"] {
        if let Some(node) = element(statement, name) {
            check_principal(node)?;
        }
    }
    if let Some(condition) = element(statement, "Condition") {
        check_condition(condition)?;
    }
    text_if_present(statement, "Sid")
}

/// At this stage the letters' case does not matter yet.
fn check_effect(statement: &Node) -> Check {
    let Some(effect) = element(statement, "Effect") else { return wrong(statement.span) };
    match effect.as_str() {
        Some(text) if text.eq_ignore_ascii_case("Allow") || text.eq_ignore_ascii_case("Deny") => {
            Ok(())
        }
        _ => wrong(effect.span),
    }
}

fn check_principal(node: &Node) -> Check {
    if node.as_str().is_some() {
        return Ok(());
    }
    let Some(members) = node.members() else { return wrong(node.span) };
    members.iter().try_for_each(|member| text_or_list(&member.value))
}

fn check_condition(condition: &Node) -> Check {
    let Some(operators) = condition.members() else { return wrong(condition.span) };
    for operator in operators {
        let Some(keys) = operator.value.members() else { return wrong(operator.value.span) };
        // An operator without keys says nothing, so that its name is not looked at.
        if !keys.is_empty() && Operator::parse(&operator.key).is_none() {
            return wrong(operator.key_span);
        }
        for key in keys {
            let fits = each(&key.value).iter().all(|value| {
                matches!(value.value, Value::String(_) | Value::Number(_) | Value::Bool(_))
            });
            if !fits {
                return wrong(key.value.span);
            }
        }
    }
    Ok(())
}

/// A text, or a list of texts among which `null` is passed over.
fn text_or_list(node: &Node) -> Check {
    let fits = match &node.value {
        Value::String(_) => true,
        Value::List(nodes) => {
            nodes.iter().all(|it| matches!(it.value, Value::String(_) | Value::Null))
        }
        _ => false,
    };
    if fits { Ok(()) } else { wrong(node.span) }
}

fn text_if_present(object: &Node, key: &str) -> Check {
    match element(object, key) {
        Some(node) if node.as_str().is_none() => wrong(node.span),
        _ => Ok(()),
    }
}

fn known_members(node: &Node, known: &[&str]) -> Check {
    let Some(members) = node.members() else { return wrong(node.span) };
    match members.iter().find(|member| !known.contains(&member.key.as_str())) {
        Some(unknown) => wrong(unknown.key_span),
        None => Ok(()),
    }
}

fn wrong(span: Span) -> Check {
    refuse(SYNTAX, span)
}
