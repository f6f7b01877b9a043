//! Metrics put. (CloudWatch API Reference, `PutMetricData` and `MetricDatum`.)

use std::collections::HashSet;

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::CloudWatch;
use crate::error::MetricsError;
use crate::keep::{METRICS_MAX, Place};
use crate::metric::MetricId;
use crate::point::{Point, Summary};
use crate::records::{MINUTES, SECONDS, Tier};
use crate::shapes::{Dimension, MetricDatum, PutMetricDataInput, StatisticSet};

/// The most data of a call, and the most values of a datum.
const DATA_MAX: usize = 1000;
const VALUES_MAX: usize = 150;
/// The greatest number that a value may have: two to the power of 360.
const EXPONENT_MAX: i32 = 360;
/// How far back a datum may be, and how far ahead, in seconds.
const PAST_MAX: i64 = 14 * 86_400;
const FUTURE_MAX: i64 = 2 * 3600;
/// What namespaces of AWS begin with.
const RESERVED: &str = "AWS/";

/// A datum that was read.
#[derive(Debug)]
struct Read {
    metric: MetricId,
    point: Point,
    tier: &'static Tier,
}

/// Stores values of metrics.
pub(crate) async fn put(
    _service: &CloudWatch,
    call: &Call,
    request: Authorized<PutMetricDataInput>,
) -> Result<(), MetricsError> {
    let request = request.into_inner();
    if request.entity_metric_data.is_some() || request.strict_entity_validation == Some(true) {
        return Err(MetricsError::not_implemented("EntityMetricData"));
    }
    let namespace = request.namespace;
    if namespace.starts_with(RESERVED) {
        return Err(MetricsError::value(RESERVED, "Namespace"));
    }
    check_text(&namespace, "Namespace")?;
    let data = request.metric_data.filter(|data| !data.is_empty()).ok_or_else(|| {
        MetricsError::MissingParameter("The parameter MetricData is required.".to_owned())
    })?;
    check_size("MetricData", data.len(), DATA_MAX)?;
    let data = data.into_iter().enumerate().map(|(index, datum)| {
        let at = format!("MetricData.member.{}", index + 1);
        read(datum, &namespace, &at, call.now)
    });
    let data: Vec<_> = data.collect::<Result<_, _>>()?;
    let place = Place { account: call.account()?, region: call.region.to_string() };
    let stored = call.commit(move |writer| {
        for Read { metric, point, tier } in data {
            if !place.store(writer, &metric, vec![point], tier)? {
                return Err(MetricsError::LimitExceeded(format!(
                    "An account has at most {METRICS_MAX} metrics in a region"
                )));
            }
        }
        Ok(())
    });
    Ok(stored.await?)
}

fn read(
    datum: MetricDatum,
    namespace: &str,
    at: &str,
    now: Timestamp,
) -> Result<Read, MetricsError> {
    check_text(&datum.metric_name, &format!("{at}.MetricName"))?;
    check_dimensions(datum.dimensions.as_deref().unwrap_or_default(), at)?;
    let tier = match datum.storage_resolution {
        None | Some(60) => MINUTES,
        Some(1) => SECONDS,
        Some(other) => return Err(MetricsError::value(other, &format!("{at}.StorageResolution"))),
    };
    let when = datum.timestamp.unwrap_or(now);
    check_time(when, now, at)?;
    let counts = datum.counts.as_deref();
    let summary = summary(datum.value, datum.values, counts, datum.statistic_values, at)?;
    let unit = datum.unit.unwrap_or_else(|| "None".to_owned());
    Ok(Read {
        metric: MetricId::named(namespace.to_owned(), datum.metric_name, datum.dimensions),
        point: Point { at: when.seconds(), unit, summary },
        tier,
    })
}

/// What a datum's one value, its values with their counts, or its statistics are in sum.
fn summary(
    value: Option<f64>,
    values: Option<Vec<f64>>,
    counts: Option<&[f64]>,
    statistics: Option<StatisticSet>,
    at: &str,
) -> Result<Summary, MetricsError> {
    let both = |one: &str, other: &str| {
        MetricsError::InvalidParameterCombination(format!(
            "The parameters {at}.{one} and {at}.{other} are mutually exclusive and you have \
             specified both."
        ))
    };
    match (value, values, statistics) {
        (Some(_), Some(_), _) => Err(both("Value", "Values")),
        (Some(_), _, Some(_)) => Err(both("Value", "StatisticValues")),
        (_, Some(_), Some(_)) => Err(both("Values", "StatisticValues")),
        (_, None, _) if counts.is_some() => {
            let message = format!("The parameter {at}.Counts needs the parameter {at}.Values.");
            Err(MetricsError::InvalidParameterCombination(message))
        }
        (Some(value), ..) => {
            check_number(value, &format!("{at}.Value"))?;
            Ok(Summary::of_statistics(1.0, value, value, value))
        }
        (_, Some(values), _) => of_values(&values, counts, at),
        (.., Some(set)) => of_statistics(&set, at),
        (None, None, None) => Err(MetricsError::MissingParameter(format!(
            "At least one of the parameters {at}.Value, {at}.Values and {at}.StatisticValues must \
             be specified."
        ))),
    }
}

fn of_values(values: &[f64], counts: Option<&[f64]>, at: &str) -> Result<Summary, MetricsError> {
    check_size(&format!("{at}.Values"), values.len(), VALUES_MAX)?;
    let counts = counts.unwrap_or_default();
    if !counts.is_empty() && counts.len() != values.len() {
        return Err(MetricsError::InvalidParameterValue(format!(
            "The parameters {at}.Values and {at}.Counts must be of the same size."
        )));
    }
    for value in values {
        check_number(*value, &format!("{at}.Values"))?;
    }
    for count in counts {
        check_count(*count, &format!("{at}.Counts"))?;
    }
    let counts = counts.iter().copied().chain(std::iter::repeat(1.0));
    let summary = Summary::of_values(values.iter().copied().zip(counts).collect());
    summary.ok_or_else(|| {
        MetricsError::InvalidParameterValue(format!("The parameter {at}.Values has no values."))
    })
}

fn of_statistics(set: &StatisticSet, at: &str) -> Result<Summary, MetricsError> {
    let name = |member: &str| format!("{at}.StatisticValues.{member}");
    check_count(set.sample_count, &name("SampleCount"))?;
    for (value, member) in [(set.sum, "Sum"), (set.minimum, "Minimum"), (set.maximum, "Maximum")] {
        check_number(value, &name(member))?;
    }
    if set.sample_count <= 0.0 {
        return Err(MetricsError::value(set.sample_count, &name("SampleCount")));
    }
    if set.minimum > set.maximum {
        return Err(MetricsError::InvalidParameterValue(format!(
            "The parameter {} must be less than or equal to the parameter {}.",
            name("Minimum"),
            name("Maximum")
        )));
    }
    Ok(Summary::of_statistics(set.sample_count, set.sum, set.minimum, set.maximum))
}

fn check_number(value: f64, parameter: &str) -> Result<(), MetricsError> {
    let is_number = value.is_finite() && value.abs() <= 2_f64.powi(EXPONENT_MAX);
    if is_number { Ok(()) } else { Err(MetricsError::value(value, parameter)) }
}

fn check_count(count: f64, parameter: &str) -> Result<(), MetricsError> {
    check_number(count, parameter)?;
    if count < 0.0 { Err(MetricsError::value(count, parameter)) } else { Ok(()) }
}

fn check_size(collection: &str, size: usize, most: usize) -> Result<(), MetricsError> {
    if size <= most {
        return Ok(());
    }
    Err(MetricsError::InvalidParameterValue(format!(
        "The collection {collection} must not have a size greater than {most}."
    )))
}

fn check_time(when: Timestamp, now: Timestamp, at: &str) -> Result<(), MetricsError> {
    let age = now.seconds() - when.seconds();
    let wanted = if age > PAST_MAX {
        "a time within the past two weeks"
    } else if -age > FUTURE_MAX {
        "a time no more than two hours in the future"
    } else {
        return Ok(());
    };
    let message = format!("The parameter {at}.Timestamp must specify {wanted}.");
    Err(MetricsError::InvalidParameterValue(message))
}

fn check_dimensions(dimensions: &[Dimension], at: &str) -> Result<(), MetricsError> {
    let mut names = HashSet::new();
    for (index, Dimension { name, value }) in dimensions.iter().enumerate() {
        let parameter = format!("{at}.Dimensions.member.{}", index + 1);
        check_text(name, &format!("{parameter}.Name"))?;
        check_text(value, &format!("{parameter}.Value"))?;
        if name.starts_with(':') {
            return Err(MetricsError::value(name, &format!("{parameter}.Name")));
        }
        if !names.insert(name) {
            return Err(MetricsError::InvalidParameterValue(format!(
                "No Dimension name may be duplicated: {name} is in {at}."
            )));
        }
    }
    Ok(())
}

/// Names are of ASCII, without control characters, and not of blanks only.
fn check_text(text: &str, parameter: &str) -> Result<(), MetricsError> {
    let is_printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_printable && !text.trim().is_empty() {
        return Ok(());
    }
    Err(MetricsError::value(text, parameter))
}
