//! Data keys: keys for use elsewhere, given away in clear and encrypted by a symmetric key.

use bartizan_keys::blob::FRESH_BYTES;
use bartizan_keys::{KeySpec, KeyUsage};
use bartizan_service::{Access, Ask, Authorized, Call};
use bartizan_types::Fault;
use bartizan_wire::Bytes;
use zeroize::Zeroizing;

use crate::KeyManagement;
use crate::encryption::{Context, DEFAULT, seal_by_current, seal_freshly};
use crate::error::KmsError;
use crate::key::generate;
use crate::shapes::{
    GenerateDataKeyPairRequest, GenerateDataKeyPairResponse,
    GenerateDataKeyPairWithoutPlaintextRequest, GenerateDataKeyPairWithoutPlaintextResponse,
    GenerateDataKeyRequest, GenerateDataKeyResponse, GenerateDataKeyWithoutPlaintextRequest,
    GenerateDataKeyWithoutPlaintextResponse, GenerateRandomRequest, GenerateRandomResponse,
};
use crate::uses::{self, Used, no_recipient, unless_dry};
use crate::{key_store, rules};

/// The key that shall encrypt a data key.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let context = rules::context(ask, "EncryptionContext");
    let name = ask.text("KeyId").unwrap_or_default();
    let used = rules::used(ask, ask.action(), name, Some(&context))?.with(|access| {
        access
            .key_static("kms:EncryptionAlgorithm", DEFAULT)
            .key_if("kms:DataKeyPairSpec", ask.text("KeyPairSpec"))
    });
    Ok(vec![used.settled(ask.call)?])
}

/// `GenerateDataKey`.
pub(crate) async fn generate_key(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<GenerateDataKeyRequest>,
) -> Result<GenerateDataKeyResponse, KmsError> {
    let request = request.into_inner();
    no_recipient("GenerateDataKey", request.recipient.as_ref())?;
    let used = sealing(call, &request.key_id, "GenerateDataKey")?;
    let length = length(request.number_of_bytes, request.key_spec.as_deref())?;
    let (key, blob) = made(service, call, &used, request.encryption_context, length).await?;
    let answer = GenerateDataKeyResponse {
        ciphertext_blob: Some(blob),
        plaintext: Some(key.to_vec().into()),
        key_id: Some(used.key.arn.to_string()),
        ciphertext_for_recipient: None,
        key_material_id: used.told_material_id(),
    };
    unless_dry(request.dry_run, answer)
}

/// `GenerateDataKeyWithoutPlaintext`.
pub(crate) async fn generate_sealed_key(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<GenerateDataKeyWithoutPlaintextRequest>,
) -> Result<GenerateDataKeyWithoutPlaintextResponse, KmsError> {
    let request = request.into_inner();
    let used = sealing(call, &request.key_id, "GenerateDataKeyWithoutPlaintext")?;
    let length = length(request.number_of_bytes, request.key_spec.as_deref())?;
    let (_, blob) = made(service, call, &used, request.encryption_context, length).await?;
    let answer = GenerateDataKeyWithoutPlaintextResponse {
        ciphertext_blob: Some(blob),
        key_id: Some(used.key.arn.to_string()),
        key_material_id: used.told_material_id(),
    };
    unless_dry(request.dry_run, answer)
}

/// `GenerateDataKeyPair`.
pub(crate) async fn generate_pair(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<GenerateDataKeyPairRequest>,
) -> Result<GenerateDataKeyPairResponse, KmsError> {
    let request = request.into_inner();
    no_recipient("GenerateDataKeyPair", request.recipient.as_ref())?;
    let used = sealing(call, &request.key_id, "GenerateDataKeyPair")?;
    let pair = pair(service, call, &request.key_pair_spec).await?;
    let blob = seal(service, call, &used, request.encryption_context, &pair.private).await?;
    let answer = GenerateDataKeyPairResponse {
        private_key_ciphertext_blob: Some(blob),
        private_key_plaintext: Some(pair.private.to_vec().into()),
        public_key: Some(pair.public),
        key_id: Some(used.key.arn.to_string()),
        key_pair_spec: Some(request.key_pair_spec),
        ciphertext_for_recipient: None,
        key_material_id: used.told_material_id(),
    };
    unless_dry(request.dry_run, answer)
}

/// `GenerateDataKeyPairWithoutPlaintext`.
pub(crate) async fn generate_sealed_pair(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<GenerateDataKeyPairWithoutPlaintextRequest>,
) -> Result<GenerateDataKeyPairWithoutPlaintextResponse, KmsError> {
    let request = request.into_inner();
    let used = sealing(call, &request.key_id, "GenerateDataKeyPairWithoutPlaintext")?;
    let pair = pair(service, call, &request.key_pair_spec).await?;
    let blob = seal(service, call, &used, request.encryption_context, &pair.private).await?;
    let answer = GenerateDataKeyPairWithoutPlaintextResponse {
        private_key_ciphertext_blob: Some(blob),
        public_key: Some(pair.public),
        key_id: Some(used.key.arn.to_string()),
        key_pair_spec: Some(request.key_pair_spec),
        key_material_id: used.told_material_id(),
    };
    unless_dry(request.dry_run, answer)
}

/// `GenerateRandom`.
pub(crate) async fn random(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<GenerateRandomRequest>,
) -> Result<GenerateRandomResponse, KmsError> {
    let request = request.into_inner();
    no_recipient("GenerateRandom", request.recipient.as_ref())?;
    let length = request.number_of_bytes.and_then(|length| usize::try_from(length).ok());
    let length =
        length.ok_or_else(|| KmsError::Validation("NumberOfBytes is required.".to_owned()))?;
    let bytes = match &request.custom_key_store_id {
        Some(store) => key_store::random(service, call, store, length).await?,
        None => fresh(call, length),
    };
    Ok(GenerateRandomResponse {
        plaintext: Some(bytes.to_vec().into()),
        ciphertext_for_recipient: None,
    })
}

/// The symmetric key that a request names, if it may be used.
fn sealing(call: &Call, name: &str, operation: &str) -> Result<Used, KmsError> {
    let used = uses::key(call, name, operation, KeyUsage::EncryptDecrypt)?;
    if used.key.spec == KeySpec::SymmetricDefault {
        return Ok(used);
    }
    let message = "You cannot generate a data key with an asymmetric CMK";
    Err(KmsError::InvalidKeyUsage(message.to_owned()))
}

async fn seal(
    service: &KeyManagement,
    call: &Call,
    used: &Used,
    context: Option<Context>,
    plaintext: &[u8],
) -> Result<Bytes, KmsError> {
    let context = context.unwrap_or_default();
    Ok(seal_by_current(service, call, used, &context, plaintext).await?.into())
}

/// A new key of this many bytes, in clear and sealed.
async fn made(
    service: &KeyManagement,
    call: &Call,
    used: &Used,
    context: Option<Context>,
    length: usize,
) -> Result<(Zeroizing<Vec<u8>>, Bytes), KmsError> {
    let context = context.unwrap_or_default();
    let mut key = fresh(call, length + FRESH_BYTES);
    let Some((plaintext, drawn)) = key.split_last_chunk() else {
        return Err(KmsError::internal("no random bytes were drawn".to_owned()));
    };
    let blob = seal_freshly(service, call, used, &context, (plaintext, drawn)).await?;
    key.truncate(length);
    Ok((key, blob.into()))
}

/// How long a data key shall be: it is told by one of two members.
fn length(number: Option<i32>, spec: Option<&str>) -> Result<usize, KmsError> {
    match (number.and_then(|number| usize::try_from(number).ok()), spec) {
        (Some(number), None) => Ok(number),
        (None, Some("AES_128")) => Ok(16),
        (None, Some(_)) => Ok(32),
        _ => Err(KmsError::Validation(
            "Please specify either number of bytes or key spec.".to_owned(),
        )),
    }
}

fn fresh(call: &Call, length: usize) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    call.platform.random.fill(&mut bytes);
    bytes
}

struct Pair {
    /// In PKCS #8.
    private: Zeroizing<Vec<u8>>,
    public: Bytes,
}

async fn pair(service: &KeyManagement, call: &Call, spec: &str) -> Result<Pair, KmsError> {
    // The model has one more, which AWS has in China alone.
    let spec: KeySpec = spec.parse().map_err(|_| {
        KmsError::UnsupportedOperation(format!(
            "KeyPairSpec {spec} is not supported in this Region."
        ))
    })?;
    let made = generate(service, call, spec).await?;
    let public = made.public_key().unwrap_or_default().to_vec().into();
    Ok(Pair { private: made.to_bytes(), public })
}
