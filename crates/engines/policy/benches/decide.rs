//! Decisions a second, with more and more policies in the account. A principal has ten of them
//! attached, a boundary, and three levels of service control policies; the request is allowed by
//! the last identity policy, so that all must be looked at.

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "fixed input; criterion's macros make the items"
)]

use std::hint::black_box;
use std::sync::Arc;

use bartizan_policy::{
    Attached, Context, Flags, Layers, Level, Path, Policy, PolicyKind, Request, decide, explain,
};
use bartizan_types::{AccountId, Arn, Principal, UniqueId};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

/// How many policies a user may have attached by default (IAM User Guide, "IAM quotas").
const ATTACHED: usize = 10;

const GUARDRAIL: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"},
    {"Effect": "Deny", "NotAction": ["iam:*", "sts:*", "s3:*"], "Resource": "*",
     "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}},
    {"Effect": "Deny", "Action": ["organizations:LeaveOrganization", "s3:DeleteBucket"],
     "Resource": "*"}]}"#;

fn team_policy(number: usize) -> String {
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [
        {{"Sid": "Objects", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject*"],
          "Resource": "arn:aws:s3:::team-{number}/home/${{aws:username}}/*",
          "Condition": {{"Bool": {{"aws:SecureTransport": "true"}},
                        "IpAddress": {{"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]}}}}}},
        {{"Sid": "Queue", "Effect": "Allow", "Action": "sqs:*",
          "Resource": "arn:aws:sqs:*:123456789012:team-{number}-*"}},
        {{"Sid": "Machines", "Effect": "Allow", "Action": ["ec2:Start*", "ec2:Stop*"],
          "Resource": "arn:aws:ec2:*:*:instance/*",
          "Condition": {{"StringEquals": {{"aws:ResourceTag/team": "${{aws:PrincipalTag/team}}"}}}}}},
        {{"Sid": "Never", "Effect": "Deny", "Action": "s3:*",
          "Resource": "arn:aws:s3:::team-{number}/*/secret-*"}}]}}"#
    )
}

fn parse(text: &str, kind: PolicyKind) -> Arc<Policy> {
    Arc::new(Policy::parse(text, kind).expect("the benchmark's policies are valid"))
}

fn context() -> Context {
    let mut context = Context::new();
    for (key, value) in [
        ("aws:CurrentTime", "2026-11-24T09:00:00Z"),
        ("aws:EpochTime", "1795510800"),
        ("aws:PrincipalAccount", "123456789012"),
        ("aws:PrincipalArn", "arn:aws:iam::123456789012:user/alice"),
        ("aws:PrincipalType", "User"),
        ("aws:RequestedRegion", "eu-west-1"),
        ("aws:ResourceAccount", "123456789012"),
        ("aws:SecureTransport", "true"),
        ("aws:SourceIp", "203.0.113.7"),
        ("aws:UserAgent", "aws-cli/2"),
        ("aws:userid", "AIDAALICE"),
        ("aws:username", "alice"),
        ("aws:ViaAWSService", "false"),
        ("aws:PrincipalTag/team", "red"),
    ] {
        context.set(key, value);
    }
    context
}

fn decisions(criterion: &mut Criterion) {
    let account: AccountId = "123456789012".parse().expect("twelve digits");
    let principal = Principal::User {
        account,
        arn: Arn::new("iam", "", Some(account), "user/alice"),
        id: UniqueId::from_stored("AIDAALICE"),
        name: "alice".to_owned(),
    };
    let context = context();
    let guardrail = Attached::inline("guardrail", parse(GUARDRAIL, PolicyKind::ServiceControl));
    let guardrail = Level::new(vec![guardrail]);
    let scps = Path::of(&[guardrail.clone(), guardrail.clone(), guardrail]);
    let boundary = parse(
        r#"{"Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": ["s3:*", "sqs:*"], "Resource": "*"}}"#,
        PolicyKind::Boundary,
    );
    let boundary = Attached::inline("boundary", boundary);
    let mut group = criterion.benchmark_group("decide");
    for count in [10, 1_000, 10_000] {
        let all: Vec<_> = (0..count)
            .map(|number| {
                let policy = parse(&team_policy(number), PolicyKind::Identity);
                Attached::inline(&format!("team-{number}"), policy)
            })
            .collect();
        let identity: Vec<_> = all.iter().step_by(count / ATTACHED).cloned().collect();
        let last = (ATTACHED - 1) * (count / ATTACHED);
        let resource = format!("arn:aws:s3:::team-{last}/home/alice/report.csv");
        let request = Request {
            principal: &principal,
            action: "s3:GetObject",
            resource: &resource,
            resource_account: Some(account),
            context: &context,
            flags: Flags::default(),
        };
        let layers = Layers {
            identity: &identity,
            boundary: Some(&boundary),
            scps: &scps,
            ..Layers::default()
        };
        assert!(decide(&request, &layers).is_allowed());
        group.bench_with_input(BenchmarkId::from_parameter(count), &request, |bencher, request| {
            bencher.iter(|| decide(black_box(request), black_box(&layers)));
        });
        let denied = Request { action: "s3:DeleteObject", ..request };
        assert!(!decide(&denied, &layers).is_allowed());
        group.bench_with_input(BenchmarkId::new("explain", count), &denied, |bencher, request| {
            bencher.iter(|| explain(black_box(request), black_box(&layers)));
        });
    }
    group.finish();
}

criterion_group!(benches, decisions);
criterion_main!(benches);
