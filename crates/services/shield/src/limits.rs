//! Quotas. (AWS WAF Developer Guide, "AWS Shield Advanced quotas".)

use crate::resource::ResourceKind;
use crate::shapes::{
    Limit, ProtectionGroupArbitraryPatternLimits, ProtectionGroupLimits,
    ProtectionGroupPatternTypeLimits, ProtectionLimits, SubscriptionLimits,
};

/// Protected resources of a kind.
pub(crate) const PROTECTIONS: usize = 1000;
/// Protection groups.
pub(crate) const GROUPS: usize = 100;
/// Resources that one group names.
pub(crate) const MEMBERS: usize = 1000;
/// Log buckets of the response team. (`AssociateDRTLogBucket`.)
pub(crate) const BUCKETS: usize = 10;
/// Health checks of a protection.
pub(crate) const HEALTH_CHECKS: usize = 1;
/// Tags of a resource.
pub(crate) const TAGS: usize = 50;

/// As `DescribeSubscription` told them before there were protection groups.
pub(crate) fn of_protections() -> Vec<Limit> {
    let kinds = [
        "ELB_LOAD_BALANCER",
        "CF_DISTRIBUTION",
        "EC2_ELASTIC_IP_ALLOCATION",
        "ROUTE53_HOSTED_ZONE",
        "GLOBAL_ACCELERATOR",
    ];
    kinds.iter().map(|kind| limit(kind, PROTECTIONS)).collect()
}

/// As it tells them.
pub(crate) fn of_subscription() -> SubscriptionLimits {
    let kinds = ResourceKind::ALL.iter().map(|kind| limit(kind.as_str(), PROTECTIONS));
    SubscriptionLimits {
        protection_limits: ProtectionLimits { protected_resource_type_limits: kinds.collect() },
        protection_group_limits: ProtectionGroupLimits {
            max_protection_groups: count(GROUPS),
            pattern_type_limits: ProtectionGroupPatternTypeLimits {
                arbitrary_pattern_limits: ProtectionGroupArbitraryPatternLimits {
                    max_members: count(MEMBERS),
                },
            },
        },
    }
}

fn limit(kind: &str, most: usize) -> Limit {
    Limit { r#type: Some(kind.to_owned()), max: Some(count(most)) }
}

fn count(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}
