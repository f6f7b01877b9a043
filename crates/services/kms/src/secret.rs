//! Secrets that two parties share: by key agreement, and by encapsulation.

use bartizan_keys::{EncapsulationAlgorithm, KeyAgreementAlgorithm, KeyError, KeyUsage};
use bartizan_service::{Access, Ask, Authorized, Call};
use bartizan_types::Fault;

use crate::KeyManagement;
use crate::error::KmsError;
use crate::rules;
use crate::shapes::{
    DecapsulateRequest, DecapsulateResponse, DeriveSharedSecretRequest, DeriveSharedSecretResponse,
    EncapsulateRequest, EncapsulateResponse,
};
use crate::uses::{self, Used, no_recipient, unless_dry};

/// The key that shall agree on a secret.
pub(crate) fn agreement_rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    rule(ask, "kms:KeyAgreementAlgorithm", "KeyAgreementAlgorithm")
}

/// The key that a secret shall be encapsulated to.
pub(crate) fn encapsulation_rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    rule(ask, "kms:EncapsulationAlgorithm", "EncapsulationAlgorithm")
}

fn rule(ask: &Ask<'_>, key: &'static str, member: &str) -> Result<Vec<Access>, Fault> {
    let name = ask.text("KeyId").unwrap_or_default();
    let used = rules::used(ask, ask.action(), name, None)?;
    Ok(vec![used.with(|access| access.key_if(key, ask.text(member))).settled(ask.call)?])
}

/// `DeriveSharedSecret`.
pub(crate) async fn derive(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DeriveSharedSecretRequest>,
) -> Result<DeriveSharedSecretResponse, KmsError> {
    let request = request.into_inner();
    no_recipient("DeriveSharedSecret", request.recipient.as_ref())?;
    let used = uses::key(call, &request.key_id, "DeriveSharedSecret", KeyUsage::KeyAgreement)?;
    let offered = used.key.spec.agreement_algorithms(used.key.usage);
    let name = &request.key_agreement_algorithm;
    uses::offered(&used.key, offered, name, KeyAgreementAlgorithm::name)?;
    let secret = used.material.agree(&request.public_key).map_err(|error| match error {
        KeyError::NotAPublicKey => KmsError::Validation(format!(
            "The public key is not a DER-encoded SubjectPublicKeyInfo of key spec {}.",
            used.key.spec
        )),
        other => uses::failed(&other),
    })?;
    let answer = DeriveSharedSecretResponse {
        key_id: Some(used.key.arn.to_string()),
        shared_secret: Some(secret.to_vec().into()),
        ciphertext_for_recipient: None,
        key_agreement_algorithm: Some(request.key_agreement_algorithm),
        key_origin: Some(used.key.origin.name().to_owned()),
    };
    unless_dry(request.dry_run, answer)
}

/// `Encapsulate`.
pub(crate) async fn encapsulate(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<EncapsulateRequest>,
) -> Result<EncapsulateResponse, KmsError> {
    let request = request.into_inner();
    let used =
        encapsulating(call, &request.key_id, "Encapsulate", &request.encapsulation_algorithm)?;
    let made = used.material.encapsulate().map_err(|error| uses::failed(&error))?;
    let answer = EncapsulateResponse {
        key_id: Some(used.key.arn.to_string()),
        shared_secret: Some(made.secret.to_vec().into()),
        shared_secret_ciphertext_blob: Some(made.ciphertext.into()),
        encapsulation_algorithm: Some(request.encapsulation_algorithm),
    };
    unless_dry(request.dry_run, answer)
}

/// `Decapsulate`. What was encapsulated to another key gives another secret, and no error.
pub(crate) async fn decapsulate(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DecapsulateRequest>,
) -> Result<DecapsulateResponse, KmsError> {
    let request = request.into_inner();
    let used =
        encapsulating(call, &request.key_id, "Decapsulate", &request.encapsulation_algorithm)?;
    let secret = used.material.decapsulate(&request.shared_secret_ciphertext_blob);
    let secret = secret.map_err(|error| match error {
        KeyError::WrongLength { .. } => KmsError::InvalidCiphertext(),
        other => uses::failed(&other),
    })?;
    let answer = DecapsulateResponse {
        key_id: Some(used.key.arn.to_string()),
        shared_secret: Some(secret.to_vec().into()),
        encapsulation_algorithm: Some(request.encapsulation_algorithm),
    };
    unless_dry(request.dry_run, answer)
}

fn encapsulating(
    call: &Call,
    name: &str,
    operation: &str,
    algorithm: &str,
) -> Result<Used, KmsError> {
    let used = uses::key(call, name, operation, KeyUsage::EncapsulateDecapsulate)?;
    let offered = used.key.spec.encapsulation_algorithms(used.key.usage);
    uses::offered(&used.key, offered, algorithm, EncapsulationAlgorithm::name)?;
    Ok(used)
}
