//! `ListKeyRotations`.

use bartizan_service::directory::kms::KeyOrigin;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::check_kind;
use crate::error::KmsError;
use crate::key::{DOES_NOT_EXPIRE, EXPIRES};
use crate::naming::{self, OWN};
use crate::records::{self, KeyRecord, MaterialRecord};
use crate::shapes::{ListKeyRotationsRequest, ListKeyRotationsResponse, RotationsListEntry};
use crate::{KeyManagement, paging};

/// How many rotations a page has unless the request says. (AWS KMS API Reference, `ListKeyRotations`.)
const DEFAULT_ROTATIONS: usize = 100;

/// The rotations of a key, the oldest first; its first material, too, where it is asked for.
pub(crate) async fn list(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<ListKeyRotationsRequest>,
) -> Result<ListKeyRotationsResponse, KmsError> {
    let key = naming::key(call, &request.key_id, OWN)?;
    check_kind(&key)?;
    let prefix = MaterialRecord::prefix(&key.id);
    let (record, mut materials) = call.read(|reader| {
        let materials = records::all::<MaterialRecord>(reader, key.account, &key.region, &prefix)?;
        Ok::<_, KmsError>((KeyRecord::find(reader, &key.arn)?, materials))
    })?;
    if request.include_key_material.as_deref() != Some("ALL_KEY_MATERIAL") {
        materials.retain(|material| material.rotated.is_some());
    }
    let marker = request.marker.as_deref();
    let page = paging::page(materials, marker, request.limit, DEFAULT_ROTATIONS, |material| {
        format!("{:020} {}", material.created.millis(), material.id)
    })?;
    Ok(ListKeyRotationsResponse {
        rotations: Some(page.items.iter().map(|one| shown(&record, one, call.now)).collect()),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}

fn shown(key: &KeyRecord, material: &MaterialRecord, now: Timestamp) -> RotationsListEntry {
    let is_imported = key.origin == KeyOrigin::External;
    let is_current = key.current_material.as_deref() == Some(&material.id);
    let import_state = if material.is_valid(now) { "IMPORTED" } else { "PENDING_IMPORT" };
    let state = match (is_current, material.pending) {
        (true, _) => "CURRENT",
        (false, true) => "PENDING_ROTATION",
        (false, false) => "NON_CURRENT",
    };
    let expiration = if material.valid_to.is_some() { EXPIRES } else { DOES_NOT_EXPIRE };
    RotationsListEntry {
        key_id: Some(key.id.clone()),
        key_material_id: Some(material.id.clone()),
        key_material_description: material.description.clone(),
        import_state: is_imported.then(|| import_state.to_owned()),
        key_material_state: Some(state.to_owned()),
        expiration_model: is_imported.then(|| expiration.to_owned()),
        valid_to: material.valid_to,
        rotation_date: material.rotated.map(|rotated| rotated.at),
        rotation_type: material.rotated.map(|rotated| rotated.by.name().to_owned()),
    }
}
