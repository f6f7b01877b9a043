//! Sealing and opening 4 KiB, and opening a session token.

#![allow(clippy::expect_used, missing_docs, reason = "a bench stops where its set-up fails")]

use std::hint::black_box;

use bartizan_keys::{Binding, RootKey, TokenKeys};
use bartizan_types::{AccessKeyId, AccountId, SystemRandom, Timestamp};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn envelope(criterion: &mut Criterion) {
    let random = SystemRandom;
    let account = AccountId::from_number(123_456_789_012).expect("twelve digits");
    let root = RootKey::generate(&random).expect("a key");
    let domain = root.generate_domain(&random).expect("a key");
    let binding = Binding { table: "access-keys", account, row: "AKIAIOSFODNN7EXAMPLE" };
    let plaintext = vec![7; 4096];
    let sealed = domain.seal(&binding, &plaintext, &random).expect("sealed");
    let mut group = criterion.benchmark_group("envelope");
    group.throughput(Throughput::Bytes(4096));
    group.bench_function("seal 4 KiB", |bencher| {
        bencher.iter(|| domain.seal(&binding, black_box(&plaintext), &random));
    });
    group.bench_function("open 4 KiB", |bencher| {
        bencher.iter(|| domain.open(&binding, black_box(&sealed)));
    });
    group.finish();

    let mut keys = TokenKeys::new();
    keys.rotate(Timestamp::from_seconds(1_800_000_000), &random).expect("a key");
    let id = AccessKeyId::generate_temporary(account, &random);
    let token = keys.seal_token(&id, &[7; 600], &random).expect("sealed");
    criterion.bench_function("open a session token", |bencher| {
        bencher.iter(|| keys.open_token(&id, black_box(&token)));
    });
}

criterion_group!(benches, envelope);
criterion_main!(benches);
