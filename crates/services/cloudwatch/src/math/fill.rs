//! Gaps, filled.

use std::collections::BTreeMap;

use super::MathError;
use super::parse::Filling;
use super::series::Series;

/// What stands in gaps.
pub(super) enum With<'v> {
    Number(f64),
    Series(&'v Series),
    Filling(Filling),
}

/// The most values of a series that is filled.
const VALUES_MAX: i64 = 100_800;

/// The periods of a span.
pub(super) fn periods(
    (from, to): (i64, i64),
    period: i64,
) -> Result<impl Iterator<Item = i64>, MathError> {
    let period = period.max(1);
    if (to - from) / period > VALUES_MAX {
        return Err(MathError::invalid(format!("it would have more than {VALUES_MAX} values")));
    }
    Ok((0..).map(move |number| from + number * period).take_while(move |at| *at < to))
}

/// A series without gaps in a span, as far as there is something to fill them with.
pub(super) fn filled(
    series: &Series,
    span: (i64, i64),
    with: &With<'_>,
) -> Result<Series, MathError> {
    let held = &series.values;
    let mut before: Option<(i64, f64)> = None;
    let mut values = BTreeMap::new();
    for at in periods(span, series.period)? {
        if let Some(value) = held.get(&at) {
            before = Some((at, *value));
            values.insert(at, *value);
            continue;
        }
        let value = match with {
            With::Number(number) => Some(*number),
            With::Series(other) => other.values.get(&at).copied(),
            With::Filling(Filling::Repeat) => before.map(|(_, value)| value),
            With::Filling(Filling::Linear) => {
                let after = held.range(at..).next().map(|(at, value)| (*at, *value));
                before.zip(after).map(|(before, after)| between(before, after, at))
            }
        };
        values.extend(value.map(|value| (at, value)));
    }
    Ok(series.with(values.into_iter()))
}

#[expect(clippy::cast_precision_loss, reason = "times within a span are small")]
fn between(before: (i64, f64), after: (i64, f64), at: i64) -> f64 {
    let share = (at - before.0) as f64 / (after.0 - before.0) as f64;
    before.1 + (after.1 - before.1) * share
}
