//! What a large network costs: 10,000 interfaces with 2,000 security groups in 200 subnets, half of them
//! with public addresses; all that is reachable, by which paths, and the smallest change of each.

#![allow(missing_docs, reason = "a benchmark")]

mod large;

use std::hint::black_box;

use bartizan_reach::Reach;
use criterion::{Criterion, criterion_group, criterion_main};

use self::large::network;

fn reach(criterion: &mut Criterion) {
    let network = network();
    let mut group = criterion.benchmark_group("reach");
    group.sample_size(10);
    group.bench_function("exposures/10000", |bencher| {
        bencher.iter(|| black_box(Reach::new(&network).exposures().len()));
    });
    let reach = Reach::new(&network);
    let exposures = reach.exposures();
    group.bench_function("paths/10000", |bencher| {
        bencher.iter(|| {
            let flows = exposures.iter().filter_map(|one| Some((one, one.flows.first()?)));
            flows.map(|(one, flow)| reach.path(one, flow).len()).sum::<usize>()
        });
    });
    group.bench_function("smallest_changes/10000", |bencher| {
        bencher.iter(|| {
            // What was looked for before is not remembered.
            let reach = Reach::new(&network);
            let flows = exposures.iter().filter_map(|one| Some((one, one.flows.first()?)));
            let changes = flows
                .filter_map(|(one, flow)| reach.smallest_change(one, &flow.protocol, &flow.ports));
            changes.map(|change| change.edits.len()).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, reach);
criterion_main!(benches);
