//! Records of CloudTrail, from text through all detectors of activity.

#![allow(missing_docs, clippy::indexing_slicing, reason = "a benchmark")]

use bartizan_detect::read::TrailLog;
use bartizan_detect::{ActivityDetectors, Surroundings};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const RECORDS: usize = 2_000;

/// Records of some users and programs, as CloudTrail writes them.
fn text() -> String {
    let one = |number: usize| {
        let (user, host) = (number % 50, number % 7 + 1);
        let calls = ["DescribeInstances", "GetObject", "PutObject", "CreateUser", "ListBuckets"];
        let call = calls[number % calls.len()];
        format!(
            r#"{{"eventVersion":"1.08","userIdentity":{{"type":"IAMUser","principalId":"AIDA{user:016}","arn":"arn:aws:iam::111122223333:user/u{user}","accountId":"111122223333","accessKeyId":"AKIA{user:016}","userName":"u{user}"}},"eventTime":"2024-08-01T12:{:02}:{:02}Z","eventSource":"ec2.amazonaws.com","eventName":"{call}","awsRegion":"eu-west-1","sourceIPAddress":"8.8.{host}.8","userAgent":"aws-cli/2.15.0 Python/3.11.6 Linux/6.1","requestParameters":{{"filterSet":{{"items":[{{"name":"vpc-id","valueSet":{{"items":[{{"value":"vpc-{number:08}"}}]}}}}]}}}},"responseElements":null,"requestID":"r-{number}","eventID":"e-{number}","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}}"#,
            number / 60 % 60,
            number % 60,
        )
    };
    (0..RECORDS).map(one).collect::<Vec<_>>().join("\n")
}

fn activity(criterion: &mut Criterion) {
    let (text, around) = (text(), Surroundings::default());
    let mut group = criterion.benchmark_group("activity");
    group.throughput(Throughput::Elements(RECORDS as u64));
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let mut log = TrailLog::default();
            log.read(text.as_bytes(), true, |call| {
                std::hint::black_box(call.time);
            });
            log.tally().records
        });
    });
    let mut detectors = ActivityDetectors::new(4_096);
    let mut found = Vec::new();
    group.bench_function("read and detect", |bencher| {
        bencher.iter(|| {
            found.clear();
            TrailLog::default().read(text.as_bytes(), true, |call| {
                detectors.observe(call, &around, &mut found);
            });
            found.len()
        });
    });
    group.finish();
}

criterion_group!(benches, activity);
criterion_main!(benches);
