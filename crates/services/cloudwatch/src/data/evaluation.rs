//! Queries come to values, each once.

use std::collections::HashMap;

use bartizan_service::store::Reader;
use bartizan_types::Timestamp;

use super::read::in_expression;
use super::{Query, Source};
use crate::error::MetricsError;
use crate::keep::Place;
use crate::math::{Budget, Expression, MathError, Metrics, Series, Value, evaluate};

/// Expressions name one another in chains of this length at most.
const CHAIN_MAX: usize = 20;
/// The period of what is made of numbers alone, in seconds.
const PERIOD: i64 = 60;

/// The queries of a request while they are evaluated.
pub(super) struct Evaluation<'r, 's> {
    reader: &'r Reader<'s>,
    place: &'r Place,
    queries: &'r [Query],
    /// The time that is asked for, in seconds, as the periods of its metrics part it.
    span: (i64, i64),
    period: i64,
    known: HashMap<usize, Value>,
    budget: Budget,
}

impl<'r, 's> Evaluation<'r, 's> {
    pub(super) fn new(
        reader: &'r Reader<'s>,
        place: &'r Place,
        queries: &'r [Query],
        time: (Timestamp, Timestamp),
    ) -> Self {
        let spans = queries.iter().filter_map(|query| match &query.source {
            Source::Metric { span, .. } => Some(span),
            Source::Expression { .. } => None,
        });
        let first = spans.max_by_key(|span| span.period);
        let start = time.0.seconds().div_euclid(PERIOD) * PERIOD;
        Self {
            reader,
            place,
            queries,
            span: first.map_or((start, time.1.seconds()), |span| (span.from, span.to)),
            period: first.map_or(PERIOD, |span| span.period),
            known: HashMap::new(),
            budget: Budget::default(),
        }
    }

    /// The series of a query, by the labels that they are told by.
    pub(super) fn series(&mut self, index: usize) -> Result<Vec<Series>, MetricsError> {
        let Some(query) = self.queries.get(index) else { return Ok(Vec::new()) };
        let label = query.label.clone();
        Ok(match self.value(index, 0)? {
            Value::Number(_) => {
                let why = "its result is a number, and must be a time series or several";
                return Err(in_expression(&query.id, MathError::Invalid(why.to_owned())));
            }
            Value::Series(series) => {
                vec![Series { label: label.unwrap_or_else(|| query.id.clone()), ..series }]
            }
            Value::Array(array) => {
                let labelled = |series: Series| match &label {
                    Some(label) => Series { label: format!("{label} {}", series.label), ..series },
                    None => series,
                };
                array.into_iter().map(labelled).collect()
            }
        })
    }

    fn value(&mut self, index: usize, depth: usize) -> Result<Value, MetricsError> {
        if let Some(known) = self.known.get(&index) {
            return Ok(known.clone());
        }
        let Some(query) = self.queries.get(index) else { return Ok(Value::Array(Vec::new())) };
        let value = match &query.source {
            Source::Metric { .. } => Value::Series(self.metric(query)?),
            Source::Expression { expression, period } => {
                self.expression(query, expression, *period, depth)?
            }
        };
        self.known.insert(index, value.clone());
        Ok(value)
    }

    fn metric(&self, query: &Query) -> Result<Series, MetricsError> {
        let Source::Metric { metric, span, stat, unit } = &query.source else {
            return Err(MetricsError::Validation(format!("{} is no metric.", query.id)));
        };
        let points = self.place.points(self.reader, metric, (span.from, span.to))?;
        let parts = span.parted(points, unit.as_deref());
        let values =
            parts.into_iter().filter_map(|(at, (_, summary))| Some((at, stat.of(&summary)?)));
        Ok(Series {
            label: query.label.clone().unwrap_or_else(|| metric.name.clone()),
            period: span.period,
            values: values.collect(),
        })
    }

    fn expression(
        &mut self,
        query: &Query,
        expression: &Expression,
        period: Option<i64>,
        depth: usize,
    ) -> Result<Value, MetricsError> {
        let invalid = |why: &str| in_expression(&query.id, MathError::Invalid(why.to_owned()));
        if depth >= CHAIN_MAX {
            return Err(invalid("it names itself, through others, or too many"));
        }
        let mut budget = std::mem::take(&mut self.budget);
        let mut named = Named { evaluation: self, depth, failed: None };
        let value = evaluate(expression, &mut named, &mut budget);
        let failed = named.failed.take();
        self.budget = budget;
        if let Some(failed) = failed {
            return Err(failed);
        }
        let value = value.map_err(|error| in_expression(&query.id, error))?;
        let all = match &value {
            Value::Number(_) => &[],
            Value::Series(series) => std::slice::from_ref(series),
            Value::Array(array) => array.as_slice(),
        };
        if period.is_some_and(|period| all.iter().any(|series| series.period != period)) {
            let what = "A period of an expression that is not that of its metrics";
            return Err(MetricsError::not_implemented(what));
        }
        Ok(value)
    }
}

/// What an expression may name.
struct Named<'e, 'r, 's> {
    evaluation: &'e mut Evaluation<'r, 's>,
    depth: usize,
    /// Why something that it names has no value: that is said in place of what follows from it.
    failed: Option<MetricsError>,
}

impl Named<'_, '_, '_> {
    fn value(&mut self, index: usize, budget: &mut Budget) -> Result<Value, MathError> {
        std::mem::swap(&mut self.evaluation.budget, budget);
        let value = self.evaluation.value(index, self.depth + 1);
        std::mem::swap(&mut self.evaluation.budget, budget);
        value.map_err(|error| {
            self.failed.get_or_insert(error);
            MathError::Invalid("something that it names has no value".to_owned())
        })
    }
}

impl Metrics for Named<'_, '_, '_> {
    fn named(&mut self, id: &str, budget: &mut Budget) -> Result<Value, MathError> {
        let index = self.evaluation.queries.iter().position(|query| query.id == id);
        let index = index.ok_or_else(|| MathError::Invalid(format!("there is no query {id}")))?;
        self.value(index, budget)
    }

    fn all(&mut self, budget: &mut Budget) -> Result<Vec<Series>, MathError> {
        let queries = self.evaluation.queries.iter().enumerate();
        let metrics: Vec<usize> = queries
            .filter(|(_, query)| matches!(query.source, Source::Metric { .. }))
            .map(|(index, _)| index)
            .collect();
        let mut all = Vec::new();
        for index in metrics {
            if let Value::Series(series) = self.value(index, budget)? {
                all.push(series);
            }
        }
        Ok(all)
    }

    fn span(&self) -> ((i64, i64), i64) {
        (self.evaluation.span, self.evaluation.period)
    }
}
