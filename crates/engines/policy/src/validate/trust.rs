//! Trust policies of roles: resource policies without a resource, of STS actions only. (IAM API
//! Reference, "`CreateRole`".)

use super::elements::{element, member, statements, texts};
use super::resource_policy::{
    check_condition, check_document, check_effect, check_principal_entries, check_statement_ids,
    missing, one_of,
};
use super::{Check, refuse, syntax};
use crate::json::Node;

/// Checks a trust policy.
pub(super) fn check(root: &Node) -> Check {
    if syntax::has_leading_spaces(root) {
        return refuse("JSON strings must not have leading spaces", root.span);
    }
    check_document(root)?;
    for statement in statements(root) {
        check_effect(statement)?;
        check_principal(statement)?;
        check_actions(statement)?;
        if let Some(found) = member(statement, "Resource") {
            return refuse("Has prohibited field Resource", found.key_span);
        }
        if let Some(found) = member(statement, "NotResource") {
            return refuse("AssumeRole policy must not contain resources.", found.key_span);
        }
        check_condition(statement)?;
        check_cognito(statement)?;
    }
    check_statement_ids(root)
}

fn check_principal(statement: &Node) -> Check {
    if let Some(found) = member(statement, "NotPrincipal") {
        let allows = element(statement, "Effect").and_then(Node::as_str) == Some("Allow");
        let message = if allows {
            "Allow with NotPrincipal is not allowed."
        } else {
            "AssumeRole policy must not contain NotPrincipal field."
        };
        return refuse(message, found.key_span);
    }
    let Some(principal) = element(statement, "Principal") else {
        return missing("Principal", statement.span);
    };
    check_principal_entries(principal, |entry, span| {
        if entry.starts_with("\"FEDERATED\":") {
            return refuse(
                "Federated principals must be valid domain names or SAML metadata ARNs",
                span,
            );
        }
        refuse(format!("Invalid principal in policy: {entry}"), span)
    })
}

fn check_actions(statement: &Node) -> Check {
    let node = one_of(statement, "Action", "NotAction")?;
    texts(node).try_for_each(|(text, span)| match text.split_once(':') {
        Some((vendor, name)) if vendor.eq_ignore_ascii_case("sts") && !name.contains(':') => Ok(()),
        _ => refuse("AssumeRole policy may only specify STS AssumeRole actions.", span),
    })
}

/// Without a condition every identity of every pool of Amazon Cognito would be trusted.
fn check_cognito(statement: &Node) -> Check {
    let federated = element(statement, "Principal").and_then(|node| element(node, "Federated"));
    let cognito = federated
        .into_iter()
        .flat_map(texts)
        .find(|(text, _)| *text == "cognito-identity.amazonaws.com");
    match cognito {
        Some((_, span)) if element(statement, "Condition").is_none() => {
            refuse("A condition block must be present for the Cognito provider", span)
        }
        _ => Ok(()),
    }
}
