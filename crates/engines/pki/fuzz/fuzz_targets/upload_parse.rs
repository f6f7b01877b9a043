//! Any text is read as each kind of upload, or refused; what is read is written and read again.

#![no_main]

use bartizan_pki::{Certificate, PrivateKey, SshPublicKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(key) = SshPublicKey::parse(text) {
        assert_eq!(SshPublicKey::parse(&key.to_openssh()).as_ref(), Ok(&key));
        let pem = key.to_pem().expect("a key that was read can be written");
        assert_eq!(SshPublicKey::parse(&pem).as_ref(), Ok(&key));
    }
    if let Ok(chain) = Certificate::chain_from_pem(text) {
        for certificate in &chain {
            let _ = (certificate.not_before(), certificate.not_after(), certificate.digest());
            let _ = certificate.is_issued_by(certificate);
            let _ = (certificate.key_kind(), certificate.repeats_an_extension());
        }
    }
    let _ = (PrivateKey::from_pem(text), PrivateKey::rsa_to_pkcs8(text));
});
