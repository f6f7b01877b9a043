//! Wrapping keys of RSA, kept by the user. (Specification, "Raw RSA Keyring".)

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512,
    OaepAlgorithm, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, Pkcs1PrivateDecryptingKey,
    Pkcs1PublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use zeroize::Zeroizing;

use crate::raw_aes::check_namespace;
use crate::{EncryptedDataKey, EsdkError};

/// How a data key is padded before RSA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaPadding {
    /// PKCS #1 version 1.5.
    Pkcs1,
    /// OAEP with SHA-1.
    OaepSha1,
    /// OAEP with SHA-256.
    OaepSha256,
    /// OAEP with SHA-384.
    OaepSha384,
    /// OAEP with SHA-512.
    OaepSha512,
}

impl RsaPadding {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Pkcs1, Self::OaepSha1, Self::OaepSha256, Self::OaepSha384, Self::OaepSha512];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pkcs1 => "pkcs1",
            Self::OaepSha1 => "oaep-sha1",
            Self::OaepSha256 => "oaep-sha256",
            Self::OaepSha384 => "oaep-sha384",
            Self::OaepSha512 => "oaep-sha512",
        }
    }

    const fn oaep(self) -> Option<&'static OaepAlgorithm> {
        match self {
            Self::Pkcs1 => None,
            Self::OaepSha1 => Some(&OAEP_SHA1_MGF1SHA1),
            Self::OaepSha256 => Some(&OAEP_SHA256_MGF1SHA256),
            Self::OaepSha384 => Some(&OAEP_SHA384_MGF1SHA384),
            Self::OaepSha512 => Some(&OAEP_SHA512_MGF1SHA512),
        }
    }
}

impl FromStr for RsaPadding {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|padding| padding.name() == text)
            .ok_or_else(|| format!("`{text}` is no padding: write one of {}", names()))
    }
}

/// A key of RSA that encrypts data keys and, if it is private, decrypts them.
pub struct RawRsaKey {
    namespace: String,
    name: String,
    padding: RsaPadding,
    public: PublicEncryptingKey,
    private: Option<PrivateDecryptingKey>,
}

impl RawRsaKey {
    /// A public key, in DER as a certificate holds it (`SubjectPublicKeyInfo`).
    ///
    /// # Errors
    /// It is none of RSA with 2,048 to 8,192 bits, or the namespace is KMS's.
    pub fn public(
        namespace: &str,
        name: &str,
        padding: RsaPadding,
        der: &[u8],
    ) -> Result<Self, EsdkError> {
        check_namespace(namespace)?;
        let public = PublicEncryptingKey::from_der(der).map_err(|_| NOT_RSA)?;
        let (namespace, name) = (namespace.to_owned(), name.to_owned());
        Ok(Self { namespace, name, padding, public, private: None })
    }

    /// A private key, in PKCS #8.
    ///
    /// # Errors
    /// As [`RawRsaKey::public`].
    pub fn private(
        namespace: &str,
        name: &str,
        padding: RsaPadding,
        pkcs8: &[u8],
    ) -> Result<Self, EsdkError> {
        check_namespace(namespace)?;
        let private = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(|_| NOT_RSA)?;
        let (namespace, name) = (namespace.to_owned(), name.to_owned());
        let public = private.public_key();
        Ok(Self { namespace, name, padding, public, private: Some(private) })
    }

    /// Encrypts a data key. RSA has no place for an encryption context. The library's own generator
    /// pads.
    ///
    /// # Errors
    /// The key is too short for the padding.
    pub fn wrap(&self, data_key: &[u8]) -> Result<EncryptedDataKey, EsdkError> {
        let mut ciphertext = vec![0; self.public.key_size_bytes()];
        let public = self.public.clone();
        let length = match self.padding.oaep() {
            Some(oaep) => OaepPublicEncryptingKey::new(public).and_then(|key| {
                key.encrypt(oaep, data_key, &mut ciphertext, None).map(|c| c.len())
            }),
            None => Pkcs1PublicEncryptingKey::new(public)
                .and_then(|key| key.encrypt(data_key, &mut ciphertext).map(|c| c.len())),
        };
        ciphertext.truncate(length.map_err(|_| EsdkError::Cipher)?);
        let (provider, info) = (self.namespace.clone(), self.name.as_bytes().to_vec());
        Ok(EncryptedDataKey { provider, info, ciphertext })
    }

    /// Decrypts a data key that bears this key's name; `None` where it bears another.
    ///
    /// # Errors
    /// It was encrypted by another key or with another padding, or this is a public key.
    pub fn unwrap(
        &self,
        data_key: &EncryptedDataKey,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, EsdkError> {
        if data_key.provider != self.namespace || data_key.info != self.name.as_bytes() {
            return Ok(None);
        }
        let private = self
            .private
            .clone()
            .ok_or(EsdkError::WrappingKey("a public key does not decrypt: give the private key"))?;
        let mut opened = Zeroizing::new(vec![0; private.key_size_bytes()]);
        let ciphertext = &data_key.ciphertext;
        let length = match self.padding.oaep() {
            Some(oaep) => OaepPrivateDecryptingKey::new(private)
                .and_then(|key| key.decrypt(oaep, ciphertext, &mut opened, None).map(|p| p.len())),
            None => Pkcs1PrivateDecryptingKey::new(private)
                .and_then(|key| key.decrypt(ciphertext, &mut opened).map(|p| p.len())),
        };
        opened.truncate(length.map_err(|_| EsdkError::NotUnwrapped)?);
        Ok(Some(opened))
    }
}

const NOT_RSA: EsdkError =
    EsdkError::WrappingKey("this is no RSA key of 2,048 to 8,192 bits that can be used");

impl fmt::Display for RawRsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.namespace, self.name)
    }
}

impl fmt::Debug for RawRsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawRsaKey({self})")
    }
}
