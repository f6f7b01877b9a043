//! `DeleteEventDataStore`, `RestoreEventDataStore`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::{EventDataStore, Reference, check_room, find, find_active, intake, put, shown};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::lake::intake::RESTORABLE;
use crate::shapes::{
    DeleteEventDataStoreRequest, DeleteEventDataStoreResponse, RestoreEventDataStoreRequest,
    RestoreEventDataStoreResponse,
};

/// Takes a store out of use; a week later it is removed with its events.
pub(crate) async fn delete(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<DeleteEventDataStoreRequest>,
) -> Result<DeleteEventDataStoreResponse, CloudTrailError> {
    let reference = Reference::read(call, &request.event_data_store)?;
    let region = call.region.as_str().to_owned();
    let now = call.now;
    let done = call.commit(move |writer| {
        let mut store = find_active(writer, &reference, &region)?;
        if store.is_protected {
            return Err(CloudTrailError::EventDataStoreTerminationProtected());
        }
        let mut intake = intake(writer, &store)?;
        intake.end(now);
        store.deleted = Some(now);
        store.updated = now;
        put(writer, &store, &intake)?;
        Ok::<_, CloudTrailError>(DeleteEventDataStoreResponse::default())
    });
    Ok(done.await?)
}

/// Takes a deleted store into use again, as it was: what happened in between is not in it.
pub(crate) async fn restore(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<RestoreEventDataStoreRequest>,
) -> Result<RestoreEventDataStoreResponse, CloudTrailError> {
    let reference = Reference::read(call, &request.event_data_store)?;
    let region = call.region.as_str().to_owned();
    let (now, place) = (call.now, super::place(call)?);
    let done = call.commit(move |writer| {
        let mut store = find(writer, &reference, &region)?;
        let mut intake = intake(writer, &store)?;
        let is_too_late = |deleted: Timestamp| deleted.plus(RESTORABLE) <= now;
        if store.deleted.is_some_and(is_too_late) {
            return Err(CloudTrailError::EventDataStoreNotFound(store.arn().to_string()));
        }
        if store.deleted.take().is_none() {
            return Err(CloudTrailError::InvalidEventDataStoreStatus(
                store.arn().to_string(),
                store.status(&intake),
            ));
        }
        check_room(writer, &store)?;
        store.updated = now;
        if store.is_ingesting {
            intake.begin(now, place);
        }
        put(writer, &store, &intake)?;
        Ok::<_, CloudTrailError>(shown!(RestoreEventDataStoreResponse, &store, &intake))
    });
    Ok(done.await?)
}
