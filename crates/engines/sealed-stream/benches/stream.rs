//! Sealing and opening 8 MiB, beside AES-256-GCM alone on chunks of the same size.

#![allow(clippy::expect_used, missing_docs, reason = "a bench stops where its set-up fails")]

use std::hint::black_box;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use bartizan_sealed_stream::{CHUNK_BYTES, DataKey, Opener, Sealer, StreamKey};
use bartizan_types::SystemRandom;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const FILE_BYTES: usize = 8 << 20;
/// As S3 gathers and reads.
const PIECE_BYTES: usize = 512 << 10;

fn stream(criterion: &mut Criterion) {
    let key = StreamKey::from(DataKey::generate(&SystemRandom));
    let file = || key.file(b"a file").expect("a key");
    let plain = vec![7; FILE_BYTES];
    let seal = |sealed: &mut Vec<u8>| {
        let mut sealer = Sealer::new(file());
        for piece in plain.chunks(PIECE_BYTES) {
            sealer.push(black_box(piece), sealed).expect("sealed");
        }
        sealer.finish(sealed).expect("sealed");
    };
    let mut sealed = Vec::new();
    seal(&mut sealed);
    let mut group = criterion.benchmark_group("sealed stream");
    group.throughput(Throughput::Bytes(FILE_BYTES as u64));
    group.bench_function("bare AES-256-GCM", |bencher| {
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).expect("a key"));
        let mut bytes = plain.clone();
        bencher.iter(|| {
            for chunk in bytes.chunks_mut(CHUNK_BYTES) {
                let nonce = Nonce::assume_unique_for_key([0; 12]);
                let tag = key.seal_in_place_separate_tag(nonce, Aad::empty(), chunk);
                let _ = black_box(tag.expect("sealed"));
            }
        });
    });
    group.bench_function("seal", |bencher| {
        let mut out = Vec::with_capacity(sealed.len());
        bencher.iter(|| {
            out.clear();
            seal(&mut out);
        });
    });
    group.bench_function("open", |bencher| {
        let size = FILE_BYTES as u64;
        bencher.iter(|| {
            let mut opener = Opener::new(file(), size, 0, size).expect("a range");
            let mut rest = sealed.as_slice();
            while !rest.is_empty() {
                let (piece, after) = rest.split_at(opener.wants(PIECE_BYTES / CHUNK_BYTES));
                black_box(opener.open(piece)).expect("opened");
                rest = after;
            }
        });
    });
    group.finish();
}

criterion_group!(benches, stream);
criterion_main!(benches);
