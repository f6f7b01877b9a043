//! Standard logs of distributions, on their way to the buckets that their owners name.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use bartizan_cloudfront::{Distribution, LogPlace};
use bartizan_edge::{AccessLog, Entry};
use bartizan_service::logs::{Log, LogDelivery};

/// Logs by the ARN of their distribution, with where they are written.
type Kept = HashMap<String, (LogPlace, Arc<Log>)>;

/// The logs that are kept. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct DistributionLogs {
    delivery: LogDelivery,
    logs: Arc<ArcSwap<Kept>>,
}

impl DistributionLogs {
    /// The logs that are delivered so.
    pub(crate) fn new(delivery: LogDelivery) -> Self {
        Self { delivery, logs: Arc::default() }
    }

    /// Keeps the logs that distributions want from now on. Who writes to the same place goes on with
    /// the same log.
    pub(super) fn enter<'d>(&self, distributions: impl Iterator<Item = &'d Distribution>) {
        let known = self.logs.load();
        let wanted = distributions.filter_map(|one| {
            let place = one.log.clone()?;
            let log = match known.get(&one.arn) {
                Some((held, log)) if *held == place => Arc::clone(log),
                _ => self.delivery.open(place.stream(&one.arn.parse().ok()?)),
            };
            Some((one.arn.clone(), (place, log)))
        });
        self.logs.store(Arc::new(wanted.collect()));
    }
}

impl AccessLog for DistributionLogs {
    fn record(&self, entry: &Entry<'_>) {
        if let Some((place, log)) = self.logs.load().get(entry.front_arn) {
            let line = entry.distribution_line(place.includes_cookies);
            self.delivery.write(log, &line, entry.ended);
        }
    }
}
