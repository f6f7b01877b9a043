//! Key files and shares: what is read is written back alike, and nothing panics.
#![no_main]

use bartizan_keys::{SealKey, Share};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(key) = SealKey::parse_key_file(text) {
        let again = SealKey::parse_key_file(&key.to_key_file());
        assert_eq!(again.map(|key| key.id()), Ok(key.id()));
    }
    if let Ok(share) = Share::parse(text) {
        let again = Share::parse(&share.to_text()).map(|share| share.to_text());
        assert_eq!(again.as_deref(), Ok(&*share.to_text()));
    }
});
