//! Any bytes are read as a message, or refused: as it is, and with the key that its data keys and
//! its body would need.

#![no_main]

use bartizan_esdk::{Decryptor, EncryptionContext, Header, Limits, RawAesKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { data_keys_max: 16, piece_bytes_max: 1 << 20 };
    let mut reader = bytes;
    let Ok(header) = Header::read(&mut reader, &limits) else { return };
    let none = EncryptionContext::new();
    let context = header.whole_context(&none).expect("nothing else is required");
    let key = RawAesKey::new("n", "k", &[0; 32]).expect("a key");
    for data_key in header.data_keys() {
        let _ = (data_key.kms_key(), key.unwrap(data_key, &context));
    }
    let data_key = vec![0; header.suite().data_key_bytes()];
    let Ok(mut body) = Decryptor::start(&header, &none, &data_key, limits, reader) else { return };
    while let Ok(Some(piece)) = body.next_piece() {
        assert!(piece.len() <= 1 << 20);
    }
});
