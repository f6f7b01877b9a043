//! Verification of a request of 1 KiB with a cached signing key: parse, body hash, canonical
//! request, signature. Goal: 5 µs of CPU.

#![allow(clippy::expect_used, missing_docs, reason = "a bench stops where its set-up fails")]

use std::hint::black_box;

use bartizan_sigv4::{
    BodyDigest, Credentials, PayloadHash, Secret, SignedRequest, SigningParams, Verifier, parse,
    sign,
};
use bartizan_types::Timestamp;
use criterion::{Criterion, criterion_group, criterion_main};
use http::{HeaderMap, HeaderValue};

const NOW: Timestamp = Timestamp::from_seconds(1_795_510_800);

fn hash(body: &[u8]) -> [u8; 32] {
    let mut digest = BodyDigest::new();
    digest.update(body);
    digest.finish()
}

fn verify(criterion: &mut Criterion) {
    let secret = Secret::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    let body = vec![b'a'; 1024];
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("host", "iam.us-east-1.amazonaws.com"),
        ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
        ("content-length", "1024"),
        ("user-agent", "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux lang/python"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let credentials = Credentials {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        secret: &secret,
        security_token: None,
    };
    let payload = PayloadHash::Sha256(hash(&body));
    let params = SigningParams::new(credentials, "us-east-1", "iam", NOW, payload);
    let request = SignedRequest { method: "POST", path: "/", query: "", headers: &headers };
    let signed = sign(&request, &params).expect("signed");
    let mut headers = headers.clone();
    headers.extend(signed.headers);
    let request = SignedRequest { headers: &headers, ..request };
    let verifier = Verifier::new(1024);
    criterion.bench_function("verify a request of 1 KiB", |bencher| {
        bencher.iter(|| {
            let presented = parse(black_box(&request)).expect("parsed").expect("signed");
            let hash = hash(black_box(&body));
            verifier.verify(&presented, &request, Some(&hash), &secret, NOW).expect("verified")
        });
    });
}

criterion_group!(benches, verify);
criterion_main!(benches);
