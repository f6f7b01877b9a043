//! The store on SQLite: a point read, one write, many writers who share commits, and who follows the
//! activity record.

#![allow(clippy::expect_used, reason = "a benchmark stops where something fails")]
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use std::hint::black_box;
use std::thread;
use std::time::Duration;

use bartizan_store::{ActivityRow, Key, Record, Store, StoreConfig, StoreError};
use bartizan_types::AccountId;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct User {
    name: String,
    path: String,
    created_ms: i64,
    groups: Vec<String>,
}

impl Record for User {
    const COLLECTION: &'static str = "bench.user";
}

fn key(number: u64) -> Key {
    let account = AccountId::from_number(1).expect("twelve digits");
    Key::global(account, format!("user-{number}"))
}

fn user(number: u64) -> User {
    User {
        name: format!("user-{number}"),
        path: "/".to_owned(),
        created_ms: 1_800_000_000_000,
        groups: vec!["developers".to_owned(), "operators".to_owned()],
    }
}

fn put(store: &Store, number: u64) {
    let write =
        move |writer: &mut bartizan_store::Writer<'_>| writer.put(&key(number), &user(number));
    store.write_blocking::<_, StoreError>(write).expect("a write");
}

fn benches(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(&StoreConfig::Sqlite { dir: dir.path().to_owned() }).expect("a store");
    store
        .write_blocking::<_, StoreError>(|writer| {
            (0..10_000).try_for_each(|number| writer.put(&key(number), &user(number)))
        })
        .expect("records");

    let mut number = 0;
    criterion.bench_function("read one record", |bencher| {
        bencher.iter(|| {
            number = (number + 7919) % 10_000;
            let read = store.read(|reader| reader.get::<User>(&key(number)));
            black_box(read.expect("a read"))
        });
    });

    let mut group = criterion.benchmark_group("write");
    group.measurement_time(Duration::from_secs(3)).sample_size(10);
    for writers in [1, 64] {
        group.throughput(Throughput::Elements(writers));
        group.bench_function(BenchmarkId::new("writers", writers), |bencher| {
            bencher.iter_custom(|rounds| concurrently(&store, writers, rounds));
        });
    }
    group.finish();
    follow(criterion, &store);
}

/// Reads a thousand events of ten accounts: all of them, and as one account sees them.
fn follow(criterion: &mut Criterion, store: &Store) {
    const EVENTS: u64 = 1000;
    const EVENT: &str = r#"{"event":{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole",
        "principalId":"AROAEXAMPLEEXAMPLE12:build","accountId":"123456789012",
        "arn":"arn:aws:sts::123456789012:assumed-role/builder/build",
        "accessKeyId":"ASIAEXAMPLEEXAMPLE12","sessionContext":{"sessionIssuer":{"type":"Role",
        "principalId":"AROAEXAMPLEEXAMPLE12","arn":"arn:aws:iam::123456789012:role/builder",
        "accountId":"123456789012","userName":"builder"},
        "attributes":{"creationDate":"2026-11-24T08:55:00Z","mfaAuthenticated":"false"}}},
        "eventTime":"2026-11-24T09:00:00Z","eventSource":"iam.amazonaws.com",
        "eventName":"GetUser","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.1",
        "userAgent":"aws-cli/2.31","requestParameters":{"userName":"ada"},
        "responseElements":null,"requestID":"630bfdb7-a6a6-44a5-b1aa-2b57dad0bad0",
        "eventID":"ee89af30-9637-44ae-8865-ef73371863e2","readOnly":true,
        "resources":[{"accountId":"123456789012","type":"AWS::IAM::User",
        "ARN":"arn:aws:iam::123456789012:user/ada"}],"eventType":"AwsApiCall",
        "managementEvent":true,"recipientAccountId":"123456789012",
        "eventCategory":"Management"}}"#;
    let rows = (0..EVENTS).map(|number| ActivityRow {
        time_ms: 1_800_000_000_000,
        event_id: format!("event-{number}"),
        request_id: format!("request-{number}"),
        account: format!("{:012}", number % 10),
        region: "us-east-1".to_owned(),
        body: EVENT.as_bytes().to_vec(),
        keys: vec![("EventName".into(), "GetUser".into())],
    });
    store.activity().append_blocking(&rows.collect::<Vec<_>>()).expect("events");
    store.activity().flush().expect("events");
    let mut group = criterion.benchmark_group("follow");
    group.throughput(Throughput::Elements(EVENTS));
    group.bench_function("all accounts", |bencher| {
        bencher.iter(|| black_box(store.activity().following("", 1000).expect("a read")));
    });
    group.bench_function("one account of ten", |bencher| {
        bencher.iter(|| {
            black_box(store.activity().stretch("000000000001", "", 1000).expect("a read"))
        });
    });
    group.bench_function("parse what was read", |bencher| {
        let rows = store.activity().following("", 1000).expect("a read");
        bencher.iter(|| {
            for row in &rows {
                let event = serde_json::from_slice::<serde_json::Value>(&row.body);
                black_box(event.expect("an event"));
            }
        });
    });
    group.finish();
}

/// How long `writers` threads take to write `rounds` times each.
fn concurrently(store: &Store, writers: u64, rounds: u64) -> Duration {
    let started = std::time::Instant::now();
    thread::scope(|scope| {
        for writer in 0..writers {
            scope.spawn(move || {
                for round in 0..rounds {
                    put(store, writer * 100 + round % 100);
                }
            });
        }
    });
    started.elapsed()
}

criterion_group!(store, benches);
criterion_main!(store);
