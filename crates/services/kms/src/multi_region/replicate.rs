//! `ReplicateKey`.

use std::sync::Arc;

use bartizan_service::directory::kms::{KeyOrigin, KmsKey, MultiRegionKeyType};
use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call, Vault};
use bartizan_types::Region;

use super::check_primary;
use crate::error::KmsError;
use crate::naming::{self, OWN};
use crate::records::{self, KeyRecord, MaterialRecord, key_arn};
use crate::shapes::{ReplicateKeyRequest, ReplicateKeyResponse};
use crate::states::{self, USE};
use crate::{KeyManagement, import, key, policy, rules, tags};

/// Copies a primary key into another region: the same id, the same material, a policy and tags of its
/// own. A key of imported material is copied without it: the replica knows what it lacks.
pub(crate) async fn replicate(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<ReplicateKeyRequest>,
) -> Result<ReplicateKeyResponse, KmsError> {
    let request = request.into_inner();
    let (key, now) = (naming::key(call, &request.key_id, OWN)?, call.now);
    let region = region(call, &request.replica_region)?;
    let arn = key_arn(&region, key.account, &key.id);
    let bypass = request.bypass_policy_lockout_safety_check.unwrap_or(false);
    let policy = match &request.policy {
        Some(text) => {
            let replica = KmsKey {
                arn: arn.clone(),
                multi_region: Some(MultiRegionKeyType::Replica),
                tags: Arc::from([]),
                ..KmsKey::clone(&key)
            };
            let access = rules::of_key(call, policy::CHANGE, &replica)
                .key("aws:RequestedRegion", region.as_str());
            policy::read(call, access, text, bypass)?
        }
        None => policy::default(key.account),
    };
    let shown_policy = policy::shown(call, &policy);
    let tags = tags::read(request.tags.unwrap_or_default())?;
    let description = request.description.unwrap_or_default();
    let vault = call.platform.vault.clone();
    let done = call.commit(move |writer| {
        let primary = KeyRecord::find(writer, &key.arn)?;
        states::check(&key.arn, primary.state(writer, now)?, USE)?;
        check_primary(&primary)?;
        let mut replica =
            KeyRecord { region, description, policy, tags, created: now, ..primary.clone() };
        replica.enabled = true;
        if writer.get::<KeyRecord>(&replica.key())?.is_some() {
            return Err(KmsError::AlreadyExists(format!("Key {arn} already exists")));
        }
        key::check_room(writer, replica.account, &replica.region)?;
        if replica.origin == KeyOrigin::External {
            replica.current_material = None;
            replica.material_ends = None;
            import::note_lacking(writer, &primary, &replica, now)?;
        } else {
            copy_material(writer, &primary, &replica, &vault)?;
        }
        replica.save(writer)?;
        Ok(ReplicateKeyResponse {
            replica_key_metadata: Some(key::metadata(writer, &replica, now)?),
            replica_policy: Some(shown_policy),
            replica_tags: Some(tags::shown(&replica.tags)),
        })
    });
    Ok(done.await?)
}

/// Copies all of a key's material, what earlier rotations left, too.
fn copy_material(
    writer: &mut Writer<'_>,
    primary: &KeyRecord,
    replica: &KeyRecord,
    vault: &Vault,
) -> Result<(), KmsError> {
    let prefix = MaterialRecord::prefix(&primary.id);
    for one in records::all::<MaterialRecord>(writer, primary.account, &primary.region, &prefix)? {
        let opened = one.open(vault).map_err(KmsError::internal)?;
        let sealed = MaterialRecord::seal(replica, &opened, vault, one.created)?;
        let copy = MaterialRecord { rotated: one.rotated, valid_to: one.valid_to, ..sealed };
        writer.put(&copy.key(), &copy)?;
    }
    Ok(())
}

/// The region of a new replica.
fn region(call: &Call, name: &str) -> Result<Region, KmsError> {
    let region = Region::new(name);
    if !Region::is_known(name) || !call.directory.has_region(call.account()?, &region) {
        let message = format!("The account has no Region {name} to replicate a key into.");
        return Err(KmsError::UnsupportedOperation(message));
    }
    Ok(region)
}
