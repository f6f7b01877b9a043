//! Load balancers as the engine of reachability asks about them.

use std::collections::BTreeSet;

use bartizan_ec2::PlacedBalancer;
use bartizan_elbv2::Published;
use bartizan_reach::Listener;
use bartizan_service::NetworkPlace;
use bartizan_service::store::{Key, Reader};
use bartizan_types::Fault;

/// The load balancers of an account in a region, with what their listeners forward to.
///
/// # Errors
/// The store's fault.
pub(super) fn placed(
    reader: &Reader<'_>,
    place: &NetworkPlace,
) -> Result<Vec<PlacedBalancer>, Fault> {
    let published = Published::of(reader, place.account, place.region.as_str())?;
    let of = |(key, balancer): (&Key, _)| placed_one(&published, key, balancer);
    Ok(published.balancers.iter().map(of).collect())
}

fn placed_one(
    published: &Published,
    key: &Key,
    balancer: &bartizan_elbv2::BalancerRecord,
) -> PlacedBalancer {
    let listeners = published.listeners_of(key).map(|(key, listener)| {
        let rules = published.rules_of(key);
        let actions = rules.iter().map(|rule| &rule.action).chain([&listener.default_action]);
        let groups: BTreeSet<&String> = actions.flat_map(|action| action.groups()).collect();
        let targets = published.groups.values().filter(|group| groups.contains(&group.arn));
        let targets = targets.flat_map(|group| &group.targets);
        let mut targets: Vec<_> =
            targets.map(|target| (target.address.into(), target.port)).collect();
        targets.sort_unstable();
        targets.dedup();
        Listener { port: listener.port, targets }
    });
    PlacedBalancer {
        arn: balancer.arn.clone(),
        is_internet_facing: balancer.is_internet_facing,
        listeners: listeners.collect(),
    }
}
