//! The store on SQLite: a point read, one write, and many writers who share commits.

#![allow(clippy::expect_used, reason = "a benchmark stops where something fails")]
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use std::hint::black_box;
use std::thread;
use std::time::Duration;

use bartizan_store::{Key, Record, Store, StoreConfig, StoreError};
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
