//! What is asked of `GetMetricData`, read and checked.

use std::collections::HashSet;

use bartizan_types::Timestamp;

use super::{QUERIES_MAX, Query, Source};
use crate::error::MetricsError;
use crate::math::{Expression, MathError};
use crate::metric::MetricId;
use crate::period::Span;
use crate::shapes::{MetricDataQuery, MetricStat};
use crate::stat::Stat;

/// The longest expression, in letters. (CloudWatch API Reference, `MetricDataQuery`.)
const EXPRESSION_MAX: usize = 2048;

/// Reads queries.
pub(super) fn read(
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
    let is_returned = query.return_data.unwrap_or(true);
    if query.label.as_ref().is_some_and(|label| label.contains("${")) {
        return Err(MetricsError::not_implemented("A dynamic label"));
    }
    let (source, label) = match (query.metric_stat, query.expression) {
        (Some(stat), None) => of_metric(stat, query.label, time, now, at)?,
        (None, Some(text)) => {
            let source = of_expression(&query.id, &text, query.period)?;
            (source, query.label)
        }
        (Some(_), Some(_)) => {
            return Err(MetricsError::Validation(format!(
                "The parameters {at}.Expression and {at}.MetricStat are mutually exclusive and you \
                 have specified both."
            )));
        }
        (None, None) => return Err(MetricsError::Validation(format!("{at} asks for nothing."))),
    };
    Ok(Query { id: query.id, label, source, is_returned })
}

fn of_metric(
    stat: MetricStat,
    label: Option<String>,
    time: (Timestamp, Timestamp),
    now: Timestamp,
    at: &str,
) -> Result<(Source, Option<String>), MetricsError> {
    let MetricStat { metric, period, stat, unit } = stat;
    let metric = MetricId::asked(metric, &format!("{at}.MetricStat"))?;
    let label = label.unwrap_or_else(|| metric.name.clone());
    let span = Span::new(time, period, now).map_err(as_validation)?;
    let stat = Stat::parse(&stat).ok_or_else(|| {
        let message =
            format!("The value {stat} for parameter {at}.MetricStat.Stat is not supported.");
        MetricsError::Validation(message)
    })?;
    Ok((Source::Metric { metric, span, stat, unit }, Some(label)))
}

fn of_expression(id: &str, text: &str, period: Option<i32>) -> Result<Source, MetricsError> {
    if text.chars().count() > EXPRESSION_MAX {
        let message = MathError::Invalid(format!("it is longer than {EXPRESSION_MAX} letters"));
        return Err(in_expression(id, message));
    }
    let expression = Expression::parse(text).map_err(|error| in_expression(id, error))?;
    Ok(Source::Expression { expression, period: period.map(i64::from) })
}

/// What is wrong with an expression.
pub(super) fn in_expression(id: &str, error: MathError) -> MetricsError {
    match error {
        MathError::Unsupported(what) => MetricsError::not_implemented(&what),
        MathError::Invalid(why) => {
            MetricsError::Validation(format!("Error in expression '{id}': {why}."))
        }
    }
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
