//! Any bytes are read as a check of Envoy's, or refused; of what is read, host and path are taken
//! apart.

#![no_main]

use bartizan_gateway::envoy::Check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(check) = Check::from_grpc(bytes) {
        for segment in check.segments().unwrap_or_default() {
            assert!(!segment.contains('/') && segment != "..");
        }
        let _host = check.host();
    }
});
