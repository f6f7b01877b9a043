//! What comparing two versions costs in each ecosystem.

#![allow(missing_docs, reason = "criterion's macros write functions")]

use std::hint::black_box;

use bartizan_assess::version::Scheme;
use criterion::{Criterion, criterion_group, criterion_main};

const PAIRS: [(Scheme, &str, &str); 12] = [
    (Scheme::Debian, "2:102.12+dfsg-1~deb12u1", "2:102.12+dfsg-1~deb12u2"),
    (Scheme::Rpm, "3:3.10.0-229.1.2.el7", "3:3.10.0-229.4.2.el7"),
    (Scheme::Alpine, "1.36.1_git20230701-r15", "1.36.1_git20230701-r16"),
    (Scheme::Semver, "4.17.20-beta.10", "4.17.20-beta.11"),
    (Scheme::Go, "v0.0.0-20210921155107-089bfa567519", "v0.0.0-20220722155237-a158d28d115b"),
    (Scheme::Pub, "1.2.3-dev.1+build.4", "1.2.3-dev.1+build.5"),
    (Scheme::PyPi, "1!2024.10.1rc2.post3.dev4", "1!2024.10.1rc2.post3.dev5"),
    (Scheme::Maven, "2.0.0-alpha-12-SNAPSHOT", "2.0.0-alpha-13"),
    (Scheme::RubyGems, "5.2.4.rc1", "5.2.4.rc2"),
    (Scheme::Packagist, "v5.4.0-RC1", "v5.4.0-RC2"),
    (Scheme::NuGet, "5.0.0.1-Preview.7", "5.0.0.1-preview.8"),
    (Scheme::Dotted, "1.10.3-0.2", "1.10.3-0.3"),
];

fn comparisons(criterion: &mut Criterion) {
    for (scheme, a, b) in PAIRS {
        criterion.bench_function(&format!("version/{scheme:?}"), |bencher| {
            bencher.iter(|| scheme.compare(black_box(a.as_bytes()), black_box(b.as_bytes())));
        });
    }
}

criterion_group!(benches, comparisons);
criterion_main!(benches);
