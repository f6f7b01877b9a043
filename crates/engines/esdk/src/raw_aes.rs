//! Wrapping keys of AES, kept by the user. (Specification, "Raw AES Keyring".)

use std::fmt;

use aws_lc_rs::aead::{AES_128_GCM, AES_192_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use bartizan_types::Random;
use zeroize::Zeroizing;

use crate::kms::KMS_PROVIDER;
use crate::{EncryptedDataKey, EncryptionContext, EsdkError, IV_BYTES, TAG_BYTES, context};

/// A key of AES that encrypts data keys, with AES-GCM and the encryption context.
pub struct RawAesKey {
    namespace: String,
    name: String,
    key: LessSafeKey,
}

impl RawAesKey {
    /// A key of 16, 24 or 32 bytes. `namespace` and `name` are what messages call it.
    ///
    /// # Errors
    /// It has another length, or the namespace is KMS's.
    pub fn new(namespace: &str, name: &str, key: &[u8]) -> Result<Self, EsdkError> {
        check_namespace(namespace)?;
        let algorithm = match key.len() {
            16 => &AES_128_GCM,
            24 => &AES_192_GCM,
            32 => &AES_256_GCM,
            _ => {
                return Err(EsdkError::WrappingKey(
                    "an AES key has 16, 24 or 32 bytes, as they are: no text, no line end",
                ));
            }
        };
        let key = UnboundKey::new(algorithm, key).map_err(|_| EsdkError::Cipher)?;
        let (namespace, name) = (namespace.to_owned(), name.to_owned());
        Ok(Self { namespace, name, key: LessSafeKey::new(key) })
    }

    /// Encrypts a data key for this context.
    ///
    /// # Errors
    /// The context is too long.
    pub fn wrap(
        &self,
        data_key: &[u8],
        encryption_context: &EncryptionContext,
        random: &dyn Random,
    ) -> Result<EncryptedDataKey, EsdkError> {
        let mut iv = [0; IV_BYTES];
        random.fill(&mut iv);
        let aad = Aad::from(context::to_bytes(encryption_context)?);
        let mut ciphertext = data_key.to_vec();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(iv), aad, &mut ciphertext)
            .map_err(|_| EsdkError::Cipher)?;
        let info = [&self.info_prefix()?[..], &iv].concat();
        Ok(EncryptedDataKey { provider: self.namespace.clone(), info, ciphertext })
    }

    /// Decrypts a data key that bears this key's name; `None` where it bears another.
    ///
    /// # Errors
    /// It was encrypted by another key, or for another context.
    pub fn unwrap(
        &self,
        data_key: &EncryptedDataKey,
        encryption_context: &EncryptionContext,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, EsdkError> {
        let iv = data_key.info.strip_prefix(self.info_prefix()?.as_slice());
        let iv: Option<[u8; IV_BYTES]> = iv.and_then(|iv| iv.try_into().ok());
        let Some(iv) = iv.filter(|_| data_key.provider == self.namespace) else { return Ok(None) };
        let aad = Aad::from(context::to_bytes(encryption_context)?);
        let mut opened = Zeroizing::new(data_key.ciphertext.clone());
        let length = self
            .key
            .open_in_place(Nonce::assume_unique_for_key(iv), aad, &mut opened)
            .map_err(|_| EsdkError::NotUnwrapped)?
            .len();
        opened.truncate(length);
        Ok(Some(opened))
    }

    /// What the provider's information begins with: the name, and the lengths of the tag in bits
    /// and of the vector in bytes.
    fn info_prefix(&self) -> Result<Vec<u8>, EsdkError> {
        let mut info = self.name.as_bytes().to_vec();
        for length in [TAG_BYTES * 8, IV_BYTES] {
            let length = u32::try_from(length).map_err(|_| EsdkError::Cipher)?;
            info.extend_from_slice(&length.to_be_bytes());
        }
        Ok(info)
    }
}

impl fmt::Display for RawAesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.namespace, self.name)
    }
}

impl fmt::Debug for RawAesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawAesKey({self})")
    }
}

/// Raw keys may not call themselves KMS's.
pub(crate) fn check_namespace(namespace: &str) -> Result<(), EsdkError> {
    if namespace == KMS_PROVIDER || namespace.starts_with("aws-kms-") {
        return Err(EsdkError::WrappingKey(
            "the namespace of a raw key cannot be one of AWS KMS: choose another",
        ));
    }
    Ok(())
}
