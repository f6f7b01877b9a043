//! Private keys of certificates: read to be matched, never shown.

use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, KeyPair,
};
use zeroize::Zeroizing;

use crate::{Certificate, PkiError, pem};

/// A private key without a passphrase, RSA or ECDSA.
pub struct PrivateKey {
    public: Vec<u8>,
}

impl PrivateKey {
    /// Reads a key in PEM: PKCS #8 (RFC 5208), PKCS #1 (RFC 8017) or SEC 1 (RFC 5915), the latter
    /// behind its curve's parameters or without them.
    ///
    /// # Errors
    /// The text is none of these, or the key is of no supported kind.
    pub fn from_pem(text: &str) -> Result<Self, PkiError> {
        let blocks = pem::blocks(text)?;
        let mut keys = blocks.iter().filter(|block| block.label != "EC PARAMETERS");
        let (Some(block), None) = (keys.next(), keys.next()) else {
            return Err(PkiError::Malformed);
        };
        let public = match block.label {
            "PRIVATE KEY" => rsa::KeyPair::from_pkcs8(&block.bytes)
                .ok()
                .map(|key| of(&key))
                .or_else(|| elliptic(&block.bytes)),
            "RSA PRIVATE KEY" => rsa::KeyPair::from_der(&block.bytes).ok().map(|key| of(&key)),
            "EC PRIVATE KEY" => elliptic(&block.bytes),
            _ => return Err(PkiError::UnknownEncoding),
        };
        public.map(|public| Self { public }).ok_or(PkiError::Unsupported)
    }

    /// Reads an RSA key in PEM, PKCS #8 or PKCS #1, and gives it in PKCS #8.
    ///
    /// # Errors
    /// The text is neither, the key has a passphrase, or is no RSA key of 2,048 bits or more.
    pub fn rsa_to_pkcs8(text: &str) -> Result<Zeroizing<Vec<u8>>, PkiError> {
        let blocks = pem::blocks(text)?;
        let [block] = blocks.as_slice() else { return Err(PkiError::Malformed) };
        let key = match block.label {
            "PRIVATE KEY" => rsa::KeyPair::from_pkcs8(&block.bytes),
            "RSA PRIVATE KEY" => rsa::KeyPair::from_der(&block.bytes),
            "ENCRYPTED PRIVATE KEY" => return Err(PkiError::Encrypted),
            _ => return Err(PkiError::UnknownEncoding),
        };
        let key = key.map_err(|_| PkiError::Unsupported)?;
        let pkcs8 = key.as_der().map_err(|_| PkiError::Unsupported)?;
        Ok(Zeroizing::new(pkcs8.as_ref().to_vec()))
    }

    /// Whether it is the key of this certificate.
    pub fn is_of(&self, certificate: &Certificate) -> bool {
        self.public == certificate.public_key()
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

fn elliptic(bytes: &[u8]) -> Option<Vec<u8>> {
    [
        &ECDSA_P256_SHA256_ASN1_SIGNING,
        &ECDSA_P384_SHA384_ASN1_SIGNING,
        &ECDSA_P521_SHA512_ASN1_SIGNING,
    ]
    .into_iter()
    .find_map(|curve| EcdsaKeyPair::from_private_key_der(curve, bytes).ok().map(|key| of(&key)))
}

fn of(pair: &impl KeyPair) -> Vec<u8> {
    pair.public_key().as_ref().to_vec()
}
