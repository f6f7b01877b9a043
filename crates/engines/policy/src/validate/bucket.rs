//! What S3 checks of a bucket policy beyond the grammar: that it speaks of this bucket, in actions
//! and condition keys that S3 has. (Amazon S3 User Guide, "Policies and permissions in Amazon S3".)

use super::elements::{element, statements, texts};
use super::{Check, check, refuse};
use crate::catalog::{self, Action, Service};
use crate::document::Document;
use crate::json::{Node, Position, Span};
use crate::{PolicyError, PolicyKind};

/// Checks the text of a bucket's policy, in S3's words, as `PutBucketPolicy` does. Whether its
/// principals exist is the service's to find out.
///
/// # Errors
/// The first thing that S3 refuses, with the message of its error `MalformedPolicy`.
pub fn check_bucket_policy(text: &str, bucket: &str) -> Result<(), PolicyError> {
    if !text.starts_with('{') {
        let start = Position { line: 1, column: 0, offset: 0 };
        return refuse(
            "Policies must be valid JSON and the first byte must be '{'",
            Span { start, end: start },
        );
    }
    let document = Document::parse(text)?;
    check(&document, PolicyKind::Resource)?;
    for statement in statements(&document.root) {
        check_resources(statement, bucket)?;
        let Some(s3) = catalog::service("s3") else { continue };
        let actions = known_actions(statement, s3)?;
        check_condition_keys(statement, s3, &actions)?;
        check_applies(statement, s3)?;
    }
    Ok(())
}

/// Every resource is the bucket or lies in it.
fn check_resources(statement: &Node, bucket: &str) -> Check {
    for name in ["Resource", "NotResource"] {
        for (text, span) in element(statement, name).into_iter().flat_map(texts) {
            let path = text.splitn(6, ':').nth(5).unwrap_or_default();
            let named = path.split('/').next().unwrap_or_default();
            let in_s3 = text.split(':').nth(2) == Some("s3");
            if !in_s3 || named != bucket {
                return refuse("Policy has invalid resource", span);
            }
        }
    }
    Ok(())
}

/// The actions that a statement's patterns match; each pattern matches one at least.
fn known_actions<'s>(statement: &'s Node, s3: &'s Service) -> Result<Vec<&'s Action>, PolicyError> {
    let mut found = Vec::new();
    for name in ["Action", "NotAction"] {
        for (text, span) in element(statement, name).into_iter().flat_map(texts) {
            let before = found.len();
            found.extend(matched(s3, text));
            if found.len() == before {
                return refuse("Policy has invalid action", span);
            }
        }
    }
    if element(statement, "NotAction").is_some() {
        return Ok(s3.actions.iter().collect());
    }
    Ok(found)
}

fn matched<'s>(s3: &'s Service, pattern: &'s str) -> impl Iterator<Item = &'s Action> {
    let names = match pattern.split_once(':') {
        Some((vendor, names)) if vendor.eq_ignore_ascii_case("s3") => names,
        None if pattern == "*" => "*",
        _ => "",
    };
    s3.actions_matching(names)
}

/// Keys of S3 exist and go with one of the actions at least.
fn check_condition_keys(statement: &Node, s3: &Service, actions: &[&Action]) -> Check {
    let operators = element(statement, "Condition").and_then(Node::members).unwrap_or_default();
    for member in operators.iter().filter_map(|operator| operator.value.members()).flatten() {
        if catalog::condition_key(&member.key).is_none() {
            return refuse("Policy has an invalid condition key", member.key_span);
        }
        let of_s3 = member.key.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("s3:"));
        if of_s3 && !actions.iter().any(|action| s3.supports_key(action, &member.key)) {
            return refuse(
                "Conditions do not apply to combination of actions and resources in statement",
                member.key_span,
            );
        }
    }
    Ok(())
}

/// Each entry of `Action` applies to one of the resources at least.
fn check_applies(statement: &Node, s3: &Service) -> Check {
    let (Some(actions), Some(resources)) =
        (element(statement, "Action"), element(statement, "Resource"))
    else {
        return Ok(());
    };
    for (pattern, span) in texts(actions) {
        let applies = matched(s3, pattern).any(|action| {
            s3.resources_of(action)
                .flat_map(|(resource, _)| &resource.arns)
                .any(|form| texts(resources).any(|(resource, _)| form.admits(resource)))
        });
        if !applies {
            return refuse("Action does not apply to any resource(s) in statement", span);
        }
    }
    Ok(())
}
