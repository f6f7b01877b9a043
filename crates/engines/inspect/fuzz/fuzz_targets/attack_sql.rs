#![no_main]

use bartizan_inspect::detect::Sensitivity;
use bartizan_inspect::sqli;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    if sqli::detect(text, Sensitivity::Low).is_some() {
        assert!(sqli::detect(text, Sensitivity::High).is_some());
    }
});
