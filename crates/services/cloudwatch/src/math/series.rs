//! Values of metrics over time.

use std::collections::BTreeMap;

/// Values by the seconds at which their periods begin.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    pub(crate) label: String,
    /// In seconds.
    pub(crate) period: i64,
    pub(crate) values: BTreeMap<i64, f64>,
}

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Number(f64),
    Series(Series),
    Array(Vec<Series>),
}

impl Series {
    /// The same with other values; what is no number is none.
    pub(super) fn with(&self, values: impl Iterator<Item = (i64, f64)>) -> Self {
        Self {
            label: self.label.clone(),
            period: self.period,
            values: values.filter(|(_, value)| value.is_finite()).collect(),
        }
    }

    pub(super) fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        self.with(self.values.iter().map(|(at, value)| (*at, change(*value))))
    }

    /// Where both have values.
    pub(super) fn beside(&self, other: &Self, join: impl Fn(f64, f64) -> f64) -> Self {
        let both = self
            .values
            .iter()
            .filter_map(|(at, value)| Some((*at, join(*value, *other.values.get(at)?))));
        let joined = self.with(both);
        Self { period: self.period.max(other.period), ..joined }
    }

    /// Each value with the one before it.
    pub(super) fn steps(&self, change: impl Fn((i64, f64), (i64, f64)) -> f64) -> Self {
        let points = || self.values.iter().map(|(at, value)| (*at, *value));
        let pairs = points().zip(points().skip(1));
        self.with(pairs.map(|(before, point)| (point.0, change(before, point))))
    }
}

impl Value {
    /// How many values it has.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Number(_) => 1,
            Self::Series(series) => series.values.len() + 1,
            Self::Array(array) => array.iter().map(|series| series.values.len() + 1).sum(),
        }
    }

    pub(super) fn map(self, change: impl Fn(f64) -> f64) -> Self {
        match self {
            Self::Number(number) => Self::Number(change(number)),
            Self::Series(series) => Self::Series(series.map(change)),
            Self::Array(array) => Self::Array(array.iter().map(|one| one.map(&change)).collect()),
        }
    }
}
