//! Deleting keys, which waits for days. (AWS KMS Developer Guide, "Delete an AWS KMS key".)

use bartizan_service::directory::kms::MultiRegionKeyType;
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use crate::KeyManagement;
use crate::error::KmsError;
use crate::naming::{self, OWN};
use crate::records::{self, Deletion, KeyRecord};
use crate::shapes::{
    CancelKeyDeletionRequest, CancelKeyDeletionResponse, ScheduleKeyDeletionRequest,
    ScheduleKeyDeletionResponse,
};
use crate::states::{self, CHANGE};

/// How many days a deletion waits unless the request says. (AWS KMS API Reference,
/// `ScheduleKeyDeletion`.)
pub(crate) const WINDOW_DAYS: i32 = 30;
/// How many it may wait. (The same page.)
const WINDOW: std::ops::RangeInclusive<i32> = 7..=WINDOW_DAYS;

/// Has a key deleted after some days. A primary key waits for its replicas first.
pub(crate) async fn schedule(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<ScheduleKeyDeletionRequest>,
) -> Result<ScheduleKeyDeletionResponse, KmsError> {
    let days = request.pending_window_in_days.unwrap_or(WINDOW_DAYS);
    if !WINDOW.contains(&days) {
        let message = format!("PendingWindowInDays must be between 7 and 30, but it is {days}");
        return Err(KmsError::Validation(message));
    }
    let (key, now) = (naming::key(call, &request.key_id, OWN)?, call.now);
    let done = call.commit(move |writer| {
        let mut record = KeyRecord::find(writer, &key.arn)?;
        states::check(&key.arn, record.state(writer, now)?, CHANGE)?;
        let at = (!has_replicas(writer, &record)?).then(|| now.plus(records::days(days)));
        record.deletion = Some(Deletion { window_days: days, at, begun: false });
        record.save(writer)?;
        Ok::<_, KmsError>(ScheduleKeyDeletionResponse {
            key_id: Some(key.arn.to_string()),
            deletion_date: at,
            key_state: Some(record.stored_state().name().to_owned()),
            pending_window_in_days: Some(days),
        })
    });
    Ok(done.await?)
}

/// Keeps a key that was to be deleted; it is off until it is turned on.
pub(crate) async fn cancel(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<CancelKeyDeletionRequest>,
) -> Result<CancelKeyDeletionResponse, KmsError> {
    let (key, now) = (naming::key(call, &request.key_id, OWN)?, call.now);
    let done = call.commit(move |writer| {
        let mut record = KeyRecord::find(writer, &key.arn)?;
        let arn = key.arn.to_string();
        let is_over =
            |deletion: Deletion| deletion.begun || deletion.at.is_some_and(|at| at <= now);
        if record.deletion.is_some_and(is_over) {
            return Err(KmsError::NotFound(format!("Key '{arn}' does not exist")));
        }
        if record.deletion.take().is_none() {
            return Err(KmsError::KMSInvalidState(format!("{arn} is not pending deletion.")));
        }
        record.enabled = false;
        record.save(writer)?;
        Ok(CancelKeyDeletionResponse { key_id: Some(arn) })
    });
    Ok(done.await?)
}

/// Whether a key is a primary key that has replicas.
fn has_replicas(reader: &Reader<'_>, key: &KeyRecord) -> Result<bool, KmsError> {
    let is_primary = key.multi_region_type() == Some(MultiRegionKeyType::Primary);
    Ok(is_primary && key.family(reader)?.len() > 1)
}
