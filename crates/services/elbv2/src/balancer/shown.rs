//! Balancers as answers show them.

use crate::naming::Scope;
use crate::records::{BalancerRecord, Subnet};
use crate::shapes::{AvailabilityZone, LoadBalancer, LoadBalancerState};

/// The hosted zones of balancers' names. (AWS General Reference, "Elastic Load Balancing endpoints and
/// quotas".)
const HOSTED_ZONES: [(&str, &str); 17] = [
    ("ap-northeast-1", "Z14GRHDCWA56QT"),
    ("ap-northeast-2", "ZWKZPGTI48KDX"),
    ("ap-northeast-3", "Z5LXEXXYW11ES"),
    ("ap-south-1", "ZP97RAFLXTNZK"),
    ("ap-southeast-1", "Z1LMS91P8CMLE5"),
    ("ap-southeast-2", "Z1GM3OXH4ZPM65"),
    ("ca-central-1", "ZQSVJUPU6J1EY"),
    ("eu-central-1", "Z215JYRZR1TBD5"),
    ("eu-north-1", "Z23TAZ6LKFMNIO"),
    ("eu-west-1", "Z32O12XQLNTSW2"),
    ("eu-west-2", "ZHURV8PSTC4K8"),
    ("eu-west-3", "Z3Q77PNBQS71R4"),
    ("sa-east-1", "Z2P70J7HTTTPLU"),
    ("us-east-1", "Z35SXDOTRQ7X7K"),
    ("us-east-2", "Z3AADJGX6KTTL2"),
    ("us-west-1", "Z368ELLRRE2KJ0"),
    ("us-west-2", "Z1H1FL5HABSF5"),
];

/// A balancer as answers show it.
pub(super) fn shown(scope: &Scope, balancer: &BalancerRecord) -> LoadBalancer {
    let region = scope.region.as_str();
    let hosted = HOSTED_ZONES.iter().find(|(name, _)| *name == region);
    let scheme = if balancer.is_internet_facing { "internet-facing" } else { "internal" };
    LoadBalancer {
        load_balancer_arn: Some(balancer.arn.clone()),
        dns_name: Some(balancer.dns_name.clone()),
        canonical_hosted_zone_id: hosted.map(|(_, zone)| (*zone).to_owned()),
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
