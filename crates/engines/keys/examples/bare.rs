//! How many a second the ciphers of the key service do by themselves, on one core, with keys that are
//! ready: a line for each operation of `tests/bench/keys.py`, in its order.
//!
//! `bare THREADS`: so many threads do the same at the same time, and what one of them did is told, on
//! average. Two cores of a machine may be one that does two things at a time: then a core does less
//! while the other is busy, as it is in a server under load.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for a person: it ends where it cannot go on"
)]

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
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
    let threads = std::env::args().nth(1).map_or(1, |text| text.parse().expect("a number"));
    let together = Barrier::new(threads);
    let rates: Vec<[f64; 6]> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(|| rates(&together))).collect();
        running.into_iter().map(|one| one.join().expect("a thread ends")).collect()
    });
    for operation in 0..6 {
        let sum: f64 = rates.iter().filter_map(|of_one| of_one.get(operation)).sum();
        println!("{:.1}", sum / f64::from(u32::try_from(threads).expect("few threads")));
    }
}

/// How many a second of each operation, of which each begins in all threads at the same time.
fn rates(together: &Barrier) -> [f64; 6] {
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
    let encrypt = rate(together, || {
        let mut data = vec![0; PLAINTEXT_BYTES];
        seal(&mut data);
        data
    });
    let mut sealed = vec![0; PLAINTEXT_BYTES];
    let nonce = *seal(&mut sealed).as_ref();
    let decrypt = rate(together, || {
        let mut data = sealed.clone();
        let nonce = Nonce::assume_unique_for_key(nonce);
        key.open_in_place(nonce, Aad::from(CONTEXT), &mut data).expect("opening");
        data
    });
    let data_key = rate(together, || {
        let mut data = vec![0; DATA_KEY_BYTES];
        aws_lc_rs::rand::fill(&mut data).expect("random bytes");
        seal(&mut data);
        data
    });
    let pair = KeyPair::generate(KeySize::Rsa2048).expect("an RSA key");
    let mut signature = vec![0; pair.public_modulus_len()];
    let rsa = rate(together, || {
        pair.sign(&RSA_PSS_SHA256, &random, &message, &mut signature).expect("signing");
    });
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key of P-256");
    let p256 = rate(together, || pair.sign(&random, &message).expect("signing"));
    let pair = PqdsaKeyPair::generate(&ML_DSA_65_SIGNING).expect("a key of ML-DSA-65");
    let mut signature = vec![0; ML_DSA_65_SIGNING.signature_len()];
    let ml_dsa = rate(together, || pair.sign(&message, &mut signature).expect("signing"));
    [encrypt, decrypt, data_key, rsa, p256, ml_dsa]
}

/// How many times a second `work` is done, from when all threads are ready.
fn rate<T>(together: &Barrier, mut work: impl FnMut() -> T) -> f64 {
    together.wait();
    let start = Instant::now();
    let mut done = 0_u32;
    while start.elapsed() < MEASURED {
        for _ in 0..AT_ONCE {
            black_box(work());
        }
        done += AT_ONCE;
    }
    f64::from(done) / start.elapsed().as_secs_f64()
}
