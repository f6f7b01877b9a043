use std::sync::Arc;

use bartizan_types::{AccountId, Arn, Principal, UniqueId};

use crate::{Attached, Context, Flags, Layers, Level, Path, Policy, PolicyKind, Request, decide};

const ALLOW: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
const OTHER: &str = r#"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#;
const DENY: &str = r#"{"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}"#;
const GRANT: &str = r#"{"Effect": "Allow", "Principal": {"AWS": "123456789012"},
    "Action": "sqs:*", "Resource": "*"}"#;
const GRANT_OTHER: &str = r#"{"Effect": "Allow", "Principal": "*",
    "Action": "ec2:*", "Resource": "*"}"#;
const DENY_ALL: &str = r#"{"Effect": "Deny", "Principal": "*",
    "Action": "sqs:*", "Resource": "*"}"#;

fn attached(statement: &str, kind: PolicyKind) -> Attached {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#);
    let policy = Arc::new(Policy::parse(&text, kind).unwrap());
    Attached::managed("p", "arn:aws:iam::123456789012:policy/p", policy)
}

fn message(layers: &Layers<'_>, principal: &Principal, resource_account: &str) -> String {
    let request = Request {
        principal,
        action: "sqs:SendMessage",
        resource: "arn:aws:sqs:eu-west-1:123456789012:q",
        resource_account: resource_account.parse().ok(),
        context: &Context::new(),
        flags: Flags::default(),
    };
    decide(&request, layers).denial_message(&request, layers)
}

fn alice() -> Principal {
    let account = AccountId::from_number(123_456_789_012).unwrap();
    Principal::User {
        account,
        arn: Arn::new("iam", "", Some(account), "user/alice"),
        id: UniqueId::from_stored("AIDAALICE"),
        name: "alice".to_owned(),
    }
}

/// The end of the message when `kind` says `statement` and all other policies allow.
fn ending(kind: PolicyKind, statement: &str) -> String {
    let of =
        |one: PolicyKind, allow: &str| attached(if one == kind { statement } else { allow }, one);
    let everyone = ALLOW.replace("\"Action\"", "\"Principal\": \"*\", \"Action\"");
    let identity = [of(PolicyKind::Identity, ALLOW)];
    let boundary = of(PolicyKind::Boundary, ALLOW);
    let session = [of(PolicyKind::Session, ALLOW)];
    let resource = of(PolicyKind::Resource, GRANT);
    let scps = Path::of(&[Level::new(vec![of(PolicyKind::ServiceControl, ALLOW)])]);
    let rcps = Path::of(&[Level::new(vec![of(PolicyKind::ResourceControl, &everyone)])]);
    let endpoint = [of(PolicyKind::Endpoint, &everyone)];
    let layers = Layers {
        identity: &identity,
        boundary: Some(&boundary),
        session: Some(&session),
        resource: Some(&resource),
        scps: &scps,
        rcps: &rcps,
        endpoint: &endpoint,
    };
    let message = message(&layers, &alice(), "123456789012");
    let head = "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: \
                sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:123456789012:q ";
    message.strip_prefix(head).expect("the head is always the same").to_owned()
}

#[test]
fn implicit_denies_name_the_kind_of_policy_that_did_not_allow() {
    for (kind, statement, name) in [
        (PolicyKind::Identity, OTHER, "identity-based policy"),
        (PolicyKind::Boundary, OTHER, "permissions boundary"),
        (PolicyKind::Session, OTHER, "session policy"),
        (PolicyKind::ServiceControl, OTHER, "service control policy"),
        (PolicyKind::Endpoint, GRANT_OTHER, "VPC endpoint policy"),
    ] {
        let expected = format!("because no {name} allows the sqs:SendMessage action");
        assert_eq!(ending(kind, statement), expected);
    }
}

#[test]
fn explicit_denies_name_the_kind_and_where_disclosed_the_policy() {
    for (kind, statement, name, disclosed) in [
        (PolicyKind::Identity, DENY, "an identity-based policy", true),
        (PolicyKind::Boundary, DENY, "a permissions boundary", true),
        (PolicyKind::Session, DENY, "a session policy", true),
        (PolicyKind::ServiceControl, DENY, "a service control policy", true),
        (PolicyKind::ResourceControl, DENY_ALL, "a resource control policy", true),
        (PolicyKind::Endpoint, DENY_ALL, "a VPC endpoint policy", true),
        (PolicyKind::Resource, DENY_ALL, "a resource-based policy", false),
    ] {
        let policy = if disclosed { ": arn:aws:iam::123456789012:policy/p" } else { "" };
        let expected = format!("with an explicit deny in {name}{policy}");
        assert_eq!(ending(kind, statement), expected);
    }
}

#[test]
fn callers_without_an_arn_have_a_name() {
    let layers = Layers::default();
    let anonymous = message(&layers, &Principal::Anonymous, "123456789012");
    assert!(anonymous.starts_with("User: anonymous is not authorized"), "{anonymous}");
    assert!(
        anonymous.ends_with("because no resource-based policy allows the sqs:SendMessage action")
    );
    let service = Principal::Service { name: "sns.amazonaws.com".to_owned() };
    let service = message(&layers, &service, "123456789012");
    assert!(service.starts_with("User: sns.amazonaws.com is not authorized"), "{service}");
}

#[test]
fn denials_by_trust_and_of_listing_buckets() {
    let head = "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: ";
    let account = "123456789012".parse().ok();
    let words = |action, resource, layers: &Layers<'_>| {
        let request = Request {
            principal: &alice(),
            action,
            resource,
            resource_account: account,
            context: &Context::new(),
            flags: Flags::default(),
        };
        let message = decide(&request, layers).denial_message(&request, layers);
        message.strip_prefix(head).unwrap().to_owned()
    };
    let role = "arn:aws:iam::123456789012:role/r";
    let trust = |effect: &str| {
        let statement =
            format!(r#"{{"Effect": "{effect}", "Principal": "*", "Action": "sts:AssumeRole"}}"#);
        attached(&statement, PolicyKind::Trust)
    };
    let deny = trust("Deny");
    assert_eq!(
        words("sts:AssumeRole", role, &Layers { resource: Some(&deny), ..Layers::default() }),
        format!(
            "sts:AssumeRole on resource: {role} with an explicit deny in the role trust policy"
        )
    );
    let allow = trust("Allow");
    assert_eq!(
        words("sts:TagSession", role, &Layers { resource: Some(&allow), ..Layers::default() }),
        format!(
            "sts:TagSession on resource: {role} because no role trust policy allows the \
             sts:TagSession action"
        )
    );
    assert_eq!(
        words("s3:ListAllMyBuckets", "*", &Layers::default()),
        "s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action"
    );
    assert_eq!(
        words("ec2:DescribeRegions", "*", &Layers::default()),
        "ec2:DescribeRegions because no identity-based policy allows the ec2:DescribeRegions action"
    );
    assert_eq!(
        words("s3:GetObject", "arn:aws:s3:::b/k", &Layers::default()),
        "s3:GetObject on resource: \"arn:aws:s3:::b/k\" because no identity-based policy allows \
         the s3:GetObject action"
    );
}

#[test]
fn strangers_are_not_told_which_policy_of_the_resource_denied() {
    let rcps = Path::of(&[Level::new(vec![attached(DENY_ALL, PolicyKind::ResourceControl)])]);
    let layers = Layers { rcps: &rcps, ..Layers::default() };
    let message = message(&layers, &alice(), "999999999999");
    assert!(message.ends_with("with an explicit deny in a resource control policy"), "{message}");
}
