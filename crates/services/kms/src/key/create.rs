//! `CreateKey`.

use bartizan_keys::{KeyMaterial, KeySpec, KeyUsage};
use bartizan_service::directory::kms::KeyOrigin;
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Region};

use super::metadata;
use crate::error::KmsError;
use crate::naming::MULTI_REGION;
use crate::records::{KeyRecord, MaterialRecord, MultiRegion, Rotation};
use crate::shapes::{CreateKeyRequest, CreateKeyResponse};
use crate::{KeyManagement, key_store, policy, rules, tags};

/// The most keys of an account in a region. (AWS KMS Developer Guide, "Resource quotas".)
const KEYS_MAX: u64 = 100_000;

/// Makes a key.
pub(crate) async fn create(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<CreateKeyRequest>,
) -> Result<CreateKeyResponse, KmsError> {
    let request = request.into_inner();
    let key = new(call, request)?;
    let account = key.account;
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let external = key.external.clone();
    if let Some(external) = &external {
        call.read(|reader| check_room(reader, account, &key.region))?;
        key_store::prepare_external_key(service, call, (key.origin, external)).await?;
    }
    let row = key.key();
    let made = store(service, call, key).await;
    if let (Err(_), Some(external)) = (&made, &external) {
        match call.read(|reader| reader.get::<KeyRecord>(&row)) {
            Ok(None) => key_store::forget_external_key(service, call, external).await,
            Ok(Some(_)) => {}
            Err(error) => {
                tracing::warn!(key = %external.id, %error, "a key may be left in a key store");
            }
        }
    }
    made
}

/// Makes a key's material, and stores both.
async fn store(
    service: &KeyManagement,
    call: &Call,
    key: KeyRecord,
) -> Result<CreateKeyResponse, KmsError> {
    let account = key.account;
    let material = match key.origin {
        KeyOrigin::AwsKms | KeyOrigin::ExternalKeyStore | KeyOrigin::AwsCloudHsm => {
            Some(generate(service, call, key.spec).await?)
        }
        KeyOrigin::External => None,
    };
    let (vault, now) = (call.platform.vault.clone(), call.now);
    let made = call.commit(move |writer| {
        check_room(writer, account, &key.region)?;
        key_store::check_connected(writer, &key)?;
        let key = put_new(writer, key, material.as_ref(), &vault, now)?;
        Ok::<_, KmsError>(CreateKeyResponse { key_metadata: Some(metadata(writer, &key, now)?) })
    });
    Ok(made.await?)
}

/// Whether the quota leaves room for one more key.
pub(crate) fn check_room(
    reader: &Reader<'_>,
    account: AccountId,
    region: &Region,
) -> Result<(), KmsError> {
    if reader.count::<KeyRecord>(&account.to_string(), region.as_str())? >= KEYS_MAX {
        let message = format!("An account has at most {KEYS_MAX} KMS keys in a Region.");
        return Err(KmsError::LimitExceeded(message));
    }
    Ok(())
}

/// Stores a new key with its material.
pub(crate) fn put_new(
    writer: &mut bartizan_service::store::Writer<'_>,
    mut key: KeyRecord,
    material: Option<&KeyMaterial>,
    vault: &bartizan_service::Vault,
    now: bartizan_types::Timestamp,
) -> Result<KeyRecord, KmsError> {
    if let Some(material) = material {
        let material = MaterialRecord::seal(&key, material, vault, now)?;
        writer.put(&material.key(), &material)?;
        key.current_material = Some(material.id);
    }
    writer.insert(&key.key(), &key)?;
    Ok(key)
}

/// New material.
pub(crate) async fn generate(
    service: &KeyManagement,
    call: &Call,
    spec: KeySpec,
) -> Result<KeyMaterial, KmsError> {
    match spec {
        KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => {
            service.ready.take(spec, &call.platform.random).await
        }
        _ => generate_now(call, spec),
    }
}

/// New material of a kind that takes no time to make.
pub(crate) fn generate_now(call: &Call, spec: KeySpec) -> Result<KeyMaterial, KmsError> {
    KeyMaterial::generate(spec, &*call.platform.random)
        .map_err(|error| KmsError::internal(format!("no key could be made: {error}")))
}

fn new(call: &Call, request: CreateKeyRequest) -> Result<KeyRecord, KmsError> {
    let origin = origin(&request)?;
    let is_multi_region = request.multi_region.unwrap_or(false);
    let uuid = call.platform.random.uuid();
    let id =
        if is_multi_region { format!("{MULTI_REGION}{}", uuid.replace('-', "")) } else { uuid };
    let external = key_store::external_key(origin, &request, &id)?;
    let spec = spec(&request)?;
    let usage = usage(spec, request.key_usage.as_deref())?;
    let (account, region) = (call.account()?, call.region.clone());
    if !Region::is_known(region.as_str()) {
        let message = format!("There is no region {region}: a key needs one that AWS has.");
        return Err(KmsError::UnsupportedOperation(message));
    }
    let bypass = request.bypass_policy_lockout_safety_check.unwrap_or(false);
    let mut key = KeyRecord {
        account,
        region: region.clone(),
        id,
        description: request.description.unwrap_or_default(),
        spec,
        usage,
        origin,
        created: call.now,
        enabled: true,
        deletion: None,
        policy: String::new(),
        tags: tags::read(request.tags.unwrap_or_default())?,
        current_material: None,
        multi_region: is_multi_region.then_some(MultiRegion { primary: region }),
        aws_service: None,
        material_ends: None,
        rotation: Rotation::default(),
        external,
    };
    key.policy = match request.policy {
        Some(text) => {
            let access = rules::of_new_key(call, policy::CHANGE, &key);
            policy::read(call, access, &text, bypass)?
        }
        None => policy::default(account),
    };
    Ok(key)
}

fn spec(request: &CreateKeyRequest) -> Result<KeySpec, KmsError> {
    let name = match (&request.key_spec, &request.customer_master_key_spec) {
        (Some(_), Some(_)) => {
            return Err(KmsError::Validation(
                "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. \
                 CustomerMasterKeySpec is deprecated."
                    .to_owned(),
            ));
        }
        (Some(name), None) | (None, Some(name)) => name,
        (None, None) => return Ok(KeySpec::SymmetricDefault),
    };
    // The model has one more, which AWS has in China alone.
    name.parse().map_err(|_| {
        KmsError::UnsupportedOperation(format!("KeySpec {name} is not supported in this Region."))
    })
}

fn usage(spec: KeySpec, asked: Option<&str>) -> Result<KeyUsage, KmsError> {
    let Some(name) = asked else {
        return match spec {
            KeySpec::SymmetricDefault => Ok(KeyUsage::EncryptDecrypt),
            _ => Err(KmsError::Validation(
                "You must specify a KeyUsage value for all KMS keys except for symmetric \
                 encryption keys."
                    .to_owned(),
            )),
        };
    };
    let usage = name.parse().ok().filter(|usage| spec.usages().contains(usage));
    usage.ok_or_else(|| {
        let message = format!("KeyUsage {name} is not compatible with KeySpec {}", spec.name());
        KmsError::Validation(message)
    })
}

fn origin(request: &CreateKeyRequest) -> Result<KeyOrigin, KmsError> {
    match request.origin.as_deref() {
        None | Some("AWS_KMS") => Ok(KeyOrigin::AwsKms),
        Some("EXTERNAL") => Ok(KeyOrigin::External),
        Some("EXTERNAL_KEY_STORE") => Ok(KeyOrigin::ExternalKeyStore),
        Some("AWS_CLOUDHSM") => Ok(KeyOrigin::AwsCloudHsm),
        Some(other) => Err(KmsError::Validation(format!("There is no Origin {other}."))),
    }
}
