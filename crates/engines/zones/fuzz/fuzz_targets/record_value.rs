//! Whatever a value is, it is data of its type or refused with a reason.
#![no_main]

use bartizan_zones::{Kind, Name, data};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, String)| {
    let (kind, text) = input;
    match data(Kind(kind), &text) {
        Ok(data) => assert!(!data.is_empty()),
        Err(error) => assert!(!error.reason().is_empty()),
    }
    if let Ok(name) = Name::parse(&text) {
        assert!(name.wire().len() <= 255);
    }
});
