//! Keys in use: found, in a state that lets them be used, made for what is asked.

use std::sync::Arc;

use bartizan_keys::{KeyError, KeyMaterial, KeyUsage};
use bartizan_service::Call;
use bartizan_service::directory::kms::{KmsKey, Material};

use crate::error::KmsError;
use crate::naming::{self, ANY_NAME};
use crate::states;

/// A key with the material that encrypts and signs.
#[derive(Debug)]
pub(crate) struct Used {
    pub(crate) key: Arc<KmsKey>,
    pub(crate) material_id: Arc<str>,
    pub(crate) material: Arc<KeyMaterial>,
}

impl Used {
    /// The material's id as answers tell it: of keys in key stores, they tell none.
    pub(crate) fn told_material_id(&self) -> Option<String> {
        self.key.external.is_none().then(|| self.material_id.to_string())
    }
}

/// The key that a request names, if it may be used for `operation`, which needs a usage.
pub(crate) fn key(
    call: &Call,
    name: &str,
    operation: &str,
    usage: KeyUsage,
) -> Result<Used, KmsError> {
    let key = naming::key(call, name, ANY_NAME)?;
    let (material_id, material) = {
        let current = states::in_use(call, &key)?;
        check_usage(&key, operation, usage)?;
        (Arc::clone(&current.id), opened(&key, current)?)
    };
    Ok(Used { key, material_id, material })
}

/// Whether the key is made for what is asked.
pub(crate) fn check_usage(key: &KmsKey, operation: &str, usage: KeyUsage) -> Result<(), KmsError> {
    if key.usage == usage {
        return Ok(());
    }
    let message =
        format!("{} key usage is {} which is not valid for {operation}.", key.arn, key.usage);
    Err(KmsError::InvalidKeyUsage(message))
}

/// The algorithm of this name among those that the key offers. The model knows more names than are
/// offered anywhere but in China.
pub(crate) fn offered<A: Copy>(
    key: &KmsKey,
    offered: &[A],
    name: &str,
    named: fn(A) -> &'static str,
) -> Result<A, KmsError> {
    let found = offered.iter().find(|algorithm| named(**algorithm) == name);
    found.copied().ok_or_else(|| {
        let message = format!("Algorithm {name} is incompatible with key spec {}.", key.spec);
        KmsError::InvalidKeyUsage(message)
    })
}

/// Material, ready for use.
pub(crate) fn opened(key: &KmsKey, material: &Material) -> Result<Arc<KeyMaterial>, KmsError> {
    material.opened.clone().ok_or_else(|| states::unreadable(key, material))
}

/// What is said in place of the answer where the caller only asks whether it would come. (AWS KMS
/// Developer Guide, "Testing your permissions".)
pub(crate) fn unless_dry<T>(dry_run: Option<bool>, answer: T) -> Result<T, KmsError> {
    if dry_run == Some(true) { Err(KmsError::DryRunOperation()) } else { Ok(answer) }
}

/// Refuses what only an attested enclave could read.
pub(crate) fn no_recipient<T>(operation: &str, recipient: Option<&T>) -> Result<(), KmsError> {
    match recipient {
        None => Ok(()),
        Some(_) => Err(KmsError::not_implemented(&format!("Recipient of kms:{operation}"))),
    }
}

/// What the engine refuses although the key offers it: a fault of Bartizan's own.
pub(crate) fn failed(error: &KeyError) -> KmsError {
    KmsError::internal(format!("the key could not be used: {error}"))
}
