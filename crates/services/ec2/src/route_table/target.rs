//! What routes lead to. (Amazon VPC User Guide, "Example routing options".)

use bartizan_service::store::Reader;
use ipnet::IpNet;

use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::peering;
use crate::records::{
    Destination, EgressOnlyGatewayRecord, InternetGatewayRecord, NatGatewayRecord,
    NetworkInterfaceRecord, PeeringState, RouteTableRecord, Target, VpcRecord,
};
use crate::scope::Scope;

/// The one target that a request gives.
pub(super) fn of(given: [Option<Target>; 5]) -> Result<Target, Ec2Error> {
    let mut given = given.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(target), None) => Ok(target),
        (None, _) => Err(Ec2Error::missing("gatewayId")),
        (Some(_), Some(_)) => {
            Err(Ec2Error::combination("Only one target of a route may be specified"))
        }
    }
}

/// Whether a table's route may lead to this target.
pub(super) fn check(
    reader: &Reader<'_>,
    scope: &Scope,
    table: &RouteTableRecord,
    destination: Destination,
    target: &Target,
) -> Result<(), Ec2Error> {
    let vpc: VpcRecord = scope.find(reader, &table.vpc)?;
    let is_within = vpc.all_blocks().any(|block| block.contains(&destination));
    let is_whole = vpc.all_blocks().any(|block| block == destination);
    let kind = match target {
        Target::InternetGateway(_) => "network gateway",
        Target::NetworkInterface(_) => "interface",
        Target::NatGateway(_) => "NAT gateway",
        Target::Peering(_) => "VPC peering connection",
        Target::EgressOnlyGateway(_) => "egress-only internet gateway",
    };
    if matches!((target, destination), (Target::EgressOnlyGateway(_), IpNet::V4(_))) {
        return Err(Ec2Error::invalid(format!(
            "The destination {destination} is of IPv4: an egress-only internet gateway takes IPv6 alone"
        )));
    }
    if !leads_from(reader, scope, &table.vpc, target)? {
        return Err(Ec2Error::invalid(format!(
            "route table {} and {kind} {} belong to different networks",
            table.id,
            target.id()
        )));
    }
    let may_be_within = matches!(target, Target::NetworkInterface(_));
    if is_whole || (is_within && !may_be_within) {
        return Err(Ec2Error::invalid(format!(
            "Destination CIDR block {destination} is equal to or more specific than one of this \
             VPC's CIDR blocks. This route can target only an interface or an instance."
        )));
    }
    Ok(())
}

/// Whether a target, which must be there, is one of this VPC.
fn leads_from(
    reader: &Reader<'_>,
    scope: &Scope,
    vpc: &str,
    target: &Target,
) -> Result<bool, Ec2Error> {
    Ok(match target {
        Target::InternetGateway(id) => {
            if !id.starts_with("igw-") {
                return Err(Ec2Error::not_implemented("a gateway other than an internet gateway"));
            }
            scope.find::<InternetGatewayRecord>(reader, id)?.vpc.as_deref() == Some(vpc)
        }
        Target::EgressOnlyGateway(id) => {
            scope.find::<EgressOnlyGatewayRecord>(reader, id)?.vpc == vpc
        }
        Target::NetworkInterface(id) => {
            scope.find::<NetworkInterfaceRecord>(reader, id)?.vpc == vpc
        }
        Target::NatGateway(id) => {
            let gateway: NatGatewayRecord = scope.find(reader, id)?;
            if gateway.deleted.is_some() {
                return Err(Kind::NatGateway.not_found(id));
            }
            gateway.vpc == vpc
        }
        Target::Peering(id) => {
            let peering = peering::find(reader, scope, id)?;
            if peering.state != PeeringState::Active {
                let message =
                    format!("The vpcPeeringConnection ID '{id}' does not exist, or is not active");
                return Err(Ec2Error::refused("InvalidVpcPeeringConnectionID.NotFound", message));
            }
            peering.is_of(vpc)
        }
    })
}
