//! The health of balancers, for aliases that follow it. (Route 53 Developer Guide, "Values specific for
//! alias records", Evaluate Target Health.)

use std::collections::HashSet;
use std::time::Duration;

use bartizan_zones::Name;
use tokio::time::MissedTickBehavior;

use super::Checks;
use crate::edge::Joint;

/// How often it is looked which balancers are well.
const EVERY: Duration = Duration::from_secs(1);

/// Tells which balancers are not well, again and again.
pub(super) async fn watch(checks: Checks, joint: Joint) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let names = joint.unwell_names();
        let wire = |name: String| Name::parse(&name).ok().map(|name| name.wire());
        checks.tell_names(names.into_iter().filter_map(wire).collect::<HashSet<_>>());
    }
}
