use std::sync::Arc;

use bartizan_types::{AccountId, Arn, Principal, UniqueId};

use super::*;
use crate::{Context, Flags, Policy, PolicyKind, decide};

const BUCKET_READER: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Other", "Effect": "Allow", "Action": "sqs:*", "Resource": "*"},
    {
      "Sid": "Tagged",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::b/*",
      "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}
    }
  ]
}"#;

fn alice() -> Principal {
    let account = AccountId::from_number(123_456_789_012).unwrap();
    Principal::User {
        account,
        arn: Arn::new("iam", "", Some(account), "user/alice"),
        id: UniqueId::from_stored("AIDAALICE"),
        name: "alice".to_owned(),
    }
}

fn explained(identity: &str, action: &str, resource: &str) -> Explanation {
    let (principal, context) = (alice(), Context::new());
    let policy = Arc::new(Policy::parse(identity, PolicyKind::Identity).unwrap());
    let arn = "arn:aws:iam::123456789012:policy/p";
    let identity = [Attached::managed("p", arn, policy)];
    let layers = Layers { identity: &identity, ..Layers::default() };
    let request = Request {
        principal: &principal,
        action,
        resource,
        resource_account: principal.account(),
        context: &context,
        flags: Flags::default(),
    };
    let explanation = explain(&request, &layers);
    assert_eq!(explanation.decision, decide(&request, &layers));
    explanation
}

#[test]
fn a_near_miss_names_the_condition_that_failed() {
    let explanation = explained(BUCKET_READER, "s3:GetObject", "arn:aws:s3:::b/k");
    assert_eq!(
        explanation.message.unwrap(),
        "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: s3:GetObject on \
         resource: \"arn:aws:s3:::b/k\" because no identity-based policy allows the s3:GetObject \
         action"
    );
    let statements = &explanation.layers[0].policies[0].statements;
    assert_eq!(statements[0].failed.as_ref().unwrap().element, "Action");
    let failed = statements[1].failed.as_ref().unwrap();
    assert_eq!(failed.key.as_deref(), Some("aws:PrincipalTag/team"));
    assert_eq!((&failed.actual, failed.expected.as_slice()), (&None, &["red".to_owned()][..]));
    assert_eq!(statements[1].span.start.line, 5);
    assert_eq!(
        explanation.remedies,
        [
            "the statement at line 5 (Tagged) of p would allow it if StringEquals held for \
             aws:PrincipalTag/team: it is missing, against `red`",
            "identity-based policy: allow s3:GetObject on arn:aws:s3:::b/k",
        ]
    );
}

#[test]
fn matched_statements_are_told_with_their_place() {
    let explanation = explained(BUCKET_READER, "sqs:SendMessage", "arn:aws:sqs:r:123456789012:q");
    assert_eq!(explanation.decision.outcome, Outcome::Allowed);
    assert_eq!(explanation.message, None);
    let (layer, source, statement) = explanation.matched_statements().next().unwrap();
    assert_eq!((layer.layer, source.name.as_ref()), (Layer::Identity, "p"));
    assert!(statement.span.of(BUCKET_READER).starts_with("{\"Sid\": \"Other\""));
    assert!(serde_json::to_string(&explanation).unwrap().contains("\"Allowed\""));
}

#[test]
fn an_explicit_deny_names_the_policy() {
    let deny = r#"{"Version":"2012-10-17","Statement":
        {"Sid":"No","Effect":"Deny","Action":"iam:*","Resource":"*"}}"#;
    let explanation = explained(deny, "iam:ListUsers", "*");
    assert_eq!(
        explanation.message.unwrap(),
        "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: iam:ListUsers on \
         resource: * with an explicit deny in an identity-based policy: \
         arn:aws:iam::123456789012:policy/p"
    );
    assert!(explanation.remedies[0].starts_with("statement 1 (No) of the identity-based policy p"));
}
