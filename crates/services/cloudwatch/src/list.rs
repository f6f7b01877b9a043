//! Metrics listed. (CloudWatch API Reference, `ListMetrics`.)

use bartizan_service::paging::{page_of_read, place};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::CloudWatch;
use crate::error::MetricsError;
use crate::keep::store_counted;
use crate::records::Series;
use crate::shapes::{Dimension, DimensionFilter, ListMetricsInput, ListMetricsOutput, Metric};

/// How many metrics are a page.
const PAGE: usize = 500;
/// How many records are read at a time.
const BATCH: usize = 1000;
/// What has had no point for so long is not listed, and what is recently active has had one since, in
/// seconds.
const LISTED: i64 = 14 * 86_400;
const RECENT: i64 = 3 * 3600;

/// Lists metrics.
pub(crate) async fn list(
    _service: &CloudWatch,
    call: &Call,
    request: Authorized<ListMetricsInput>,
) -> Result<ListMetricsOutput, MetricsError> {
    let request = request.into_inner();
    if request.include_linked_accounts == Some(true) || request.owning_account.is_some() {
        return Err(MetricsError::not_implemented("Metrics of linked accounts"));
    }
    store_counted(&call.platform).await?;
    let account = call.account()?.to_string();
    let mut after = place(request.next_token.as_deref())?;
    let found = call.read(|reader| {
        let mut found: Vec<(String, Series)> = Vec::new();
        while found.len() <= PAGE {
            let (region, from) = (call.region.as_str(), after.as_deref());
            let read = reader.scan::<Series>(&account, region, "", from, BATCH)?;
            let is_last = read.len() < BATCH;
            after = read.last().map(|(key, _)| key.id.clone());
            let wanted =
                read.into_iter().filter(|(_, series)| is_wanted(series, &request, call.now));
            found.extend(wanted.map(|(key, series)| (key.id, series)));
            if is_last {
                break;
            }
        }
        found.truncate(PAGE + 1);
        Ok::<_, MetricsError>(found)
    })?;
    let page = page_of_read(found, PAGE, |(id, _)| id.clone());
    let metrics = page.items.into_iter().map(|(_, series)| shown(series));
    Ok(ListMetricsOutput {
        metrics: Some(metrics.collect()),
        next_token: page.next,
        owning_accounts: None,
    })
}

fn is_wanted(series: &Series, request: &ListMetricsInput, now: Timestamp) -> bool {
    let is_of = |wanted: &Option<String>, text: &str| wanted.as_ref().is_none_or(|one| one == text);
    let reach = if request.recently_active.is_some() { RECENT } else { LISTED };
    let has = |filter: &DimensionFilter| {
        let mut dimensions = series.dimensions.iter();
        dimensions.any(|(name, value)| *name == filter.name && is_of(&filter.value, value))
    };
    is_of(&request.namespace, &series.namespace)
        && is_of(&request.metric_name, &series.name)
        && now.seconds() - series.latest < reach
        && request.dimensions.iter().flatten().all(has)
}

fn shown(series: Series) -> Metric {
    let dimension = |(name, value)| Dimension { name, value };
    Metric {
        namespace: Some(series.namespace),
        metric_name: Some(series.name),
        dimensions: Some(series.dimensions.into_iter().map(dimension).collect()),
    }
}
