//! `GetQueryResults`.

use std::collections::BTreeMap;

use bartizan_service::store::StoreError;
use bartizan_service::{Authorized, Call};

use super::records::{Query, Rows, Status};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::lake::packing;
use crate::shapes::{GetQueryResultsRequest, GetQueryResultsResponse, QueryStatistics};

/// The most rows of a page, and their number where a request does not say.
const ROWS_MAX: usize = 1000;
/// About how many bytes of rows a page holds, at least one row.
const PAGE_BYTES_MAX: usize = 4 << 20;
/// What a token begins with; the number of the first row of the page follows.
const TOKEN: &str = "row-";

/// A row as answers show it: a column after the other, each with its name.
type Row = Vec<BTreeMap<String, String>>;

/// A page of a query's result.
pub(crate) async fn results(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<GetQueryResultsRequest>,
) -> Result<GetQueryResultsResponse, CloudTrailError> {
    super::check_owner(call, request.event_data_store_owner_account_id.as_deref())?;
    let most = most(request.max_query_results)?;
    let store = request.event_data_store.as_deref();
    let query = call.read(|reader| super::find(reader, call, &request.query_id, store))?;
    let first = first(request.next_token.as_deref(), &query)?;
    let mut answer = GetQueryResultsResponse {
        query_status: Some(query.status.name().to_owned()),
        error_message: query.error.clone(),
        ..GetQueryResultsResponse::default()
    };
    if query.status != Status::Finished {
        return Ok(answer);
    }
    let rows = rows(call, &query, first, most)?;
    let shown = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let next = first.saturating_add(shown);
    answer.next_token = (next < query.rows()).then(|| format!("{TOKEN}{next}"));
    answer.query_statistics = Some(QueryStatistics {
        results_count: i32::try_from(shown).ok(),
        total_results_count: i32::try_from(query.rows()).ok(),
        bytes_scanned: i64::try_from(query.scan.bytes).ok(),
    });
    answer.query_result_rows = Some(rows);
    Ok(answer)
}

fn most(asked: Option<i32>) -> Result<usize, CloudTrailError> {
    let Some(asked) = asked else { return Ok(ROWS_MAX) };
    let most = usize::try_from(asked).ok().filter(|most| (1..=ROWS_MAX).contains(most));
    most.ok_or(CloudTrailError::InvalidMaxResults(ROWS_MAX))
}

/// The number of the first row that is asked for.
fn first(token: Option<&str>, query: &Query) -> Result<u64, CloudTrailError> {
    let Some(token) = token else { return Ok(0) };
    let row = token.strip_prefix(TOKEN).and_then(|row| row.parse().ok());
    row.filter(|row| *row < query.rows()).ok_or(CloudTrailError::InvalidNextToken())
}

/// Rows of the result from this one on.
fn rows(call: &Call, query: &Query, first: u64, most: usize) -> Result<Vec<Row>, CloudTrailError> {
    let (mut rows, mut bytes) = (Vec::new(), 0);
    let mut before = 0;
    for (number, count) in query.parts.iter().enumerate() {
        let skipped = first.saturating_sub(before);
        before += count;
        if skipped >= *count {
            continue;
        }
        let key = query.part_key(number);
        let part = call.read::<_, StoreError>(|reader| reader.get::<Rows>(&key))?;
        let part = part.ok_or_else(|| CloudTrailError::QueryIdNotFound(query.id.clone()))?;
        let lines = packing::unpacked(&part.packed)?;
        for line in lines.iter().skip(usize::try_from(skipped).unwrap_or(usize::MAX)) {
            bytes += line.len();
            let is_full = rows.len() >= most || (bytes > PAGE_BYTES_MAX && !rows.is_empty());
            if is_full {
                return Ok(rows);
            }
            rows.push(row(&query.columns, line));
        }
    }
    Ok(rows)
}

fn row(columns: &[String], line: &str) -> Row {
    let values: Vec<String> = serde_json::from_str(line).unwrap_or_default();
    let named = columns.iter().cloned().zip(values);
    named.map(|(name, value)| BTreeMap::from([(name, value)])).collect()
}
