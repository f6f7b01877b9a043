//! What an identity provider that encrypts does, as it should and as an attacker would.

use std::sync::LazyLock;

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    AES_128, AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPublicEncryptingKey,
    Pkcs1PublicEncryptingKey, PrivateDecryptingKey,
};
use bartizan_saml::DecryptionKey;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(crate) const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
pub(crate) const XENC11: &str = "http://www.w3.org/2009/xmlenc11#";

/// Our keys: an old one and a new one.
static PAIRS: LazyLock<[PrivateDecryptingKey; 2]> =
    LazyLock::new(|| [(); 2].map(|()| PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap()));

/// Our key of this number.
pub(crate) fn key(number: usize) -> DecryptionKey {
    DecryptionKey::from_pkcs8(PAIRS[number].as_der().unwrap().as_ref()).unwrap()
}

/// How an assertion is encrypted.
#[derive(Clone)]
pub(crate) struct How {
    /// To which of our keys.
    pub(crate) to: usize,
    /// The name of the block cipher.
    pub(crate) cipher: String,
    /// The key of the block cipher.
    pub(crate) secret: Vec<u8>,
    /// The `EncryptionMethod` of the key.
    pub(crate) transport: String,
    /// Whether the key stands beside the content.
    pub(crate) beside: bool,
}

impl Default for How {
    fn default() -> Self {
        Self {
            to: 0,
            cipher: format!("{XENC11}aes256-gcm"),
            secret: vec![7; 32],
            transport: oaep_sha1(),
            beside: false,
        }
    }
}

impl How {
    pub(crate) fn cbc() -> Self {
        Self { cipher: format!("{XENC}aes128-cbc"), secret: vec![7; 16], ..Self::default() }
    }

    /// The content, encrypted: behind its initialisation vector.
    pub(crate) fn content(&self, plain: &str) -> Vec<u8> {
        let mut sealed = plain.as_bytes().to_vec();
        if self.cipher.ends_with("-gcm") {
            let algorithm = if self.secret.len() == 32 { &AES_256_GCM } else { &AES_128_GCM };
            let key = LessSafeKey::new(UnboundKey::new(algorithm, &self.secret).unwrap());
            let nonce = Nonce::assume_unique_for_key([3; 12]);
            key.seal_in_place_append_tag(nonce, Aad::empty(), &mut sealed).unwrap();
            return [vec![3; 12], sealed].concat();
        }
        let algorithm = if self.secret.len() == 32 { &AES_256 } else { &AES_128 };
        let key = UnboundCipherKey::new(algorithm, &self.secret).unwrap();
        let key = PaddedBlockEncryptingKey::cbc_pkcs7(key).unwrap();
        let vector = EncryptionContext::Iv128(FixedLength::from([3; 16]));
        key.less_safe_encrypt(&mut sealed, vector).unwrap();
        [vec![3; 16], sealed].concat()
    }

    /// The key, encrypted as the transport says.
    pub(crate) fn wrapped(&self) -> Vec<u8> {
        let public = PAIRS[self.to].public_key();
        let mut room = vec![0; 256];
        if self.transport.contains("rsa-1_5") {
            let key = Pkcs1PublicEncryptingKey::new(public).unwrap();
            return key.encrypt(&self.secret, &mut room).unwrap().to_vec();
        }
        let algorithm: &OaepAlgorithm = if self.transport.contains("mgf1sha256") {
            &OAEP_SHA256_MGF1SHA256
        } else {
            &OAEP_SHA1_MGF1SHA1
        };
        let key = OaepPublicEncryptingKey::new(public).unwrap();
        key.encrypt(algorithm, &self.secret, &mut room, None).unwrap().to_vec()
    }

    /// An `EncryptedAssertion` of this content and this key.
    pub(crate) fn holder(&self, content: &[u8], wrapped: &[u8]) -> String {
        let value = |bytes: &[u8]| {
            let text = STANDARD.encode(bytes);
            format!("<x:CipherData><x:CipherValue>{text}</x:CipherValue></x:CipherData>")
        };
        let key = |declared: &str| {
            let method = &self.transport;
            format!("<x:EncryptedKey{declared}>{method}{}</x:EncryptedKey>", value(wrapped))
        };
        let declared = format!(" xmlns:x=\"{XENC}\"");
        let none = String::new();
        let (within, beside) = if self.beside { (none, key(&declared)) } else { (key(""), none) };
        format!(
            "<saml:EncryptedAssertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">\
             <x:EncryptedData xmlns:x=\"{XENC}\" Type=\"{XENC}Element\"><x:EncryptionMethod \
             Algorithm=\"{}\"></x:EncryptionMethod>\
             <d:KeyInfo xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\">{within}</d:KeyInfo>{}\
             </x:EncryptedData>{beside}</saml:EncryptedAssertion>",
            self.cipher,
            value(content)
        )
    }

    /// An assertion, encrypted.
    pub(crate) fn encrypt(&self, assertion: &str) -> String {
        self.holder(&self.content(assertion), &self.wrapped())
    }
}

pub(crate) fn oaep_sha1() -> String {
    format!("<x:EncryptionMethod Algorithm=\"{XENC}rsa-oaep-mgf1p\"></x:EncryptionMethod>")
}

/// RSA-OAEP of version 1.1 with these hashes.
pub(crate) fn oaep(digest: &str, mask: &str) -> String {
    format!(
        "<x:EncryptionMethod Algorithm=\"{XENC11}rsa-oaep\"><d:DigestMethod \
         Algorithm=\"{digest}\"></d:DigestMethod><m:MGF xmlns:m=\"{XENC11}\" \
         Algorithm=\"{XENC11}{mask}\"></m:MGF></x:EncryptionMethod>"
    )
}
