//! Whatever a response holds, in clear or encrypted to our key, it is refused: none is signed by the
//! one key that is trusted.
#![no_main]

use std::sync::LazyLock;

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PrivateDecryptingKey,
};
use bartizan_saml::{DecryptionKey, SamlError, Trusted, VerifyingKey, verify};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;

const SECRET: [u8; 16] = [7; 16];

/// Our key, and the secret encrypted to it.
static OURS: LazyLock<(DecryptionKey, String)> = LazyLock::new(|| {
    let pair = PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap();
    let public = OaepPublicEncryptingKey::new(pair.public_key()).unwrap();
    let mut room = [0; 256];
    let wrapped = public.encrypt(&OAEP_SHA1_MGF1SHA1, &SECRET, &mut room, None).unwrap();
    let key = DecryptionKey::from_pkcs8(pair.as_der().unwrap().as_ref()).unwrap();
    (key, STANDARD.encode(wrapped))
});

fuzz_target!(|xml: &[u8]| {
    let (ours, wrapped) = &*OURS;
    let key = VerifyingKey::P256(vec![4; 65]);
    let trusted = Trusted {
        entity_id: "https://idp.example",
        keys: &[key],
        decryption_keys: std::slice::from_ref(ours),
        only_encrypted: false,
    };
    // RSA is slow: only what begins so is encrypted.
    let Some(plain) = xml.strip_prefix(b"!") else {
        assert!(verify(xml, &trusted).is_err());
        return;
    };
    let mut sealed = plain.to_vec();
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &SECRET).unwrap());
    let nonce = Nonce::assume_unique_for_key([3; 12]);
    cipher.seal_in_place_append_tag(nonce, Aad::empty(), &mut sealed).unwrap();
    let content = STANDARD.encode([&[3; 12], &*sealed].concat());
    let response = format!(
        "<p:Response xmlns:p='urn:oasis:names:tc:SAML:2.0:protocol' ID='r' Version='2.0'>\
         <p:Status><p:StatusCode Value='urn:oasis:names:tc:SAML:2.0:status:Success'/></p:Status>\
         <s:EncryptedAssertion xmlns:s='urn:oasis:names:tc:SAML:2.0:assertion' \
         xmlns:x='http://www.w3.org/2001/04/xmlenc#'><x:EncryptedData><x:EncryptionMethod \
         Algorithm='http://www.w3.org/2009/xmlenc11#aes128-gcm'/>\
         <x:CipherData><x:CipherValue>{content}</x:CipherValue></x:CipherData></x:EncryptedData>\
         <x:EncryptedKey><x:EncryptionMethod \
         Algorithm='http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p'/><x:CipherData>\
         <x:CipherValue>{wrapped}</x:CipherValue></x:CipherData></x:EncryptedKey>\
         </s:EncryptedAssertion></p:Response>"
    );
    assert_eq!(verify(response.as_bytes(), &trusted), Err(SamlError::Decryption));
});
