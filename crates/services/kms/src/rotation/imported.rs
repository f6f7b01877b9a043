//! Rotation to material that was imported for it. (AWS KMS Developer Guide, "Perform on-demand key
//! rotation".)

use bartizan_service::store::Writer;
use bartizan_types::Timestamp;

use crate::error::KmsError;
use crate::records::{self, KeyRecord, MaterialRecord, Rotated};

/// Makes the material that waits for a rotation the current one of a key and of its replicas, which
/// must all have it, but for those that are about to be deleted: they take none.
pub(super) fn rotate(
    writer: &mut Writer<'_>,
    key: &KeyRecord,
    rotated: Rotated,
) -> Result<(), KmsError> {
    let prefix = MaterialRecord::prefix(&key.id);
    let known = records::all::<MaterialRecord>(writer, key.account, &key.region, &prefix)?;
    let pending = known.into_iter().find(|one| one.pending && one.is_valid(rotated.at));
    let own = pending.ok_or_else(|| lacks(key))?;
    let id = &own.id;
    for mut one in key.family(writer)? {
        let row = MaterialRecord::key_of(&one, id);
        let mut material = match present(writer, &one, id, rotated.at) {
            Err(KmsError::KMSInvalidState(_)) if one.deletion.is_some() => {
                own.lacking(&one, rotated.at)
            }
            found => found?,
        };
        material.pending = false;
        material.rotated = Some(rotated);
        writer.put(&row, &material)?;
        one.current_material = Some(id.clone());
        one.save(writer)?;
    }
    Ok(())
}

fn present(
    writer: &Writer<'_>,
    key: &KeyRecord,
    id: &str,
    now: Timestamp,
) -> Result<MaterialRecord, KmsError> {
    let found = writer.get::<MaterialRecord>(&MaterialRecord::key_of(key, id))?;
    found.filter(|material| material.is_valid(now)).ok_or_else(|| lacks(key))
}

fn lacks(key: &KeyRecord) -> KmsError {
    KmsError::KMSInvalidState(format!(
        "{} has no imported key material that is pending rotation.",
        key.arn()
    ))
}
