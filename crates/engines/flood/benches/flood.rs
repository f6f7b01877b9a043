//! What a request costs the detector: normal traffic, and a flood of random values.

#![allow(missing_docs, reason = "a benchmark")]

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use bartizan_flood::{Detector, Observed, Settings};
use criterion::{Criterion, criterion_group, criterion_main};

fn observe(criterion: &mut Criterion) {
    for (name, values) in [("flood/observe/usual", 40_u32), ("flood/observe/random", 1_000_003)] {
        let mut detector = Detector::new(Settings::default(), Duration::ZERO);
        let mut index = 0_u32;
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                index = index.wrapping_add(2_654_435_761);
                let path = (index % values).to_le_bytes();
                detector.observe(&Observed {
                    client: IpAddr::V4(Ipv4Addr::from(index % values)),
                    asn: Some(64_500),
                    country: Some("DE"),
                    user_agent: b"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101",
                    path: &path,
                    referrer: b"https://app.test/",
                });
            });
        });
    }
}

criterion_group!(benches, observe);
criterion_main!(benches);
