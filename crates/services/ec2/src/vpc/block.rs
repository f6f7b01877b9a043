//! The blocks of addresses of a VPC beyond the first. (Amazon VPC User Guide, "VPC CIDR blocks".)

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::describe::block;
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

/// Gives a VPC another block.
pub(crate) async fn associate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AssociateVpcCidrBlockRequest>,
) -> Result<AssociateVpcCidrBlockResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("AmazonProvidedIpv6CidrBlock", request.amazon_provided_ipv6_cidr_block == Some(true)),
        ("Ipv6CidrBlock", request.ipv6_cidr_block.is_some()),
        ("Ipv6Pool", request.ipv6_pool.is_some()),
        ("Ipv6IpamPoolId", request.ipv6_ipam_pool_id.is_some()),
        ("Ipv6NetmaskLength", request.ipv6_netmask_length.is_some()),
        ("Ipv6CidrBlockNetworkBorderGroup", request.ipv6_cidr_block_network_border_group.is_some()),
        ("Ipv4IpamPoolId", request.ipv4_ipam_pool_id.is_some()),
        ("Ipv4NetmaskLength", request.ipv4_netmask_length.is_some()),
    ])?;
    let text = request.cidr_block.as_deref().ok_or_else(|| Ec2Error::missing("cidrBlock"))?;
    let cidr = cidr::sized("InvalidVpc.Range", cidr::of_parameter("cidrBlock", text)?)?;
    let scope = defaults::network(call).await?;
    let new = Block { association: new_id(ASSOCIATION, &*call.platform.random), cidr };
    let done = call.commit(move |writer| {
        let mut vpc: VpcRecord = scope.find(writer, &request.vpc_id)?;
        if vpc.blocks.len() >= quotas::BLOCKS_PER_VPC {
            let message = format!(
                "This network {} has met its maximum number of allowed CIDRs: {}",
                vpc.id,
                quotas::BLOCKS_PER_VPC
            );
            return Err(Ec2Error::refused("CidrLimitExceeded", message));
        }
        if let Some(own) = vpc.blocks.iter().find(|own| cidr::overlap(own.cidr, cidr)) {
            let message =
                format!("The CIDR '{cidr}' conflicts with another CIDR of the VPC: {}", own.cidr);
            return Err(Ec2Error::refused("InvalidVpc.Conflict", message));
        }
        let shown = block(&new, "associating");
        vpc.blocks.push(new);
        scope.put(writer, &vpc)?;
        Ok(AssociateVpcCidrBlockResult {
            cidr_block_association: Some(shown),
            vpc_id: Some(vpc.id),
            ..AssociateVpcCidrBlockResult::default()
        })
    });
    Ok(done.await?)
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
        let place = vpc.blocks.iter().position(|block| block.association == id).unwrap_or_default();
        if place == 0 {
            let message = format!(
                "The vpc CIDR block with association ID {id} may not be disassociated. It is the \
                 primary IPv4 CIDR block of the VPC"
            );
            return Err(Ec2Error::refused("OperationNotPermitted", message));
        }
        let gone = vpc.blocks.remove(place);
        let subnets = scope::found::<SubnetRecord>(writer, BY_VPC, &vpc.id)?;
        if subnets.iter().any(|subnet| gone.cidr.contains(&subnet.cidr)) {
            let message = format!("The vpc CIDR block with association ID {id} is in use.");
            return Err(Ec2Error::refused("InvalidCidrBlock.InUse", message));
        }
        scope.put(writer, &vpc)?;
        Ok(DisassociateVpcCidrBlockResult {
            cidr_block_association: Some(block(&gone, "disassociating")),
            vpc_id: Some(vpc.id),
            ..DisassociateVpcCidrBlockResult::default()
        })
    });
    Ok(done.await?)
}

/// The VPC that has the block of this association.
pub(crate) fn with_block(
    reader: &Reader<'_>,
    scope: &Scope,
    association: &str,
) -> Result<VpcRecord, Ec2Error> {
    let has = |vpc: &VpcRecord| vpc.blocks.iter().any(|block| block.association == association);
    scope.all::<VpcRecord>(reader)?.into_iter().find(has).ok_or_else(|| {
        let message = format!("The vpc CIDR block association ID '{association}' does not exist");
        Ec2Error::refused("InvalidVpcCidrBlockAssociationIdError.NotFound", message)
    })
}
