//! Expressions come to values.

use std::collections::BTreeMap;

use super::MathError;
use super::fill::{With, filled, periods};
use super::parse::{Expression, Function, Operator};
use super::series::{Series, Value};

/// How many values may be touched for all expressions of a request.
const TOUCHED_MAX: usize = 5_000_000;

/// What is left of the work that a request may ask for.
#[derive(Debug)]
pub(crate) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(TOUCHED_MAX)
    }
}

impl Budget {
    #[cfg(test)]
    pub(super) const fn of(values: usize) -> Self {
        Self(values)
    }

    fn spend(&mut self, values: usize) -> Result<(), MathError> {
        let left = self.0.checked_sub(values);
        self.0 = left.ok_or_else(|| MathError::invalid("it takes too much work"))?;
        Ok(())
    }
}

/// What expressions are about.
pub(crate) trait Metrics {
    /// A metric, or what another expression comes to.
    fn named(&mut self, id: &str, budget: &mut Budget) -> Result<Value, MathError>;

    /// The metrics of the request.
    fn all(&mut self, budget: &mut Budget) -> Result<Vec<Series>, MathError>;

    /// The time that is asked for, and the period for series that are made of numbers.
    fn span(&self) -> ((i64, i64), i64);
}

/// What an expression comes to.
///
/// # Errors
/// Its parts do not fit, or it takes too much work.
pub(crate) fn evaluate(
    expression: &Expression,
    metrics: &mut dyn Metrics,
    budget: &mut Budget,
) -> Result<Value, MathError> {
    let value = match expression {
        Expression::Number(number) => Value::Number(*number),
        Expression::Id(id) => metrics.named(id, budget)?,
        Expression::Metrics(text) => {
            let mut all = metrics.all(budget)?;
            all.retain(|one| text.as_ref().is_none_or(|text| one.label.contains(text)));
            Value::Array(all)
        }
        Expression::Array(items) => {
            let mut all = Vec::new();
            for item in items {
                match evaluate(item, metrics, budget)? {
                    Value::Series(series) => all.push(series),
                    Value::Array(array) => all.extend(array),
                    Value::Number(_) => return Err(MathError::invalid("an array has a number")),
                }
            }
            Value::Array(all)
        }
        Expression::Negative(inside) => evaluate(inside, metrics, budget)?.map(|value| -value),
        Expression::Operation(operator, left, right) => {
            let left = evaluate(left, metrics, budget)?;
            let right = evaluate(right, metrics, budget)?;
            operated(left, right, |one, other| operate(*operator, one, other))?
        }
        Expression::Call(function, arguments) => called(*function, arguments, metrics, budget)?,
        Expression::Filling(_) => return Err(MathError::invalid("REPEAT and LINEAR are for FILL")),
    };
    budget.spend(value.size())?;
    Ok(value)
}

fn operate(operator: Operator, one: f64, other: f64) -> f64 {
    let truth = |holds: bool| f64::from(u8::from(holds));
    match operator {
        Operator::Or => truth(one != 0.0 || other != 0.0),
        Operator::And => truth(one != 0.0 && other != 0.0),
        Operator::Equal => truth(one.total_cmp(&other).is_eq()),
        Operator::Unequal => truth(one.total_cmp(&other).is_ne()),
        Operator::LessOrEqual => truth(one <= other),
        Operator::GreaterOrEqual => truth(one >= other),
        Operator::Less => truth(one < other),
        Operator::Greater => truth(one > other),
        Operator::Plus => one + other,
        Operator::Minus => one - other,
        Operator::Times => one * other,
        Operator::By => one / other,
        Operator::Power => one.powf(other),
    }
}

/// Numbers go with each value, series with those of the same time, and arrays with one another.
fn operated(left: Value, right: Value, join: impl Fn(f64, f64) -> f64) -> Result<Value, MathError> {
    Ok(match (left, right) {
        (left, Value::Number(number)) => left.map(|value| join(value, number)),
        (Value::Number(number), right) => right.map(|value| join(number, value)),
        (Value::Series(left), Value::Series(right)) => Value::Series(left.beside(&right, join)),
        (Value::Array(array), Value::Series(series)) => {
            Value::Array(array.iter().map(|one| one.beside(&series, &join)).collect())
        }
        (Value::Series(series), Value::Array(array)) => {
            let joined = array.iter().map(|one| one.beside(&series, |one, it| join(it, one)));
            Value::Array(joined.collect())
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let pairs = left.iter().zip(&right);
            Value::Array(pairs.map(|(one, other)| one.beside(other, &join)).collect())
        }
        _ => {
            return Err(MathError::invalid("arrays of different lengths have an operator between"));
        }
    })
}

fn called(
    function: Function,
    arguments: &[Expression],
    metrics: &mut dyn Metrics,
    budget: &mut Budget,
) -> Result<Value, MathError> {
    let (Some(first), second) = (arguments.first(), arguments.get(1)) else {
        return Err(MathError::invalid("an argument is missing"));
    };
    let first = evaluate(first, metrics, budget)?;
    budget.spend(first.size())?;
    let wrong =
        || MathError::invalid(format!("{} has an argument of the wrong type", function.name()));
    Ok(match (function, first) {
        (Function::Abs, value) => value.map(f64::abs),
        (Function::Ceil, value) => value.map(f64::ceil),
        (Function::Floor, value) => value.map(f64::floor),
        (Function::Log, value) => value.map(f64::ln),
        (Function::Log10, value) => value.map(f64::log10),
        (Function::If, condition) => conditional(condition, arguments, metrics, budget)?,
        (Function::Fill, value) => {
            fill_gaps(&value, second.ok_or_else(wrong)?, metrics, budget)?.ok_or_else(wrong)?
        }
        (Function::Rate, value) => each(value, wrong, |series| Ok(rate(series)))?,
        (Function::Diff, value) => {
            each(value, wrong, |series| Ok(series.steps(|before, point| point.1 - before.1)))?
        }
        (Function::RunningSum, value) => each(value, wrong, |series| Ok(running_sum(series)))?,
        (Function::Period, Value::Series(series)) => Value::Number(float(series.period)),
        (Function::DatapointCount, Value::Series(series)) => Value::Number(count(&series)),
        (Function::MetricCount, Value::Array(array)) => Value::Number(length(array.len())),
        (Function::MetricCount, Value::Series(_)) => Value::Number(1.0),
        (Function::First, Value::Array(array)) => {
            Value::Series(array.into_iter().next().ok_or_else(wrong)?)
        }
        (Function::Last, Value::Array(array)) => {
            Value::Series(array.into_iter().next_back().ok_or_else(wrong)?)
        }
        (Function::RemoveEmpty, Value::Array(mut array)) => {
            array.retain(|series| !series.values.is_empty());
            Value::Array(array)
        }
        (Function::TimeSeries, Value::Number(number)) => {
            let (span, period) = metrics.span();
            let values = periods(span, period)?.map(|at| (at, number)).collect();
            Value::Series(Series { label: String::new(), period, values })
        }
        (_, Value::Series(series)) => {
            Value::Number(summed(function, series.values.values().copied()).ok_or_else(wrong)?)
        }
        (_, Value::Array(array)) => Value::Series(across(function, &array).ok_or_else(wrong)?),
        _ => return Err(wrong()),
    })
}

fn conditional(
    condition: Value,
    arguments: &[Expression],
    metrics: &mut dyn Metrics,
    budget: &mut Budget,
) -> Result<Value, MathError> {
    let mut branch =
        |at: usize| arguments.get(at).map(|branch| evaluate(branch, metrics, budget)).transpose();
    let then = branch(1)?.ok_or_else(|| MathError::invalid("IF has nothing for what holds"))?;
    chosen(condition, then, branch(2)?)
}

/// Series without gaps; none where something is of the wrong type.
fn fill_gaps(
    value: &Value,
    with: &Expression,
    metrics: &mut dyn Metrics,
    budget: &mut Budget,
) -> Result<Option<Value>, MathError> {
    let other = match with {
        Expression::Filling(_) => None,
        other => Some(evaluate(other, metrics, budget)?),
    };
    let with = match (with, &other) {
        (Expression::Filling(filling), _) => With::Filling(*filling),
        (_, Some(Value::Number(number))) => With::Number(*number),
        (_, Some(Value::Series(series))) => With::Series(series),
        _ => return Ok(None),
    };
    let (span, _) = metrics.span();
    let mut one = |series: &Series| {
        let filled = filled(series, span, &with)?;
        budget.spend(filled.values.len())?;
        Ok(filled)
    };
    Ok(match value {
        Value::Series(series) => Some(Value::Series(one(series)?)),
        Value::Array(array) => {
            Some(Value::Array(array.iter().map(one).collect::<Result<_, MathError>>()?))
        }
        Value::Number(_) => None,
    })
}

fn each(
    value: Value,
    wrong: impl Fn() -> MathError,
    mut change: impl FnMut(&Series) -> Result<Series, MathError>,
) -> Result<Value, MathError> {
    match value {
        Value::Series(series) => change(&series).map(Value::Series),
        Value::Array(array) => array.iter().map(change).collect::<Result<_, _>>().map(Value::Array),
        Value::Number(_) => Err(wrong()),
    }
}

/// One value or the other, by a condition: at each time, where that is a series.
fn chosen(condition: Value, then: Value, other: Option<Value>) -> Result<Value, MathError> {
    let condition = match condition {
        Value::Number(number) if number != 0.0 => return Ok(then),
        Value::Number(_) => {
            return other
                .ok_or_else(|| MathError::invalid("IF has nothing for what does not hold"));
        }
        Value::Series(series) => series,
        Value::Array(_) => return Err(MathError::invalid("IF has an array as its condition")),
    };
    let at = |value: Option<&Value>, at: i64| match value {
        Some(Value::Number(number)) => Some(*number),
        Some(Value::Series(series)) => series.values.get(&at).copied(),
        _ => None,
    };
    if [Some(&then), other.as_ref()].into_iter().flatten().any(|one| matches!(one, Value::Array(_)))
    {
        return Err(MathError::invalid("IF has an array as its value"));
    }
    let values = condition.values.iter().filter_map(|(time, holds)| {
        let value = if *holds == 0.0 { other.as_ref() } else { Some(&then) };
        Some((*time, at(value, *time)?))
    });
    Ok(Value::Series(condition.with(values)))
}

/// Values of a second, by the one before.
fn rate(series: &Series) -> Series {
    series.steps(|before, point| (point.1 - before.1) / float(point.0 - before.0))
}

fn running_sum(series: &Series) -> Series {
    let mut sum = 0.0;
    let sums = series.values.iter().map(|(at, value)| {
        sum += value;
        (*at, sum)
    });
    series.with(sums)
}

/// One number of many.
fn summed(function: Function, values: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let count = length(values.clone().count());
    let sum: f64 = values.clone().sum();
    Some(match function {
        Function::Sum => sum,
        Function::Avg => sum / count,
        Function::Max => values.fold(f64::NAN, f64::max),
        Function::Min => values.fold(f64::NAN, f64::min),
        Function::Stddev => {
            let mean = sum / count;
            (values.map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
        }
        _ => return None,
    })
}

/// One series of many: at each time of what there is then.
fn across(function: Function, array: &[Series]) -> Option<Series> {
    let mut times: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for (at, value) in array.iter().flat_map(|series| &series.values) {
        times.entry(*at).or_default().push(*value);
    }
    summed(function, std::iter::empty())?;
    let period = array.iter().map(|series| series.period).max().unwrap_or(1);
    let none = Series { label: String::new(), period, values: BTreeMap::new() };
    let values = times
        .into_iter()
        .filter_map(|(at, values)| Some((at, summed(function, values.iter().copied())?)));
    Some(none.with(values))
}

fn count(series: &Series) -> f64 {
    length(series.values.len())
}

#[expect(clippy::cast_precision_loss, reason = "so many there are not")]
fn length(length: usize) -> f64 {
    length as f64
}

#[expect(clippy::cast_precision_loss, reason = "times within a span are small")]
fn float(seconds: i64) -> f64 {
    seconds as f64
}
