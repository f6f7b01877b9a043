//! Whatever a response holds, it is refused: none is signed by the one key that is trusted.
#![no_main]

use bartizan_saml::{VerifyingKey, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|xml: &[u8]| {
    let key = VerifyingKey::P256(vec![4; 65]);
    assert!(verify(xml, "https://idp.example", &[key]).is_err());
});
