//! Values of several metrics. (CloudWatch API Reference, `GetMetricData`.)

mod evaluation;
mod read;

use bartizan_service::paging::{place, token};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::CloudWatch;
use crate::error::MetricsError;
use crate::keep::{Place, store_counted};
use crate::math::{Expression, Series};
use crate::metric::MetricId;
use crate::period::Span;
use crate::shapes::{GetMetricDataInput, GetMetricDataOutput, MetricDataResult};
use crate::stat::Stat;
use evaluation::Evaluation;

/// The most queries of a call, and the most values of an answer.
const QUERIES_MAX: usize = 500;
const VALUES_MAX: i32 = 100_800;

/// A query that was read.
#[derive(Debug)]
struct Query {
    id: String,
    label: Option<String>,
    source: Source,
    is_returned: bool,
}

/// Where values come from.
#[derive(Debug)]
enum Source {
    Metric { metric: MetricId, span: Span, stat: Stat, unit: Option<String> },
    Expression { expression: Expression, period: Option<i64> },
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
    let queries =
        read::read(request.metric_data_queries, time, account.to_string().as_str(), call.now)?;
    let most = request.max_datapoints.unwrap_or(VALUES_MAX);
    if !(1..=VALUES_MAX).contains(&most) {
        return Err(MetricsError::Validation(format!(
            "The parameter MaxDatapoints must be from 1 to {VALUES_MAX}."
        )));
    }
    let start = Start::of(request.next_token.as_deref())?;
    store_counted(&call.platform).await?;
    let is_ascending = request.scan_by.as_deref() == Some("TimestampAscending");
    let place = Place { account, region: call.region.to_string() };
    let page = call.read(|reader| {
        let mut evaluation = Evaluation::new(reader, &place, &queries, (time.0, time.1));
        let room = usize::try_from(most).unwrap_or(usize::MAX);
        Page { is_ascending, room, results: Vec::new(), next: None }.filled(
            &mut evaluation,
            &queries,
            start,
        )
    })?;
    Ok(GetMetricDataOutput {
        metric_data_results: Some(page.results),
        next_token: page.next.map(|next| token(&next.text())),
        messages: Some(Vec::new()),
    })
}

/// Where an answer begins: at a value of a series of a query.
#[derive(Debug, Clone, Copy, Default)]
struct Start {
    query: usize,
    series: usize,
    value: usize,
}

impl Start {
    fn of(token: Option<&str>) -> Result<Self, MetricsError> {
        let Some(text) = place(token)? else { return Ok(Self::default()) };
        let mut parts = text.split(':').map(str::parse);
        let mut next = || parts.next().and_then(Result::ok).ok_or(MetricsError::InvalidNextToken);
        Ok(Self { query: next()?, series: next()?, value: next()? })
    }

    fn text(self) -> String {
        format!("{}:{}:{}", self.query, self.series, self.value)
    }
}

/// An answer while it is filled.
struct Page {
    is_ascending: bool,
    /// How many values there is room for.
    room: usize,
    results: Vec<MetricDataResult>,
    next: Option<Start>,
}

impl Page {
    fn filled(
        mut self,
        evaluation: &mut Evaluation<'_, '_>,
        queries: &[Query],
        start: Start,
    ) -> Result<Self, MetricsError> {
        let returned = queries.iter().enumerate().skip(start.query);
        for (index, query) in returned.filter(|(_, query)| query.is_returned) {
            let is_first = index == start.query;
            let skipped = if is_first { start.series } else { 0 };
            let all = evaluation.series(index)?.into_iter().enumerate().skip(skipped);
            for (place, series) in all {
                let skipped = if is_first && place == skipped { start.value } else { 0 };
                if let Some(value) = self.tell(query, series, skipped) {
                    self.next = Some(Start { query: index, series: place, value });
                    return Ok(self);
                }
            }
        }
        Ok(self)
    }

    /// Tells of a series; from which value on there was no room.
    fn tell(&mut self, query: &Query, series: Series, skipped: usize) -> Option<usize> {
        let mut values: Vec<_> = series.values.into_iter().collect();
        if !self.is_ascending {
            values.reverse();
        }
        let rest = values.len().saturating_sub(skipped);
        let told = values.into_iter().skip(skipped).take(self.room);
        let (timestamps, values): (Vec<_>, Vec<_>) =
            told.map(|(at, value)| (Timestamp::from_seconds(at), value)).unzip();
        let count = values.len();
        self.room -= count;
        let is_whole = count == rest;
        self.results.push(MetricDataResult {
            id: Some(query.id.clone()),
            label: Some(series.label),
            timestamps: Some(timestamps),
            values: Some(values),
            status_code: Some(if is_whole { "Complete" } else { "PartialData" }.to_owned()),
            messages: None,
        });
        (!is_whole).then_some(skipped + count)
    }
}
