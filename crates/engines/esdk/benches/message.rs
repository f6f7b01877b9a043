//! Encrypting and decrypting 16 MiB in frames of 4 KiB, beside the bare cipher over the same frames.

#![allow(clippy::expect_used, missing_docs, reason = "a bench stops where its set-up fails")]

use std::hint::black_box;
use std::io;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use bartizan_esdk::{
    AlgorithmSuite, DEFAULT_FRAME_BYTES, Decryptor, Draft, EncryptionContext, Header, Limits,
    RawAesKey,
};
use bartizan_types::SystemRandom;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const PLAINTEXT_BYTES: usize = 16 << 20;
const DATA_KEY: [u8; 32] = [1; 32];

fn encrypt(suite: AlgorithmSuite, plaintext: &[u8], writer: impl io::Write) {
    let none = EncryptionContext::new;
    let draft = Draft::new(suite, none(), none()).expect("a draft");
    let key = RawAesKey::new("bench", "key", &[7; 32]).expect("a key");
    let wrapped = key.wrap(&DATA_KEY, &draft.context(), &SystemRandom).expect("wrapped");
    let body = draft.start(&DATA_KEY, &[wrapped], DEFAULT_FRAME_BYTES, &SystemRandom, writer);
    let mut body = body.expect("a header");
    body.update(plaintext).expect("written");
    body.finish().expect("written");
}

fn decrypt(mut message: &[u8]) {
    let header = Header::read(&mut message, &Limits::default()).expect("a header");
    let none = EncryptionContext::new();
    let body = Decryptor::start(&header, &none, &DATA_KEY, Limits::default(), message);
    let mut body = body.expect("authentic");
    while let Some(piece) = body.next_piece().expect("authentic") {
        black_box(piece);
    }
}

fn messages(criterion: &mut Criterion) {
    let plaintext = vec![7; PLAINTEXT_BYTES];
    let mut group = criterion.benchmark_group("message of 16 MiB");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(plaintext.len().try_into().expect("a length")));
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &DATA_KEY).expect("a key"));
    group.bench_function("bare AES-256-GCM", |bencher| {
        let mut frame = vec![7; 4096];
        bencher.iter(|| {
            for _ in 0..PLAINTEXT_BYTES / 4096 {
                let nonce = Nonce::assume_unique_for_key([0; 12]);
                let tag = key.seal_in_place_separate_tag(nonce, Aad::empty(), &mut frame);
                let _ = black_box(tag.expect("sealed"));
            }
        });
    });
    for (id, name) in [(0x0478, "committed"), (0x0578, "committed and signed")] {
        let suite = AlgorithmSuite::from_id(id).expect("a suite");
        group.bench_function(format!("encrypt, {name}"), |bencher| {
            bencher.iter(|| encrypt(suite, black_box(&plaintext), io::sink()));
        });
        let mut message = Vec::new();
        encrypt(suite, &plaintext, &mut message);
        group.bench_function(format!("decrypt, {name}"), |bencher| {
            bencher.iter(|| decrypt(black_box(&message)));
        });
    }
    group.finish();
}

criterion_group!(benches, messages);
criterion_main!(benches);
