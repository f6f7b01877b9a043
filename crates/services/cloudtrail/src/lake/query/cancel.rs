//! `CancelQuery`.

use bartizan_service::{Authorized, Call};

use super::records::{DeliveryStatus, Status};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::shapes::{CancelQueryRequest, CancelQueryResponse};

/// Ends a query that waits or runs; who runs it sees that within a second.
pub(crate) async fn cancel(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<CancelQueryRequest>,
) -> Result<CancelQueryResponse, CloudTrailError> {
    let request = request.into_inner();
    super::check_owner(call, request.event_data_store_owner_account_id.as_deref())?;
    let store = request.event_data_store.as_deref();
    let query = call.read(|reader| super::find(reader, call, &request.query_id, store))?;
    let (key, now) = (query.key(), call.now);
    let done = call.commit(move |writer| {
        let found = writer.get::<super::Query>(&key)?;
        let mut query = found.ok_or_else(|| CloudTrailError::QueryIdNotFound(key.id.clone()))?;
        if !query.status.is_open() {
            return Err(CloudTrailError::InactiveQuery(query.status.name()));
        }
        query.status = Status::Cancelled;
        query.delivered(DeliveryStatus::Cancelled);
        query.ended = Some(now);
        writer.put(&key, &query)?;
        Ok(CancelQueryResponse {
            query_status: query.status.name().to_owned(),
            event_data_store_owner_account_id: Some(query.account.to_string()),
            query_id: query.id,
        })
    });
    Ok(done.await?)
}
