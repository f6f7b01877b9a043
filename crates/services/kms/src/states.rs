//! What a key's state allows. (AWS KMS Developer Guide, "Key states of AWS KMS keys".)

use bartizan_service::Call;
use bartizan_service::directory::kms::{KeyState, KmsKey, Material};
use bartizan_types::{Arn, Fault};

use crate::error::KmsError;

/// The states, other than enabled, in which something can be done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allows {
    disabled: bool,
    pending_import: bool,
    unavailable: bool,
}

/// What needs a key that can be used.
pub(crate) const USE: Allows =
    Allows { disabled: false, pending_import: false, unavailable: false };
/// What needs a key that is turned on, wherever it is.
pub(crate) const GRANT: Allows = Allows { unavailable: true, ..USE };
/// What takes in material. (AWS KMS API Reference, `ImportKeyMaterial`, `KeyId`.)
pub(crate) const IMPORT: Allows = Allows { pending_import: true, ..USE };
/// What turns keys on and off.
pub(crate) const SWITCH: Allows =
    Allows { disabled: true, pending_import: false, unavailable: true };
/// What changes any key that is not about to be deleted.
pub(crate) const CHANGE: Allows = Allows { pending_import: true, ..SWITCH };

/// Whether a key's state allows something.
pub(crate) fn check(arn: &Arn, state: KeyState, allows: Allows) -> Result<(), KmsError> {
    let refuse = |what: &str| Err(KmsError::KMSInvalidState(format!("{arn} is {what}.")));
    match state {
        KeyState::Disabled if !allows.disabled => Err(KmsError::Disabled(arn.to_string())),
        KeyState::PendingImport if !allows.pending_import => refuse("pending import"),
        KeyState::PendingDeletion => refuse("pending deletion"),
        KeyState::PendingReplicaDeletion => refuse("pending replica deletion"),
        KeyState::Unavailable if !allows.unavailable => refuse("unavailable"),
        KeyState::Enabled
        | KeyState::Disabled
        | KeyState::PendingImport
        | KeyState::Unavailable => Ok(()),
    }
}

/// The material by which a key encrypts and signs, if its state lets it be used.
pub(crate) fn in_use<'k>(call: &Call, key: &'k KmsKey) -> Result<&'k Material, KmsError> {
    check(&key.arn, call.directory.kms().state(key, call.now), USE)?;
    key.materials
        .current()
        .filter(|material| material.is_valid(call.now))
        .ok_or_else(|| KmsError::KMSInvalidState(format!("{} is pending import.", key.arn)))
}

/// What is said where a key's stored material cannot be opened: it was changed, and is not used.
pub(crate) fn unreadable(key: &KmsKey, material: &Material) -> KmsError {
    let message = format!(
        "the stored key material {} of {} was changed or damaged and is not used: restore it from \
         a backup",
        material.id, key.arn
    );
    KmsError::Platform(Fault::new("KeyUnavailableException", message, 500))
}
