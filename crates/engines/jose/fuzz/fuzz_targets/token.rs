//! Tokens of any bytes are read or refused; none holds against an empty set.
#![no_main]

use bartizan_jose::{KeySet, Token};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(token) = Token::parse(text) {
        assert!(token.verify(&KeySet::default()).is_err());
    }
});
