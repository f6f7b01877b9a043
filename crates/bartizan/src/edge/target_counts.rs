//! How many targets are well, as AWS's metrics.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bartizan_edge::{Edge, TargetState};
use bartizan_elbv2::{Action, Published};
use bartizan_service::store::{Key, Reader, StoreError};
use bartizan_service::{Metrics, Platform};
use bartizan_types::Timestamp;
use tokio::time::MissedTickBehavior;

use super::traffic::Naming;

/// How often targets are counted: each minute has some samples.
const EVERY: Duration = Duration::from_secs(15);

/// Counts the targets of all balancers, again and again.
pub(super) async fn count(platform: Arc<Platform>, edge: Arc<OnceLock<Edge>>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let Some(edge) = edge.get() else { continue };
        if let Err(error) = count_once(&platform, edge) {
            tracing::warn!(%error, "targets could not be counted: tried again");
        }
    }
}

fn count_once(platform: &Platform, edge: &Edge) -> Result<(), StoreError> {
    let Some(metrics) = &platform.ports.metrics else { return Ok(()) };
    let load = |reader: &Reader<'_>| Published::load(reader).map_err(StoreError::Unavailable);
    let published = platform.store.read(load)?;
    let now = platform.now();
    for (key, balancer) in &published.balancers {
        let Some(naming) = Naming::of(&balancer.arn) else { continue };
        for group in shown(&published, key) {
            count_group(edge, &naming, &**metrics, group, now);
        }
    }
    Ok(())
}

/// The ARNs of the groups that a balancer forwards to.
fn shown<'p>(published: &'p Published, balancer: &Key) -> BTreeSet<&'p str> {
    let mut found = BTreeSet::new();
    for (key, listener) in published.listeners_of(balancer) {
        found.extend(groups(&listener.default_action));
        found.extend(published.rules_of(key).into_iter().flat_map(|rule| groups(&rule.action)));
    }
    found
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

/// The ARNs of the groups that an action forwards to.
fn groups(action: &Action) -> impl Iterator<Item = &str> {
    let forward = match action {
        Action::Forward(forward) => Some(forward),
        _ => None,
    };
    forward.into_iter().flat_map(|forward| &forward.groups).map(|(arn, _)| arn.as_str())
}
