//! What client-side encryption asks of KMS. (Specification, "AWS KMS Keyring".)

use bartizan_esdk::{EncryptedDataKey, EncryptionContext, KMS_PROVIDER, KmsKey};
use bartizan_types::Arn;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;

/// KMS, and who asks it.
pub(crate) struct Kms {
    endpoint: String,
    credentials: Credentials,
}

impl Kms {
    /// Finds the credentials to ask with.
    ///
    /// # Errors
    /// There are none.
    pub(crate) fn reach(endpoint: Option<&str>) -> Result<Self, CliError> {
        let endpoint = endpoint.unwrap_or(client::DEFAULT_ENDPOINT).to_owned();
        Ok(Self { endpoint, credentials: Credentials::find()? })
    }

    /// A data key, as it is and encrypted.
    ///
    /// # Errors
    /// KMS refuses, or cannot be reached.
    pub(crate) fn generate_data_key(
        &self,
        key: &KmsKey,
        bytes: usize,
        context: &EncryptionContext,
    ) -> Result<(Zeroizing<Vec<u8>>, EncryptedDataKey), CliError> {
        let input = json!({
            "KeyId": key.to_string(), "NumberOfBytes": bytes, "EncryptionContext": context,
        });
        let mut answer = self.call(key.region(), "GenerateDataKey", &input)?;
        let data_key = secret(&mut answer)?;
        if data_key.len() != bytes {
            return Err(wrong("Plaintext"));
        }
        Ok((data_key, sealed(&answer)?))
    }

    /// Encrypts a data key.
    ///
    /// # Errors
    /// KMS refuses, or cannot be reached.
    pub(crate) fn encrypt(
        &self,
        key: &KmsKey,
        data_key: &[u8],
        context: &EncryptionContext,
    ) -> Result<EncryptedDataKey, CliError> {
        let input = json!({
            "KeyId": key.to_string(),
            "Plaintext": STANDARD.encode(data_key),
            "EncryptionContext": context,
        });
        sealed(&self.call(key.region(), "Encrypt", &input)?)
    }

    /// Decrypts what `sealed_by` encrypted, by the key of this name.
    ///
    /// # Errors
    /// KMS refuses, answers for another key, or cannot be reached.
    pub(crate) fn decrypt(
        &self,
        key: &KmsKey,
        sealed_by: &Arn,
        data_key: &EncryptedDataKey,
        context: &EncryptionContext,
    ) -> Result<Zeroizing<Vec<u8>>, CliError> {
        let input = json!({
            "KeyId": key.to_string(),
            "CiphertextBlob": STANDARD.encode(&data_key.ciphertext),
            "EncryptionContext": context,
        });
        let mut answer = self.call(key.region(), "Decrypt", &input)?;
        let opened = secret(&mut answer)?;
        let by: Option<Arn> = text(&answer, "KeyId").ok().and_then(|text| text.parse().ok());
        if by.is_some_and(|by| key.may_answer_as(&by, sealed_by)) {
            Ok(opened)
        } else {
            Err(CliError::Denied(format!(
                "KMS decrypted what should be {sealed_by}'s with another"
            )))
        }
    }

    fn call(&self, region: Option<&str>, operation: &str, input: &Json) -> Result<Json, CliError> {
        let mut credentials = self.credentials.clone();
        if let Some(region) = region {
            region.clone_into(&mut credentials.region);
        }
        client::operate(&self.endpoint, &credentials, "kms", operation, input)
    }
}

fn sealed(answer: &Json) -> Result<EncryptedDataKey, CliError> {
    let key = text(answer, "KeyId")?;
    let blob = text(answer, "CiphertextBlob")?;
    let data_key = EncryptedDataKey {
        provider: KMS_PROVIDER.to_owned(),
        info: key.as_bytes().to_vec(),
        ciphertext: STANDARD.decode(blob).map_err(|_| wrong("CiphertextBlob"))?,
    };
    // Readers find the key by its ARN.
    data_key.kms_key().map(|_| data_key).ok_or_else(|| wrong("KeyId"))
}

fn text<'a>(answer: &'a Json, member: &str) -> Result<&'a str, CliError> {
    answer.get(member).and_then(Json::as_str).ok_or_else(|| wrong(member))
}

fn secret(answer: &mut Json) -> Result<Zeroizing<Vec<u8>>, CliError> {
    let text = match answer.get_mut("Plaintext").map(Json::take) {
        Some(Json::String(text)) => Zeroizing::new(text),
        _ => return Err(wrong("Plaintext")),
    };
    STANDARD.decode(text.as_bytes()).map(Zeroizing::new).map_err(|_| wrong("Plaintext"))
}

fn wrong(member: &str) -> CliError {
    CliError::Failed(format!("the answer of KMS has no {member} that can be used"))
}
