//! `DescribeTargetHealth`.

use std::net::SocketAddr;

use bartizan_service::{Authorized, Call};

use super::targets::{is_same, read};
use crate::error::{ElbError, refuse_unbuilt};
use crate::naming::Scope;
use crate::records::{GroupRecord, Target};
use crate::shapes::{
    DescribeTargetHealthInput, DescribeTargetHealthOutput, TargetDescription, TargetHealth,
    TargetHealthDescription,
};
use crate::{LoadBalancing, action};

/// How the targets of a group are: all, or those that are named.
pub(crate) async fn describe_health(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeTargetHealthInput>,
) -> Result<DescribeTargetHealthOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    let include = request.include.unwrap_or_default();
    refuse_unbuilt(&[("Include of anomaly detection", !include.is_empty())])?;
    let (group, is_used) = call.read(|reader| {
        let group = scope.find::<GroupRecord>(reader, &request.target_group_arn)?;
        let users = action::users(reader, &group.arn)?;
        Ok::<_, ElbError>((group, !users.is_empty()))
    })?;
    let wanted = match request.targets.filter(|targets| !targets.is_empty()) {
        None => group.targets.clone(),
        Some(named) => named
            .into_iter()
            .map(|target| read(&scope, &group, target))
            .collect::<Result<_, _>>()?,
    };
    let port = call.platform.ports.target_healths.as_ref();
    let known = port.map(|port| port.of(&group.arn)).unwrap_or_default();
    let described = wanted.iter().map(|target| {
        let health = if !group.targets.iter().any(|other| is_same(other, target)) {
            told("unused", "Target.NotRegistered", "Target is not registered to the target group")
        } else if !is_used {
            told(
                "unused",
                "Target.NotInUse",
                "Target group is not configured to receive traffic from the load balancer",
            )
        } else {
            let is_its = |one: &&bartizan_service::TargetHealth| {
                one.address == SocketAddr::from((target.address, target.port))
            };
            known.iter().find(is_its).map_or_else(registering, checked)
        };
        described(&group, target, health)
    });
    Ok(DescribeTargetHealthOutput { target_health_descriptions: Some(described.collect()) })
}

fn described(
    group: &GroupRecord,
    target: &Target,
    health: TargetHealth,
) -> TargetHealthDescription {
    TargetHealthDescription {
        target: Some(TargetDescription {
            id: target.address.to_string(),
            port: Some(i32::from(target.port)),
            availability_zone: target.zone.clone(),
            ..TargetDescription::default()
        }),
        health_check_port: Some(group.health.port.unwrap_or(target.port).to_string()),
        target_health: Some(health),
        ..TargetHealthDescription::default()
    }
}

fn told(state: &str, reason: &str, description: &str) -> TargetHealth {
    TargetHealth {
        state: Some(state.to_owned()),
        reason: Some(reason.to_owned()),
        description: Some(description.to_owned()),
    }
}

/// What nobody has checked yet.
fn registering() -> TargetHealth {
    told("initial", "Elb.RegistrationInProgress", "Target registration is in progress")
}

fn checked(health: &bartizan_service::TargetHealth) -> TargetHealth {
    TargetHealth {
        state: Some(health.state.to_owned()),
        reason: health.reason.map(str::to_owned),
        description: health.description.clone(),
    }
}
