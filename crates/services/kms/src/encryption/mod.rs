//! Encryption and decryption of up to 4 KiB.

mod open;
pub(crate) mod rule;
mod seal;

use bartizan_keys::EncryptionAlgorithm;
use bartizan_service::{Authorized, Call};

use self::open::{Sealed, open};
pub(crate) use self::seal::{Context, Wanted, seal, seal_by_current, seal_freshly};
use crate::KeyManagement;
use crate::error::KmsError;
use crate::shapes::{
    DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse, ReEncryptRequest,
    ReEncryptResponse,
};
use crate::uses::{no_recipient, unless_dry};

/// The algorithm where none is named.
pub(crate) const DEFAULT: &str = EncryptionAlgorithm::SymmetricDefault.name();

/// `Encrypt`.
pub(crate) async fn encrypt(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<EncryptRequest>,
) -> Result<EncryptResponse, KmsError> {
    let request = request.into_inner();
    let algorithm = request.encryption_algorithm.as_deref().unwrap_or(DEFAULT);
    let context = request.encryption_context.unwrap_or_default();
    let wanted = Wanted { operation: "Encrypt", key: &request.key_id, algorithm };
    let sealed = seal(service, call, wanted, &context, &request.plaintext).await?;
    let answer = EncryptResponse {
        ciphertext_blob: Some(sealed.blob.into()),
        key_id: Some(sealed.used.key.arn.to_string()),
        encryption_algorithm: Some(algorithm.to_owned()),
    };
    unless_dry(request.dry_run, answer)
}

/// `Decrypt`.
pub(crate) async fn decrypt(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<DecryptRequest>,
) -> Result<DecryptResponse, KmsError> {
    let request = request.into_inner();
    no_recipient("Decrypt", request.recipient.as_ref())?;
    let dry = Dry { run: request.dry_run, modifiers: request.dry_run_modifiers };
    let sealed = Sealed {
        operation: "Decrypt",
        key: request.key_id.as_deref(),
        blob: request.ciphertext_blob.as_deref(),
        algorithm: request.encryption_algorithm.as_deref().unwrap_or(DEFAULT),
        context: &request.encryption_context.unwrap_or_default(),
    };
    if dry.ignores_ciphertext(sealed.key, "keyId")? {
        return Err(open::usable(call, &sealed).map_or_else(|error| error, |()| dry_answer()));
    }
    let opened = open(service, call, &sealed).await?;
    let answer = DecryptResponse {
        key_id: Some(opened.key.arn.to_string()),
        plaintext: Some(opened.plaintext.to_vec().into()),
        encryption_algorithm: Some(sealed.algorithm.to_owned()),
        ciphertext_for_recipient: None,
        key_material_id: opened.material_id,
    };
    unless_dry(dry.run, answer)
}

/// `ReEncrypt`.
pub(crate) async fn re_encrypt(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<ReEncryptRequest>,
) -> Result<ReEncryptResponse, KmsError> {
    let request = request.into_inner();
    let dry = Dry { run: request.dry_run, modifiers: request.dry_run_modifiers };
    let from = Sealed {
        operation: "ReEncrypt",
        key: request.source_key_id.as_deref(),
        blob: request.ciphertext_blob.as_deref(),
        algorithm: request.source_encryption_algorithm.as_deref().unwrap_or(DEFAULT),
        context: &request.source_encryption_context.unwrap_or_default(),
    };
    let to = request.destination_encryption_algorithm.as_deref().unwrap_or(DEFAULT);
    let context = request.destination_encryption_context.unwrap_or_default();
    let wanted = Wanted { operation: "ReEncrypt", key: &request.destination_key_id, algorithm: to };
    if dry.ignores_ciphertext(from.key, "sourceKeyId")? {
        open::usable(call, &from)?;
        seal(service, call, wanted, &context, &[]).await?;
        return Err(dry_answer());
    }
    let opened = open(service, call, &from).await?;
    let sealed = seal(service, call, wanted, &context, &opened.plaintext).await?;
    let answer = ReEncryptResponse {
        ciphertext_blob: Some(sealed.blob.into()),
        source_key_id: Some(opened.key.arn.to_string()),
        key_id: Some(sealed.used.key.arn.to_string()),
        source_encryption_algorithm: Some(from.algorithm.to_owned()),
        destination_encryption_algorithm: Some(to.to_owned()),
        source_key_material_id: opened.material_id,
        destination_key_material_id: sealed.material_id,
    };
    unless_dry(dry.run, answer)
}

/// Whether the caller only asks whether the call would succeed.
struct Dry {
    run: Option<bool>,
    modifiers: Option<Vec<String>>,
}

impl Dry {
    /// Whether the ciphertext is not looked at: then the key must be named.
    fn ignores_ciphertext(&self, key: Option<&str>, member: &str) -> Result<bool, KmsError> {
        if self.modifiers.as_ref().is_none_or(Vec::is_empty) {
            return Ok(false);
        }
        if self.run != Some(true) {
            let message = "DryRunModifiers can only be specified when DryRun is true.";
            return Err(KmsError::Validation(message.to_owned()));
        }
        if key.is_none() { Err(KmsError::missing(member)) } else { Ok(true) }
    }
}

fn dry_answer() -> KmsError {
    KmsError::DryRunOperation()
}
