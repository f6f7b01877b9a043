//! Any bytes are read as a TLS hello, or not.

#![no_main]

use bartizan_edge::fingerprints;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(found) = fingerprints(bytes) {
        assert_eq!(found.ja3.len(), 32);
        assert!(found.ja4.starts_with('t') && found.ja4.len() == 36);
    }
});
