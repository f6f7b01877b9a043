//! Data keys, encrypted under wrapping keys.

use bartizan_types::Random;
use zeroize::Zeroizing;

use crate::{AlgorithmSuite, EsdkError};

/// The data key of a message, encrypted under one wrapping key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncryptedDataKey {
    /// Who holds the wrapping key: `aws-kms`, or the namespace of a raw key.
    pub provider: String,
    /// Which of its keys, and what the provider needs to decrypt: a key's ARN, or its name.
    pub info: Vec<u8>,
    /// The encrypted key.
    pub ciphertext: Vec<u8>,
}

impl EncryptedDataKey {
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) -> Result<(), EsdkError> {
        for part in [self.provider.as_bytes(), &self.info, &self.ciphertext] {
            field(bytes, part)?;
        }
        Ok(())
    }
}

/// A data key, made here: for messages whose wrapping keys are all raw keys.
pub fn new_data_key(suite: AlgorithmSuite, random: &dyn Random) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(vec![0; suite.data_key_bytes()]);
    random.fill(&mut key);
    key
}

/// Appends a field with its length before it.
pub(crate) fn field(bytes: &mut Vec<u8>, part: &[u8]) -> Result<(), EsdkError> {
    let length = u16::try_from(part.len())
        .map_err(|_| EsdkError::Malformed("a field of it would have more than 65,535 bytes"))?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(part);
    Ok(())
}
