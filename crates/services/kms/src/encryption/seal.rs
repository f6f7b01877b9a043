//! Encryption by the current material of a key.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_keys::blob::{self, FRESH_BYTES, Label};
use bartizan_keys::{EncryptionAlgorithm, KeyError, KeyUsage};
use bartizan_service::Call;

use crate::KeyManagement;
use crate::error::KmsError;
use crate::key_store;
use crate::uses::{self, Used};

/// An encryption context.
pub(crate) type Context = BTreeMap<String, String>;

/// What was encrypted, and by what.
pub(crate) struct Encrypted {
    pub(crate) used: Used,
    pub(crate) blob: Vec<u8>,
    /// Told of symmetric keys alone, which have more than one material.
    pub(crate) material_id: Option<String>,
}

/// By which key a request wants something encrypted, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) operation: &'static str,
    pub(crate) key: &'a str,
    pub(crate) algorithm: &'a str,
}

/// Encrypts by the key that a request names.
pub(crate) async fn seal(
    service: &KeyManagement,
    call: &Call,
    wanted: Wanted<'_>,
    context: &Context,
    plaintext: &[u8],
) -> Result<Encrypted, KmsError> {
    let Wanted { operation, key, algorithm } = wanted;
    let used = uses::key(call, key, operation, KeyUsage::EncryptDecrypt)?;
    let offered = used.key.spec.encryption_algorithms(KeyUsage::EncryptDecrypt);
    let algorithm = uses::offered(&used.key, offered, algorithm, EncryptionAlgorithm::name)?;
    if algorithm == EncryptionAlgorithm::SymmetricDefault {
        let blob = seal_by_current(service, call, &used, context, plaintext).await?;
        let material_id = used.told_material_id();
        return Ok(Encrypted { used, blob, material_id });
    }
    refuse_context(context)?;
    let blob = used.material.encrypt(algorithm, plaintext).map_err(|error| match error {
        KeyError::PlaintextTooLong { most } => KmsError::Validation(format!(
            "Algorithm {algorithm} and key spec {} cannot encrypt data larger than {most} bytes.",
            used.key.spec
        )),
        other => uses::failed(&other),
    })?;
    Ok(Encrypted { used, blob, material_id: None })
}

/// A data blob by a symmetric key, and by the external key that it stands for.
pub(crate) async fn seal_by_current(
    service: &KeyManagement,
    call: &Call,
    used: &Used,
    context: &Context,
    plaintext: &[u8],
) -> Result<Vec<u8>, KmsError> {
    let mut fresh = [0; FRESH_BYTES];
    call.platform.random.fill(&mut fresh);
    seal_freshly(service, call, used, context, (plaintext, &fresh)).await
}

/// As [`seal_by_current`], by random bytes that serve once.
pub(crate) async fn seal_freshly(
    service: &KeyManagement,
    call: &Call,
    used: &Used,
    context: &Context,
    (plaintext, fresh): (&[u8], &[u8; FRESH_BYTES]),
) -> Result<Vec<u8>, KmsError> {
    check_context(context)?;
    let label =
        Label { account: used.key.account, key_id: &used.key.id, material_id: &used.material_id };
    let blob = blob::seal_freshly(&used.material, &label, context, plaintext, fresh)
        .map_err(|error| uses::failed(&error))?;
    key_store::seal_outside(service, call, &used.key, context, blob).await
}

/// Refuses names that differ in case alone: those of condition keys do not, so that a policy could
/// not tell such names' values apart.
pub(super) fn check_context(context: &Context) -> Result<(), KmsError> {
    if context.len() < 2 {
        return Ok(());
    }
    let names: BTreeSet<String> = context.keys().map(|name| name.to_lowercase()).collect();
    if names.len() == context.len() {
        return Ok(());
    }
    let message = "EncryptionContext has keys that differ in case alone.";
    Err(KmsError::Validation(message.to_owned()))
}

/// Asymmetric algorithms have nothing that a context could be bound to.
pub(super) fn refuse_context(context: &Context) -> Result<(), KmsError> {
    if context.is_empty() {
        return Ok(());
    }
    let message =
        "EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.";
    Err(KmsError::Validation(message.to_owned()))
}
