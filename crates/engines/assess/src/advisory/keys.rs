//! The keys that sign compiled advisories, as OpenSSL writes Ed25519 keys.

use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What stands in front of the 32 bytes of a public key of Ed25519 (RFC 8410, section 4).
const PUBLIC_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];

/// What should be a key is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The private one.
    #[error("it is no private Ed25519 key: make one by `openssl genpkey -algorithm ed25519`")]
    Private,
    /// The public one.
    #[error("it is no public Ed25519 key: write one by `openssl pkey -pubout`")]
    Public,
}

/// A private key that signs.
pub struct SigningKey(pub(super) Ed25519KeyPair);

impl SigningKey {
    /// Reads a private key (PKCS #8 in PEM).
    ///
    /// # Errors
    /// It is no Ed25519 key.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let der = pem(text, "PRIVATE KEY").ok_or(KeyError::Private)?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der);
        pair.map(Self).map_err(|_| KeyError::Private)
    }
}

/// The bytes of a public key (SPKI in PEM).
///
/// # Errors
/// It is no Ed25519 key.
pub fn public_key(text: &str) -> Result<[u8; 32], KeyError> {
    let der = pem(text, "PUBLIC KEY").ok_or(KeyError::Public)?;
    let key = der.strip_prefix(&PUBLIC_PREFIX).ok_or(KeyError::Public)?;
    key.try_into().map_err(|_| KeyError::Public)
}

fn pem(text: &str, label: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
    let body: String = body.split_whitespace().collect();
    STANDARD.decode(body).ok()
}
