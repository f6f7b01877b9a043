//! What answers show of keys.

use bartizan_keys::{
    EncapsulationAlgorithm, EncryptionAlgorithm, KeyAgreementAlgorithm, KeySpec, MacAlgorithm,
    SigningAlgorithm,
};
use bartizan_service::directory::kms::{KeyOrigin, KeyState, MultiRegionKeyType};
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::error::KmsError;
use crate::naming::{self, ANY_NAME};
use crate::records::{KeyRecord, KeyStoreRecord};
use crate::shapes::{
    DescribeKeyRequest, DescribeKeyResponse, KeyMetadata, MultiRegionConfiguration, MultiRegionKey,
    XksKeyConfigurationType,
};
use crate::{KeyManagement, managed};

/// A key.
pub(crate) async fn describe(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DescribeKeyRequest>,
) -> Result<DescribeKeyResponse, KmsError> {
    let arn = match managed::unmade(call, &request.key_id) {
        Some((account, service)) => managed::key(call, account, &call.region, service).await?,
        None => naming::key(call, &request.key_id, ANY_NAME)?.arn.clone(),
    };
    let shown = call.read(|reader| {
        let record = KeyRecord::find(reader, &arn)?;
        metadata(reader, &record, call.now)
    })?;
    Ok(DescribeKeyResponse { key_metadata: Some(shown) })
}

/// What answers show of a key.
pub(crate) fn metadata(
    reader: &Reader<'_>,
    key: &KeyRecord,
    now: Timestamp,
) -> Result<KeyMetadata, KmsError> {
    let state = key.state(reader, now)?;
    let material = key.material(reader)?.filter(|material| material.is_valid(now));
    let valid_to = material.as_ref().and_then(|material| material.valid_to);
    let is_imported = key.origin == KeyOrigin::External && material.is_some();
    let expires = || if valid_to.is_some() { EXPIRES } else { DOES_NOT_EXPIRE };
    let is_symmetric = key.spec == KeySpec::SymmetricDefault;
    let (spec, usage) = (key.spec, key.usage);
    Ok(KeyMetadata {
        aws_account_id: Some(key.account.to_string()),
        key_id: key.id.clone(),
        arn: Some(key.arn().to_string()),
        creation_date: Some(key.created),
        enabled: Some(state == KeyState::Enabled),
        description: Some(key.description.clone()),
        key_usage: Some(usage.name().to_owned()),
        key_state: Some(state.name().to_owned()),
        deletion_date: key.deletion.and_then(|deletion| deletion.at),
        valid_to,
        origin: Some(key.origin.name().to_owned()),
        custom_key_store_id: key.external.as_ref().map(|external| external.store.clone()),
        cloud_hsm_cluster_id: cluster(reader, key)?,
        expiration_model: is_imported.then(|| expires().to_owned()),
        key_manager: Some(manager(key).to_owned()),
        customer_master_key_spec: Some(spec.name().to_owned()),
        key_spec: Some(spec.name().to_owned()),
        encryption_algorithms: names(spec.encryption_algorithms(usage), EncryptionAlgorithm::name),
        signing_algorithms: names(spec.signing_algorithms(usage), SigningAlgorithm::name),
        key_agreement_algorithms: names(
            spec.agreement_algorithms(usage),
            KeyAgreementAlgorithm::name,
        ),
        encapsulation_algorithms: names(
            spec.encapsulation_algorithms(usage),
            EncapsulationAlgorithm::name,
        ),
        multi_region: Some(key.multi_region.is_some()),
        multi_region_configuration: multi_region(reader, key)?,
        pending_deletion_window_in_days: key
            .deletion
            .filter(|deletion| deletion.at.is_none())
            .map(|deletion| deletion.window_days),
        mac_algorithms: names(spec.mac_algorithms(usage), MacAlgorithm::name),
        xks_key_configuration: key
            .external
            .as_ref()
            .filter(|_| key.origin == KeyOrigin::ExternalKeyStore)
            .map(|external| XksKeyConfigurationType { id: Some(external.id.clone()) }),
        current_key_material_id: material
            .filter(|_| is_symmetric && key.external.is_none())
            .map(|material| material.id),
    })
}

/// The cluster that keeps a key.
fn cluster(reader: &Reader<'_>, key: &KeyRecord) -> Result<Option<String>, KmsError> {
    let Some(external) = &key.external else { return Ok(None) };
    let store = KeyStoreRecord::find(reader, key.account, &key.region, &external.store)?;
    Ok(store.cluster.map(|cluster| cluster.id))
}

/// (AWS KMS API Reference, `KeyMetadata`, `ExpirationModel`.)
pub(crate) const EXPIRES: &str = "KEY_MATERIAL_EXPIRES";
/// Beside [`EXPIRES`].
pub(crate) const DOES_NOT_EXPIRE: &str = "KEY_MATERIAL_DOES_NOT_EXPIRE";

const fn manager(key: &KeyRecord) -> &'static str {
    if key.aws_service.is_some() { "AWS" } else { "CUSTOMER" }
}

/// The names of algorithms; nothing where there are none.
fn names<A: Copy>(algorithms: &[A], name: fn(A) -> &'static str) -> Option<Vec<String>> {
    let names: Vec<String> =
        algorithms.iter().map(|algorithm| name(*algorithm).to_owned()).collect();
    (!names.is_empty()).then_some(names)
}

fn multi_region(
    reader: &Reader<'_>,
    key: &KeyRecord,
) -> Result<Option<MultiRegionConfiguration>, KmsError> {
    let Some(kind) = key.multi_region_type() else { return Ok(None) };
    let family = key.family(reader)?;
    let is_primary =
        |one: &&KeyRecord| one.multi_region_type() == Some(MultiRegionKeyType::Primary);
    let shown = |one: &KeyRecord| MultiRegionKey {
        arn: Some(one.arn().to_string()),
        region: Some(one.region.to_string()),
    };
    Ok(Some(MultiRegionConfiguration {
        multi_region_key_type: Some(kind.name().to_owned()),
        primary_key: family.iter().find(is_primary).map(shown),
        replica_keys: Some(family.iter().filter(|one| !is_primary(one)).map(shown).collect()),
    }))
}
