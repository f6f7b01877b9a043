//! `RegisterTargets` and `DeregisterTargets`. (ELB User Guide for Application Load Balancers, "Register
//! targets with your Application Load Balancer target group".)

use std::net::Ipv4Addr;

use bartizan_service::{Authorized, Call};

use crate::LoadBalancing;
use crate::error::{ElbError, refuse_unbuilt};
use crate::limits;
use crate::naming::Scope;
use crate::records::{GroupRecord, Target};
use crate::shapes::{
    DeregisterTargetsInput, DeregisterTargetsOutput, RegisterTargetsInput, RegisterTargetsOutput,
    TargetDescription,
};

/// The zone of a target outside the VPC.
const ALL_ZONES: &str = "all";

/// Adds targets. One that is there stays.
pub(crate) async fn register(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<RegisterTargetsInput>,
) -> Result<RegisterTargetsOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    check_some(&request.targets)?;
    let dev = call.platform.settings.dev;
    let done = call.commit(move |writer| {
        let mut group: GroupRecord = scope.find(writer, &request.target_group_arn)?;
        for target in request.targets {
            let target = read(&scope, &group, target)?;
            if !is_in_range(target.address, dev) {
                let message = format!(
                    "The IP address '{}' is not within a valid range for targets",
                    target.address
                );
                return Err(ElbError::refused("InvalidTarget", message));
            }
            if !group.targets.iter().any(|other| is_same(other, &target)) {
                group.targets.push(target);
            }
        }
        if group.targets.len() > limits::TARGETS {
            let message = format!("A target group has at most {} targets", limits::TARGETS);
            return Err(ElbError::refused("TooManyTargets", message));
        }
        scope.put(writer, &group)?;
        Ok(RegisterTargetsOutput {})
    });
    Ok(done.await?)
}

/// Takes targets away: those of these ports, or of every port where none is named.
pub(crate) async fn deregister(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DeregisterTargetsInput>,
) -> Result<DeregisterTargetsOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    check_some(&request.targets)?;
    let done = call.commit(move |writer| {
        let mut group: GroupRecord = scope.find(writer, &request.target_group_arn)?;
        for target in request.targets {
            let any_port = target.port.is_none();
            let target = read(&scope, &group, target)?;
            let is_meant = |one: &Target| {
                one.address == target.address && (any_port || one.port == target.port)
            };
            if !group.targets.iter().any(is_meant) {
                let message = format!(
                    "The following targets are not registered: {}:{}",
                    target.address, target.port
                );
                return Err(ElbError::refused("InvalidTarget", message));
            }
            group.targets.retain(|one| !is_meant(one));
        }
        scope.put(writer, &group)?;
        Ok(DeregisterTargetsOutput {})
    });
    Ok(done.await?)
}

fn check_some(targets: &[TargetDescription]) -> Result<(), ElbError> {
    if targets.is_empty() {
        return Err(ElbError::invalid("A target must be specified"));
    }
    Ok(())
}

/// A target that a request names.
pub(super) fn read(
    scope: &Scope,
    group: &GroupRecord,
    target: TargetDescription,
) -> Result<Target, ElbError> {
    refuse_unbuilt(&[("QuicServerId", target.quic_server_id.is_some())])?;
    let address = target.id.parse::<Ipv4Addr>().map_err(|_| {
        ElbError::invalid(format!("The IP address '{}' is not a valid IPv4 address", target.id))
    })?;
    if address.is_unspecified() || address.is_multicast() || address.is_broadcast() {
        let message = format!("The IP address '{address}' is not one of a host");
        return Err(ElbError::refused("InvalidTarget", message));
    }
    let is_of_region = |zone: &str| zone == ALL_ZONES || zone.starts_with(scope.region.as_str());
    if let Some(zone) = target.availability_zone.as_deref().filter(|zone| !is_of_region(zone)) {
        return Err(ElbError::invalid(format!("The availability zone '{zone}' is not valid")));
    }
    let port = target.port.and_then(|port| u16::try_from(port).ok()).unwrap_or(group.port);
    Ok(Target { address, port, zone: target.availability_zone })
}

/// Whether a target may have an address: a private one or one of a carrier's (10/8, 100.64/10,
/// 172.16/12, 192.168/16), and under `--dev` one of this host. The block of a VPC makes no difference:
/// whoever makes a VPC chooses it, and behind it is whatever really has these addresses.
fn is_in_range(address: Ipv4Addr, dev: bool) -> bool {
    let is_of_carrier = matches!(address.octets(), [100, 64..=127, ..]);
    address.is_private() || is_of_carrier || (dev && address.is_loopback())
}

/// Whether two are one target.
pub(super) fn is_same(one: &Target, other: &Target) -> bool {
    one.address == other.address && one.port == other.port
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_private_addresses() {
        let is_in_range = |text: &str, dev| is_in_range(text.parse().unwrap(), dev);
        for text in ["10.0.0.1", "100.64.0.1", "100.127.255.254", "172.31.0.1", "192.168.0.1"] {
            assert!(is_in_range(text, false), "{text}");
        }
        let others = ["169.254.169.254", "8.8.8.8", "100.128.0.1", "172.32.0.1", "0.0.0.1"];
        for text in others {
            assert!(!is_in_range(text, true), "{text}");
        }
        assert!(is_in_range("127.0.0.1", true));
        assert!(!is_in_range("127.0.0.1", false));
    }
}
