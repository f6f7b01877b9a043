//! Keys in external key stores. (AWS KMS Developer Guide, "KMS keys in external key stores".)

use bartizan_keys::{KeySpec, KeyUsage};
use bartizan_service::Call;
use bartizan_service::directory::kms::{ExternalKey, KeyOrigin};
use bartizan_service::store::Writer;
use serde::Deserialize;
use serde_json::json;

use super::failure::Failure;
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

/// The key elsewhere that a new key shall stand for, which goes with its origin.
pub(crate) fn external_key(
    origin: KeyOrigin,
    request: &CreateKeyRequest,
) -> Result<Option<ExternalKey>, KmsError> {
    let invalid = |message: &str| Err(KmsError::Validation(message.to_owned()));
    let (store, id) = (&request.custom_key_store_id, &request.xks_key_id);
    if origin != KeyOrigin::ExternalKeyStore {
        return if store.is_some() || id.is_some() {
            invalid("CustomKeyStoreId and XksKeyId go with the Origin EXTERNAL_KEY_STORE.")
        } else {
            Ok(None)
        };
    }
    let (Some(store), Some(id)) = (store, id) else {
        return invalid("The Origin EXTERNAL_KEY_STORE needs CustomKeyStoreId and XksKeyId.");
    };
    let spec = request.key_spec.as_ref().or(request.customer_master_key_spec.as_ref());
    let is_symmetric = spec.is_none_or(|spec| spec == KeySpec::SymmetricDefault.name());
    let usage = request.key_usage.as_ref();
    let encrypts = usage.is_none_or(|usage| usage == KeyUsage::EncryptDecrypt.name());
    if !is_symmetric || !encrypts || request.multi_region == Some(true) {
        let message = "An external key store has symmetric encryption keys of one Region alone.";
        return Err(KmsError::UnsupportedOperation(message.to_owned()));
    }
    Ok(Some(ExternalKey { store: store.clone(), id: id.clone() }))
}

/// Whether the key elsewhere can do what the new key shall.
pub(crate) async fn check_external_key(
    service: &KeyManagement,
    call: &Call,
    external: &ExternalKey,
) -> Result<(), KmsError> {
    let account = call.account()?;
    let store =
        call.read(|reader| KeyStoreRecord::find(reader, account, &call.region, &external.store))?;
    require_connected(&store)?;
    let proxy = Proxy::of(&*service.egress, call, &store)?;
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
    require_connected(&store)?;
    let store = reference(key.account, &key.region, &external.store);
    let taken = format!("{store} {}", external.id);
    if writer.count_found::<KeyRecord>(BY_EXTERNAL_KEY, &taken)? > 0 {
        let message =
            format!("Another KMS key in the key store stands for the external key {}", external.id);
        return Err(KmsError::XksKeyAlreadyInUse(message));
    }
    Ok(())
}

fn require_connected(store: &KeyStoreRecord) -> Result<(), KmsError> {
    if store.is_connected() {
        return Ok(());
    }
    Err(KmsError::CustomKeyStoreInvalidState(format!(
        "The custom key store {} is not connected: connect it first",
        store.id
    )))
}
