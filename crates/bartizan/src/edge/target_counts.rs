//! How many targets are well, as AWS's metrics.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bartizan_edge::{Edge, TargetState};
use bartizan_service::{Metrics, Platform};
use bartizan_types::Timestamp;
use tokio::time::MissedTickBehavior;

use super::publisher::Publisher;
use super::traffic::Naming;

/// How often targets are counted: each minute has some samples.
const EVERY: Duration = Duration::from_secs(15);

/// Counts the targets of all balancers, again and again.
pub(super) async fn count(platform: Arc<Platform>, edge: Arc<OnceLock<Edge>>, from: Publisher) {
    let Some(metrics) = &platform.ports.metrics else { return };
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let Some(edge) = edge.get() else { continue };
        let now = platform.now();
        let from = from.clone();
        // A commit that is published just now has to be waited for.
        let forwarded = tokio::task::spawn_blocking(move || from.forwarded()).await;
        for (balancer, groups) in forwarded.unwrap_or_default() {
            let Some(naming) = Naming::of(&balancer) else { continue };
            for group in &groups {
                count_group(edge, &naming, &**metrics, group, now);
            }
        }
    }
}

/// Counts the targets of one group.
fn count_group(edge: &Edge, naming: &Naming, metrics: &dyn Metrics, group: &str, now: Timestamp) {
    let targets = edge.health(group).unwrap_or_default();
    let many = |state| targets.iter().filter(|target| target.state == state).count();
    for (name, state) in
        [("HealthyHostCount", TargetState::Healthy), ("UnHealthyHostCount", TargetState::Unhealthy)]
    {
        let meter = naming.meter(metrics, (name, "Count"), Some(group));
        meter.add(now, u32::try_from(many(state)).unwrap_or(u32::MAX).into());
    }
}
