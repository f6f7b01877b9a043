//! Where a balancer stands: its subnets and its security groups. (ELB User Guide for Application Load
//! Balancers, "Subnets for your load balancer" and "Load balancer security groups".)

use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call, Networks, ServiceInterface};
use bartizan_types::{Fault, Random};

use super::shown::zones;
use crate::LoadBalancing;
use crate::error::{ElbError, refuse_unbuilt};
use crate::naming::Scope;
use crate::records::{BalancerRecord, Subnet};
use crate::shapes::{
    SetSecurityGroupsInput, SetSecurityGroupsOutput, SetSubnetsInput, SetSubnetsOutput,
    SubnetMapping,
};

/// Who has the interfaces of balancers.
const REQUESTER: &str = "amazon-elb";
/// How many addresses of a subnet must be free. (The same guide.)
const FREE_ADDRESSES: u32 = 8;

/// Who keeps networks.
pub(super) fn networks(call: &Call) -> Result<Arc<dyn Networks>, ElbError> {
    call.platform.ports.networks.clone().ok_or_else(|| {
        ElbError::not_implemented("a load balancer without the service that keeps networks")
    })
}

/// The subnets that a request names, in one of two ways.
pub(super) fn wanted_subnets(
    subnets: Option<Vec<String>>,
    mappings: Option<Vec<SubnetMapping>>,
) -> Result<Vec<String>, ElbError> {
    let (subnets, mappings) = (subnets.unwrap_or_default(), mappings.unwrap_or_default());
    if !subnets.is_empty() && !mappings.is_empty() {
        return Err(ElbError::invalid("Specify either Subnets or SubnetMappings, not both"));
    }
    let mut wanted = subnets;
    for one in mappings {
        refuse_unbuilt(&[
            ("AllocationId of a subnet mapping", one.allocation_id.is_some()),
            ("PrivateIPv4Address of a subnet mapping", one.private_i_pv4_address.is_some()),
            ("IPv6Address of a subnet mapping", one.i_pv6_address.is_some()),
            ("SourceNatIpv6Prefix of a subnet mapping", one.source_nat_ipv6_prefix.is_some()),
        ])?;
        wanted.push(one.subnet_id.unwrap_or_default());
    }
    Ok(wanted)
}

/// The VPC and the subnets of a balancer that may stand in these.
pub(super) fn checked_subnets(
    networks: &dyn Networks,
    reader: &Reader<'_>,
    scope: &Scope,
    ids: &[String],
    is_internet_facing: bool,
) -> Result<(String, Vec<Subnet>), ElbError> {
    let mut vpc: Option<String> = None;
    let mut subnets: Vec<Subnet> = Vec::new();
    for id in ids {
        let found = networks.subnet(reader, &scope.place(), id).map_err(subnet_fault)?;
        if vpc.get_or_insert_with(|| found.vpc.clone()) != &found.vpc {
            let message = "All subnets must be in the same VPC";
            return Err(ElbError::refused("InvalidConfigurationRequest", message));
        }
        if subnets.iter().any(|other| other.zone == found.zone) {
            let message = "A load balancer cannot be attached to multiple subnets in the same \
                           Availability Zone";
            return Err(ElbError::refused("InvalidConfigurationRequest", message));
        }
        subnets.push(Subnet { id: found.id, zone: found.zone });
    }
    let Some(vpc) = vpc.filter(|_| subnets.len() > 1) else {
        let message = "At least two subnets in two different Availability Zones must be specified";
        return Err(ElbError::invalid(message));
    };
    if is_internet_facing && !networks.has_internet_gateway(reader, &scope.place(), &vpc)? {
        let message = format!("VPC {vpc} has no internet gateway");
        return Err(ElbError::refused("InvalidSubnet", message));
    }
    Ok((vpc, subnets))
}

/// A subnet that is not there, as this service says it.
fn subnet_fault(fault: Fault) -> ElbError {
    if fault.code == "InvalidSubnetID.NotFound" {
        return ElbError::refused("SubnetNotFound", fault.message);
    }
    fault.into()
}

/// The security groups of a balancer that may have these.
pub(super) fn checked_groups(
    networks: &dyn Networks,
    reader: &Reader<'_>,
    scope: &Scope,
    vpc: &str,
    groups: &[String],
) -> Result<Vec<String>, ElbError> {
    networks.groups(reader, &scope.place(), vpc, groups).map_err(|fault| {
        if fault.status >= 500 {
            return fault.into();
        }
        ElbError::refused("InvalidSecurityGroup", fault.message)
    })
}

/// Puts a balancer's interfaces into subnets.
pub(super) fn attach(
    networks: &dyn Networks,
    writer: &mut Writer<'_>,
    scope: &Scope,
    balancer: &BalancerRecord,
    subnets: &[Subnet],
    random: &dyn Random,
) -> Result<(), ElbError> {
    for subnet in subnets {
        let found = networks.subnet(writer, &scope.place(), &subnet.id).map_err(subnet_fault)?;
        if found.free_addresses < FREE_ADDRESSES {
            let message = format!(
                "Not enough IP space available in {}. ELB requires at least {FREE_ADDRESSES} free \
                 IP addresses in each subnet.",
                subnet.id
            );
            return Err(ElbError::refused("InvalidSubnet", message));
        }
        let new = ServiceInterface {
            subnet: &subnet.id,
            groups: &balancer.security_groups,
            description: &format!("ELB {}", balancer.id),
            requester: REQUESTER,
            resource: &balancer.arn,
        };
        networks.attach(writer, &scope.place(), &new, random)?;
    }
    Ok(())
}

/// Lets a balancer stand in other subnets.
pub(crate) async fn set_subnets(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<SetSubnetsInput>,
) -> Result<SetSubnetsOutput, ElbError> {
    let request = request.into_inner();
    let is_other = |kind: &String| kind != "ipv4";
    refuse_unbuilt(&[
        ("an address type other than ipv4", request.ip_address_type.as_ref().is_some_and(is_other)),
        ("EnablePrefixForIpv6SourceNat", request.enable_prefix_for_ipv6_source_nat.is_some()),
    ])?;
    let wanted = wanted_subnets(request.subnets, request.subnet_mappings)?;
    let (scope, networks) = (Scope::of(call)?, networks(call)?);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        let mut balancer: BalancerRecord = scope.find(writer, &request.load_balancer_arn)?;
        let facing = balancer.is_internet_facing;
        let (vpc, subnets) = checked_subnets(&*networks, writer, &scope, &wanted, facing)?;
        if vpc != balancer.vpc {
            let message =
                format!("The subnets must be in the load balancer's VPC: {}", balancer.vpc);
            return Err(ElbError::refused("InvalidConfigurationRequest", message));
        }
        let is_in = |list: &[Subnet], one: &Subnet| list.iter().any(|other| other.id == one.id);
        let new: Vec<Subnet> =
            subnets.iter().filter(|one| !is_in(&balancer.subnets, one)).cloned().collect();
        let gone: Vec<String> = balancer
            .subnets
            .iter()
            .filter(|one| !is_in(&subnets, one))
            .map(|one| one.id.clone())
            .collect();
        networks.detach(writer, &scope.place(), &balancer.arn, Some(&gone))?;
        attach(&*networks, writer, &scope, &balancer, &new, &*random)?;
        balancer.subnets = subnets;
        scope.put(writer, &balancer)?;
        Ok(SetSubnetsOutput {
            availability_zones: Some(zones(&balancer.subnets)),
            ip_address_type: Some("ipv4".to_owned()),
            ..SetSubnetsOutput::default()
        })
    });
    Ok(done.await?)
}

/// Gives a balancer other security groups.
pub(crate) async fn set_groups(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<SetSecurityGroupsInput>,
) -> Result<SetSecurityGroupsOutput, ElbError> {
    let request = request.into_inner();
    refuse_unbuilt(&[(
        "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
        request.enforce_security_group_inbound_rules_on_private_link_traffic.is_some(),
    )])?;
    if request.security_groups.is_empty() {
        return Err(ElbError::invalid("A security group must be specified"));
    }
    let (scope, networks) = (Scope::of(call)?, networks(call)?);
    let done = call.commit(move |writer| {
        let mut balancer: BalancerRecord = scope.find(writer, &request.load_balancer_arn)?;
        let wanted = &request.security_groups;
        let groups = checked_groups(&*networks, writer, &scope, &balancer.vpc, wanted)?;
        networks.put_groups(writer, &scope.place(), &balancer.arn, &groups)?;
        balancer.security_groups.clone_from(&groups);
        scope.put(writer, &balancer)?;
        Ok::<_, ElbError>(SetSecurityGroupsOutput {
            security_group_ids: Some(groups),
            ..SetSecurityGroupsOutput::default()
        })
    });
    Ok(done.await?)
}
