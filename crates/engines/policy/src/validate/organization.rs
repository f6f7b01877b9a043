//! Service and resource control policies. (Organizations User Guide, "SCP syntax", "RCP syntax".)

use super::elements::{CURRENT_VERSION, element, is_absent_or_empty, member, statements, texts};
use super::{Check, action, answer, refuse, resource, syntax};
use crate::json::{Node, Span};

/// Checks a service control policy. Since September 2025 they have the full language: conditions,
/// `NotAction` and resources also where they allow, wildcards anywhere in actions.
pub(super) fn check_service_control(root: &Node) -> Check {
    check_shape(root)?;
    for statement in statements(root) {
        for name in ["Principal", "NotPrincipal"] {
            if let Some(found) = member(statement, name) {
                return unfit(found.key_span);
            }
        }
    }
    Ok(())
}

/// Checks a resource control policy: it denies everyone. Only the policy that Organizations
/// attaches by itself, `RCPFullAWSAccess`, allows: everything.
pub(super) fn check_resource_control(root: &Node) -> Check {
    check_shape(root)?;
    for statement in statements(root) {
        for name in ["NotPrincipal", "NotAction"] {
            if let Some(found) = member(statement, name) {
                return unfit(found.key_span);
            }
        }
        let everyone = element(statement, "Principal").map(is_everything);
        let fits = match element(statement, "Effect").and_then(Node::as_str) {
            Some("Deny") => everyone == Some(true) && !has_everything(statement, "Action"),
            _ => {
                everyone != Some(false)
                    && has_everything(statement, "Action")
                    && has_everything(statement, "Resource")
                    && element(statement, "Condition").is_none()
            }
        };
        if !fits {
            return unfit(statement.span);
        }
    }
    Ok(())
}

fn check_shape(root: &Node) -> Check {
    syntax::check(root).or_else(|error| unfit(Span { start: error.position(), ..root.span }))?;
    if element(root, "Version").and_then(Node::as_str) != Some(CURRENT_VERSION) {
        return unfit(root.span);
    }
    for statement in statements(root) {
        let effect = element(statement, "Effect").and_then(Node::as_str);
        if !matches!(effect, Some("Allow" | "Deny")) {
            return unfit(statement.span);
        }
        for (name, negated) in [("Action", "NotAction"), ("Resource", "NotResource")] {
            let node = element(statement, name).or_else(|| element(statement, negated));
            if is_absent_or_empty(node) {
                return unfit(statement.span);
            }
        }
        for node in ["Action", "NotAction"].iter().filter_map(|name| element(statement, name)) {
            texts(node)
                .try_for_each(|(text, span)| action::check(text, span).or_else(|_| unfit(span)))?;
        }
        for node in ["Resource", "NotResource"].iter().filter_map(|name| element(statement, name)) {
            texts(node).try_for_each(|(text, span)| match resource::problem(text) {
                Some(_) => unfit(span),
                None => Ok(()),
            })?;
        }
    }
    Ok(())
}

fn is_everything(node: &Node) -> bool {
    node.as_str() == Some("*")
}

fn has_everything(statement: &Node, name: &str) -> bool {
    element(statement, name).is_some_and(|node| texts(node).any(|(text, _)| text == "*"))
}

fn unfit(span: Span) -> Check {
    refuse(answer::ORGANIZATION, span)
}
