//! Statistics of one metric. (CloudWatch API Reference, `GetMetricStatistics`.)

use std::collections::BTreeMap;

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::CloudWatch;
use crate::error::MetricsError;
use crate::keep::{Place, store_counted};
use crate::metric::MetricId;
use crate::period::Span;
use crate::point::Summary;
use crate::shapes::{Datapoint, GetMetricStatisticsInput, GetMetricStatisticsOutput};
use crate::stat::Stat;

/// The most points that a call asks for.
const POINTS_MAX: i64 = 1440;

/// Tells statistics of a metric, period by period.
pub(crate) async fn get(
    _service: &CloudWatch,
    call: &Call,
    request: Authorized<GetMetricStatisticsInput>,
) -> Result<GetMetricStatisticsOutput, MetricsError> {
    let request = request.into_inner();
    let plain = request.statistics.unwrap_or_default();
    let extended = request.extended_statistics.unwrap_or_default();
    if plain.is_empty() && extended.is_empty() {
        return Err(MetricsError::MissingParameter(
            "Must specify either Statistics or ExtendedStatistics".to_owned(),
        ));
    }
    let extended = extended.into_iter().map(|name| match Stat::parse(&name) {
        Some(stat) if !is_plain(stat) => Ok((name, stat)),
        _ => Err(MetricsError::value(name, "ExtendedStatistics")),
    });
    let extended: Vec<_> = extended.collect::<Result<_, _>>()?;
    let span = Span::new((request.start_time, request.end_time), request.period, call.now)?;
    if span.len() > POINTS_MAX {
        return Err(MetricsError::InvalidParameterCombination(format!(
            "You have requested up to {} datapoints, which exceeds the limit of {POINTS_MAX}. You \
             may reduce the datapoints requested by increasing Period, or decreasing the time range.",
            span.len()
        )));
    }
    let label = request.metric_name.clone();
    let metric = MetricId::named(request.namespace, request.metric_name, request.dimensions);
    store_counted(&call.platform).await?;
    let place = Place { account: call.account()?, region: call.region.to_string() };
    let points = call.read(|reader| place.points(reader, &metric, (span.from, span.to)))?;
    let parts = span.parted(points, request.unit.as_deref());
    let shown = parts.into_iter().map(|(at, (unit, summary))| {
        let extended = extended
            .iter()
            .filter_map(|(name, stat)| stat.of(&summary).map(|value| (name.clone(), value)));
        shown(at, unit, &summary, &plain, extended.collect())
    });
    Ok(GetMetricStatisticsOutput { label: Some(label), datapoints: Some(shown.collect()) })
}

fn is_plain(stat: Stat) -> bool {
    matches!(stat, Stat::SampleCount | Stat::Average | Stat::Sum | Stat::Minimum | Stat::Maximum)
}

fn shown(
    at: i64,
    unit: String,
    summary: &Summary,
    plain: &[String],
    extended: BTreeMap<String, f64>,
) -> Datapoint {
    let of = |name: &str| {
        let is_asked = plain.iter().any(|asked| asked == name);
        Stat::parse(name).filter(|_| is_asked).and_then(|stat| stat.of(summary))
    };
    Datapoint {
        timestamp: Some(Timestamp::from_seconds(at)),
        sample_count: of("SampleCount"),
        average: of("Average"),
        sum: of("Sum"),
        minimum: of("Minimum"),
        maximum: of("Maximum"),
        unit: Some(unit),
        extended_statistics: (!extended.is_empty()).then_some(extended),
    }
}
