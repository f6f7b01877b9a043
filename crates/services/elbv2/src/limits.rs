//! Quotas. (ELB User Guide for Application Load Balancers, "Quotas for your Application Load
//! Balancers".)

use bartizan_service::{Authorized, Call};

use crate::LoadBalancing;
use crate::error::ElbError;
use crate::paging;
use crate::shapes::{DescribeAccountLimitsInput, DescribeAccountLimitsOutput, Limit};

/// Balancers of a region.
pub(crate) const BALANCERS: u64 = 50;
/// Target groups of a region.
pub(crate) const GROUPS: u64 = 3000;
/// Listeners of a balancer.
pub(crate) const LISTENERS: usize = 50;
/// Rules of a balancer, default ones not counted.
pub(crate) const RULES: usize = 100;
/// Certificates of a listener, the default one not counted.
pub(crate) const CERTIFICATES: usize = 25;
/// Targets of a target group.
pub(crate) const TARGETS: usize = 1000;
/// Target groups of an action.
pub(crate) const GROUPS_PER_ACTION: usize = 5;
/// Values of a rule's conditions.
pub(crate) const CONDITION_VALUES: usize = 5;
/// Tags of a resource.
pub(crate) const TAGS: usize = 50;

/// The quotas.
pub(crate) async fn describe(
    _service: &LoadBalancing,
    _call: &Call,
    request: Authorized<DescribeAccountLimitsInput>,
) -> Result<DescribeAccountLimitsOutput, ElbError> {
    let all = vec![
        ("application-load-balancers", BALANCERS.to_string()),
        ("target-groups", GROUPS.to_string()),
        ("listeners-per-application-load-balancer", LISTENERS.to_string()),
        ("rules-per-application-load-balancer", RULES.to_string()),
        ("certificates-per-application-load-balancer", CERTIFICATES.to_string()),
        ("targets-per-target-group", TARGETS.to_string()),
        ("target-groups-per-action-on-application-load-balancer", GROUPS_PER_ACTION.to_string()),
        ("condition-values-per-alb-rule", CONDITION_VALUES.to_string()),
    ];
    let page = paging::page(all, request.marker.as_deref(), request.page_size, |(name, _)| {
        (*name).to_owned()
    })?;
    let shown = |(name, max): (&str, String)| Limit { name: Some(name.to_owned()), max: Some(max) };
    Ok(DescribeAccountLimitsOutput {
        limits: Some(page.items.into_iter().map(shown).collect()),
        next_marker: page.next,
    })
}
