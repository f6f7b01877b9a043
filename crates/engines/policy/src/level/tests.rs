use bartizan_types::{AccountId, Principal};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::{Context, Flags, Layers, Path, Policy, PolicyKind, Request, evaluate};

/// Statements of every form that is indexed differently.
const STATEMENTS: [&str; 15] = [
    r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
    r#"{"Effect":"Allow","Action":["s3:Get*","iam:ListUsers"],"Resource":"*"}"#,
    r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}"#,
    r#"{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#,
    r#"{"Effect":"Deny","NotAction":["s3:*","iam:*"],"Resource":"*"}"#,
    r#"{"Effect":"Deny","Action":"*:Get*","Resource":["arn:aws:s3:::c/*","arn:aws:s3:::d/*"]}"#,
    r#"{"Effect":"Deny","Action":["sqs:*","s3:*"],"NotResource":"arn:aws:s3:::*"}"#,
    r#"{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:ViaAWSService":"true"}}}"#,
    r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}"#,
    // What has conditions in common is asked once for all.
    r#"{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","us-east-1"]}}}"#,
    r#"{"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"StringNotEquals":{"AWS:requestedregion":["us-east-1","eu-west-2"]}}}"#,
    r#"{"Effect":"Deny","Action":"s3:Put*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}}"#,
    r#"{"Effect":"Deny","Action":["s3:Get*","s3:PutObject"],"Resource":"*","Condition":{"ForAnyValue:StringNotLike":{"aws:TagKeys":["a*","b"]}}}"#,
    r#"{"Effect":"Deny","Action":["iam:List*","s3:getobject"],"Resource":"*","Condition":{"ForAnyValue:StringNotLike":{"aws:TagKeys":["b","c"]}}}"#,
    r#"{"Effect":"Allow","Action":["s3:PutObject","dynamodb:Get*"],"Resource":"*","Condition":{"Bool":{"aws:ViaAWSService":"true"}}}"#,
];
const ACTIONS: [&str; 5] =
    ["s3:GetObject", "S3:PUTOBJECT", "iam:ListUsers", "sqs:SendMessage", "dynamodb:GetItem"];
const RESOURCES: [&str; 5] =
    ["arn:aws:s3:::a/k", "arn:aws:s3:::b/k", "arn:aws:s3:::d/k", "arn:aws:sqs:::q", "*"];

fn attached(statements: &[&str]) -> Attached {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    let policy = Policy::parse_published(&text, PolicyKind::ResourceControl).unwrap();
    Attached::inline("p", Arc::new(policy))
}

proptest! {
    /// What policies say together is what they say one after the other.
    #[test]
    fn a_level_says_what_its_policies_say(
        policies in prop::collection::vec(prop::collection::vec(select(&STATEMENTS), 1..5), 0..6),
        action in select(&ACTIONS),
        resource in select(&RESOURCES),
        region in select(&["eu-west-1", "us-east-1", "eu-west-2"]),
        via_service in any::<bool>(),
        tags in prop::collection::vec(select(&["a", "ab", "b", "c"]), 0..3),
        index in any::<Index>(),
    ) {
        let account = AccountId::from_number(111_122_223_333).unwrap();
        let principals = [Principal::Root { account }, Principal::Anonymous];
        let mut context = Context::new();
        context.set("aws:RequestedRegion", region);
        context.set("aws:ViaAWSService", via_service.to_string());
        context.set_list("aws:TagKeys", &tags.iter().map(|&tag| tag.to_owned()).collect::<Vec<_>>());
        let request = Request {
            principal: index.get(&principals),
            action,
            resource,
            resource_account: Some(account),
            context: &context,
            flags: Flags::default(),
        };
        let policies: Vec<Attached> = policies.iter().map(|one| attached(one)).collect();
        let level = Level::new(policies.clone());
        let question = evaluate::Scope::of(&request, &Layers::default()).question;
        let together = evaluate::Verdict::of_level(&question, &level, 3);
        prop_assert_eq!(together, evaluate::Verdict::of(&question, &policies, 3));
        for (number, policy) in (0..).zip(&policies) {
            let statements = policy.policy.program().statements().count();
            prop_assert_eq!(level.policies()[number].policy.text(), policy.policy.text());
            prop_assert!(statements > 0);
        }
        let path = Path::of(&[level.clone(), Level::new(Vec::new()), level]);
        let said = evaluate::Levels::of(&question, &path);
        prop_assert_eq!(said.deny, evaluate::Verdict::of(&question, &policies, 0).deny);
        let allowed = evaluate::Verdict::of(&question, &policies, 0).allow.is_some();
        prop_assert!(said.deny.is_some() || said.without_allow == Some(u32::from(allowed)));
    }
}
