//! Message authentication codes.

use bartizan_keys::{KeyUsage, MacAlgorithm};
use bartizan_service::{Access, Ask, Authorized, Call};
use bartizan_types::Fault;

use crate::KeyManagement;
use crate::error::KmsError;
use crate::rules;
use crate::shapes::{GenerateMacRequest, GenerateMacResponse, VerifyMacRequest, VerifyMacResponse};
use crate::uses::{self, Used, unless_dry};

/// The key that shall authenticate.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("KeyId").unwrap_or_default();
    let used = rules::used(ask, ask.action(), name, None)?;
    let used = used.with(|access| access.key_if("kms:MacAlgorithm", ask.text("MacAlgorithm")));
    Ok(vec![used.settled(ask.call)?])
}

/// `GenerateMac`.
pub(crate) async fn generate(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<GenerateMacRequest>,
) -> Result<GenerateMacResponse, KmsError> {
    let request = request.into_inner();
    let used = uses::key(call, &request.key_id, "GenerateMac", KeyUsage::GenerateVerifyMac)?;
    let algorithm = algorithm(&used, &request.mac_algorithm)?;
    let mac =
        used.material.mac(algorithm, &request.message).map_err(|error| uses::failed(&error))?;
    let answer = GenerateMacResponse {
        mac: Some(mac.into()),
        mac_algorithm: Some(request.mac_algorithm),
        key_id: Some(used.key.arn.to_string()),
    };
    unless_dry(request.dry_run, answer)
}

/// `VerifyMac`.
pub(crate) async fn verify(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<VerifyMacRequest>,
) -> Result<VerifyMacResponse, KmsError> {
    let request = request.into_inner();
    let used = uses::key(call, &request.key_id, "VerifyMac", KeyUsage::GenerateVerifyMac)?;
    let algorithm = algorithm(&used, &request.mac_algorithm)?;
    let is_valid = used
        .material
        .verify_mac(algorithm, &request.message, &request.mac)
        .map_err(|error| uses::failed(&error))?;
    if !is_valid {
        return Err(KmsError::KMSInvalidMac());
    }
    let answer = VerifyMacResponse {
        key_id: Some(used.key.arn.to_string()),
        mac_valid: Some(true),
        mac_algorithm: Some(request.mac_algorithm),
    };
    unless_dry(request.dry_run, answer)
}

fn algorithm(used: &Used, name: &str) -> Result<MacAlgorithm, KmsError> {
    let offered = used.key.spec.mac_algorithms(used.key.usage);
    uses::offered(&used.key, offered, name, MacAlgorithm::name)
}
