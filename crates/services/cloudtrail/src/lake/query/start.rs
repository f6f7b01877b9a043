//! `StartQuery`.

use bartizan_service::{Authorized, Call};
use bartizan_sql::Statement;

use super::delivery;
use super::records::{Query, Scan, Status};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::lake::{Reference, find_active};
use crate::shapes::{StartQueryRequest, StartQueryResponse};
use crate::trail::refuse;

/// The most queries of an account that have not come to an end, in all regions: one machine runs them
/// all. (CloudTrail API Reference, `MaxConcurrentQueriesException`.)
const OPEN_MAX: usize = 10;

/// Checks a statement and puts its query into the queue.
pub(crate) async fn start(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<StartQueryRequest>,
) -> Result<StartQueryResponse, CloudTrailError> {
    let request = request.into_inner();
    let parameters = request.query_parameters.as_ref().map(|_| "set");
    refuse([
        ("A query of a dashboard (QueryAlias)", request.query_alias.as_deref()),
        ("Parameters of queries (QueryParameters)", parameters),
    ])?;
    super::check_owner(call, request.event_data_store_owner_account_id.as_deref())?;
    let text = request.query_statement.ok_or_else(|| {
        CloudTrailError::InvalidParameter("QueryStatement is required.".to_owned())
    })?;
    let statement = Statement::read(&text, call.now.millis())
        .map_err(|refusal| CloudTrailError::InvalidQueryStatement(refusal.to_string()))?;
    let mut query = Query {
        id: call.platform.random.uuid(),
        account: call.account()?,
        region: call.region.as_str().to_owned(),
        statement: text,
        stores: statement.stores().iter().map(|(store, _)| (*store).to_owned()).collect(),
        status: Status::Queued,
        created: call.now,
        started: None,
        ended: None,
        error: None,
        scan: Scan::default(),
        columns: statement.columns().map(str::to_owned).collect(),
        parts: Vec::new(),
        stored: 0,
        attempts: 0,
        turn: None,
        delivery: None,
    };
    let references = query.stores.iter().map(|store| Reference::read(call, store));
    let references = references.collect::<Result<Vec<_>, _>>()?;
    if let Some(uri) = request.delivery_s3_uri {
        for reference in &references {
            call.read(|reader| find_active(reader, reference, &query.region))?;
        }
        query.delivery = Some(delivery::read(call, &uri, &query).await?);
    }
    let done = call.commit(move |writer| {
        for reference in &references {
            find_active(writer, reference, &query.region)?;
        }
        let open = writer.find::<Query>("open", "yes")?;
        let own = open.iter().filter(|(_, other)| other.account == query.account);
        if own.count() >= OPEN_MAX {
            return Err(CloudTrailError::MaxConcurrentQueries(OPEN_MAX));
        }
        writer.put(&query.key(), &query)?;
        Ok(StartQueryResponse {
            event_data_store_owner_account_id: Some(query.account.to_string()),
            query_id: Some(query.id),
        })
    });
    Ok(done.await?)
}
