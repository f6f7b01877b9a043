//! What services and the edge count as AWS's metrics.

mod cells;

use std::sync::Arc;

use bartizan_types::{AccountId, Timestamp};

pub use cells::{Cells, Counted};

/// Who keeps metrics.
pub trait Metrics: Send + Sync {
    /// Where the samples of a metric are counted. Whoever counts asks once, as when a resource is
    /// published, and keeps it: to ask takes a lock, to count takes none. An account that has too many
    /// metrics gets one that counts nothing.
    fn meter(&self, metric: &MetricName) -> Meter;

    /// Takes all that was counted since the last time.
    fn take(&self) -> Vec<(MetricName, Vec<Counted>)>;
}

/// A metric that Bartizan counts itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MetricName {
    /// Whose it is.
    pub account: AccountId,
    /// Its region.
    pub region: String,
    /// Its namespace, as `AWS/ApplicationELB`.
    pub namespace: &'static str,
    /// Its name, as `RequestCount`.
    pub name: &'static str,
    /// Names and values of its dimensions.
    pub dimensions: Vec<(&'static str, String)>,
    /// The unit of its values, as `Count`.
    pub unit: &'static str,
    /// Whether percentiles are asked of it: the spread of its values is kept, too.
    pub has_spread: bool,
}

/// Counts the samples of one metric. It never waits.
#[derive(Debug, Clone, Default)]
pub struct Meter(Option<Arc<Cells>>);

impl Meter {
    /// Counts into these cells.
    pub fn of(cells: Arc<Cells>) -> Self {
        Self(Some(cells))
    }

    /// Adds a sample of one.
    pub fn count(&self, now: Timestamp) {
        self.add(now, 1.0);
    }

    /// Adds a sample. One that is no finite number is not added.
    pub fn add(&self, now: Timestamp, value: f64) {
        if let Some(cells) = &self.0 {
            cells.add(now, value);
        }
    }
}
