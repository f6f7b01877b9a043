//! `DeleteImportedKeyMaterial`.

use bartizan_keys::KeySpec;
use bartizan_service::{Authorized, Call};

use super::{check_origin, forget_pending};
use crate::KeyManagement;
use crate::error::KmsError;
use crate::naming::{self, OWN};
use crate::records::{KeyRecord, MaterialRecord};
use crate::shapes::{DeleteImportedKeyMaterialRequest, DeleteImportedKeyMaterialResponse};

/// Wipes imported material: the current one, or the one that is named. It is still known by its id,
/// so that the same can be imported again and no other.
pub(crate) async fn delete(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DeleteImportedKeyMaterialRequest>,
) -> Result<DeleteImportedKeyMaterialResponse, KmsError> {
    let request = request.into_inner();
    let (key, now) = (naming::key(call, &request.key_id, OWN)?, call.now);
    check_origin(&key)?;
    let done = call.commit(move |writer| {
        let mut record = KeyRecord::find(writer, &key.arn)?;
        let is_named = request.key_material_id.is_some();
        let id = request.key_material_id.or(record.current_material.clone());
        let answer = |id| DeleteImportedKeyMaterialResponse {
            key_id: Some(key.arn.to_string()),
            key_material_id: if key.spec == KeySpec::SymmetricDefault { id } else { None },
        };
        let Some(id) = id else { return Ok(answer(None)) };
        let row = MaterialRecord::key_of(&record, &id);
        let Some(mut material) = writer.get::<MaterialRecord>(&row)? else {
            let message = format!("{} has no key material {id}.", key.arn);
            return if is_named { Err(KmsError::NotFound(message)) } else { Ok(answer(None)) };
        };
        if material.pending {
            forget_pending(writer, &record, &id)?;
        } else {
            material.wipe(now);
            writer.put(&row, &material)?;
        }
        record.note_material_ends(writer)?;
        record.save(writer)?;
        Ok(answer(Some(id)))
    });
    Ok(done.await?)
}
