//! Times and periods that callers ask for. (CloudWatch API Reference, `GetMetricData` and
//! `GetMetricStatistics`.)

use std::collections::BTreeMap;

use bartizan_types::Timestamp;

use crate::error::MetricsError;
use crate::point::{Point, Summary};
use crate::records::TIERS;

const MINUTE: i64 = 60;
/// The periods below a minute.
const SHORT: [i64; 5] = [1, 5, 10, 20, 30];

/// What time is asked for, in seconds since 1970, and how it is parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) period: i64,
}

impl Span {
    /// A span of whole periods from its start on. The start is rounded down to what points as old as it
    /// are kept by.
    ///
    /// # Errors
    /// The period is none, or the span has no time.
    pub(crate) fn new(
        (start, end): (Timestamp, Timestamp),
        period: i32,
        now: Timestamp,
    ) -> Result<Self, MetricsError> {
        let period = i64::from(period);
        let is_period = SHORT.contains(&period) || (period >= MINUTE && period % MINUTE == 0);
        if !is_period {
            return Err(MetricsError::value(period, "Period"));
        }
        if start >= end {
            return Err(MetricsError::InvalidParameterCombination(
                "The parameter StartTime must be less than the parameter EndTime.".to_owned(),
            ));
        }
        let age = now.seconds() - start.seconds();
        let kept_by = TIERS.iter().skip(1).find(|tier| age <= tier.kept).or(TIERS.last());
        let kept_by = kept_by.map_or(MINUTE, |tier| tier.step);
        let step = if period < MINUTE { period } else { kept_by };
        let from = start.seconds().div_euclid(step) * step;
        // What begins within the last second is in.
        let to = end.seconds() + i64::from(end.millis() % 1000 != 0);
        Ok(Self { from, to, period })
    }

    /// How many periods it has.
    pub(crate) const fn len(&self) -> i64 {
        (self.to - self.from + self.period - 1) / self.period
    }

    /// The points of each period in one, by when it begins. Points in another unit than one that is
    /// asked for are left out; the unit that is told is the first's.
    pub(crate) fn parted(
        &self,
        points: Vec<Point>,
        unit: Option<&str>,
    ) -> BTreeMap<i64, (String, Summary)> {
        let mut parts: BTreeMap<i64, (String, Summary)> = BTreeMap::new();
        for point in points {
            let is_in = (self.from..self.to).contains(&point.at);
            if !is_in || unit.is_some_and(|unit| unit != point.unit) {
                continue;
            }
            let start = self.from + (point.at - self.from) / self.period * self.period;
            match parts.get_mut(&start) {
                Some((_, summary)) => summary.merge(point.summary),
                None => drop(parts.insert(start, (point.unit, point.summary))),
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000_000;

    fn span(start: i64, end: i64, period: i32) -> Result<Span, String> {
        let at = Timestamp::from_seconds;
        Span::new((at(start), at(end)), period, at(NOW)).map_err(|error| error.to_string())
    }

    #[test]
    fn starts_are_rounded_by_age_and_period() {
        const DAY: i64 = 86_400;
        for (age, period, step) in [
            (100, 60, 60),
            (100, 5, 5),
            (100, 1, 1),
            (16 * DAY, 300, 300),
            (64 * DAY, 3600, 3600),
            (500 * DAY, 3600, 3600),
        ] {
            let start = NOW - age + 7;
            let found = span(start, NOW, period).unwrap();
            assert_eq!(found.from, start / step * step, "{age}");
        }
    }

    #[test]
    fn periods_are_short_ones_or_minutes() {
        for (period, is_one) in
            [(0, false), (-60, false), (2, false), (30, true), (45, false), (60, true), (90, false)]
        {
            assert_eq!(span(NOW - 600, NOW, period).is_ok(), is_one, "{period}");
        }
        assert_eq!(span(NOW - 600, NOW, 60).unwrap().len(), 11);
        let message = "The parameter StartTime must be less than the parameter EndTime.";
        assert_eq!(span(NOW, NOW, 60), Err(message.to_owned()));
    }

    #[test]
    fn points_are_parted_from_the_start_on() {
        let point = |at, unit: &str| Point {
            at,
            unit: unit.to_owned(),
            summary: Summary::of_statistics(1.0, 2.0, 2.0, 2.0),
        };
        let span = Span { from: 60, to: 240, period: 120 };
        let points =
            ["Count", "None", "Count", "Count", "Count"].into_iter().zip([0, 60, 120, 180, 240]);
        let points: Vec<_> = points.map(|(unit, at)| point(at, unit)).collect();
        let told = |unit| {
            let parts = span.parted(points.clone(), unit);
            parts.into_iter().map(|(at, (unit, one))| (at, unit, one.samples)).collect::<Vec<_>>()
        };
        assert_eq!(told(None), [(60, "None".into(), 2.0), (180, "Count".into(), 1.0)]);
        assert_eq!(told(Some("Count")), [(60, "Count".into(), 1.0), (180, "Count".into(), 1.0)]);
        assert_eq!(told(Some("Bytes")), []);
    }
}
