//! Import of key material: the wrapping key pair that an import token carries, and what was wrapped
//! with it. (AWS KMS Developer Guide, Importing key material.)
//!
//! ```text
//! format 1 | algorithm 1 | kind of wrapping key 1 | expires 8 | length 2 | private key | zeros
//! ```
//! The private key is in PKCS #8, whose length is not the same for all; the zeros hide that.
//! A token holds its private key, so that nothing is stored for an import that may never come. Who
//! gives it away seals these bytes, bound to the key that the material is for.

use std::fmt;

use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrapPadded};
use bartizan_types::Timestamp;
use zeroize::Zeroizing;

use crate::algorithm::{EncryptionAlgorithm, WrappingAlgorithm};
use crate::{KeyError, KeyMaterial, KeySpec};

/// How long a token is good for, in seconds: a day. (AWS KMS API Reference,
/// `GetParametersForImport`.)
pub const IMPORT_TOKEN_SECONDS: i64 = 24 * 60 * 60;

const FORMAT: u8 = 1;
const HEADER_BYTES: usize = 13;
/// The private key of each kind of wrapping key fills some of these, and the last not wholly.
const PADDED_BYTES: usize = 512;

/// What an import token stands for.
pub struct ImportToken {
    wrapping: KeyMaterial,
    algorithm: WrappingAlgorithm,
    expires: Timestamp,
}

impl ImportToken {
    /// A token for material that is wrapped so with the public key of `wrapping`, an RSA key.
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`]: `wrapping` is no RSA key.
    pub fn new(
        wrapping: KeyMaterial,
        algorithm: WrappingAlgorithm,
        expires: Timestamp,
    ) -> Result<Self, KeyError> {
        match wrapping.spec() {
            KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => {
                Ok(Self { wrapping, algorithm, expires })
            }
            _ => Err(KeyError::WrongAlgorithm),
        }
    }

    /// When it stops being good.
    pub const fn expires(&self) -> Timestamp {
        self.expires
    }

    /// The public key to wrap with, as `SubjectPublicKeyInfo` in DER.
    pub fn public_key(&self) -> &[u8] {
        self.wrapping.public_key().unwrap_or_default()
    }

    /// The token's bytes, which hold the private key: to be sealed before they are given away.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let private = self.wrapping.to_bytes();
        let padded = private.len().next_multiple_of(PADDED_BYTES);
        let mut bytes = Zeroizing::new(Vec::with_capacity(padded + HEADER_BYTES));
        bytes.push(FORMAT);
        bytes.push(index(WrappingAlgorithm::ALL, self.algorithm));
        bytes.push(index(KeySpec::ALL, self.wrapping.spec()));
        bytes.extend_from_slice(&self.expires.seconds().to_be_bytes());
        let length = u16::try_from(private.len()).unwrap_or_default();
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&private);
        bytes.resize(padded + HEADER_BYTES, 0);
        bytes
    }

    /// The token of bytes that [`Self::to_bytes`] gave and that were opened again.
    ///
    /// # Errors
    /// [`KeyError::NotKeyMaterial`]: they are of no token.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let [FORMAT, algorithm, spec, rest @ ..] = bytes else {
            return Err(KeyError::NotKeyMaterial);
        };
        let (expires, rest) = rest.split_first_chunk().ok_or(KeyError::NotKeyMaterial)?;
        let (length, rest) = rest.split_first_chunk().ok_or(KeyError::NotKeyMaterial)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let private = rest.get(..length).ok_or(KeyError::NotKeyMaterial)?;
        let algorithm = WrappingAlgorithm::ALL.get(usize::from(*algorithm));
        let spec = KeySpec::ALL.get(usize::from(*spec)).ok_or(KeyError::NotKeyMaterial)?;
        Self::new(
            KeyMaterial::import(*spec, private)?,
            *algorithm.ok_or(KeyError::NotKeyMaterial)?,
            Timestamp::from_seconds(i64::from_be_bytes(*expires)),
        )
    }

    /// Unwraps key material.
    ///
    /// # Errors
    /// [`KeyError::NotAuthentic`], whatever is wrong with it.
    pub fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match self.algorithm {
            WrappingAlgorithm::RsaesOaepSha1 => {
                self.wrapping.decrypt(EncryptionAlgorithm::RsaesOaepSha1, wrapped)
            }
            WrappingAlgorithm::RsaesOaepSha256 => {
                self.wrapping.decrypt(EncryptionAlgorithm::RsaesOaepSha256, wrapped)
            }
            WrappingAlgorithm::RsaAesKeyWrapSha1 => {
                self.unwrap_by_aes(EncryptionAlgorithm::RsaesOaepSha1, wrapped)
            }
            WrappingAlgorithm::RsaAesKeyWrapSha256 => {
                self.unwrap_by_aes(EncryptionAlgorithm::RsaesOaepSha256, wrapped)
            }
        }
    }

    /// An AES key of 256 bits to the RSA key, then the material under it by AES Key Wrap with
    /// Padding. (PKCS #11, `CKM_RSA_AES_KEY_WRAP`; RFC 5649.)
    fn unwrap_by_aes(
        &self,
        algorithm: EncryptionAlgorithm,
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let modulus_bytes = match self.wrapping.spec() {
            KeySpec::Rsa2048 => 256,
            KeySpec::Rsa3072 => 384,
            _ => 512,
        };
        let (key, material) =
            wrapped.split_at_checked(modulus_bytes).ok_or(KeyError::NotAuthentic)?;
        let key = self.wrapping.decrypt(algorithm, key)?;
        let key = AesKek::new(&AES_256, &key).map_err(|_| KeyError::NotAuthentic)?;
        let mut unwrapped = Zeroizing::new(vec![0; material.len()]);
        let length = key
            .unwrap_with_padding(material, &mut unwrapped)
            .map_err(|_| KeyError::NotAuthentic)?
            .len();
        unwrapped.truncate(length);
        Ok(unwrapped)
    }
}

impl fmt::Debug for ImportToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImportToken({}, {})", self.algorithm, self.expires)
    }
}

fn index<T: PartialEq + Copy>(all: &[T], one: T) -> u8 {
    all.iter().position(|it| *it == one).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}
