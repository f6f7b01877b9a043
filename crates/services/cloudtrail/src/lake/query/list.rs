//! `DescribeQuery`, `ListQueries`.

use bartizan_service::{Authorized, Call};

use super::records::{Query, Status};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::lake::page::Page;
use crate::lake::{Reference, find_active};
use crate::shapes::{
    self, DescribeQueryRequest, DescribeQueryResponse, ListQueriesRequest, ListQueriesResponse,
    QueryStatisticsForDescribeQuery,
};
use crate::trail::refuse;

/// One query: how far it is, and what it read.
pub(crate) async fn describe(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<DescribeQueryRequest>,
) -> Result<DescribeQueryResponse, CloudTrailError> {
    let request = request.into_inner();
    refuse([
        ("A query of a dashboard (QueryAlias)", request.query_alias.as_deref()),
        ("A refresh of a dashboard (RefreshId)", request.refresh_id.as_deref()),
    ])?;
    super::check_owner(call, request.event_data_store_owner_account_id.as_deref())?;
    let id = request
        .query_id
        .ok_or_else(|| CloudTrailError::InvalidParameter("QueryId is required.".to_owned()))?;
    let store = request.event_data_store.as_deref();
    let query = call.read(|reader| super::find(reader, call, &id, store))?;
    let is_done = matches!(query.status, Status::Finished);
    let counted = |count: u64| is_done.then(|| i64::try_from(count).unwrap_or(i64::MAX));
    Ok(DescribeQueryResponse {
        query_status: Some(query.status.name().to_owned()),
        query_statistics: Some(QueryStatisticsForDescribeQuery {
            events_matched: counted(query.scan.matched),
            events_scanned: counted(query.scan.events),
            bytes_scanned: counted(query.scan.bytes),
            execution_time_in_millis: i32::try_from(query.millis(call.now)).ok(),
            creation_time: Some(query.created),
        }),
        delivery_status: query.delivery.as_ref().map(|one| one.status.name().to_owned()),
        delivery_s3_uri: query.delivery.map(|delivery| delivery.uri),
        error_message: query.error,
        event_data_store_owner_account_id: Some(query.account.to_string()),
        query_id: Some(query.id),
        query_string: Some(query.statement),
        ..DescribeQueryResponse::default()
    })
}

/// The queries on an event data store of the last seven days, newest first.
pub(crate) async fn list(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<ListQueriesRequest>,
) -> Result<ListQueriesResponse, CloudTrailError> {
    let reference = Reference::read(call, &request.event_data_store)?;
    let unknown = |name: &String| CloudTrailError::InvalidQueryStatus(name.clone());
    let status = request.query_status.as_ref();
    let status = status.map(|name| Status::read(name).ok_or_else(|| unknown(name))).transpose()?;
    if let (Some(start), Some(end)) = (request.start_time, request.end_time)
        && start >= end
    {
        return Err(CloudTrailError::InvalidDateRange());
    }
    let region = call.region.as_str();
    let found = call.read(|reader| {
        let store = find_active(reader, &reference, region)?;
        Ok::<_, CloudTrailError>(reader.find::<Query>("store", &store.id)?)
    })?;
    let mut queries: Vec<Query> = found.into_iter().map(|(_, query)| query).collect();
    queries.retain(|query| {
        !query.is_old(call.now)
            && status.is_none_or(|status| query.status == status)
            && request.start_time.is_none_or(|start| query.created >= start)
            && request.end_time.is_none_or(|end| query.created <= end)
    });
    queries.sort_by(|one, other| (other.created, &other.id).cmp(&(one.created, &one.id)));
    let page = Page::read(request.max_results, request.next_token.as_deref())?;
    let (queries, next_token) = page.of(queries, |query| query.id.as_str())?;
    let shown = queries.into_iter().map(|query| shapes::Query {
        query_status: Some(query.status.name().to_owned()),
        creation_time: Some(query.created),
        query_id: Some(query.id),
    });
    Ok(ListQueriesResponse { queries: Some(shown.collect()), next_token })
}
