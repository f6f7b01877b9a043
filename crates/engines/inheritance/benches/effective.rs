//! How long an effective policy takes in an organization of five levels with ten policies each, which
//! is as many as a target may have.

#![allow(missing_docs, reason = "criterion's macros make the items")]

use std::hint::black_box;

use bartizan_inheritance::{Attached, Policy, PolicyType, Refusal, effective};
use criterion::{Criterion, criterion_group, criterion_main};

const LEVELS: usize = 5;
const POLICIES: usize = 10;
const TAGS: usize = 20;

/// A policy of twenty tags: the first level assigns their values, the others append one each.
fn text(level: usize, number: usize) -> String {
    let operator = if level == 0 { "@@assign" } else { "@@append" };
    let tags: Vec<String> = (0..TAGS)
        .map(|tag| {
            format!(
                r#""tag-{tag}": {{"tag_key": {{"@@assign": "Tag-{tag}"}}, "tag_value": {{"{operator}":
                ["value-{level}-{number}", "shared-*"]}}, "enforced_for": {{"@@append": ["ec2:instance"]}}}}"#
            )
        })
        .collect();
    format!(r#"{{"tags": {{{}}}}}"#, tags.join(","))
}

fn benches(criterion: &mut Criterion) {
    let texts: Vec<Vec<String>> = (0..LEVELS)
        .map(|level| (0..POLICIES).map(|number| text(level, number)).collect())
        .collect();
    let parse = |text: &String| Policy::parse(PolicyType::Tag, text);
    let policies: Result<Vec<Vec<Policy>>, Refusal> =
        texts.iter().map(|level| level.iter().map(parse).collect()).collect();
    let policies = policies.unwrap_or_default();
    let levels: Vec<Vec<Attached<'_>>> = policies
        .iter()
        .map(|level| level.iter().map(|policy| Attached::new("p-example1", policy)).collect())
        .collect();
    let mut group = criterion.benchmark_group("inheritance");
    group.bench_function("read a policy of twenty tags", |bencher| {
        let text = text(1, 1);
        bencher.iter(|| Policy::parse(PolicyType::Tag, black_box(&text)));
    });
    group.bench_function("five levels of ten policies", |bencher| {
        bencher.iter(|| effective(PolicyType::Tag, black_box(&levels)));
    });
    group.finish();
}

criterion_group!(inheritance, benches);
criterion_main!(inheritance);
