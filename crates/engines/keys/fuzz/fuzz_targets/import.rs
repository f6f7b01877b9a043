//! Any bytes are key material, a public key or an import token, or refused; what was read is
//! written and read again.

#![no_main]

use bartizan_keys::{ImportToken, KeyMaterial, KeySpec, PublicKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let spec = KeySpec::ALL[usize::from(choice) % KeySpec::ALL.len()];
    if let Ok(material) = KeyMaterial::import(spec, bytes) {
        let again = KeyMaterial::from_bytes(spec, &material.to_bytes()).expect("what was written");
        assert_eq!(again.public_key(), material.public_key());
    }
    if let Ok(key) = PublicKey::read(spec, bytes) {
        assert_eq!(key.der(), bytes);
    }
    if let Ok(token) = ImportToken::from_bytes(bytes) {
        let _ = token.unwrap(bytes);
    }
});
