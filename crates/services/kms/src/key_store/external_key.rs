//! Keys in custom key stores. (AWS KMS Developer Guide, "KMS keys in external key stores" and "KMS keys in
//! `CloudHSM` key stores".)

use bartizan_keys::{KeySpec, KeyUsage};
use bartizan_service::directory::kms::{ExternalKey, KeyOrigin};
use bartizan_service::store::Writer;
use bartizan_service::{Call, HsmError, HsmTask};
use bartizan_types::Fault;
use serde::Deserialize;
use serde_json::json;

use super::failure::Failure;
use super::hsm;
use super::proxy::Proxy;
use crate::KeyManagement;
use crate::error::KmsError;
use crate::records::{BY_EXTERNAL_KEY, KeyRecord, KeyStoreRecord, reference};
use crate::shapes::CreateKeyRequest;

/// The answer of `GetKeyMetadata`.
#[derive(Debug, Deserialize)]
struct Metadata {
    #[serde(rename = "keySpec")]
    spec: String,
    #[serde(rename = "keyUsage")]
    usage: Vec<String>,
    #[serde(rename = "keyStatus")]
    status: String,
}

/// The key elsewhere that a new key with this id shall stand for, which goes with its origin.
pub(crate) fn external_key(
    origin: KeyOrigin,
    request: &CreateKeyRequest,
    id: &str,
) -> Result<Option<ExternalKey>, KmsError> {
    let invalid = |message: &str| Err(KmsError::Validation(message.to_owned()));
    let (store, external) = (&request.custom_key_store_id, &request.xks_key_id);
    let (store, id) = match (origin, store, external) {
        (KeyOrigin::AwsKms | KeyOrigin::External, None, None) => return Ok(None),
        (KeyOrigin::AwsKms | KeyOrigin::External, ..) => {
            return invalid(
                "CustomKeyStoreId goes with the Origin EXTERNAL_KEY_STORE or AWS_CLOUDHSM, and \
                 XksKeyId with the first.",
            );
        }
        (KeyOrigin::ExternalKeyStore, Some(store), Some(external)) => (store, external.as_str()),
        (KeyOrigin::ExternalKeyStore, ..) => {
            return invalid("The Origin EXTERNAL_KEY_STORE needs CustomKeyStoreId and XksKeyId.");
        }
        (KeyOrigin::AwsCloudHsm, Some(store), None) => (store, id),
        (KeyOrigin::AwsCloudHsm, ..) => {
            return invalid("The Origin AWS_CLOUDHSM needs CustomKeyStoreId, and has no XksKeyId.");
        }
    };
    let spec = request.key_spec.as_ref().or(request.customer_master_key_spec.as_ref());
    let is_symmetric = spec.is_none_or(|spec| spec == KeySpec::SymmetricDefault.name());
    let usage = request.key_usage.as_ref();
    let encrypts = usage.is_none_or(|usage| usage == KeyUsage::EncryptDecrypt.name());
    if !is_symmetric || !encrypts || request.multi_region == Some(true) {
        let message = "A custom key store has symmetric encryption keys of one Region alone.";
        return Err(KmsError::UnsupportedOperation(message.to_owned()));
    }
    Ok(Some(ExternalKey { store: store.clone(), id: id.to_owned() }))
}

/// Makes the key in the cluster that a new key stands for, or sees whether the key elsewhere can do what
/// the new key shall.
pub(crate) async fn prepare_external_key(
    service: &KeyManagement,
    call: &Call,
    (origin, external): (KeyOrigin, &ExternalKey),
) -> Result<(), KmsError> {
    let account = call.account()?;
    let store =
        call.read(|reader| KeyStoreRecord::find(reader, account, &call.region, &external.store))?;
    if store.cluster.is_some() != (origin == KeyOrigin::AwsCloudHsm) {
        let message = format!(
            "The custom key store {} has no keys of the Origin {}",
            store.id,
            origin.name()
        );
        return Err(KmsError::UnsupportedOperation(message));
    }
    store.require_connected()?;
    if store.cluster.is_some() {
        let made = hsm::make_key(service, call, (&store, external)).await;
        if made.is_err() {
            // It may have been made all the same.
            forget_external_key(service, call, external).await;
        }
        return made;
    }
    check_external_key(service, call, &store, external).await
}

/// Destroys the key in a cluster that was made for a new key, which there is not after all. What cannot be
/// destroyed is told to the operator.
pub(crate) async fn forget_external_key(
    service: &KeyManagement,
    call: &Call,
    external: &ExternalKey,
) {
    if let Err(error) = forget(service, call, external).await {
        tracing::warn!(
            key_store = %external.store, key = %external.id, %error,
            "a key that was made for nothing may stay in the cluster"
        );
    }
}

async fn forget(
    service: &KeyManagement,
    call: &Call,
    external: &ExternalKey,
) -> Result<(), String> {
    let told = |error: Fault| error.to_string();
    let account = call.account().map_err(told)?;
    let found =
        call.read(|reader| KeyStoreRecord::find(reader, account, &call.region, &external.store));
    let store = found.map_err(told)?;
    if store.cluster.is_none() {
        return Ok(());
    }
    // Nobody logs in for a key store that was disconnected meanwhile.
    if !store.is_connected() {
        return Err(HsmError::LoggedOut.to_string());
    }
    let means = (&*service.hsm, &call.platform.vault);
    let destroyed = hsm::work(means, &store, HsmTask::DestroyKey(external.id.clone())).await;
    destroyed.map(drop).map_err(|error| error.to_string())
}

/// Whether the key elsewhere can do what the new key shall.
async fn check_external_key(
    service: &KeyManagement,
    call: &Call,
    store: &KeyStoreRecord,
    external: &ExternalKey,
) -> Result<(), KmsError> {
    let proxy = Proxy::of(&*service.egress, call, store)?;
    let asked = proxy.ask_of_key::<Metadata>((&external.id, "metadata"), None, json!({}));
    let metadata = asked.await.map_err(Failure::while_key_is_made)?;
    let is_for = |usage: &str| metadata.usage.iter().any(|one| one == usage);
    let fits = metadata.spec == "AES_256" && is_for("ENCRYPT") && is_for("DECRYPT");
    if fits && metadata.status == "ENABLED" {
        return Ok(());
    }
    Err(KmsError::XksKeyInvalidConfiguration(format!(
        "The external key {} must be an enabled 256-bit AES key that encrypts and decrypts",
        external.id
    )))
}

/// Whether the key store of a new key is connected, and no other key stands for the key elsewhere.
pub(crate) fn check_connected(writer: &Writer<'_>, key: &KeyRecord) -> Result<(), KmsError> {
    let Some(external) = &key.external else { return Ok(()) };
    let store = KeyStoreRecord::find(writer, key.account, &key.region, &external.store)?;
    store.require_connected()?;
    let store = reference(key.account, &key.region, &external.store);
    let taken = format!("{store} {}", external.id);
    if writer.count_found::<KeyRecord>(BY_EXTERNAL_KEY, &taken)? > 0 {
        let message =
            format!("Another KMS key in the key store stands for the external key {}", external.id);
        return Err(KmsError::XksKeyAlreadyInUse(message));
    }
    Ok(())
}
