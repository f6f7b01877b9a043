//! `ListInsightsData`: the insights of a trail.

use bartizan_service::store::ActivityQuery;
use bartizan_service::{Authorized, Call};

use super::record;
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::lookup::{self, Filter};
use crate::shapes::{ListInsightsDataRequest, ListInsightsDataResponse, LookupAttribute};
use crate::trail;

/// Shows the insights of a trail, newest first.
pub(crate) async fn list(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<ListInsightsDataRequest>,
) -> Result<ListInsightsDataResponse, CloudTrailError> {
    if !request.insight_source.starts_with("arn:") {
        return Err(CloudTrailError::InvalidParameter(
            "InsightSource must be the ARN of a trail.".to_owned(),
        ));
    }
    let trail = trail::read(call, &request.insight_source)?;
    let dimensions = request.dimensions.iter().flatten().map(|(key, value)| LookupAttribute {
        attribute_key: key.clone(),
        attribute_value: value.clone(),
    });
    let filter = Filter::of(&dimensions.collect::<Vec<_>>())?.for_insights()?;
    let query = ActivityQuery {
        page: request.next_token.clone(),
        ..lookup::query(call, request.start_time, request.end_time, request.max_results)?
    };
    let wanted = |row: &_, record: &_| record::is_of(&trail, row) && filter.admits(row, record);
    let (events, next_token) = lookup::search(call, only(query), wanted)?;
    Ok(ListInsightsDataResponse { events: Some(events), next_token })
}

/// A query for insights alone.
pub(crate) fn only(query: ActivityQuery) -> ActivityQuery {
    let (name, value) = record::INDEX;
    ActivityQuery { attribute: Some((name.to_owned(), value.to_owned())), ..query }
}
