//! Access logs of load balancers, on their way to the buckets that their owners name. (ELB User Guide
//! for Application Load Balancers, "Access logs for your Application Load Balancer".)

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use bartizan_edge::{AccessLog, Entry};
use bartizan_elbv2::{BalancerRecord, LogPlace};
use bartizan_service::logs::{Log, LogDelivery};

/// The logs that are kept.
pub(super) struct AccessLogs {
    delivery: LogDelivery,
    /// The address that the edge listens at, as files are named by it.
    node: IpAddr,
    /// By the ARN of the balancer, with where it is written.
    logs: ArcSwap<HashMap<String, (LogPlace, Arc<Log>)>>,
}

impl AccessLogs {
    pub(super) fn new(delivery: LogDelivery, node: IpAddr) -> Self {
        Self { delivery, node, logs: ArcSwap::default() }
    }

    /// Keeps the logs that balancers want from now on. Who writes to the same place goes on with the
    /// same log.
    pub(super) fn enter<'b>(&self, balancers: impl Iterator<Item = &'b BalancerRecord>) {
        let known = self.logs.load();
        let wanted = balancers.filter_map(|balancer| {
            let place = LogPlace::of(balancer)?;
            let log = match known.get(&balancer.arn) {
                Some((held, log)) if *held == place => Arc::clone(log),
                _ => self.delivery.open(place.stream(self.node)),
            };
            Some((balancer.arn.clone(), (place, log)))
        });
        self.logs.store(Arc::new(wanted.collect()));
    }
}

impl AccessLog for AccessLogs {
    fn record(&self, entry: &Entry<'_>) {
        if let Some((_, log)) = self.logs.load().get(entry.front_arn) {
            self.delivery.write(log, &entry.balancer_line(), entry.ended);
        }
    }
}
