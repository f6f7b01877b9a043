//! What is known of a metric's values in some time.

use serde::{Deserialize, Serialize};

/// As many different values of a point are kept apart; more are put together, like with like.
const VALUES_MAX: usize = 150;
/// How far apart values are that are put together at first.
const LIKENESS: f64 = 1.02;

/// The values of a metric, in sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Summary {
    #[serde(rename = "n")]
    pub(crate) samples: f64,
    #[serde(rename = "s")]
    pub(crate) sum: f64,
    #[serde(rename = "l")]
    pub(crate) least: f64,
    #[serde(rename = "g")]
    pub(crate) greatest: f64,
    /// The values with how often each came, in order; nothing where only their sum was told.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub(crate) values: Option<Vec<(f64, f64)>>,
}

/// The values of a moment, in one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Point {
    /// When its time begins, in seconds since 1970.
    #[serde(rename = "t")]
    pub(crate) at: i64,
    #[serde(rename = "u")]
    pub(crate) unit: String,
    #[serde(flatten)]
    pub(crate) summary: Summary,
}

impl Summary {
    /// Of values and how often each came.
    pub(crate) fn of_values(mut values: Vec<(f64, f64)>) -> Option<Self> {
        values.retain(|(_, count)| *count > 0.0);
        let samples = values.iter().map(|(_, count)| count).sum();
        let sum = values.iter().map(|(value, count)| value * count).sum();
        let least = values.iter().map(|(value, _)| *value).reduce(f64::min)?;
        let greatest = values.iter().map(|(value, _)| *value).reduce(f64::max)?;
        let values = Some(condensed(values));
        Some(Self { samples, sum, least, greatest, values })
    }

    /// Of statistics. Where they tell what the values are, these are known.
    #[expect(clippy::float_cmp, reason = "the least is the greatest or is not")]
    pub(crate) fn of_statistics(samples: f64, sum: f64, least: f64, greatest: f64) -> Self {
        let values = (least == greatest).then(|| vec![(least, samples)]);
        Self { samples, sum, least, greatest, values }
    }

    /// Adds what else is known of the same time.
    pub(crate) fn merge(&mut self, other: Self) {
        self.samples += other.samples;
        self.sum += other.sum;
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
        self.values = match (self.values.take(), other.values) {
            (Some(mut values), Some(more)) => {
                values.extend(more);
                Some(condensed(values))
            }
            _ => None,
        };
    }
}

/// Values in order, each once, and not more than are kept.
fn condensed(mut values: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    values.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let mut step = 1.0;
    loop {
        values = together(values, step);
        if values.len() <= VALUES_MAX {
            return values;
        }
        step = if step > 1.0 { step * step } else { LIKENESS };
    }
}

/// Neighbours in one that are within a factor of each other.
fn together(values: Vec<(f64, f64)>, factor: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::with_capacity(values.len());
    let mut first = f64::NAN;
    for (value, count) in values {
        // The nearer to nothing must be within the factor of the other, and on the same side.
        let is_like = value.abs() <= first.abs() * factor
            && first.abs() <= value.abs() * factor
            && value.signum().total_cmp(&first.signum()).is_eq();
        if let Some((mean, weight)) = kept.last_mut().filter(|_| is_like) {
            *mean += (value - *mean) * (count / (*weight + count));
            *weight += count;
        } else {
            first = value;
            kept.push((value, count));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_values_are_counted_together() {
        let summary = Summary::of_values(vec![(2.0, 1.0), (1.0, 3.0), (2.0, 4.0), (9.0, 0.0)]);
        let values = Some(vec![(1.0, 3.0), (2.0, 5.0)]);
        let wanted = Summary { samples: 8.0, sum: 13.0, least: 1.0, greatest: 2.0, values };
        assert_eq!(summary, Some(wanted));
        assert_eq!(Summary::of_values(vec![(1.0, 0.0)]), None);
    }

    #[test]
    fn what_was_told_as_statistics_has_no_values_but_where_all_are_one() {
        assert_eq!(Summary::of_statistics(2.0, 4.0, 2.0, 2.0).values, Some(vec![(2.0, 2.0)]));
        let mut summary = Summary::of_statistics(2.0, 4.0, 1.0, 3.0);
        assert_eq!(summary.values, None);
        summary.merge(Summary::of_statistics(1.0, 7.0, 7.0, 7.0));
        assert_eq!(summary, Summary::of_statistics(3.0, 11.0, 1.0, 7.0));
    }

    proptest! {
        #[test]
        fn condensed_values_are_few_and_weigh_as_much(
            values in prop::collection::vec((-1e12_f64..1e12, 1.0_f64..9.0), 1..600),
        ) {
            let sum = |values: &[(f64, f64)]| values.iter().map(|(_, count)| count).sum::<f64>();
            let weight = sum(&values);
            let kept = condensed(values);
            prop_assert!(kept.len() <= VALUES_MAX);
            prop_assert!((sum(&kept) - weight).abs() < 1e-6);
            prop_assert!(kept.is_sorted_by(|(one, _), (other, _)| one <= other));
        }
    }
}
