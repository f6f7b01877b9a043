//! Any bytes are read as a batch of questions, or refused.

#![no_main]

use bartizan_authorize::Batch;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _read = serde_json::from_slice::<Batch<'_>>(bytes);
});
