//! Events a second that are counted, and minutes judged, with as many kinds as are watched at most.

#![allow(missing_docs, reason = "criterion's macros make the items")]

use std::hint::black_box;

use bartizan_rates::Rates;
use bartizan_types::Timestamp;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const KINDS: usize = 1000;
const WEEK_MINUTES: i64 = 7 * 24 * 60;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_seconds(minute * 60)
}

/// A week of all kinds, each called every hour.
fn week(kinds: &[String]) -> Rates<String> {
    let mut rates = Rates::new(at(0));
    for minute in (0..WEEK_MINUTES).step_by(60) {
        for kind in kinds {
            rates.observe(at(minute), kind);
        }
        rates.judge(at(minute + 1), at(0));
    }
    rates
}

fn benches(criterion: &mut Criterion) {
    let kinds: Vec<String> = (0..KINDS)
        .map(|number| format!("us-east-1/service-{}.amazonaws.com/Call{number}", number % 20))
        .collect();
    let rates = week(&kinds);
    let mut group = criterion.benchmark_group("rates");
    group.throughput(Throughput::Elements(1));
    group.bench_function("count an event", |bencher| {
        let mut rates = rates.clone();
        let mut turn = kinds.iter().cycle();
        bencher.iter(|| turn.next().map(|kind| rates.observe(at(WEEK_MINUTES), black_box(kind))));
    });
    group.bench_function("judge a minute of a thousand kinds", |bencher| {
        let mut busy = rates.clone();
        for kind in &kinds {
            busy.observe(at(WEEK_MINUTES), kind);
        }
        bencher.iter_batched_ref(
            || busy.clone(),
            |rates| rates.judge(at(WEEK_MINUTES + 1), at(0)),
            criterion::BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(rates, benches);
criterion_main!(rates);
