//! Any bytes are taken or refused as form parameters, without a panic and in bounded memory.

#![no_main]

use std::sync::OnceLock;

use bartizan_model::ServiceModel;
use bartizan_wire_fuzz::check;
use libfuzzer_sys::fuzz_target;

static QUERY: OnceLock<ServiceModel> = OnceLock::new();
static EC2: OnceLock<ServiceModel> = OnceLock::new();

fuzz_target!(|body: &[u8]| {
    check(&QUERY, "query", body);
    check(&EC2, "ec2", body);
});
