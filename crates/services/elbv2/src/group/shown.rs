//! Target groups as answers show them.

use super::health_check::matcher_text;
use crate::naming::{Kind, Scope};
use crate::records::GroupRecord;
use crate::shapes::{Matcher, TargetGroup};

/// A target group, which these balancers forward to, as answers show it.
pub(super) fn shown(scope: &Scope, group: &GroupRecord, users: &[String]) -> TargetGroup {
    let health = &group.health;
    let number = |number: u32| i32::try_from(number).ok();
    let port = health.port.map_or_else(|| "traffic-port".to_owned(), |port| port.to_string());
    let balancers = users.iter().map(|id| scope.arn(Kind::Balancer, id).to_string());
    TargetGroup {
        target_group_arn: Some(group.arn.clone()),
        target_group_name: Some(group.name.clone()),
        protocol: Some(group.protocol.clone()),
        port: Some(i32::from(group.port)),
        vpc_id: Some(group.vpc.clone()),
        health_check_protocol: Some(health.protocol.clone()),
        health_check_port: Some(port),
        health_check_enabled: Some(true),
        health_check_interval_seconds: number(health.interval_seconds),
        health_check_timeout_seconds: number(health.timeout_seconds),
        healthy_threshold_count: number(health.healthy_threshold),
        unhealthy_threshold_count: number(health.unhealthy_threshold),
        health_check_path: Some(health.path.clone()),
        matcher: Some(Matcher {
            http_code: Some(matcher_text(&health.matcher)),
            ..Matcher::default()
        }),
        load_balancer_arns: Some(balancers.collect()),
        target_type: Some("ip".to_owned()),
        protocol_version: Some("HTTP1".to_owned()),
        ip_address_type: Some("ipv4".to_owned()),
        ..TargetGroup::default()
    }
}
