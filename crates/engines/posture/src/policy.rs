//! What policy documents say, as far as it can be read off them. What cannot is taken for the worse.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value as Json;

/// A condition key that only some have, so that who must meet it is not everyone. (Amazon S3 User Guide, "The meaning
/// of public"; KMS's own.)
const OF_SOME: [&str; 15] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "kms:calleraccount",
    "s3:dataaccesspointarn",
];

/// A document's statements; `None` where it is no policy. IAM answers documents percent-encoded. (IAM API Reference,
/// `PolicyVersion`.)
pub(crate) fn statements(document: &str) -> Option<Vec<Json>> {
    let text = if document.trim_start().starts_with('{') {
        Cow::Borrowed(document)
    } else {
        percent_decode_str(document).decode_utf8().ok()?
    };
    let mut policy: Json = serde_json::from_str(&text).ok()?;
    match policy.get_mut("Statement")?.take() {
        Json::Array(statements) => Some(statements),
        statement @ Json::Object(_) => Some(vec![statement]),
        _ => None,
    }
}

/// The texts of an element that is one text or a list of them.
fn texts<'j>(statement: &'j Json, name: &str) -> Vec<&'j str> {
    match statement.get(name) {
        Some(Json::String(text)) => vec![text],
        Some(Json::Array(items)) => items.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

fn has_effect(statement: &Json, effect: &str) -> bool {
    statement.get("Effect").and_then(Json::as_str) == Some(effect)
}

/// Whether a pattern is nothing but `*`.
fn is_all(text: &&str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'*')
}

/// Whether a statement allows every action on every resource, whatever its conditions.
pub(crate) fn grants_everything(statement: &Json) -> bool {
    let every_action = |text: &&str| {
        is_all(text)
            || text.split_once(':').is_some_and(|(service, name)| is_all(&service) && is_all(&name))
    };
    has_effect(statement, "Allow")
        && texts(statement, "Action").iter().any(every_action)
        && texts(statement, "Resource").iter().any(is_all)
}

/// Whether `Principal` is everyone.
fn is_everyone(statement: &Json) -> bool {
    let principal = statement.get("Principal");
    principal.and_then(Json::as_str) == Some("*")
        || principal.is_some_and(|principal| texts(principal, "AWS").contains(&"*"))
}

/// The operators, keys and values of the conditions.
fn conditions(statement: &Json) -> Vec<(String, String, Vec<&str>)> {
    let operators = statement.get("Condition").and_then(Json::as_object).into_iter().flatten();
    operators
        .flat_map(|(operator, keys)| {
            let keys = keys.as_object().into_iter().flatten();
            keys.map(move |(key, value)| {
                let values = match value {
                    Json::Array(values) => values.iter().map(of_value).collect(),
                    value => vec![of_value(value)],
                };
                (operator.to_ascii_lowercase(), key.to_ascii_lowercase(), values)
            })
        })
        .collect()
}

fn of_value(value: &Json) -> &str {
    match value {
        Json::String(text) => text,
        Json::Bool(true) => "true",
        Json::Bool(false) => "false",
        _ => "",
    }
}

/// Whether a statement lets everyone do something: its principal is everyone, and no condition asks for what only
/// some have.
pub(crate) fn lets_everyone(statement: &Json) -> bool {
    let narrows = |(operator, key, values): &(String, String, Vec<&str>)| {
        let is_any = |value: &&str| is_all(value) || ["0.0.0.0/0", "::/0"].contains(value);
        OF_SOME.contains(&key.as_str())
            && !operator.contains("not")
            && !operator.starts_with("null")
            && !operator.ends_with("ifexists")
            && !values.iter().any(is_any)
    };
    has_effect(statement, "Allow")
        && is_everyone(statement)
        && !conditions(statement).iter().any(narrows)
}

/// Which of a bucket and its objects a statement keeps from everyone who comes without TLS.
fn kept_from_plain(statement: &Json, bucket: &str) -> [bool; 2] {
    let every_action = |text: &&str| is_all(text) || text.eq_ignore_ascii_case("s3:*");
    let conditions = conditions(statement);
    let only_plain = matches!(conditions.as_slice(), [(operator, key, values)]
        if key == "aws:securetransport"
            && ["bool", "boolifexists"].contains(&operator.as_str())
            && values.iter().any(|value| value.eq_ignore_ascii_case("false")));
    let is_whole = has_effect(statement, "Deny")
        && is_everyone(statement)
        && texts(statement, "Action").iter().any(every_action)
        && only_plain;
    let arn = format!("arn:aws:s3:::{bucket}");
    let covers = |resource: &str| {
        let resources = texts(statement, "Resource");
        is_whole && resources.iter().any(|text| is_all(text) || matches(text, resource))
    };
    [covers(&arn), covers(&format!("{arn}/?")) || covers(&format!("{arn}/*"))]
}

/// Whether a pattern of a resource is this one, or this one's beginning with `*` behind it.
fn matches(pattern: &str, resource: &str) -> bool {
    pattern == resource
        || pattern.strip_suffix('*').is_some_and(|start| {
            !start.contains(['*', '?']) && resource.trim_end_matches(['*', '?']).starts_with(start)
        })
}

/// Whether a bucket's policy denies everyone everything without TLS, on the bucket and on all its objects.
pub(crate) fn denies_plain(statements: &[Json], bucket: &str) -> bool {
    let mut kept = [false; 2];
    for statement in statements {
        let [of_bucket, of_objects] = kept_from_plain(statement, bucket);
        kept = [kept[0] || of_bucket, kept[1] || of_objects];
    }
    kept == [true; 2]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_is_every_action_on_every_resource() {
        for (action, resource, expected) in [
            (json!("*"), json!("*"), true),
            (json!(["s3:Get*", "*:*"]), json!(["*"]), true),
            (json!("**"), json!("**"), true),
            (json!("s3:*"), json!("*"), false),
            (json!("*"), json!("arn:aws:s3:::a"), false),
        ] {
            let statement = json!({"Effect": "Allow", "Action": action, "Resource": resource});
            assert_eq!(grants_everything(&statement), expected, "{statement}");
            let denied = json!({"Effect": "Deny", "Action": action, "Resource": resource});
            assert!(!grants_everything(&denied));
        }
    }

    #[test]
    fn everyone_is_who_no_condition_narrows() {
        let statement = |principal: Json, condition: Json| json!({"Effect": "Allow", "Principal": principal, "Action": "*", "Condition": condition});
        for (principal, condition, expected) in [
            (json!("*"), json!({}), true),
            (json!({"AWS": ["1", "*"]}), json!({}), true),
            (json!({"AWS": "123456789012"}), json!({}), false),
            (json!({"Service": "*"}), json!({}), false),
            (json!("*"), json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}), false),
            (json!("*"), json!({"StringLike": {"AWS:PrincipalArn": "*"}}), true),
            (json!("*"), json!({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}), true),
            (json!("*"), json!({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}), true),
            (json!("*"), json!({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "::/0"]}}), true),
            (json!("*"), json!({"Bool": {"aws:SecureTransport": true}}), true),
        ] {
            let statement = statement(principal, condition);
            assert_eq!(lets_everyone(&statement), expected, "{statement}");
        }
    }

    #[test]
    fn plain_requests_are_denied_on_bucket_and_objects() {
        let deny = |action: &str, resource: Json, condition: Json| {
            json!({"Effect": "Deny", "Principal": "*", "Action": action, "Resource": resource,
                "Condition": condition})
        };
        let both = json!(["arn:aws:s3:::b", "arn:aws:s3:::b/*"]);
        let plain = json!({"Bool": {"aws:SecureTransport": "false"}});
        let denies = |statements: &[Json]| denies_plain(statements, "b");
        assert!(denies(&[deny("s3:*", both.clone(), plain.clone())]));
        assert!(denies(&[deny("*", json!("*"), json!({"Bool": {"AWS:SecureTransport": false}}))]));
        assert!(denies(&[deny("s3:*", json!("arn:aws:s3:::b*"), plain.clone())]));
        assert!(denies(&[
            deny("s3:*", json!("arn:aws:s3:::b"), plain.clone()),
            deny("s3:*", json!("arn:aws:s3:::b/*"), plain.clone()),
        ]));
        assert!(!denies(&[deny("s3:*", json!("arn:aws:s3:::b/*"), plain.clone())]));
        assert!(!denies(&[deny(
            "s3:*",
            json!(["arn:aws:s3:::b", "arn:aws:s3:::b/a*"]),
            plain.clone()
        )]));
        assert!(!denies(&[deny("s3:Get*", both.clone(), plain.clone())]));
        assert!(!denies(&[deny("s3:*", both.clone(), json!({}))]));
        let narrowed = json!({"Bool": {"aws:SecureTransport": "false"},
            "StringNotEquals": {"aws:PrincipalArn": "arn:aws:iam::1:root"}});
        assert!(!denies(&[deny("s3:*", both, narrowed)]));
        assert!(!denies(&[]));
    }

    #[test]
    fn documents_are_read_plain_and_encoded() {
        let text = r#"{"Statement":{"Effect":"Allow"}}"#;
        let encoded = "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%7D%7D";
        assert_eq!(statements(text).map(|all| all.len()), Some(1));
        assert_eq!(statements(text), statements(encoded));
        for wrong in ["", "{", "{}", "[]", r#"{"Statement": 1}"#, "%FF"] {
            assert_eq!(statements(wrong), None, "{wrong}");
        }
    }
}
