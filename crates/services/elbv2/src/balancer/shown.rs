//! Balancers as answers show them.

use bartizan_service::balancer_zone;

use crate::naming::Scope;
use crate::records::{BalancerRecord, Subnet};
use crate::shapes::{AvailabilityZone, LoadBalancer, LoadBalancerState};

/// A balancer as answers show it.
pub(super) fn shown(scope: &Scope, balancer: &BalancerRecord) -> LoadBalancer {
    let hosted = balancer_zone(scope.region.as_str());
    let scheme = if balancer.is_internet_facing { "internet-facing" } else { "internal" };
    LoadBalancer {
        load_balancer_arn: Some(balancer.arn.clone()),
        dns_name: Some(balancer.dns_name.clone()),
        canonical_hosted_zone_id: hosted.map(str::to_owned),
        created_time: Some(balancer.created),
        load_balancer_name: Some(balancer.name.clone()),
        scheme: Some(scheme.to_owned()),
        vpc_id: Some(balancer.vpc.clone()),
        state: Some(LoadBalancerState {
            code: Some("active".to_owned()),
            ..LoadBalancerState::default()
        }),
        r#type: Some("application".to_owned()),
        availability_zones: Some(zones(&balancer.subnets)),
        security_groups: Some(balancer.security_groups.clone()),
        ip_address_type: Some("ipv4".to_owned()),
        ..LoadBalancer::default()
    }
}

/// Subnets as answers show them.
pub(super) fn zones(subnets: &[Subnet]) -> Vec<AvailabilityZone> {
    let shown = |subnet: &Subnet| AvailabilityZone {
        zone_name: Some(subnet.zone.clone()),
        subnet_id: Some(subnet.id.clone()),
        load_balancer_addresses: Some(Vec::new()),
        ..AvailabilityZone::default()
    };
    subnets.iter().map(shown).collect()
}
