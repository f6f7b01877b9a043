//! Key sets of any bytes are read or refused, and their keys verify without a panic.
#![no_main]

use bartizan_jose::{KeySet, Token};
use libfuzzer_sys::fuzz_target;

/// `{"alg":"RS256"}.{}` and the same for ES256, with a signature of nothing.
const TOKENS: [&str; 2] = ["eyJhbGciOiJSUzI1NiJ9.e30.AAAA", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA"];

fuzz_target!(|bytes: &[u8]| {
    if let Ok(keys) = KeySet::parse(bytes) {
        for text in TOKENS {
            let holds = Token::parse(text).and_then(|token| token.verify(&keys));
            assert!(holds.is_err());
        }
    }
});
