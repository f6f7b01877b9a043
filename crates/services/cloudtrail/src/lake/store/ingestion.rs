//! `StartEventDataStoreIngestion`, `StopEventDataStoreIngestion`.

use bartizan_service::{Authorized, Call};

use super::{Reference, find, intake, put};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::shapes::{
    StartEventDataStoreIngestionRequest, StartEventDataStoreIngestionResponse,
    StopEventDataStoreIngestionRequest, StopEventDataStoreIngestionResponse,
};

/// Ingests from now on.
pub(crate) async fn start(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<StartEventDataStoreIngestionRequest>,
) -> Result<StartEventDataStoreIngestionResponse, CloudTrailError> {
    change(call, &request.event_data_store, true).await?;
    Ok(StartEventDataStoreIngestionResponse::default())
}

/// Ingests no more. What happened until now is kept still.
pub(crate) async fn stop(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<StopEventDataStoreIngestionRequest>,
) -> Result<StopEventDataStoreIngestionResponse, CloudTrailError> {
    change(call, &request.event_data_store, false).await?;
    Ok(StopEventDataStoreIngestionResponse::default())
}

async fn change(call: &Call, named: &str, ingests: bool) -> Result<(), CloudTrailError> {
    let reference = Reference::read(call, named)?;
    let region = call.region.as_str().to_owned();
    let (now, place) = (call.now, super::place(call)?);
    let done = call.commit(move |writer| {
        let mut store = find(writer, &reference, &region)?;
        let mut intake = intake(writer, &store)?;
        if store.deleted.is_some() || store.is_ingesting == ingests {
            return Err(CloudTrailError::InvalidEventDataStoreStatus(
                store.arn().to_string(),
                store.status(&intake),
            ));
        }
        store.is_ingesting = ingests;
        store.updated = now;
        if ingests {
            intake.begin(now, place);
        } else {
            intake.end(now);
        }
        put(writer, &store, &intake)
    });
    Ok(done.await?)
}
