//! How long a function takes that does nothing: in a new environment, and in one that waits.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench: a panic is its answer")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::Arc;

use bartizan_functions::Runtime;
use criterion::{Criterion, criterion_group, criterion_main};
use support::{Kit, asked};

const FILES: [(&str, &str); 2] = [
    ("index.py", "def handler(event, context):\n    return event\n"),
    ("index.js", "exports.handler = async (event) => event;\n"),
];

fn starts(c: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let Some(kit) = runtime.block_on(async { Kit::new(|_| {}) }) else { return };
    for kind in [Runtime::Python, Runtime::Node] {
        let function = Arc::new(kit.function(&format!("{kind:?}"), kind, &FILES));
        let invocation = asked(&function, r#"{"detail":{"severity":8}}"#);
        let invoke = || {
            let outcome = runtime.block_on(kit.functions.invoke(&function, &invocation)).unwrap();
            assert_eq!(outcome.error, None);
        };
        let mut group = c.benchmark_group(format!("{kind:?}"));
        group.bench_function("warm", |b| b.iter(invoke));
        group.sample_size(20).bench_function("cold", |b| {
            b.iter(|| {
                kit.functions.retire(&function.arn, None);
                invoke();
            });
        });
        group.finish();
    }
    runtime.block_on(kit.functions.close());
}

criterion_group!(benches, starts);
criterion_main!(benches);
