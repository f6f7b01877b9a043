//! The block of IPv6 of a subnet. (Amazon VPC User Guide, "Subnet CIDR blocks".)

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Random;
use ipnet::Ipv6Net;

use crate::error::{Ec2Error, refuse_unbuilt};
use crate::kind::new_id;
use crate::records::{BY_SUBNET, BY_VPC, NetworkInterfaceRecord, SubnetRecord, V6Block, VpcRecord};
use crate::scope::{self, Scope};
use crate::shapes::{
    AssociateSubnetCidrBlockRequest, AssociateSubnetCidrBlockResult,
    DisassociateSubnetCidrBlockRequest, DisassociateSubnetCidrBlockResult, SubnetCidrBlockState,
    SubnetIpv6CidrBlockAssociation,
};
use crate::{Ec2, cidr, defaults};

/// What the ids of associations begin with.
const ASSOCIATION: &str = "subnet-cidr-assoc";

/// A block that a parameter gives.
pub(super) fn of_parameter(text: &str) -> Result<Ipv6Net, Ec2Error> {
    cidr::sized_v6(cidr::of_v6_parameter("ipv6CidrBlock", text)?)
}

/// A block for a subnet of a VPC, which must hold it and not have given it to another one.
pub(super) fn new(
    reader: &Reader<'_>,
    vpc: &VpcRecord,
    cidr: Ipv6Net,
    random: &dyn Random,
) -> Result<V6Block, Ec2Error> {
    if !vpc.holds_v6(cidr) {
        let message = format!("The CIDR '{cidr}' is invalid.");
        return Err(Ec2Error::refused("InvalidSubnet.Range", message));
    }
    let others = scope::found::<SubnetRecord>(reader, BY_VPC, &vpc.id)?;
    let mut others = others.iter().filter_map(|other| other.v6_block.as_ref());
    if others.any(|other| cidr::overlap_v6(other.cidr, cidr)) {
        let message = format!("The CIDR '{cidr}' conflicts with another subnet");
        return Err(Ec2Error::refused("InvalidSubnet.Conflict", message));
    }
    Ok(V6Block { association: new_id(ASSOCIATION, random), cidr })
}

/// Gives a subnet its block.
pub(crate) async fn associate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AssociateSubnetCidrBlockRequest>,
) -> Result<AssociateSubnetCidrBlockResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("Ipv6IpamPoolId", request.ipv6_ipam_pool_id.is_some()),
        ("Ipv6NetmaskLength", request.ipv6_netmask_length.is_some()),
    ])?;
    let text = request.ipv6_cidr_block.ok_or_else(|| Ec2Error::missing("ipv6CidrBlock"))?;
    let cidr = of_parameter(&text)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let mut subnet: SubnetRecord = scope.find(writer, &request.subnet_id)?;
        if subnet.v6_block.is_some() {
            let message = format!(
                "The subnet {} has met its maximum number of allowed IPv6 CIDRs: 1",
                subnet.id
            );
            return Err(Ec2Error::refused("CidrLimitExceeded", message));
        }
        let vpc: VpcRecord = scope.find(writer, &subnet.vpc)?;
        let block = new(writer, &vpc, cidr, &*random)?;
        let shown = shown(&block, "associating");
        subnet.v6_block = Some(block);
        scope.put(writer, &subnet)?;
        Ok(AssociateSubnetCidrBlockResult {
            ipv6_cidr_block_association: Some(shown),
            subnet_id: Some(subnet.id),
        })
    });
    Ok(done.await?)
}

/// Takes a subnet its block, of which no interface may have an address.
pub(crate) async fn disassociate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DisassociateSubnetCidrBlockRequest>,
) -> Result<DisassociateSubnetCidrBlockResult, Ec2Error> {
    let (scope, id) = (defaults::network(call).await?, request.into_inner().association_id);
    let done = call.commit(move |writer| {
        let mut subnet = with_block(writer, &scope, &id)?;
        let inside = scope::found::<NetworkInterfaceRecord>(writer, BY_SUBNET, &subnet.id)?;
        if inside.iter().any(|interface| !interface.v6_addresses.is_empty()) {
            let message = format!("The subnet CIDR block with association ID {id} is in use.");
            return Err(Ec2Error::refused("InvalidCidrBlock.InUse", message));
        }
        let gone = subnet.v6_block.take().map(|block| shown(&block, "disassociating"));
        subnet.assigns_v6 = false;
        scope.put(writer, &subnet)?;
        Ok(DisassociateSubnetCidrBlockResult {
            ipv6_cidr_block_association: gone,
            subnet_id: Some(subnet.id),
        })
    });
    Ok(done.await?)
}

/// The subnet that has the block of this association.
pub(super) fn with_block(
    reader: &Reader<'_>,
    scope: &Scope,
    association: &str,
) -> Result<SubnetRecord, Ec2Error> {
    let has = |subnet: &SubnetRecord| {
        subnet.v6_block.as_ref().is_some_and(|block| block.association == association)
    };
    scope.all::<SubnetRecord>(reader)?.into_iter().find(has).ok_or_else(|| {
        let message =
            format!("The subnet CIDR block association ID '{association}' does not exist");
        Ec2Error::refused("InvalidSubnetCidrBlockAssociationID.NotFound", message)
    })
}

/// A block as answers show it.
pub(super) fn shown(block: &V6Block, state: &str) -> SubnetIpv6CidrBlockAssociation {
    SubnetIpv6CidrBlockAssociation {
        association_id: Some(block.association.clone()),
        ipv6_cidr_block: Some(block.cidr.to_string()),
        ipv6_cidr_block_state: Some(SubnetCidrBlockState {
            state: Some(state.to_owned()),
            ..SubnetCidrBlockState::default()
        }),
        ipv6_address_attribute: Some("public".to_owned()),
        ip_source: Some("amazon".to_owned()),
    }
}
