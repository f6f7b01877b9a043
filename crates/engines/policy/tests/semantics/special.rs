//! The root user, keys, trust policies, unsigned federation and operations that need no permission.

use super::case::*;
use bartizan_policy::{Flags, Granted};
use bartizan_types::Principal;

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/k";
const ROLE: &str = "arn:aws:iam::111122223333:role/T";

#[test]
fn the_root_user() {
    let page = "IAM User Guide, AWS account root user; Tasks that require root user credentials";
    let of = |action, resource, expected| Case {
        page,
        caller: root(HERE),
        action,
        resource,
        bucket: all_but(r#""*""#),
        expected,
        ..Case::default()
    };
    let bucket = "arn:aws:s3:::b";
    let queue = "arn:aws:sqs:eu-west-1:111122223333:q";
    hold(&[
        Case { bucket: String::new(), ..of("s3:GetObject", "arn:aws:s3:::b/k", ALLOWED) },
        of("s3:GetObject", "arn:aws:s3:::b/k", DENIED),
        of("s3:GetBucketPolicy", bucket, ALLOWED),
        of("s3:PutBucketPolicy", bucket, ALLOWED),
        of("s3:DeleteBucketPolicy", bucket, ALLOWED),
        of("s3:DeleteBucket", bucket, DENIED),
        of("sqs:SetQueueAttributes", queue, ALLOWED),
        of("sqs:SendMessage", queue, DENIED),
        Case { scps: &[DENY_ALL], ..of("s3:DeleteBucketPolicy", bucket, DENIED) },
        Case { rcps: &[EVERYONE_DENIED], ..of("s3:DeleteBucketPolicy", bucket, DENIED) },
        Case { endpoint: Some(EVERYONE_DENIED), ..of("s3:PutBucketPolicy", bucket, DENIED) },
        Case { caller: root(THERE), ..of("s3:DeleteBucketPolicy", bucket, DENIED) },
        Case {
            caller: user(HERE),
            identity: Some(ALLOW_ALL),
            ..of("s3:DeleteBucketPolicy", bucket, DENIED)
        },
    ]);
}

#[test]
fn keys() {
    let page = "KMS Developer Guide, Key policies: the key policy must allow, or delegate";
    let of = |caller, named: &str, identity, expected| Case {
        page,
        caller,
        action: "kms:Decrypt",
        resource: KEY,
        bucket: grant(named),
        identity,
        expected,
        ..Case::default()
    };
    let bob = r#"{"AWS":"arn:aws:iam::111122223333:user/Bob"}"#;
    let here = r#"{"AWS":"arn:aws:iam::111122223333:root"}"#;
    let there = r#"{"AWS":"arn:aws:iam::444455556666:root"}"#;
    let granted = Flags { granted: Granted::ToCaller, ..Flags::default() };
    hold(&[
        of(user(HERE), bob, None, ALLOWED),
        of(role(HERE), bob, Some(ALLOW_ALL), NOT_ALLOWED),
        of(root(HERE), bob, None, NOT_ALLOWED),
        of(root(HERE), here, None, ALLOWED),
        of(role(HERE), here, Some(ALLOW_ALL), ALLOWED),
        of(role(HERE), here, None, NOT_ALLOWED),
        of(role(HERE), there, Some(ALLOW_ALL), NOT_ALLOWED),
        of(user(THERE), there, Some(ALLOW_ALL), ALLOWED),
        of(user(THERE), there, None, NOT_ALLOWED),
        of(user(THERE), here, Some(ALLOW_ALL), NOT_ALLOWED),
        Case { flags: granted, ..of(user(THERE), bob, None, ALLOWED) },
        Case { flags: granted, ..of(user(HERE), there, Some(DENY_ALL), DENIED) },
        Case { flags: granted, action: "s3:GetObject", ..of(user(HERE), there, None, NOT_ALLOWED) },
    ]);
}

fn trusting<'a>(
    caller: Principal,
    named: &str,
    identity: Option<&'a str>,
    expected: bartizan_policy::Outcome,
) -> Case<'a> {
    let trust = format!(r#"{{"Effect":"Allow","Principal":{named},"Action":"sts:AssumeRole"}}"#);
    Case {
        page: "IAM User Guide, Roles: trust policy and permission to assume",
        caller,
        action: "sts:AssumeRole",
        resource: ROLE,
        trust: Some(trust),
        identity,
        expected,
        ..Case::default()
    }
}

#[test]
fn roles_and_who_may_assume_them() {
    let bob = r#"{"AWS":"arn:aws:iam::111122223333:user/Bob"}"#;
    let here = r#"{"AWS":"111122223333"}"#;
    let there = r#"{"AWS":"444455556666"}"#;
    let by_role = r#"{"AWS":"arn:aws:iam::111122223333:role/app/R"}"#;
    let ec2 = r#"{"Service":"ec2.amazonaws.com"}"#;
    hold(&[
        trusting(user(HERE), bob, None, ALLOWED),
        trusting(user(HERE), here, None, NOT_ALLOWED),
        trusting(user(HERE), here, Some(ALLOW_ALL), ALLOWED),
        trusting(user(HERE), by_role, Some(ALLOW_ALL), NOT_ALLOWED),
        trusting(role(HERE), by_role, None, ALLOWED),
        Case { session: Some(OTHER), ..trusting(role(HERE), by_role, None, NOT_ALLOWED) },
        trusting(role(HERE), here, Some(ALLOW_ALL), ALLOWED),
        trusting(user(THERE), there, Some(ALLOW_ALL), ALLOWED),
        trusting(user(THERE), there, None, NOT_ALLOWED),
        trusting(user(THERE), here, Some(ALLOW_ALL), NOT_ALLOWED),
        trusting(root(HERE), here, None, NOT_ALLOWED),
        trusting(root(THERE), there, None, NOT_ALLOWED),
        trusting(service("ec2.amazonaws.com"), ec2, None, ALLOWED),
        trusting(service("lambda.amazonaws.com"), ec2, None, NOT_ALLOWED),
        trusting(Principal::Anonymous, here, None, NOT_ALLOWED),
        Case { scps: &[DENY_ALL], ..trusting(user(HERE), bob, None, DENIED) },
    ]);
}

#[test]
fn callers_whom_only_a_provider_proves() {
    let page = "STS API Reference, AssumeRoleWithWebIdentity: trust policy and RCPs decide";
    let google = r#"{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},
        "Action":"sts:AssumeRoleWithWebIdentity",
        "Condition":{"StringEquals":{"accounts.google.com:aud":"app"}}}"#;
    let unsigned = Flags { unsigned_federation: true, ..Flags::default() };
    let of = |context, expected| Case {
        page,
        caller: Principal::Anonymous,
        action: "sts:AssumeRoleWithWebIdentity",
        resource: ROLE,
        trust: Some(google.to_owned()),
        flags: unsigned,
        context,
        scps: &[DENY_ALL],
        expected,
        ..Case::default()
    };
    let provider = ("aws:FederatedProvider", "accounts.google.com");
    let sts = r#"{"Effect":"Deny","Principal":"*","Action":"sts:*","Resource":"*"}"#;
    hold(&[
        of(&[provider, ("accounts.google.com:aud", "app")], ALLOWED),
        of(&[provider, ("accounts.google.com:aud", "other")], NOT_ALLOWED),
        of(&[provider], NOT_ALLOWED),
        of(
            &[("aws:FederatedProvider", "www.amazon.com"), ("accounts.google.com:aud", "app")],
            NOT_ALLOWED,
        ),
        Case { rcps: &[sts], ..of(&[provider, ("accounts.google.com:aud", "app")], DENIED) },
    ]);
}

#[test]
fn operations_that_need_no_permission() {
    let page = "STS API Reference, GetCallerIdentity, GetSessionToken: no permissions are required";
    let of = |action, expected| Case {
        page,
        action,
        resource: "*",
        identity: Some(DENY_ALL),
        scps: &[DENY_ALL],
        expected,
        ..Case::default()
    };
    hold(&[
        of("sts:GetCallerIdentity", ALLOWED),
        of("sts:GetSessionToken", ALLOWED),
        of("sts:GetFederationToken", DENIED),
        Case { caller: role(HERE), ..of("sts:GetCallerIdentity", ALLOWED) },
    ]);
}
