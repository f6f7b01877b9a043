//! Any bytes are taken or refused as an XML body, without a panic and in bounded memory.

#![no_main]

use std::sync::OnceLock;

use bartizan_model::ServiceModel;
use bartizan_wire_fuzz::check;
use libfuzzer_sys::fuzz_target;

static XML: OnceLock<ServiceModel> = OnceLock::new();

fuzz_target!(|body: &[u8]| {
    check(&XML, "rest-xml", body);
});
