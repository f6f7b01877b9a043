//! Signatures: made, verified; and the public keys that others verify with.

use bartizan_keys::{
    EncapsulationAlgorithm, EncryptionAlgorithm, KeyAgreementAlgorithm, KeyError, KeyUsage,
    MessageType, SigningAlgorithm,
};
use bartizan_service::{Access, Ask, Authorized, Call};
use bartizan_types::Fault;

use crate::KeyManagement;
use crate::error::KmsError;
use crate::naming::{self, ANY_NAME};
use crate::rules;
use crate::shapes::{
    GetPublicKeyRequest, GetPublicKeyResponse, SignRequest, SignResponse, VerifyRequest,
    VerifyResponse,
};
use crate::states;
use crate::uses::{self, Used, unless_dry};

/// The key that shall sign or verify.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("KeyId").unwrap_or_default();
    let used = rules::used(ask, ask.action(), name, None)?.with(|access| {
        access
            .key_if("kms:SigningAlgorithm", ask.text("SigningAlgorithm"))
            .key("kms:MessageType", ask.text("MessageType").unwrap_or(MessageType::Raw.name()))
    });
    Ok(vec![used.settled(ask.call)?])
}

/// `Sign`.
pub(crate) async fn sign(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<SignRequest>,
) -> Result<SignResponse, KmsError> {
    let request = request.into_inner();
    let used = uses::key(call, &request.key_id, "Sign", KeyUsage::SignVerify)?;
    let algorithm = algorithm(&used, &request.signing_algorithm)?;
    let kind = message_type(request.message_type.as_deref())?;
    let signature = used
        .material
        .sign(algorithm, kind, &request.message)
        .map_err(|error| refused(&used, algorithm, kind, &error))?;
    let answer = SignResponse {
        key_id: Some(used.key.arn.to_string()),
        signature: Some(signature.into()),
        signing_algorithm: Some(request.signing_algorithm),
    };
    unless_dry(request.dry_run, answer)
}

/// `Verify`.
pub(crate) async fn verify(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<VerifyRequest>,
) -> Result<VerifyResponse, KmsError> {
    let request = request.into_inner();
    let used = uses::key(call, &request.key_id, "Verify", KeyUsage::SignVerify)?;
    let algorithm = algorithm(&used, &request.signing_algorithm)?;
    let kind = message_type(request.message_type.as_deref())?;
    let is_valid = used
        .material
        .verify(algorithm, kind, &request.message, &request.signature)
        .map_err(|error| refused(&used, algorithm, kind, &error))?;
    if !is_valid {
        return Err(KmsError::KMSInvalidSignature());
    }
    let answer = VerifyResponse {
        key_id: Some(used.key.arn.to_string()),
        signature_valid: Some(true),
        signing_algorithm: Some(request.signing_algorithm),
    };
    unless_dry(request.dry_run, answer)
}

/// `GetPublicKey`.
pub(crate) async fn public_key(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<GetPublicKeyRequest>,
) -> Result<GetPublicKeyResponse, KmsError> {
    let key = naming::key(call, &request.key_id, ANY_NAME)?;
    let current = states::in_use(call, &key)?;
    let material = uses::opened(&key, current)?;
    let Some(public) = material.public_key() else {
        let message = format!("{} is not an asymmetric key: it has no public key.", key.arn);
        return Err(KmsError::UnsupportedOperation(message));
    };
    let (spec, usage) = (key.spec, key.usage);
    let agreement = spec.agreement_algorithms(usage);
    let encapsulation = spec.encapsulation_algorithms(usage);
    Ok(GetPublicKeyResponse {
        key_id: Some(key.arn.to_string()),
        public_key: Some(public.to_vec().into()),
        customer_master_key_spec: Some(spec.to_string()),
        key_spec: Some(spec.to_string()),
        key_usage: Some(usage.to_string()),
        encryption_algorithms: names(spec.encryption_algorithms(usage), EncryptionAlgorithm::name),
        signing_algorithms: names(spec.signing_algorithms(usage), SigningAlgorithm::name),
        key_agreement_algorithms: names(agreement, KeyAgreementAlgorithm::name),
        encapsulation_algorithms: names(encapsulation, EncapsulationAlgorithm::name),
    })
}

/// The names of algorithms; nothing where there are none.
fn names<A: Copy>(algorithms: &[A], name: fn(A) -> &'static str) -> Option<Vec<String>> {
    let names: Vec<String> = algorithms.iter().map(|one| name(*one).to_owned()).collect();
    (!names.is_empty()).then_some(names)
}

fn algorithm(used: &Used, name: &str) -> Result<SigningAlgorithm, KmsError> {
    let offered = used.key.spec.signing_algorithms(used.key.usage);
    uses::offered(&used.key, offered, name, SigningAlgorithm::name)
}

fn message_type(name: Option<&str>) -> Result<MessageType, KmsError> {
    name.map_or(Ok(MessageType::Raw), |name| name.parse().map_err(|error| uses::failed(&error)))
}

/// A message that the algorithm does not take, in AWS's words.
fn refused(
    used: &Used,
    algorithm: SigningAlgorithm,
    kind: MessageType,
    error: &KeyError,
) -> KmsError {
    let is_edwards =
        matches!(algorithm, SigningAlgorithm::Ed25519Sha512 | SigningAlgorithm::Ed25519PhSha512);
    KmsError::Validation(match error {
        KeyError::WrongMessageType if is_edwards => {
            format!("Message type {kind} is incompatible with algorithm {algorithm}.")
        }
        KeyError::WrongMessageType => {
            format!("Message type {kind} is incompatible with key spec {}.", used.key.spec)
        }
        KeyError::WrongLength { .. } if kind == MessageType::ExternalMu => {
            format!("External Mu is invalid length for algorithm {algorithm}.")
        }
        KeyError::WrongLength { .. } => {
            format!("Digest is invalid length for algorithm {algorithm}.")
        }
        other => return uses::failed(other),
    })
}
