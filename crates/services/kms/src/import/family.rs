//! What the keys of one multi-Region key have of imported material: each is imported into on its own.

use bartizan_service::store::{Reader, Writer};
use bartizan_types::Timestamp;

use crate::error::KmsError;
use crate::records::{self, KeyRecord, MaterialRecord};

/// Lets a replica know all material that its primary key encrypted by: it cannot be used before it has
/// it all, as blobs of any of it may be brought to it.
pub(crate) fn note_lacking(
    writer: &mut Writer<'_>,
    primary: &KeyRecord,
    replica: &KeyRecord,
    now: Timestamp,
) -> Result<(), KmsError> {
    for one in of(writer, primary)?.iter().filter(|one| !one.pending) {
        let row = MaterialRecord::key_of(replica, &one.id);
        if writer.get::<MaterialRecord>(&row)?.is_none() {
            writer.put(&row, &one.lacking(replica, now))?;
        }
    }
    Ok(())
}

/// Whether a replica can take the place of its primary key: it has all that that has, what is pending,
/// too.
pub(crate) fn check_complete(
    reader: &Reader<'_>,
    primary: &KeyRecord,
    replica: &KeyRecord,
    now: Timestamp,
) -> Result<(), KmsError> {
    let has = of(reader, replica)?;
    for one in of(reader, primary)?.iter().filter(|one| !one.pending || one.is_valid(now)) {
        if !has.iter().any(|own| own.id == one.id && own.is_valid(now)) {
            let (arn, id) = (replica.arn(), &one.id);
            let message =
                format!("{arn} lacks key material {id} of the primary key: import it first.");
            return Err(KmsError::KMSInvalidState(message));
        }
    }
    Ok(())
}

/// Forgets material that waits for a rotation, as if it had never been imported: what the primary key
/// forgets, its replicas do, too. `key` itself is left to be saved.
pub(crate) fn forget_pending(
    writer: &mut Writer<'_>,
    key: &KeyRecord,
    id: &str,
) -> Result<(), KmsError> {
    writer.delete::<MaterialRecord>(&MaterialRecord::key_of(key, id))?;
    if key.is_replica() {
        return Ok(());
    }
    for mut replica in key.family(writer)?.into_iter().filter(KeyRecord::is_replica) {
        let row = MaterialRecord::key_of(&replica, id);
        if writer.get::<MaterialRecord>(&row)?.is_some_and(|one| one.pending) {
            writer.delete::<MaterialRecord>(&row)?;
            replica.note_material_ends(writer)?;
            replica.save(writer)?;
        }
    }
    Ok(())
}

fn of(reader: &Reader<'_>, key: &KeyRecord) -> Result<Vec<MaterialRecord>, KmsError> {
    records::all(reader, key.account, &key.region, &MaterialRecord::prefix(&key.id))
}
