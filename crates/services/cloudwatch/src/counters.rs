//! What Bartizan counts itself, in memory until it is stored.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bartizan_service::{Cells, Counted, Meter, MetricName, Metrics};
use bartizan_types::AccountId;

/// The most metrics that Bartizan counts itself for an account at a time.
const METRICS_MAX: usize = 10_000;

/// Keeps the cells of metrics while somebody counts in them.
#[derive(Debug, Default)]
pub(crate) struct Counters(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    cells: HashMap<MetricName, Arc<Cells>>,
    of_account: HashMap<AccountId, usize>,
}

impl Metrics for Counters {
    fn meter(&self, metric: &MetricName) -> Meter {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cells) = known.cells.get(metric) {
            return Meter::of(Arc::clone(cells));
        }
        let held = known.of_account.entry(metric.account).or_default();
        if *held >= METRICS_MAX {
            let MetricName { account, namespace, name, .. } = metric;
            tracing::warn!(%account, namespace, name, "an account has too many metrics to count");
            return Meter::default();
        }
        *held += 1;
        let cells = Arc::new(Cells::new(metric.has_spread));
        known.cells.insert(metric.clone(), Arc::clone(&cells));
        Meter::of(cells)
    }

    fn take(&self) -> Vec<(MetricName, Vec<Counted>)> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { cells, of_account } = &mut *known;
        let mut taken = Vec::new();
        cells.retain(|metric, cells| {
            // Nobody can count what nobody else holds, nor come to hold it meanwhile.
            let is_held = Arc::strong_count(cells) > 1;
            let counted = cells.take();
            if !counted.is_empty() {
                taken.push((metric.clone(), counted));
            }
            if !is_held && let Some(held) = of_account.get_mut(&metric.account) {
                *held = held.saturating_sub(1);
            }
            is_held
        });
        of_account.retain(|_, held| *held > 0);
        taken
    }
}

#[cfg(test)]
mod tests {
    use bartizan_types::Timestamp;

    use super::*;

    fn metric(rule: usize) -> MetricName {
        MetricName {
            account: "123456789012".parse().unwrap(),
            region: "us-east-1".to_owned(),
            namespace: "AWS/WAFV2",
            name: "BlockedRequests",
            dimensions: vec![("Rule", rule.to_string())],
            unit: "Count",
            has_spread: false,
        }
    }

    #[test]
    fn who_asks_twice_counts_in_the_same_cells() {
        let counters = Counters::default();
        let (one, other) = (counters.meter(&metric(1)), counters.meter(&metric(1)));
        one.count(Timestamp::from_millis(0));
        drop(one);
        other.count(Timestamp::from_millis(0));
        let taken = counters.take();
        assert_eq!((taken.len(), taken[0].1[0].samples), (1, 2));
        other.count(Timestamp::from_millis(0));
        drop(other);
        // What was counted last is taken, and then the metric is forgotten.
        assert_eq!(counters.take()[0].1[0].samples, 1);
        assert!(counters.take().is_empty() && counters.0.lock().unwrap().of_account.is_empty());
    }

    #[test]
    fn an_account_has_so_many_and_no_more() {
        let counters = Counters::default();
        let meters: Vec<_> = (0..=METRICS_MAX).map(|rule| counters.meter(&metric(rule))).collect();
        for meter in &meters {
            meter.count(Timestamp::from_millis(0));
        }
        assert_eq!(counters.take().len(), METRICS_MAX);
    }
}
