use std::sync::Arc;

use bartizan_types::{AccountId, Arn, Principal, UniqueId};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::*;
use crate::{Attached, Context, Flags, Layers, Request, decide};

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn is_allowed(policy: &str, action: &str, resource: &str, context: &Context) -> bool {
    let policy = Policy::parse(policy, PolicyKind::Identity).unwrap();
    let identity = [Attached::inline("least", Arc::new(policy))];
    let principal = Principal::User {
        account: account(),
        arn: Arn::new("iam", "", Some(account()), "user/ada"),
        id: UniqueId::from_stored("AIDAADA"),
        name: "ada".to_owned(),
    };
    let request = Request {
        principal: &principal,
        action,
        resource,
        resource_account: None,
        context,
        flags: Flags { wildcard_only_action: resource == "*", ..Flags::default() },
    };
    decide(&request, &Layers { identity: &identity, ..Layers::default() }).is_allowed()
}

fn used(action: &str, resource: &str, condition: Option<&str>) -> Use {
    Use {
        action: action.to_owned(),
        resource: resource.to_owned(),
        condition: condition.map(str::to_owned),
    }
}

#[test]
fn statements_are_as_few_as_they_can_be() {
    let tls = r#"{"Bool": {"aws:SecureTransport": "true"}}"#;
    let uses = [
        used("s3:PutObject", "arn:aws:s3:::b/k", None),
        used("s3:GetObject", "arn:aws:s3:::b/k", None),
        used("s3:GetObject", "arn:aws:s3:::b/k", Some(tls)),
        used("s3:ListAllMyBuckets", "*", None),
        used("iam:GetUser", "arn:aws:iam::123456789012:user/ada", Some(tls)),
        used("iam:ListUsers", "*", Some(r#"{"Bool":{"aws:SecureTransport":"true"}}"#)),
    ];
    let found = least(&uses, &[], 10).unwrap();
    let expected = json!({
        "Version": "2012-10-17",
        "Statement": [
            { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
              "Resource": "arn:aws:s3:::b/k" },
            { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" },
            { "Effect": "Allow", "Action": "iam:GetUser",
              "Resource": "arn:aws:iam::123456789012:user/ada",
              "Condition": { "Bool": { "aws:SecureTransport": "true" } } },
            { "Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*",
              "Condition": { "Bool": { "aws:SecureTransport": "true" } } },
        ],
    });
    let text = found.text.unwrap();
    assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), expected);
    assert!(text.starts_with("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": ["), "{text}");
    assert_eq!(found.folded_actions, 0);
    let mut turned = uses.to_vec();
    turned.reverse();
    assert_eq!(least(&turned, &[], 10).unwrap().text.unwrap(), text);
    assert_eq!(least(&[], &[], 10).unwrap(), LeastPolicy { text: None, folded_actions: 0 });
}

#[test]
fn denials_of_what_is_used_stay() {
    let uses = [used("s3:GetObject", "arn:aws:s3:::b/k", None)];
    let about = r#"{"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}}"#;
    let other = r#"{"Effect":"Deny","Action":["iam:*","s3:Put*"],"Resource":"*"}"#;
    let found = least(&uses, &[other.to_owned(), about.to_owned()], 10).unwrap().text.unwrap();
    let document: Json = serde_json::from_str(&found).unwrap();
    let statements = document["Statement"].as_array().unwrap();
    assert_eq!(statements.len(), 2);
    assert_eq!(statements[1], serde_json::from_str::<Json>(about).unwrap());
    assert!(least(&uses, &["{".to_owned()], 10).is_err());
    assert!(least(&[used("a:b", "*", Some("{"))], &[], 10).is_err());
}

#[test]
fn denials_that_stay_have_no_sid_twice() {
    let uses = [used("s3:GetObject", "arn:aws:s3:::b/k", None)];
    let deny = |sid: &str, resource: &str| {
        format!(r#"{{"Sid":"{sid}","Effect":"Deny","Action":"s3:*","Resource":"{resource}"}}"#)
    };
    let denies =
        [deny("No", "arn:aws:s3:::c"), deny("No", "arn:aws:s3:::d"), deny("Nor", "arn:aws:s3:::e")];
    let text = least(&uses, &denies, 10).unwrap().text.unwrap();
    let document: Json = serde_json::from_str(&text).unwrap();
    let sids: Vec<Option<&str>> = document["Statement"]
        .as_array()
        .unwrap()
        .iter()
        .map(|statement| statement["Sid"].as_str())
        .collect();
    assert_eq!(sids, [None, Some("No"), None, Some("Nor")]);
    Policy::parse(&text, PolicyKind::Identity).unwrap();
}

#[test]
fn a_policy_is_written_in_characters_that_iam_takes() {
    let uses = [used("s3:GetObject", "arn:aws:s3:::b/žluťoučký/🐎", None)];
    let text = least(&uses, &[], 10).unwrap().text.unwrap();
    assert!(text.is_ascii(), "{text}");
    assert!(is_allowed(&text, "s3:GetObject", &uses[0].resource, &Context::new()));
}

fn a_use() -> impl Strategy<Value = Use> {
    let resource = prop_oneof![
        Just("*".to_owned()),
        "arn:aws:s3:::[ab](/[ab*?$\\{:é\"\\\\]{1,3}){0,3}",
        "arn:aws:iam::123456789012:(user|role)/[ab/]{1,4}",
        "arn:aws:logs:eu-west-1:123456789012:log-group:[ab]:[ab]{1,2}",
    ];
    let conditions = [
        None,
        Some(r#"{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#),
        Some(r#"{"StringEquals":{"aws:username":"${aws:username}"}}"#),
    ];
    let actions = ["s3:GetObject", "s3:PutObject", "iam:GetUser", "logs:PutLogEvents"];
    (select(actions.to_vec()), resource, select(conditions.to_vec()))
        .prop_map(|(action, resource, condition)| used(action, &resource, condition))
}

proptest! {
    #[test]
    fn what_was_used_is_allowed_and_exactly_that_where_nothing_is_folded(
        uses in prop::collection::vec(a_use(), 1..24),
        others in prop::collection::vec(a_use(), 8),
        resources_max in 1..12_usize,
    ) {
        let mut context = Context::new();
        context.set("aws:SourceIp", "192.0.2.7");
        context.set("aws:username", "ada");
        let found = least(&uses, &[], resources_max).unwrap();
        let text = found.text.unwrap();
        for one in &uses {
            prop_assert!(is_allowed(&text, &one.action, &one.resource, &context), "{one:?} by {text}");
        }
        if found.folded_actions == 0 {
            let known: BTreeSet<(&str, &str)> =
                uses.iter().map(|one| (&*one.action, &*one.resource)).collect();
            for other in &others {
                let is_known = known.contains(&(&*other.action, &*other.resource))
                    || known.contains(&(&*other.action, "*"));
                let allowed = is_allowed(&text, &other.action, &other.resource, &context);
                prop_assert_eq!(allowed, is_known, "{:?} by {}", other, text);
            }
        }
        let mut again = uses.clone();
        again.reverse();
        prop_assert_eq!(least(&again, &[], resources_max).unwrap().text.unwrap(), text);
    }
}
