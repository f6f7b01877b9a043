//! What an event costs a bus of 1, 100 and 1000 rules.

#![allow(missing_docs, clippy::expect_used, reason = "a benchmark")]

use bartizan_events::{Matcher, Pattern};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// A finding as Amazon sends it, shortened.
const FINDING: &str = r#"{"version":"0","id":"c8c4daa7-a20c-2f03-0070-b7393dd542ad","detail-type":"GuardDuty Finding","source":"aws.guardduty","account":"111122223333","time":"2026-11-27T09:00:00Z","region":"eu-central-1","resources":[],"detail":{"schemaVersion":"2.0","accountId":"111122223333","region":"eu-central-1","partition":"aws","id":"16afba5c5c43e07c9e3e5e2e544e95df","arn":"arn:aws:guardduty:eu-central-1:111122223333:detector/12/finding/16","type":"UnauthorizedAccess:EC2/SSHBruteForce","resource":{"resourceType":"Instance","instanceDetails":{"instanceId":"i-0123456789abcdef0","instanceType":"m3.xlarge","tags":[{"key":"env","value":"prod"},{"key":"team","value":"blue"},{"key":"service","value":"svc-7"}],"networkInterfaces":[{"privateIpAddress":"10.0.0.17","publicIp":"198.51.100.7","subnetId":"subnet-1","vpcId":"vpc-1"}]}},"service":{"serviceName":"guardduty","action":{"actionType":"NETWORK_CONNECTION","networkConnectionAction":{"connectionDirection":"INBOUND","remoteIpDetails":{"ipAddressV4":"203.0.113.9","country":{"countryName":"Nowhere"}},"protocol":"TCP","blocked":false}},"count":42,"additionalInfo":{"sample":true}},"severity":8,"createdAt":"2026-11-27T08:59:00.000Z","title":"SSH brute force","description":"An instance is under attack."}}"#;

/// Rules of a bus: by type, by severity and resource, by tag, by address, by what it is not.
fn rules(count: usize) -> Vec<Pattern> {
    let rule = |i: usize| {
        let detail = match i % 5 {
            0 => format!(
                r#""type": [{{"prefix": "Type{i}:"}}], "severity": [{{"numeric": [">=", {}]}}]"#,
                i % 10
            ),
            1 => format!(
                r#""resource": {{"instanceDetails": {{"instanceId": ["i-{i}"]}}}}, "severity": [8]"#
            ),
            2 => format!(
                r#""resource": {{"instanceDetails": {{"tags": {{"key": ["service"], "value": ["svc-{i}"]}}}}}}"#
            ),
            3 => format!(
                r#""service": {{"action": {{"networkConnectionAction": {{"remoteIpDetails": {{"ipAddressV4": [{{"cidr": "10.{}.{}.0/24"}}]}}}}}}}}"#,
                i / 250,
                i % 250
            ),
            _ => format!(
                r#""type": [{{"wildcard": "*:EC2/{i}*"}}], "service": {{"serviceName": [{{"anything-but": "other"}}]}}"#
            ),
        };
        format!(r#"{{"source": ["aws.guardduty"], "detail": {{{detail}}}}}"#)
    };
    (0..count).map(|i| Pattern::parse(&rule(i)).expect("a pattern")).collect()
}

fn matching(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("events/match");
    group.throughput(Throughput::Elements(1));
    for count in [1, 100, 1000] {
        let matcher = Matcher::new(&rules(count));
        group.bench_function(count.to_string(), |bencher| {
            bencher.iter(|| matcher.matches(FINDING).expect("an event"));
        });
    }
    group.finish();
}

criterion_group!(benches, matching);
criterion_main!(benches);
