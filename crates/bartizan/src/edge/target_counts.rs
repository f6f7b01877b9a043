//! How many targets are well, as AWS's metrics.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bartizan_edge::{Edge, TargetState};
use bartizan_elbv2::Action;
use bartizan_service::Platform;
use bartizan_service::store::StoreError;
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
    let published = platform.store.read(bartizan_elbv2::published)?;
    let mut pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
    for listener in &published.listeners {
        pairs.extend(groups(&listener.default_action).map(|group| (&*listener.balancer, group)));
    }
    for rule in &published.rules {
        let of = published.listeners.iter().find(|listener| listener.id == rule.listener);
        if let Some(listener) = of {
            pairs.extend(groups(&rule.action).map(|group| (&*listener.balancer, group)));
        }
    }
    let now = platform.now();
    for (balancer, group) in pairs {
        let of = published.balancers.iter().find(|one| one.id == balancer);
        let Some(naming) = of.and_then(|balancer| Naming::of(&balancer.arn)) else { continue };
        let targets = edge.health(group).unwrap_or_default();
        let many = |state| targets.iter().filter(|target| target.state == state).count();
        for (name, state) in [
            ("HealthyHostCount", TargetState::Healthy),
            ("UnHealthyHostCount", TargetState::Unhealthy),
        ] {
            let meter = naming.meter(&**metrics, (name, "Count"), Some(group));
            meter.add(now, u32::try_from(many(state)).unwrap_or(u32::MAX).into());
        }
    }
    Ok(())
}

/// The ARNs of the groups that an action forwards to.
fn groups(action: &Action) -> impl Iterator<Item = &str> {
    let forward = match action {
        Action::Forward(forward) => Some(forward),
        _ => None,
    };
    forward.into_iter().flat_map(|forward| &forward.groups).map(|(arn, _)| arn.as_str())
}
