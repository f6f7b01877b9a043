//! `DescribeTargetHealth`.

use std::net::{IpAddr, SocketAddr};

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
    let port = call.platform.ports.target_healths.as_ref();
    let known = port.map(|port| port.of(&group.arn)).unwrap_or_default();
    let wanted: Vec<Target> = match request.targets.filter(|targets| !targets.is_empty()) {
        None => group.targets.iter().cloned().chain(leaving(&group, &known)).collect(),
        Some(named) => named
            .into_iter()
            .map(|target| read(&scope, &group, target))
            .collect::<Result<_, _>>()?,
    };
    let described = wanted.iter().map(|target| {
        let is_registered = group.targets.iter().any(|other| is_same(other, target));
        let health = if let Some(leaving) =
            known.iter().find(|one| !is_registered && is_leaving(one) && is_its(one, target))
        {
            checked(leaving)
        } else if !is_registered {
            told("unused", "Target.NotRegistered", "Target is not registered to the target group")
        } else if !is_used {
            told(
                "unused",
                "Target.NotInUse",
                "Target group is not configured to receive traffic from the load balancer",
            )
        } else {
            let found = known.iter().find(|one| !is_leaving(one) && is_its(one, target));
            found.map_or_else(registering, checked)
        };
        described(&group, target, health)
    });
    Ok(DescribeTargetHealthOutput { target_health_descriptions: Some(described.collect()) })
}

/// What is said of a target that was taken out, while something is under way there.
fn is_leaving(known: &bartizan_service::TargetHealth) -> bool {
    known.state == "draining"
}

fn is_its(known: &bartizan_service::TargetHealth, target: &Target) -> bool {
    known.address == SocketAddr::from((target.address, target.port))
}

/// The targets that leave a group.
fn leaving(group: &GroupRecord, known: &[bartizan_service::TargetHealth]) -> Vec<Target> {
    let mut all: Vec<Target> = Vec::new();
    for one in known.iter().filter(|one| is_leaving(one)) {
        let IpAddr::V4(address) = one.address.ip() else { continue };
        let target = Target { address, port: one.address.port(), zone: None };
        if !group.targets.iter().chain(&all).any(|other| is_same(other, &target)) {
            all.push(target);
        }
    }
    all
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
