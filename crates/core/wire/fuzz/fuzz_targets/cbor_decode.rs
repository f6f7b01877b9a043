//! Any bytes are taken or refused as a CBOR body, without a panic and in bounded memory.

#![no_main]

use std::sync::OnceLock;

use bartizan_model::ServiceModel;
use bartizan_wire_fuzz::check;
use libfuzzer_sys::fuzz_target;

static CBOR: OnceLock<ServiceModel> = OnceLock::new();

fuzz_target!(|body: &[u8]| {
    check(&CBOR, "smithy-rpc-v2-cbor", body);
});
