//! The blocks of addresses of a VPC beyond the first. (Amazon VPC User Guide, "VPC CIDR blocks".)

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use ipnet::Ipv4Net;

use super::describe::block;
use super::v6;
use crate::error::{Ec2Error, refuse_unbuilt};
use crate::kind::new_id;
use crate::records::{BY_VPC, Block, SubnetRecord, VpcRecord};
use crate::scope::{self, Scope};
use crate::shapes::{
    AssociateVpcCidrBlockRequest, AssociateVpcCidrBlockResult, DisassociateVpcCidrBlockRequest,
    DisassociateVpcCidrBlockResult,
};
use crate::{Ec2, cidr, defaults, quotas};

/// What the ids of blocks begin with.
pub(crate) const ASSOCIATION: &str = "vpc-cidr-assoc";

/// Gives a VPC another block: of IPv4 the one that is named, of IPv6 one that is provided.
pub(crate) async fn associate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AssociateVpcCidrBlockRequest>,
) -> Result<AssociateVpcCidrBlockResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("Ipv6CidrBlock", request.ipv6_cidr_block.is_some()),
        ("Ipv6Pool", request.ipv6_pool.is_some()),
        ("Ipv6IpamPoolId", request.ipv6_ipam_pool_id.is_some()),
        ("Ipv6NetmaskLength", request.ipv6_netmask_length.is_some()),
        ("Ipv4IpamPoolId", request.ipv4_ipam_pool_id.is_some()),
        ("Ipv4NetmaskLength", request.ipv4_netmask_length.is_some()),
    ])?;
    let is_v6 = v6::is_wanted(
        call,
        request.amazon_provided_ipv6_cidr_block,
        request.ipv6_cidr_block_network_border_group.as_deref(),
    )?;
    let named = match (request.cidr_block.as_deref(), is_v6) {
        (Some(text), false) => {
            Some(cidr::sized("InvalidVpc.Range", cidr::of_parameter("cidrBlock", text)?)?)
        }
        (None, true) => None,
        (None, false) => return Err(Ec2Error::missing("cidrBlock")),
        (Some(_), true) => {
            return Err(Ec2Error::combination(
                "Only one of cidrBlock and amazonProvidedIpv6CidrBlock may be specified",
            ));
        }
    };
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let mut vpc: VpcRecord = scope.find(writer, &request.vpc_id)?;
        let mut result = AssociateVpcCidrBlockResult {
            vpc_id: Some(vpc.id.clone()),
            ..AssociateVpcCidrBlockResult::default()
        };
        if let Some(cidr) = named {
            check_new(&vpc, cidr)?;
            let new = Block { association: new_id(ASSOCIATION, &*random), cidr };
            result.cidr_block_association = Some(block(&new, "associating"));
            vpc.blocks.push(new);
            scope.put(writer, &vpc)?;
        } else {
            check_count(&vpc, vpc.v6_blocks.len(), quotas::V6_BLOCKS_PER_VPC)?;
            let new = v6::give(writer, &scope, &mut vpc, &*random)?;
            result.ipv6_cidr_block_association = Some(v6::shown(&scope, &new, "associating"));
        }
        Ok::<_, Ec2Error>(result)
    });
    Ok(done.await?)
}

fn check_count(vpc: &VpcRecord, count: usize, most: usize) -> Result<(), Ec2Error> {
    if count < most {
        return Ok(());
    }
    let message =
        format!("This network {} has met its maximum number of allowed CIDRs: {most}", vpc.id);
    Err(Ec2Error::refused("CidrLimitExceeded", message))
}

/// Whether a VPC may have this block of IPv4, too.
fn check_new(vpc: &VpcRecord, cidr: Ipv4Net) -> Result<(), Ec2Error> {
    check_count(vpc, vpc.blocks.len(), quotas::BLOCKS_PER_VPC)?;
    match vpc.blocks.iter().find(|own| cidr::overlap(own.cidr, cidr)) {
        Some(own) => {
            let message =
                format!("The CIDR '{cidr}' conflicts with another CIDR of the VPC: {}", own.cidr);
            Err(Ec2Error::refused("InvalidVpc.Conflict", message))
        }
        None => Ok(()),
    }
}

/// Takes a block from a VPC.
pub(crate) async fn disassociate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DisassociateVpcCidrBlockRequest>,
) -> Result<DisassociateVpcCidrBlockResult, Ec2Error> {
    let (scope, id) = (defaults::network(call).await?, request.into_inner().association_id);
    let done = call.commit(move |writer| {
        let mut vpc = with_block(writer, &scope, &id)?;
        let mut result = DisassociateVpcCidrBlockResult {
            vpc_id: Some(vpc.id.clone()),
            ..DisassociateVpcCidrBlockResult::default()
        };
        let subnets = scope::found::<SubnetRecord>(writer, BY_VPC, &vpc.id)?;
        let place = vpc.v6_blocks.iter().position(|block| block.association == id);
        let is_used = if let Some(place) = place {
            let gone = vpc.v6_blocks.remove(place);
            result.ipv6_cidr_block_association = Some(v6::shown(&scope, &gone, "disassociating"));
            let own = |subnet: &SubnetRecord| subnet.v6_block.as_ref().map(|block| block.cidr);
            subnets.iter().filter_map(own).any(|block| gone.cidr.contains(&block))
        } else {
            let gone = remove(&mut vpc, &id)?;
            result.cidr_block_association = Some(block(&gone, "disassociating"));
            subnets.iter().any(|subnet| gone.cidr.contains(&subnet.cidr))
        };
        if is_used {
            let message = format!("The vpc CIDR block with association ID {id} is in use.");
            return Err(Ec2Error::refused("InvalidCidrBlock.InUse", message));
        }
        scope.put(writer, &vpc)?;
        Ok(result)
    });
    Ok(done.await?)
}

/// Takes a block of IPv4 from a VPC: any but the primary one.
fn remove(vpc: &mut VpcRecord, id: &str) -> Result<Block, Ec2Error> {
    let place = vpc.blocks.iter().position(|block| block.association == id).unwrap_or_default();
    if place == 0 {
        let message = format!(
            "The vpc CIDR block with association ID {id} may not be disassociated. It is the primary \
             IPv4 CIDR block of the VPC"
        );
        return Err(Ec2Error::refused("OperationNotPermitted", message));
    }
    Ok(vpc.blocks.remove(place))
}

/// The VPC that has the block of this association.
pub(crate) fn with_block(
    reader: &Reader<'_>,
    scope: &Scope,
    association: &str,
) -> Result<VpcRecord, Ec2Error> {
    let has = |vpc: &VpcRecord| {
        let own = vpc.blocks.iter().map(|block| &block.association);
        own.chain(vpc.v6_blocks.iter().map(|block| &block.association)).any(|id| id == association)
    };
    scope.all::<VpcRecord>(reader)?.into_iter().find(has).ok_or_else(|| {
        let message = format!("The vpc CIDR block association ID '{association}' does not exist");
        Ec2Error::refused("InvalidVpcCidrBlockAssociationIdError.NotFound", message)
    })
}
