//! Identity policies, boundaries and session policies, checked in the order in which IAM reports:
//! shape, version, principals, what the older parser cannot read, statement ids, actions' presence,
//! resources' form, actions' form, resources' presence.

use rustc_hash::FxHashSet;

use super::date::is_date;
use super::elements::{
    CURRENT_VERSION, each, element, is_absent_or_empty, member, statements, texts,
};
use super::{Check, action, refuse, resource, syntax};
use crate::PolicyError;
use crate::json::{Node, Value};
use crate::operator::{Comparison, Operator};

/// Which versions of the language are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Versions {
    /// 2012-10-17 only.
    Current,
    /// Also 2008-10-17, written or by default.
    Any,
}

/// Checks an identity policy.
pub(super) fn check(root: &Node, versions: Versions) -> Check {
    syntax::check(root)?;
    if versions == Versions::Current {
        check_version(root)?;
    }
    check_no_principal(root)?;
    if versions == Versions::Current && syntax::has_leading_spaces(root) {
        return legacy(root);
    }
    statements(root).iter().try_for_each(check_legacy_values)?;
    let wrong_resource = wrong_resource(root)?;
    check_statement_ids(root)?;
    for statement in statements(root) {
        check_presence(statement, "Action", "NotAction", "Policy statement must contain actions.")?;
    }
    if let Some(error) = wrong_resource {
        return Err(error);
    }
    for name in ["Action", "NotAction"] {
        for node in statements(root).iter().filter_map(|it| element(it, name)) {
            texts(node).try_for_each(|(text, span)| action::check(text, span))?;
        }
    }
    for statement in statements(root) {
        check_presence(
            statement,
            "Resource",
            "NotResource",
            "Policy statement must contain resources.",
        )?;
    }
    Ok(())
}

fn check_version(root: &Node) -> Check {
    let version = element(root, "Version");
    if version.and_then(Node::as_str) == Some(CURRENT_VERSION) {
        return Ok(());
    }
    refuse(
        "Policy document must be version 2012-10-17 or greater.",
        version.map_or(root.span, |node| node.span),
    )
}

fn check_no_principal(root: &Node) -> Check {
    for statement in statements(root) {
        for name in ["Principal", "NotPrincipal"] {
            if let Some(found) = member(statement, name) {
                return refuse("Policy document should not specify a principal.", found.key_span);
            }
        }
    }
    Ok(())
}

/// Effects by the letter, and dates that can be read.
fn check_legacy_values(statement: &Node) -> Check {
    if let Some(effect) = element(statement, "Effect")
        && !matches!(effect.as_str(), Some("Allow" | "Deny"))
    {
        return legacy(effect);
    }
    let operators = element(statement, "Condition").and_then(Node::members).unwrap_or_default();
    for operator in operators {
        let compares_dates = Operator::parse(&operator.key)
            .is_some_and(|it| matches!(it.comparison, Comparison::Date(_)));
        if !compares_dates {
            continue;
        }
        for key in operator.value.members().unwrap_or_default() {
            for value in each(&key.value) {
                let readable = match &value.value {
                    Value::String(text) | Value::Number(text) => is_date(text),
                    _ => false,
                };
                if !readable {
                    return legacy(value);
                }
            }
        }
    }
    Ok(())
}

/// Looks through all resources. What is wrong with one is reported only when the checks between
/// have passed, so it is returned; of several in one element the first in order of text, of several
/// elements the last. What the older parser cannot read is refused at once.
fn wrong_resource(root: &Node) -> Result<Option<PolicyError>, PolicyError> {
    let mut found = None;
    for name in ["Resource", "NotResource"] {
        for node in statements(root).iter().filter_map(|it| element(it, name)) {
            let first_wrong = texts(node)
                .filter_map(|(text, span)| Some((text, span, resource::problem(text)?)))
                .min_by_key(|(text, ..)| *text);
            if let Some((_, span, message)) = first_wrong {
                found = Some(PolicyError::malformed(message, span));
            }
            if found.is_none()
                && let Some(unreadable) = each(node)
                    .iter()
                    .find(|it| it.as_str().is_some_and(resource::fails_legacy_parsing))
            {
                legacy(unreadable)?;
            }
        }
    }
    Ok(found)
}

/// Statement ids are unique where they are not empty, of letters, digits and (as IAM takes them,
/// though its page does not say so) underscores.
fn check_statement_ids(root: &Node) -> Check {
    let mut seen = FxHashSet::default();
    for node in statements(root).iter().filter_map(|it| element(it, "Sid")) {
        let sid = node.as_str().unwrap_or_default();
        if !sid.is_empty() && !seen.insert(sid) {
            return refuse("Statement IDs (SID) in a single policy must be unique.", node.span);
        }
    }
    for node in statements(root).iter().filter_map(|it| element(it, "Sid")) {
        let sid = node.as_str().unwrap_or_default();
        if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return refuse(
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the \
                 regular expression [0-9A-Za-z]*",
                node.span,
            );
        }
    }
    Ok(())
}

fn check_presence(statement: &Node, one: &str, other: &str, message: &str) -> Check {
    let node = element(statement, one).or_else(|| element(statement, other));
    if is_absent_or_empty(node) { refuse(message, statement.span) } else { Ok(()) }
}

fn legacy(node: &Node) -> Check {
    refuse("The policy failed legacy parsing", node.span)
}
