//! Double encryption: what KMS encrypted, an external key encrypts once more. (AWS KMS Developer Guide,
//! "Double encryption".)

use std::borrow::Cow;

use bartizan_keys::external_blob::{self, Encrypted};
use bartizan_service::Call;
use bartizan_service::directory::kms::{ExternalKey, KeyState, KmsKey};
use bartizan_sigv4::BodyDigest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

use super::failure::Failure;
use super::proxy::Proxy;
use crate::KeyManagement;
use crate::encryption::Context;
use crate::error::KmsError;
use crate::records::KeyStoreRecord;
use crate::states::{self, USE};

const ALGORITHM: &str = "AES_GCM";
/// How what a proxy answers is checked. (Specification, "Appendix C".)
const CHECK: &str = "SHA_256";

/// The answer of `Encrypt`, in base64.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    ciphertext: String,
    #[serde(default)]
    ciphertext_metadata: String,
    initialization_vector: String,
    authentication_tag: String,
    ciphertext_data_integrity_value: String,
}

/// The answer of `Decrypt`, in base64.
#[derive(Deserialize)]
struct Plain {
    plaintext: String,
}

/// A blob as callers get it: that of a key in an external key store is encrypted there, too.
pub(crate) async fn seal_outside(
    service: &KeyManagement,
    call: &Call,
    key: &KmsKey,
    context: &Context,
    blob: Vec<u8>,
) -> Result<Vec<u8>, KmsError> {
    let Some(external) = &key.external else { return Ok(blob) };
    let store = connected(call, key, external)?;
    let proxy = Proxy::of(&*service.egress, call, &store)?;
    let binding = external_blob::binding(&blob, context).map_err(|error| internal(&error))?;
    let members = json!({
        "plaintext": STANDARD.encode(&blob),
        "additionalAuthenticatedData": STANDARD.encode(&binding),
        "encryptionAlgorithm": ALGORITHM,
        "ciphertextDataIntegrityValueAlgorithm": CHECK,
    });
    let arn = key.arn.to_string();
    let answer: Answer = proxy
        .ask_of_key((&external.id, "encrypt"), Some(&arn), members)
        .await
        .map_err(Failure::while_used)?;
    let encrypted = answer.checked(&binding).ok_or_else(malformed)?;
    external_blob::wrap(&blob, &encrypted).map_err(|_| malformed())
}

/// The blob that KMS itself encrypted.
pub(crate) async fn open_outside<'a>(
    service: &KeyManagement,
    call: &Call,
    key: &KmsKey,
    context: &Context,
    blob: &'a [u8],
) -> Result<Cow<'a, [u8]>, KmsError> {
    let encrypted = external_blob::read(blob).map_err(|_| KmsError::InvalidCiphertext())?;
    let (external, encrypted) = match (&key.external, encrypted) {
        (None, None) => return Ok(Cow::Borrowed(blob)),
        (Some(external), Some(encrypted)) => (external, encrypted),
        _ => return Err(KmsError::InvalidCiphertext()),
    };
    let store = connected(call, key, external)?;
    let proxy = Proxy::of(&*service.egress, call, &store)?;
    let binding =
        external_blob::binding(blob, context).map_err(|_| KmsError::InvalidCiphertext())?;
    let mut members = json!({
        "ciphertext": STANDARD.encode(&encrypted.ciphertext),
        "additionalAuthenticatedData": STANDARD.encode(&binding),
        "encryptionAlgorithm": ALGORITHM,
        "initializationVector": STANDARD.encode(&encrypted.nonce),
        "authenticationTag": STANDARD.encode(encrypted.tag),
    });
    if let (Some(members), false) = (members.as_object_mut(), encrypted.metadata.is_empty()) {
        let metadata = STANDARD.encode(&encrypted.metadata);
        members.insert("ciphertextMetadata".to_owned(), json!(metadata));
    }
    let arn = key.arn.to_string();
    let plain: Plain = proxy
        .ask_of_key((&external.id, "decrypt"), Some(&arn), members)
        .await
        .map_err(Failure::while_used)?;
    let inside = STANDARD.decode(plain.plaintext.as_bytes()).map_err(|_| malformed())?;
    if external_blob::is_inside(&inside, blob) { Ok(Cow::Owned(inside)) } else { Err(malformed()) }
}

impl Answer {
    /// What was encrypted, if it is what the proxy says it is.
    fn checked(&self, binding: &[u8]) -> Option<Encrypted> {
        let bytes = |text: &str| STANDARD.decode(text).ok();
        let encrypted = Encrypted {
            ciphertext: bytes(&self.ciphertext)?,
            metadata: bytes(&self.ciphertext_metadata)?,
            nonce: bytes(&self.initialization_vector)?,
            tag: bytes(&self.authentication_tag)?.try_into().ok()?,
        };
        let Encrypted { ciphertext, metadata, nonce, tag } = &encrypted;
        let mut digest = BodyDigest::new();
        for part in [binding, metadata, nonce, ciphertext, tag] {
            digest.update(part);
        }
        let is_right = bytes(&self.ciphertext_data_integrity_value)? == digest.finish();
        is_right.then_some(encrypted)
    }
}

/// The key store of a key, if it is connected.
fn connected(
    call: &Call,
    key: &KmsKey,
    external: &ExternalKey,
) -> Result<KeyStoreRecord, KmsError> {
    let store = call
        .read(|reader| KeyStoreRecord::find(reader, key.account, &key.region, &external.store))?;
    let state = if store.is_connected() { KeyState::Enabled } else { KeyState::Unavailable };
    states::check(&key.arn, state, USE)?;
    Ok(store)
}

fn malformed() -> KmsError {
    Failure::Malformed.while_used()
}

fn internal(error: &bartizan_keys::KeyError) -> KmsError {
    KmsError::internal(format!("a blob cannot be encrypted once more: {error}"))
}
