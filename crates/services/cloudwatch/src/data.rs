//! Values of several metrics. (CloudWatch API Reference, `GetMetricData`.)

use std::collections::HashSet;

use bartizan_service::paging::{place, token};
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::CloudWatch;
use crate::error::MetricsError;
use crate::keep::{Place, store_counted};
use crate::metric::MetricId;
use crate::period::Span;
use crate::shapes::{
    GetMetricDataInput, GetMetricDataOutput, MetricDataQuery, MetricDataResult, MetricStat,
};
use crate::stat::Stat;

/// The most queries of a call, and the most values of an answer.
const QUERIES_MAX: usize = 500;
const VALUES_MAX: i32 = 100_800;

/// A query that was read.
#[derive(Debug)]
struct Query {
    id: String,
    label: String,
    metric: MetricId,
    span: Span,
    stat: Stat,
    unit: Option<String>,
    is_returned: bool,
}

/// Tells values of metrics, period by period.
pub(crate) async fn get(
    _service: &CloudWatch,
    call: &Call,
    request: Authorized<GetMetricDataInput>,
) -> Result<GetMetricDataOutput, MetricsError> {
    let request = request.into_inner();
    let time = (request.start_time, request.end_time);
    let account = call.account()?;
    let queries = read(request.metric_data_queries, time, account.to_string().as_str(), call.now)?;
    let most = request.max_datapoints.unwrap_or(VALUES_MAX);
    if !(1..=VALUES_MAX).contains(&most) {
        return Err(MetricsError::Validation(format!(
            "The parameter MaxDatapoints must be from 1 to {VALUES_MAX}."
        )));
    }
    let start = Start::of(request.next_token.as_deref())?;
    store_counted(&call.platform).await?;
    let page = Page {
        place: Place { account, region: call.region.to_string() },
        is_ascending: request.scan_by.as_deref() == Some("TimestampAscending"),
        room: usize::try_from(most).unwrap_or(usize::MAX),
        results: Vec::new(),
        next: None,
    };
    let page = call.read(|reader| page.filled(reader, &queries, start))?;
    Ok(GetMetricDataOutput {
        metric_data_results: Some(page.results),
        next_token: page.next.map(|next| token(&format!("{}:{}", next.query, next.value))),
        messages: Some(Vec::new()),
    })
}

/// Where an answer begins: at a value of a query.
#[derive(Debug, Clone, Copy, Default)]
struct Start {
    query: usize,
    value: usize,
}

impl Start {
    fn of(token: Option<&str>) -> Result<Self, MetricsError> {
        let Some(text) = place(token)? else { return Ok(Self::default()) };
        let parsed = text.split_once(':').and_then(|(query, value)| {
            Some(Self { query: query.parse().ok()?, value: value.parse().ok()? })
        });
        parsed.ok_or(MetricsError::InvalidNextToken)
    }
}

/// An answer while it is filled.
struct Page {
    place: Place,
    is_ascending: bool,
    /// How many values there is room for.
    room: usize,
    results: Vec<MetricDataResult>,
    next: Option<Start>,
}

impl Page {
    fn filled(
        mut self,
        reader: &Reader<'_>,
        queries: &[Query],
        start: Start,
    ) -> Result<Self, MetricsError> {
        let returned = queries.iter().enumerate().skip(start.query);
        for (index, query) in returned.filter(|(_, query)| query.is_returned) {
            let skipped = if index == start.query { start.value } else { 0 };
            let values = self.values(reader, query)?;
            let rest = values.len().saturating_sub(skipped);
            let told: Vec<_> = values.into_iter().skip(skipped).take(self.room).collect();
            self.room -= told.len();
            let is_whole = told.len() == rest;
            if !is_whole {
                self.next = Some(Start { query: index, value: skipped + told.len() });
            }
            let (timestamps, values) = told.into_iter().unzip();
            self.results.push(MetricDataResult {
                id: Some(query.id.clone()),
                label: Some(query.label.clone()),
                timestamps: Some(timestamps),
                values: Some(values),
                status_code: Some(if is_whole { "Complete" } else { "PartialData" }.to_owned()),
                messages: None,
            });
            if !is_whole {
                break;
            }
        }
        Ok(self)
    }

    fn values(
        &self,
        reader: &Reader<'_>,
        query: &Query,
    ) -> Result<Vec<(Timestamp, f64)>, MetricsError> {
        let Query { metric, span, stat, unit, .. } = query;
        let points = self.place.points(reader, metric, (span.from, span.to))?;
        let parts = span.parted(points, unit.as_deref());
        let told = parts.into_iter().filter_map(|(at, (_, summary))| {
            Some((Timestamp::from_seconds(at), stat.of(&summary)?))
        });
        let mut values: Vec<_> = told.collect();
        if !self.is_ascending {
            values.reverse();
        }
        Ok(values)
    }
}

fn read(
    queries: Vec<MetricDataQuery>,
    time: (Timestamp, Timestamp),
    account: &str,
    now: Timestamp,
) -> Result<Vec<Query>, MetricsError> {
    if queries.len() > QUERIES_MAX {
        return Err(MetricsError::Validation(format!(
            "The collection MetricDataQueries must not have a size greater than {QUERIES_MAX}."
        )));
    }
    let without = queries
        .iter()
        .enumerate()
        .filter(|(_, query)| query.metric_stat.is_none() && query.expression.is_none());
    let missing = without.map(|(index, _)| {
        let member = index + 1;
        format!("The parameter MetricDataQueries.member.{member}.MetricStat is required.\n")
    });
    let missing: Vec<_> = missing.collect();
    if !missing.is_empty() {
        return Err(MetricsError::Validation(missing.concat()));
    }
    let mut ids = HashSet::new();
    let read = queries.into_iter().enumerate().map(|(index, query)| {
        let at = format!("MetricDataQueries.member.{}", index + 1);
        if !ids.insert(query.id.clone()) {
            let message = format!(
                "The values for parameter id in MetricDataQueries are not unique: {}",
                query.id
            );
            return Err(MetricsError::Validation(message));
        }
        read_one(query, time, account, now, &at)
    });
    let read: Vec<_> = read.collect::<Result<_, _>>()?;
    if read.iter().any(|query| query.is_returned) {
        return Ok(read);
    }
    let message = "At least one of the MetricDataQueries must have ReturnData true.";
    Err(MetricsError::Validation(message.to_owned()))
}

fn read_one(
    query: MetricDataQuery,
    time: (Timestamp, Timestamp),
    account: &str,
    now: Timestamp,
    at: &str,
) -> Result<Query, MetricsError> {
    if !is_id(&query.id) {
        return Err(MetricsError::Validation(format!(
            "The value {} for parameter {at}.Id is not matching the expected pattern \
             ^[a-z][a-zA-Z0-9_]*$.",
            query.id
        )));
    }
    if query.account_id.is_some_and(|other| other != account) {
        return Err(MetricsError::not_implemented("A metric of another account"));
    }
    let stat = match (query.metric_stat, query.expression) {
        (Some(stat), None) => stat,
        (Some(_), Some(_)) => {
            return Err(MetricsError::Validation(format!(
                "The parameters {at}.Expression and {at}.MetricStat are mutually exclusive and you \
                 have specified both."
            )));
        }
        (None, _) => return Err(MetricsError::not_implemented("Metric math (Expression)")),
    };
    let MetricStat { metric, period, stat, unit } = stat;
    let metric = MetricId::asked(metric, &format!("{at}.MetricStat"))?;
    let label = query.label.unwrap_or_else(|| metric.name.clone());
    if label.contains("${") {
        return Err(MetricsError::not_implemented("A dynamic label"));
    }
    let span = Span::new(time, period, now).map_err(as_validation)?;
    let stat = Stat::parse(&stat).ok_or_else(|| {
        let message =
            format!("The value {stat} for parameter {at}.MetricStat.Stat is not supported.");
        MetricsError::Validation(message)
    })?;
    let is_returned = query.return_data.unwrap_or(true);
    Ok(Query { id: query.id, label, metric, span, stat, unit, is_returned })
}

/// What is no value or combination for other operations, is not valid for this one.
fn as_validation(error: MetricsError) -> MetricsError {
    match error {
        MetricsError::InvalidParameterValue(message)
        | MetricsError::InvalidParameterCombination(message) => MetricsError::Validation(message),
        other => other,
    }
}

fn is_id(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
