//! Past events decided again, a second: each is read from its stored form and decided twice, with three
//! levels of service control policies, once with a candidate among them. Beside it, reading alone.

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "fixed input; criterion's macros make the items"
)]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;

use bartizan_policy::{Attached, Level, Path, Policy, PolicyKind};
use bartizan_service::Directory;
use bartizan_service::directory::Account;
use bartizan_service::replay::{Change, NodeChange, Recorded, Rehearsal};
use bartizan_service::store::ActivityRow;
use bartizan_types::AccountId;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// How many events are replayed at once.
const EVENTS: u64 = 1000;

const FULL: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
const GUARDRAIL: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "NotAction": ["iam:*", "sts:*", "s3:*"], "Resource": "*",
     "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}},
    {"Effect": "Deny", "Action": ["organizations:LeaveOrganization", "s3:DeleteBucket"],
     "Resource": "*"}]}"#;
const CANDIDATE: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Deny",
    "Action": "s3:Get*", "Resource": "arn:aws:s3:::ledger/*",
    "Condition": {"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"]}}}}"#;

/// An event as it is stored, of a role's session that reads an object.
fn event(number: u64) -> ActivityRow {
    let body = format!(
        r#"{{"event":{{"eventVersion":"1.11","userIdentity":{{"type":"AssumedRole","principalId":"AROAQXZEAEXAMPLEROLE:job","arn":"arn:aws:sts::123456789012:assumed-role/reader/job","accountId":"123456789012","accessKeyId":"ASIAQXZEAEXAMPLE","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"AROAQXZEAEXAMPLEROLE","arn":"arn:aws:iam::123456789012:role/reader","accountId":"123456789012","userName":"reader"}},"attributes":{{"creationDate":"2026-11-24T09:00:00Z","mfaAuthenticated":"false"}}}}}},"eventTime":"2026-11-24T09:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"eu-central-1","sourceIPAddress":"192.0.2.1","userAgent":"aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux","requestParameters":{{"bucket":"ledger","key":"reports/{number}.pdf"}},"requestID":"7a9573d8-5ab0-4b1c-9d3e-3f3b5b0f1a11","eventID":"8b9573d8-5ab0-4b1c-9d3e-3f3b5b0f1a11","readOnly":true,"resources":[{{"accountId":"123456789012","type":"AWS::S3::Object","ARN":"arn:aws:s3:::ledger/reports/{number}.pdf"}}],"eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":"123456789012","eventCategory":"Data","responseElements":null}},"decisions":[{{"action":"s3:GetObject","resource":"arn:aws:s3:::ledger/reports/{number}.pdf","decision":{{"outcome":"Allowed","reason":{{"Allow":["Identity",{{"level":0,"policy":0,"statement":0}}]}}}}}}],"replay":{{"by":{{"role":{{"session":"arn:aws:sts::123456789012:assumed-role/reader/job","role":"arn:aws:iam::123456789012:role/reader","id":"AROAQXZEAEXAMPLEROLE"}}}},"keys":{{"aws:CurrentTime":"2026-11-24T09:00:00Z","aws:EpochTime":"1795510800","aws:PrincipalType":"AssumedRole","aws:PrincipalIsAWSService":"false","aws:ViaAWSService":"false","aws:PrincipalArn":"arn:aws:iam::123456789012:role/reader","aws:PrincipalAccount":"123456789012","aws:PrincipalOrgID":"o-0123456789","aws:PrincipalOrgPaths":["o-0123456789/r-ab12/ou-ab12-cd34ef56/"],"aws:userid":"AROAQXZEAEXAMPLEROLE:job","aws:TokenIssueTime":"2026-11-24T09:00:00Z","aws:MultiFactorAuthPresent":"false","aws:RequestedRegion":"eu-central-1","aws:SecureTransport":"true","aws:SourceIp":"192.0.2.1","aws:UserAgent":"aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux","aws:ResourceAccount":"123456789012","s3:authType":"REST-HEADER","s3:signatureversion":"AWS4-HMAC-SHA256","s3:TlsVersion":"1.3"}},"decided":[{{"action":"s3:GetObject","resource":"arn:aws:s3:::ledger/reports/{number}.pdf","owner":"123456789012","allowed":"identity"}}]}}}}"#
    );
    ActivityRow {
        time_ms: 1_795_510_800_000,
        event_id: number.to_string(),
        request_id: number.to_string(),
        account: "123456789012".to_owned(),
        region: "eu-central-1".to_owned(),
        body: body.into_bytes(),
        keys: Vec::new(),
    }
}

fn policy(name: &str, text: &str) -> Attached {
    let policy = Policy::parse(text, PolicyKind::ServiceControl);
    Attached::inline(name, Arc::new(policy.expect("the benchmark's policies are valid")))
}

fn rehearsal() -> Rehearsal {
    let account: AccountId = "123456789012".parse().expect("twelve digits");
    let level = Level::new(vec![policy("full", FULL), policy("guardrail", GUARDRAIL)]);
    let mut directory = Directory::default();
    let levels = Path::of(&vec![level; 3]);
    directory
        .put_account(account, Account { service_control_policies: levels, ..Account::default() });
    let change = Change::ServiceControl(NodeChange {
        accounts: BTreeSet::from([account]),
        level: 1,
        replaced: None,
        candidate: policy("candidate", CANDIDATE),
    });
    Rehearsal::new(Arc::new(directory), change).expect("the stand-ins are valid")
}

fn replay(criterion: &mut Criterion) {
    let (events, rehearsal): (Vec<ActivityRow>, _) =
        ((0..EVENTS).map(event).collect(), rehearsal());
    let mut group = criterion.benchmark_group("replay");
    group.throughput(Throughput::Elements(EVENTS));
    group.bench_function("read", |bench| {
        bench.iter(|| events.iter().map(|row| Recorded::of(row).decisions.len()).sum::<usize>());
    });
    group.bench_function("read and decide", |bench| {
        bench.iter(|| {
            for row in &events {
                for past in &Recorded::of(row).decisions {
                    let rehearsed = rehearsal.rehearse(past).expect("it was allowed");
                    assert!(rehearsed.planned.is_allowed());
                    black_box(rehearsed);
                }
            }
        });
    });
    group.finish();
}

criterion_group!(benches, replay);
criterion_main!(benches);
