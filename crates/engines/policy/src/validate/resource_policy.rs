//! Resource policies, checked in the order in which the resource services report, in their words,
//! which are those that S3 documents for bucket policies.

use rustc_hash::FxHashSet;

use super::elements::{
    STATEMENT_ELEMENTS, VERSIONS, each, element, is_absent_or_empty, member, statements, texts,
};
use super::principal::{PrincipalForm, PrincipalKey};
use super::{Check, action, answer, refuse};
use crate::json::{Node, Span, Value};
use crate::operator::Operator;

/// What is said of a value of the wrong JSON type.
const INVALID_SYNTAX: &str = "Invalid policy syntax.";

/// Checks a resource policy.
pub(super) fn check(root: &Node) -> Check {
    check_document(root)?;
    for statement in statements(root) {
        check_effect(statement)?;
        check_principal(statement)?;
        check_actions(statement)?;
        check_resources(statement)?;
        check_condition(statement)?;
    }
    check_statement_ids(root)
}

/// Checks all but the inside of the statements.
pub(super) fn check_document(root: &Node) -> Check {
    if let Some(duplicate) = root.duplicate_keys().first() {
        return refuse(answer::INVALID_JSON, duplicate.key_span);
    }
    known_members(root, &["Version", "Id", "Statement"])?;
    if let Some(version) = element(root, "Version")
        && !version.as_str().is_some_and(|text| VERSIONS.contains(&text))
    {
        return refuse("The policy must contain a valid version string", version.span);
    }
    check_text(root, "Id")?;
    let Some(statement) = element(root, "Statement") else {
        return refuse("Missing required field Statement", root.span);
    };
    if is_absent_or_empty(Some(statement)) {
        return refuse("Could not parse the policy: Statement is empty!", statement.span);
    }
    for statement in each(statement) {
        known_members(statement, &STATEMENT_ELEMENTS)?;
        check_text(statement, "Sid")?;
    }
    Ok(())
}

/// Checks `Effect`.
pub(super) fn check_effect(statement: &Node) -> Check {
    let Some(effect) = element(statement, "Effect") else {
        return missing("Effect", statement.span);
    };
    match effect.as_str() {
        Some("Allow" | "Deny") => Ok(()),
        Some(other) => refuse(format!("Invalid effect: {other}"), effect.span),
        None => refuse(INVALID_SYNTAX, effect.span),
    }
}

/// `NotPrincipal` goes with `Deny` only. (IAM User Guide, "AWS JSON policy elements:
/// `NotPrincipal`".)
fn check_principal(statement: &Node) -> Check {
    let allows = element(statement, "Effect").and_then(Node::as_str) == Some("Allow");
    match (member(statement, "Principal"), member(statement, "NotPrincipal")) {
        (Some(_), Some(other)) => refuse(INVALID_SYNTAX, other.key_span),
        (None, Some(excepted)) if allows => {
            refuse("Allow with NotPrincipal is not allowed.", excepted.key_span)
        }
        (Some(found), None) | (None, Some(found)) => {
            check_principal_entries(&found.value, |_, span| {
                refuse("Invalid principal in policy", span)
            })
        }
        (None, None) => missing("Principal", statement.span),
    }
}

/// Checks what a principal element holds; `wrong` refuses one, given as `"KIND":"text"`.
pub(super) fn check_principal_entries(node: &Node, wrong: impl Fn(&str, Span) -> Check) -> Check {
    if let Some(text) = node.as_str() {
        return if text == "*" { Ok(()) } else { wrong(&format!("\"AWS\":\"{text}\""), node.span) };
    }
    let Some(entries) = node.members() else { return refuse(INVALID_SYNTAX, node.span) };
    if entries.is_empty() {
        return refuse("Missing required field Principal cannot be empty!", node.span);
    }
    for entry in entries {
        let Some(key) = PrincipalKey::read(&entry.key) else {
            return wrong(&format!("\"{}\"", entry.key), entry.key_span);
        };
        check_texts(&entry.value)?;
        if is_absent_or_empty(Some(&entry.value)) {
            return refuse("Missing required field Principal cannot be empty!", entry.value.span);
        }
        for (text, span) in texts(&entry.value) {
            if matches!(key.form(text), PrincipalForm::PartialWildcard | PrincipalForm::Wrong) {
                return wrong(&format!("\"{}\":\"{text}\"", entry.key.to_uppercase()), span);
            }
        }
    }
    Ok(())
}

fn check_actions(statement: &Node) -> Check {
    let node = one_of(statement, "Action", "NotAction")?;
    texts(node).try_for_each(|(text, span)| {
        action::check(text, span).or_else(|_| refuse("Policy has invalid action", span))
    })
}

fn check_resources(statement: &Node) -> Check {
    let node = one_of(statement, "Resource", "NotResource")?;
    texts(node).try_for_each(|(text, span)| {
        let fits = text == "*" || (text.starts_with("arn:") && text.split(':').count() >= 6);
        if fits { Ok(()) } else { refuse("Policy has invalid resource", span) }
    })
}

/// The one of two elements that exclude each other, not empty, of texts.
pub(super) fn one_of<'n>(
    statement: &'n Node,
    name: &str,
    negated: &str,
) -> Result<&'n Node, crate::PolicyError> {
    let node = match (element(statement, name), element(statement, negated)) {
        (Some(_), Some(other)) => return refuse(INVALID_SYNTAX, other.span),
        (Some(node), None) | (None, Some(node)) => node,
        (None, None) => return refuse(format!("Missing required field {name}"), statement.span),
    };
    check_texts(node)?;
    if is_absent_or_empty(Some(node)) {
        return refuse(format!("Missing required field {name} cannot be empty!"), node.span);
    }
    Ok(node)
}

/// Checks `Condition`.
pub(super) fn check_condition(statement: &Node) -> Check {
    let Some(condition) = element(statement, "Condition") else { return Ok(()) };
    let Some(operators) = condition.members() else {
        return refuse(INVALID_SYNTAX, condition.span);
    };
    for operator in operators {
        if Operator::parse(&operator.key).is_none() {
            return refuse(format!("Invalid Condition type : {}", operator.key), operator.key_span);
        }
        let Some(keys) = operator.value.members() else {
            return refuse(INVALID_SYNTAX, operator.value.span);
        };
        for key in keys {
            let fits = each(&key.value).iter().all(|value| {
                matches!(value.value, Value::String(_) | Value::Number(_) | Value::Bool(_))
            });
            if !fits {
                return refuse(INVALID_SYNTAX, key.value.span);
            }
        }
    }
    Ok(())
}

/// Checks that statement ids are unique.
pub(super) fn check_statement_ids(root: &Node) -> Check {
    let mut seen = FxHashSet::default();
    for node in statements(root).iter().filter_map(|it| element(it, "Sid")) {
        let sid = node.as_str().unwrap_or_default();
        if !sid.is_empty() && !seen.insert(sid) {
            return refuse("The Statement Ids in the policy are not unique", node.span);
        }
    }
    Ok(())
}

/// Refuses for the lack of a field.
pub(super) fn missing(field: &str, span: Span) -> Check {
    refuse(format!("Missing required field {field}"), span)
}

fn check_texts(node: &Node) -> Check {
    match each(node).iter().find(|it| it.as_str().is_none()) {
        Some(other) => refuse(INVALID_SYNTAX, other.span),
        None => Ok(()),
    }
}

fn check_text(object: &Node, key: &str) -> Check {
    match element(object, key) {
        Some(node) if node.as_str().is_none() => refuse(INVALID_SYNTAX, node.span),
        _ => Ok(()),
    }
}

fn known_members(node: &Node, known: &[&str]) -> Check {
    let Some(members) = node.members() else { return refuse(INVALID_SYNTAX, node.span) };
    match members.iter().find(|member| !known.contains(&member.key.as_str())) {
        Some(unknown) => refuse(format!("Unknown field {}", unknown.key), unknown.key_span),
        None => Ok(()),
    }
}
