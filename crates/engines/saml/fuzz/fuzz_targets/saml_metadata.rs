//! Whatever metadata hold, they are read or refused; each certificate that is read has a key.
#![no_main]

use bartizan_saml::{Metadata, VerifyingKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|xml: &[u8]| {
    let _ = VerifyingKey::of_certificate(xml);
    if let Ok(metadata) = Metadata::parse(xml) {
        for certificate in &metadata.certificates {
            assert!(VerifyingKey::of_certificate(certificate).is_ok());
        }
    }
});
