#![no_main]

use bartizan_assess::inventory::Kind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((selector, file)) = bytes.split_first() else { return };
    let kind = Kind::ALL[usize::from(*selector) % Kind::ALL.len()];
    let _ = kind.read(file, None);
});
