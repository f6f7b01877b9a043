//! Any bytes are a data blob or refused; none but a blob's own opens.

#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bartizan_keys::blob::{self, Header};
use bartizan_keys::{KeyMaterial, KeySpec};
use libfuzzer_sys::fuzz_target;

static MATERIAL: LazyLock<KeyMaterial> =
    LazyLock::new(|| KeyMaterial::import(KeySpec::SymmetricDefault, &[7; 32]).expect("a key"));

fuzz_target!(|bytes: &[u8]| {
    if let Ok(header) = Header::read(bytes) {
        assert_eq!(header.material_id.len(), 64);
        assert_eq!(header.key_id.len(), 36);
    }
    assert!(blob::open(&MATERIAL, bytes, &BTreeMap::new()).is_err());
});
