//! Decryption: by the material that a blob names, or by the RSA key that a request does.

use std::sync::Arc;

use bartizan_keys::blob::{self, Header};
use bartizan_keys::{EncryptionAlgorithm, KeyUsage};
use bartizan_service::Call;
use bartizan_service::directory::kms::KmsKey;
use zeroize::Zeroizing;

use super::DEFAULT;
use super::seal::{Context, check_context, refuse_context};
use crate::KeyManagement;
use crate::error::KmsError;
use crate::key_store;
use crate::naming::{self, ANY_NAME};
use crate::records::key_arn;
use crate::states::{self, USE};
use crate::uses;

/// What a request wants decrypted.
pub(super) struct Sealed<'a> {
    pub(super) operation: &'static str,
    pub(super) key: Option<&'a str>,
    pub(super) blob: Option<&'a [u8]>,
    pub(super) algorithm: &'a str,
    pub(super) context: &'a Context,
}

/// What it was, and whose.
pub(super) struct Opened {
    pub(super) key: Arc<KmsKey>,
    pub(super) plaintext: Zeroizing<Vec<u8>>,
    /// Told of symmetric keys alone.
    pub(super) material_id: Option<String>,
}

/// Decrypts. Whatever is wrong with the ciphertext is answered alike.
pub(super) async fn open(
    service: &KeyManagement,
    call: &Call,
    sealed: &Sealed<'_>,
) -> Result<Opened, KmsError> {
    let blob = sealed.blob.ok_or_else(|| KmsError::missing("ciphertextBlob"))?;
    if sealed.algorithm == DEFAULT {
        return open_symmetric(service, call, sealed, blob).await;
    }
    let used = uses::key(call, named(sealed)?, sealed.operation, KeyUsage::EncryptDecrypt)?;
    let algorithm = algorithm(&used.key, sealed)?;
    let plaintext =
        used.material.decrypt(algorithm, blob).map_err(|_| KmsError::InvalidCiphertext())?;
    Ok(Opened { key: used.key, plaintext, material_id: None })
}

/// Whether the key that a request names could decrypt, whatever the ciphertext is.
pub(super) fn usable(call: &Call, sealed: &Sealed<'_>) -> Result<(), KmsError> {
    check_context(sealed.context)?;
    let used = uses::key(call, named(sealed)?, sealed.operation, KeyUsage::EncryptDecrypt)?;
    algorithm(&used.key, sealed).map(|_| ())
}

fn named<'a>(sealed: &Sealed<'a>) -> Result<&'a str, KmsError> {
    sealed.key.ok_or_else(|| {
        let message = "KeyId must be specified when the ciphertext was encrypted under an \
                       asymmetric KMS key.";
        KmsError::Validation(message.to_owned())
    })
}

fn algorithm(key: &KmsKey, sealed: &Sealed<'_>) -> Result<EncryptionAlgorithm, KmsError> {
    let offered = key.spec.encryption_algorithms(KeyUsage::EncryptDecrypt);
    let algorithm = uses::offered(key, offered, sealed.algorithm, EncryptionAlgorithm::name)?;
    if algorithm != EncryptionAlgorithm::SymmetricDefault {
        refuse_context(sealed.context)?;
    }
    Ok(algorithm)
}

async fn open_symmetric(
    service: &KeyManagement,
    call: &Call,
    sealed: &Sealed<'_>,
    blob: &[u8],
) -> Result<Opened, KmsError> {
    check_context(sealed.context)?;
    let header = Header::read(blob).map_err(|_| KmsError::InvalidCiphertext())?;
    let key = key_of(call, sealed, &header)?;
    states::check(&key.arn, call.directory.kms().state(&key, call.now), USE)?;
    uses::check_usage(&key, sealed.operation, KeyUsage::EncryptDecrypt)?;
    algorithm(&key, sealed)?;
    let material =
        key.materials.find(&header.material_id).ok_or_else(KmsError::InvalidCiphertext)?;
    if !material.is_valid(call.now) {
        return Err(KmsError::KMSInvalidState(format!("{} is pending import.", key.arn)));
    }
    let opened = uses::opened(&key, material)?;
    let inside = key_store::open_outside(service, call, &key, sealed.context, blob).await?;
    let plaintext =
        blob::open(&opened, &inside, sealed.context).map_err(|_| KmsError::InvalidCiphertext())?;
    let material_id = key.external.is_none().then_some(header.material_id);
    Ok(Opened { key, plaintext, material_id })
}

/// The key of a blob, which must be the one that the request names, if it names one.
fn key_of(call: &Call, sealed: &Sealed<'_>, header: &Header) -> Result<Arc<KmsKey>, KmsError> {
    let Some(name) = sealed.key else {
        return sealing_key(call, header).ok_or_else(KmsError::InvalidCiphertext);
    };
    let key = naming::key(call, name, ANY_NAME)?;
    if *key.id == *header.key_id && key.account == header.account {
        Ok(key)
    } else {
        Err(KmsError::IncorrectKey())
    }
}

/// The key of this region that a blob says it is by.
pub(super) fn sealing_key(call: &Call, header: &Header) -> Option<Arc<KmsKey>> {
    let arn = key_arn(&call.region, header.account, &header.key_id);
    call.directory.kms().key(arn.as_str()).cloned()
}
