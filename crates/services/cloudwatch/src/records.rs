//! What is stored of metrics.

use bartizan_service::store::{Key, Record};
use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};

use crate::point::Point;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The tier of points of seconds, and that of points of minutes.
pub(crate) const SECONDS: &Tier = &TIERS[0];
pub(crate) const MINUTES: &Tier = &TIERS[1];

/// How points are kept while they grow old, from the finest on. (CloudWatch API Reference,
/// `PutMetricData`; CloudWatch User Guide, "Metrics retention".)
pub(crate) const TIERS: [Tier; 4] = [
    Tier { name: "s", step: 1, chunk: MINUTE, kept: 3 * HOUR },
    Tier { name: "m", step: MINUTE, chunk: HOUR, kept: 15 * DAY },
    Tier { name: "5", step: 5 * MINUTE, chunk: DAY, kept: 63 * DAY },
    Tier { name: "h", step: HOUR, chunk: 30 * DAY, kept: 455 * DAY },
];

/// A way to keep points; all times in seconds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tier {
    /// What keys call it.
    pub(crate) name: &'static str,
    /// The time of one point.
    pub(crate) step: i64,
    /// The time of the points that are one record.
    pub(crate) chunk: i64,
    /// How old a point may be; then it goes into the next.
    pub(crate) kept: i64,
}

/// A metric that has points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Series {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// By name.
    pub(crate) dimensions: Vec<(String, String)>,
    /// When its latest point was, in seconds since 1970.
    pub(crate) latest: i64,
}

impl Record for Series {
    const COLLECTION: &'static str = "cloudwatch.series";
}

/// Some points of a metric that lie beside each other.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Chunk {
    pub(crate) points: Vec<Point>,
}

impl Record for Chunk {
    const COLLECTION: &'static str = "cloudwatch.points";
}

impl Tier {
    /// The key of the points of a metric at some time.
    pub(crate) fn key(&self, account: AccountId, region: &str, series: &str, at: i64) -> Key {
        let start = at.div_euclid(self.chunk) * self.chunk;
        Key::new(account, region, format!("{}{start:012}", self.prefix(series)))
    }

    /// What the keys of a metric's points begin with.
    pub(crate) fn prefix(&self, series: &str) -> String {
        format!("{series}/{}/", self.name)
    }

    /// The tier of a key's id, and when its points begin.
    pub(crate) fn of_id(id: &str) -> Option<(&'static Self, &str, i64)> {
        let mut parts = id.split('/');
        let (series, name, start) = (parts.next()?, parts.next()?, parts.next()?);
        let tier = TIERS.iter().find(|tier| tier.name == name)?;
        Some((tier, series, start.parse().ok()?))
    }

    /// Where points go that are too old for this one.
    pub(crate) fn next(&self) -> Option<&'static Self> {
        let own = TIERS.iter().position(|tier| tier == self)?;
        TIERS.get(own + 1)
    }
}

impl Chunk {
    /// Adds a point: what is known of the same time, in the same unit, becomes one.
    pub(crate) fn add(&mut self, point: Point, step: i64) {
        let at = point.at.div_euclid(step) * step;
        let is_same = |held: &&mut Point| held.at == at && held.unit == point.unit;
        match self.points.iter_mut().rev().find(is_same) {
            Some(held) => held.summary.merge(point.summary),
            None => self.points.push(Point { at, ..point }),
        }
    }
}
