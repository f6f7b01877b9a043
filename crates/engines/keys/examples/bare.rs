//! How many a second the ciphers of the key service do by themselves, on one core, with keys that are
//! ready: a line for each operation of `tests/bench/keys.py`, in its order.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for a person: it ends where it cannot go on"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, ML_DSA_65_SIGNING, PqdsaKeyPair, RSA_PSS_SHA256,
};

const MEASURED: Duration = Duration::from_secs(2);
/// How many are done between two looks at the clock.
const AT_ONCE: u32 = 16;
const PLAINTEXT_BYTES: usize = 4096;
const DATA_KEY_BYTES: usize = 32;
const MESSAGE_BYTES: usize = 252;
const CONTEXT: &[u8] = br#"{"purpose": "bench"}"#;

fn main() {
    let random = SystemRandom::new();
    let message = [7; MESSAGE_BYTES];
    let key = UnboundKey::new(&AES_256_GCM, &[1; 32]).expect("a key of 32 bytes");
    let key = LessSafeKey::new(key);
    let seal = |data: &mut Vec<u8>| {
        let mut nonce = [0; 12];
        aws_lc_rs::rand::fill(&mut nonce).expect("random bytes");
        let nonce_again = Nonce::assume_unique_for_key(nonce);
        let nonce = Nonce::assume_unique_for_key(nonce);
        key.seal_in_place_append_tag(nonce, Aad::from(CONTEXT), data).expect("sealing");
        nonce_again
    };
    rate(|| {
        let mut data = vec![0; PLAINTEXT_BYTES];
        seal(&mut data);
        data
    });
    let mut sealed = vec![0; PLAINTEXT_BYTES];
    let nonce = *seal(&mut sealed).as_ref();
    rate(|| {
        let mut data = sealed.clone();
        let nonce = Nonce::assume_unique_for_key(nonce);
        key.open_in_place(nonce, Aad::from(CONTEXT), &mut data).expect("opening");
        data
    });
    rate(|| {
        let mut data = vec![0; DATA_KEY_BYTES];
        aws_lc_rs::rand::fill(&mut data).expect("random bytes");
        seal(&mut data);
        data
    });
    let rsa = KeyPair::generate(KeySize::Rsa2048).expect("an RSA key");
    let mut signature = vec![0; rsa.public_modulus_len()];
    rate(|| rsa.sign(&RSA_PSS_SHA256, &random, &message, &mut signature).expect("signing"));
    let p256 = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key of P-256");
    rate(|| p256.sign(&random, &message).expect("signing"));
    let ml_dsa = PqdsaKeyPair::generate(&ML_DSA_65_SIGNING).expect("a key of ML-DSA-65");
    let mut signature = vec![0; ML_DSA_65_SIGNING.signature_len()];
    rate(|| ml_dsa.sign(&message, &mut signature).expect("signing"));
}

/// Prints how many times a second `work` is done.
fn rate<T>(mut work: impl FnMut() -> T) {
    let start = Instant::now();
    let mut done = 0_u32;
    while start.elapsed() < MEASURED {
        for _ in 0..AT_ONCE {
            black_box(work());
        }
        done += AT_ONCE;
    }
    println!("{:.1}", f64::from(done) / start.elapsed().as_secs_f64());
}
