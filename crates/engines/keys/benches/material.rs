//! What keys do, beside the bare call of the cryptographic library.

#![allow(clippy::expect_used, missing_docs, reason = "a bench stops where its set-up fails")]

use std::collections::BTreeMap;
use std::hint::black_box;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::rand::SystemRandom as LibraryRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, ML_DSA_65_SIGNING, PqdsaKeyPair,
    RSA_PSS_SHA256,
};
use aws_lc_rs::{hmac, kem};
use bartizan_keys::blob::{self, Label};
use bartizan_keys::{
    EncryptionAlgorithm, KeyMaterial, KeySpec, MacAlgorithm, MessageType, SigningAlgorithm,
};
use bartizan_types::{AccountId, SystemRandom};
use criterion::{Criterion, criterion_group, criterion_main};

const MESSAGE: &[u8] = &[7; 4096];

fn made(spec: KeySpec) -> KeyMaterial {
    KeyMaterial::generate(spec, &SystemRandom).expect("a key")
}

fn blobs(criterion: &mut Criterion) {
    let material = made(KeySpec::SymmetricDefault);
    let account = AccountId::from_number(123_456_789_012).expect("twelve digits");
    let key_id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    let material_id = material.material_id(account, key_id);
    let label = Label { account, key_id, material_id: &material_id };
    let context = BTreeMap::from([("department".to_owned(), "finance".to_owned())]);
    let seal = || blob::seal(&material, &label, &context, MESSAGE, &SystemRandom);
    let sealed = seal().expect("sealed");
    let mut group = criterion.benchmark_group("blob of 4 KiB");
    group.bench_function("seal", |bencher| bencher.iter(|| black_box(seal())));
    group.bench_function("open", |bencher| {
        bencher.iter(|| blob::open(&material, black_box(&sealed), &context));
    });
    let bare = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).expect("a key"));
    let mut body = MESSAGE.to_vec();
    group.bench_function("bare AES-256-GCM", |bencher| {
        bencher.iter(|| {
            let nonce = Nonce::assume_unique_for_key([7; NONCE_LEN]);
            bare.seal_in_place_separate_tag(nonce, Aad::empty(), black_box(&mut body))
        });
    });
    group.finish();
}

fn macs(criterion: &mut Criterion) {
    let material = made(KeySpec::Hmac256);
    let mut group = criterion.benchmark_group("HMAC_256 of 4 KiB");
    group.bench_function("mac", |bencher| {
        bencher.iter(|| material.mac(MacAlgorithm::HmacSha256, black_box(MESSAGE)));
    });
    let bare = hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]);
    group.bench_function("bare", |bencher| {
        bencher.iter(|| hmac::sign(&bare, black_box(MESSAGE)));
    });
    group.finish();
}

fn signatures(criterion: &mut Criterion) {
    let message: &[u8] = &[7; 256];
    for (spec, algorithm) in [
        (KeySpec::Rsa2048, SigningAlgorithm::RsassaPssSha256),
        (KeySpec::EccNistP256, SigningAlgorithm::EcdsaSha256),
        (KeySpec::EccSecgP256k1, SigningAlgorithm::EcdsaSha256),
        (KeySpec::EccNistEdwards25519, SigningAlgorithm::Ed25519Sha512),
        (KeySpec::MlDsa65, SigningAlgorithm::MlDsaShake256),
    ] {
        let material = made(spec);
        let sign = || material.sign(algorithm, MessageType::Raw, black_box(message));
        let signature = sign().expect("signed");
        let stored = material.to_bytes();
        let mut group = criterion.benchmark_group(spec.name());
        group.bench_function("sign", |bencher| bencher.iter(sign));
        group.bench_function("verify", |bencher| {
            bencher.iter(|| material.verify(algorithm, MessageType::Raw, message, &signature));
        });
        group.bench_function("bare sign", |bencher| match spec {
            KeySpec::Rsa2048 => {
                let (bare, mut out) = (KeyPair::from_pkcs8(&stored).expect("a key"), [0; 256]);
                bencher
                    .iter(|| bare.sign(&RSA_PSS_SHA256, &LibraryRandom::new(), message, &mut out));
            }
            KeySpec::EccNistEdwards25519 => {
                let bare = Ed25519KeyPair::from_pkcs8(&stored).expect("a key");
                bencher.iter(|| bare.try_sign(message));
            }
            KeySpec::MlDsa65 => {
                let bare = PqdsaKeyPair::from_pkcs8(&ML_DSA_65_SIGNING, &stored).expect("a key");
                let mut out = vec![0; ML_DSA_65_SIGNING.signature_len()];
                bencher.iter(|| bare.sign(message, &mut out));
            }
            _ => {
                // For secp256k1 too: the library's own would take seven times as long.
                let bare = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
                bencher.iter(|| bare.sign(&LibraryRandom::new(), message));
            }
        });
        group.finish();
    }
}

fn secrets(criterion: &mut Criterion) {
    let (rsa, ours, theirs) =
        (made(KeySpec::Rsa2048), made(KeySpec::EccNistP256), made(KeySpec::EccNistP256));
    let algorithm = EncryptionAlgorithm::RsaesOaepSha256;
    let sealed = rsa.encrypt(algorithm, &[7; 32]).expect("encrypted");
    criterion.bench_function("RSA_2048/decrypt", |bencher| {
        bencher.iter(|| rsa.decrypt(algorithm, black_box(&sealed)));
    });
    let peer = theirs.public_key().expect("a public key");
    criterion.bench_function("ECC_NIST_P256/agree", |bencher| {
        bencher.iter(|| ours.agree(black_box(peer)));
    });
    let material = made(KeySpec::MlKem768);
    let made = material.encapsulate().expect("encapsulated");
    let mut group = criterion.benchmark_group("ML_KEM_768");
    group.bench_function("encapsulate", |bencher| bencher.iter(|| material.encapsulate()));
    group.bench_function("decapsulate", |bencher| {
        bencher.iter(|| material.decapsulate(black_box(&made.ciphertext)));
    });
    let bare = kem::DecapsulationKey::generate(&kem::ML_KEM_768).expect("a key");
    let bare = bare.encapsulation_key().expect("a public key");
    group.bench_function("bare encapsulate", |bencher| bencher.iter(|| bare.encapsulate().is_ok()));
    group.finish();
}

criterion_group!(benches, blobs, macs, signatures, secrets);
criterion_main!(benches);
