//! Our private keys, and the algorithms that assertions are encrypted by. (XML Encryption 1.1, 5.)
//!
//! Keys are transported by RSA-OAEP alone: RSA with PKCS #1 v1.5 padding has been decrypted through
//! the answers of servers time and again. Content is encrypted by AES-GCM or AES-CBC, as AWS takes
//! it. (IAM API Reference, `CreateSAMLProvider`, `AddPrivateKey`.)

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{self, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    self, AES_CBC_IV_LEN, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512,
    OaepAlgorithm, OaepPrivateDecryptingKey, PrivateDecryptingKey,
};
use zeroize::Zeroizing;

use crate::error::SamlError;
use crate::names;

/// The longest RSA key, in bits: whoever knows a provider's name may have us use it.
const RSA_BITS_MAX: usize = 4096;

/// A private key of ours, to whose public key an identity provider encrypts.
#[derive(Clone)]
pub struct DecryptionKey(Arc<OaepPrivateDecryptingKey>);

impl DecryptionKey {
    /// An RSA key of 2048 to 4096 bits in PKCS #8.
    ///
    /// # Errors
    /// It is another.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, SamlError> {
        let refused = |_| SamlError::Key;
        let key = PrivateDecryptingKey::from_pkcs8(der).map_err(|_| SamlError::Key)?;
        if key.key_size_bits() > RSA_BITS_MAX {
            return Err(SamlError::Key);
        }
        Ok(Self(Arc::new(OaepPrivateDecryptingKey::new(key).map_err(refused)?)))
    }

    /// What was encrypted to this key.
    pub(crate) fn open(&self, how: &'static OaepAlgorithm, wrapped: &[u8]) -> Option<Secret> {
        let mut room = Zeroizing::new(vec![0; self.0.min_output_size()]);
        let plain = self.0.decrypt(how, wrapped, &mut room, None).ok()?;
        Some(Zeroizing::new(plain.to_vec()))
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecryptionKey(…)")
    }
}

/// A key of a block cipher.
pub(crate) type Secret = Zeroizing<Vec<u8>>;

/// RSA-OAEP by the names of its algorithm, its digest and its mask function, where they are given.
/// Digest and mask function are by the same hash, which is all that is made in practice.
pub(crate) fn transport(
    algorithm: &str,
    digest: Option<&str>,
    mask: Option<&str>,
) -> Option<&'static OaepAlgorithm> {
    let digest = digest.unwrap_or(names::SHA1);
    if algorithm.strip_prefix(names::ENCRYPTION) == Some("rsa-oaep-mgf1p") {
        // Its mask function is by SHA-1, whatever the digest. (XML Encryption 1.1, 5.5.2.)
        return (digest == names::SHA1 && mask.is_none()).then_some(&OAEP_SHA1_MGF1SHA1);
    }
    if algorithm.strip_prefix(names::ENCRYPTION_11) != Some("rsa-oaep") {
        return None;
    }
    let mask = match mask {
        None => "mgf1sha1",
        Some(mask) => mask.strip_prefix(names::ENCRYPTION_11)?,
    };
    match (digest, mask) {
        (names::SHA1, "mgf1sha1") => Some(&OAEP_SHA1_MGF1SHA1),
        ("http://www.w3.org/2001/04/xmlenc#sha256", "mgf1sha256") => Some(&OAEP_SHA256_MGF1SHA256),
        ("http://www.w3.org/2001/04/xmldsig-more#sha384", "mgf1sha384") => {
            Some(&OAEP_SHA384_MGF1SHA384)
        }
        ("http://www.w3.org/2001/04/xmlenc#sha512", "mgf1sha512") => Some(&OAEP_SHA512_MGF1SHA512),
        _ => None,
    }
}

/// How the content is encrypted.
pub(crate) enum Cipher {
    /// AES in Galois/counter mode: what was changed does not open.
    Gcm(&'static aead::Algorithm),
    /// AES in cipher block chaining mode: only the signature within tells what was changed.
    Cbc(&'static cipher::Algorithm),
}

impl Cipher {
    /// The cipher of this name. (XML Encryption 1.1, 5.2.)
    pub(crate) fn named(algorithm: &str) -> Option<Self> {
        if let Some(name) = algorithm.strip_prefix(names::ENCRYPTION_11) {
            return match name {
                "aes128-gcm" => Some(Self::Gcm(&aead::AES_128_GCM)),
                "aes192-gcm" => Some(Self::Gcm(&aead::AES_192_GCM)),
                "aes256-gcm" => Some(Self::Gcm(&aead::AES_256_GCM)),
                _ => None,
            };
        }
        match algorithm.strip_prefix(names::ENCRYPTION)? {
            "aes128-cbc" => Some(Self::Cbc(&cipher::AES_128)),
            "aes192-cbc" => Some(Self::Cbc(&cipher::AES_192)),
            "aes256-cbc" => Some(Self::Cbc(&cipher::AES_256)),
            _ => None,
        }
    }

    /// What was encrypted: the initialisation vector stands before it, GCM's tag behind it.
    /// (XML Encryption 1.1, 5.2.2 and 5.2.4.)
    pub(crate) fn open(&self, secret: &Secret, content: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Gcm(algorithm) => {
                let (nonce, sealed) = content.split_first_chunk::<NONCE_LEN>()?;
                let key = LessSafeKey::new(UnboundKey::new(algorithm, secret).ok()?);
                let mut sealed = sealed.to_vec();
                let nonce = Nonce::assume_unique_for_key(*nonce);
                let plain = key.open_in_place(nonce, Aad::empty(), &mut sealed).ok()?;
                Some(plain.to_vec())
            }
            Self::Cbc(algorithm) => {
                let (vector, sealed) = content.split_first_chunk::<AES_CBC_IV_LEN>()?;
                let key = UnboundCipherKey::new(algorithm, secret).ok()?;
                let key = PaddedBlockDecryptingKey::cbc_iso10126(key).ok()?;
                let mut sealed = sealed.to_vec();
                let vector = DecryptionContext::Iv128(FixedLength::from(*vector));
                Some(key.decrypt(&mut sealed, vector).ok()?.to_vec())
            }
        }
    }
}
