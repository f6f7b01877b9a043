#![no_main]

use bartizan_inspect::xss;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    if let Some(found) = xss::detect(text) {
        assert!(found.offset <= text.len());
    }
});
