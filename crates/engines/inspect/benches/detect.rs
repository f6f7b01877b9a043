//! What it takes to look for attacks in harmless requests, with nothing else done to them.

use std::hint::black_box;
use std::net::Ipv4Addr;

use bartizan_inspect::WebRequest;
use bartizan_inspect::detect::Findings;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

type Header = (&'static [u8], &'static [u8]);

const BROWSER: &[Header] = &[
    (b"host", b"shop.example.com"),
    (
        b"user-agent",
        b"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    ),
    (b"accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    (b"accept-language", b"en-GB,en;q=0.5"),
    (b"accept-encoding", b"gzip, deflate, br"),
    (b"referer", b"https://shop.example.com/catalogue?page=2&sort=price"),
    (b"cookie", b"session=4f1c2a9e7b3d5f60a1b2c3d4e5f60718; theme=dark; consent=analytics%3A0"),
    (b"content-type", b"application/json"),
];

/// Chat messages, as an API of a language model gets them.
fn messages(size: usize) -> Vec<u8> {
    let turn = r#"{"role":"user","content":"Please compare these two drafts, and tell me which one reads better.\nThe first begins: \"It was a quiet morning, and nobody knew (yet) what was to come.\"\nThe second's opening is shorter; it asks a question - would you keep it?"},"#;
    let mut body = br#"{"model":"a-model","temperature":0.5,"messages":["#.to_vec();
    while body.len() < size {
        body.extend_from_slice(turn.as_bytes());
    }
    body.pop();
    body.extend_from_slice(b"]}");
    body
}

fn harmless(c: &mut Criterion) {
    let mut get = WebRequest::new(Ipv4Addr::LOCALHOST.into(), b"/catalogue/shoes/42");
    get.headers = BROWSER;
    get.query = b"colour=dark+blue&size=42&q=running+shoes+for+winter&page=3";
    c.bench_function("detect/get", |b| b.iter(|| Findings::of(black_box(&get))));
    for (name, size) in [("3 KB", 3 * 1024), ("13 KB", 13 * 1024)] {
        let body = messages(size);
        let post = WebRequest { method: "POST", body: &body, ..get };
        c.bench_function(&format!("detect/json {name}"), |b| {
            b.iter(|| Findings::of(black_box(&post)));
        });
    }
}

/// Texts that make the detectors work hardest, each in two sizes: where the longer takes more time a
/// byte, a detector is not linear.
fn hostile(c: &mut Criterion) {
    let headers: &[Header] = &[(b"content-type", b"text/plain")];
    let mut group = c.benchmark_group("detect/hostile");
    for (name, piece) in [
        ("tags", "<a b='c' "),
        ("scripts", "<script("),
        ("quotes", "a'b\"c(d;"),
        ("escapes", "%25\\u0041&lt;"),
        ("words", "; cat x "),
    ] {
        for size in [8 * 1024, 32 * 1024] {
            let body = piece.repeat(size / piece.len());
            let mut request = WebRequest::new(Ipv4Addr::LOCALHOST.into(), b"/");
            request.headers = headers;
            request.body = body.as_bytes();
            group.throughput(Throughput::Bytes(body.len() as u64));
            group.bench_function(BenchmarkId::new(name, size), |b| {
                b.iter(|| Findings::of(black_box(&request)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, harmless, hostile);
criterion_main!(benches);
