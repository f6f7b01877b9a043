//! Import of key material. (AWS KMS Developer Guide, "Importing key material for AWS KMS keys".)

mod delete;
mod family;
mod material;
pub(crate) mod rule;

use bartizan_keys::{IMPORT_TOKEN_SECONDS, ImportToken, KeySpec, WrappingAlgorithm};
use bartizan_service::directory::kms::{KeyOrigin, KmsKey};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::KeyManagement;
use crate::error::KmsError;
use crate::key::generate;
use crate::naming::{self, OWN};
use crate::shapes::{GetParametersForImportRequest, GetParametersForImportResponse};
use crate::states::{self, CHANGE};

pub(crate) use delete::delete;
pub(crate) use family::{check_complete, forget_pending, note_lacking};
pub(crate) use material::import;

/// What tokens are sealed as in the vault.
const TOKEN: &str = "kms.import_token";

/// `GetParametersForImport`: a public key to wrap material with, and a token that holds its private
/// key, sealed for this key alone.
pub(crate) async fn parameters(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<GetParametersForImportRequest>,
) -> Result<GetParametersForImportResponse, KmsError> {
    let key = naming::key(call, &request.key_id, OWN)?;
    check_origin(&key)?;
    states::check(&key.arn, key.state(call.now), CHANGE)?;
    let (wrapping, algorithm) = wrapping(&request, &key)?;
    let platform = &call.platform;
    platform.vault.prepare(&platform.store, key.account).await?;
    let pair = generate(service, call, wrapping).await?;
    let expires = Timestamp::from_seconds(call.now.seconds() + IMPORT_TOKEN_SECONDS);
    let token = ImportToken::new(pair, algorithm, expires)
        .map_err(|error| KmsError::internal(format!("no token could be made: {error}")))?;
    let sealed = platform.vault.seal(key.account, TOKEN, &row(&key), &token.to_bytes())?;
    Ok(GetParametersForImportResponse {
        key_id: Some(key.arn.to_string()),
        import_token: Some(sealed.into()),
        public_key: Some(token.public_key().to_vec().into()),
        parameters_valid_to: Some(expires),
    })
}

/// The kind of the wrapping key, and what it is used by.
fn wrapping(
    request: &GetParametersForImportRequest,
    key: &KmsKey,
) -> Result<(KeySpec, WrappingAlgorithm), KmsError> {
    let (spec, algorithm) = (&request.wrapping_key_spec, &request.wrapping_algorithm);
    let is_rsa =
        |spec: &KeySpec| matches!(spec, KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096);
    // The model has more: what AWS has in China alone, and what it gave up in October 2023.
    let unsupported = |what: &str| {
        KmsError::UnsupportedOperation(format!("{what} is not supported in this Region."))
    };
    let wrapping: KeySpec = spec.parse().ok().filter(is_rsa).ok_or_else(|| unsupported(spec))?;
    let algorithm: WrappingAlgorithm = algorithm.parse().map_err(|_| unsupported(algorithm))?;
    let is_direct =
        matches!(algorithm, WrappingAlgorithm::RsaesOaepSha1 | WrappingAlgorithm::RsaesOaepSha256);
    let too_long =
        is_rsa(&key.spec) || (key.spec == KeySpec::EccNistP521 && wrapping == KeySpec::Rsa2048);
    if is_direct && too_long {
        return Err(KmsError::Validation(format!(
            "Wrapping algorithm {algorithm} with wrapping key spec {wrapping} cannot be used to \
             import key material of key spec {}.",
            key.spec
        )));
    }
    Ok((wrapping, algorithm))
}

/// Whether a key takes material from outside.
fn check_origin(key: &KmsKey) -> Result<(), KmsError> {
    if key.origin == KeyOrigin::External {
        return Ok(());
    }
    let (arn, origin) = (&key.arn, key.origin.name());
    let message = format!("{arn} origin is {origin} which is not valid for this operation.");
    Err(KmsError::UnsupportedOperation(message))
}

/// The token of a request, if it was given for this key.
fn token(call: &Call, key: &KmsKey, sealed: &[u8]) -> Result<ImportToken, KmsError> {
    let opened = call.platform.vault.open(key.account, TOKEN, &row(key), sealed);
    let bytes = opened.map_err(|_| KmsError::InvalidImportToken())?;
    let token = ImportToken::from_bytes(&bytes).map_err(|_| KmsError::InvalidImportToken())?;
    if token.expires() <= call.now { Err(KmsError::ExpiredImportToken()) } else { Ok(token) }
}

fn row(key: &KmsKey) -> String {
    format!("{}/{}", key.region, key.id)
}
