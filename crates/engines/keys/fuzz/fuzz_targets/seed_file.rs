//! Any text is read as a file of seeds, or refused; a seed that was read is written and read again.

#![no_main]

use bartizan_keys::{SeedForm, TotpSeed, read_seed_file};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for form in [SeedForm::Base32, SeedForm::Hex] {
        let Ok(tokens) = read_seed_file(text, form) else { continue };
        for token in tokens {
            let again = TotpSeed::from_base32(&token.seed.base32()).expect("what was written");
            assert_eq!(again.bytes(), token.seed.bytes());
            assert_eq!(token.seed.code(1).len(), 6);
        }
    }
});
