//! What a call of `Authorize` costs along the road, record included: of one question and of a
//! hundred.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;
use std::sync::Arc;

use bartizan_authorize::Authorize;
use bartizan_service::testkit::{World, admin, input_of};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::json;

fn authorize(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let world = World::new(Vec::new(), |_| vec![Arc::new(Authorize)]);
    let asker = admin();
    let mut group = criterion.benchmark_group("authorize");
    for count in [1_u64, 100] {
        let request = |number: u64| {
            json!({
                "Action": "myapp:ReadInvoice",
                "Resource": format!("arn:aws:myapp:::invoice/{number}"),
                "Context": { "myapp:Department": "sales", "aws:SourceIp": "192.0.2.7" },
            })
        };
        let requests: Vec<_> = (0..count).map(request).collect();
        let batch = json!({ "Principal": "caller", "Requests": requests }).to_string();
        let input = input_of("authorize", "Authorize", &json!({ "Batch": batch }));
        group.throughput(Throughput::Elements(count));
        group.bench_function(format!("batch of {count}"), |bencher| {
            bencher.iter(|| {
                let call = world.call(&asker, "authorize", "Authorize", input.clone());
                black_box(runtime.block_on(call).unwrap())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, authorize);
criterion_main!(benches);
