//! Blocks of IPv6 of a VPC: those that Amazon provides. (Amazon VPC User Guide, "VPC CIDR blocks".)

use bartizan_service::Call;
use bartizan_service::store::{Reader, Writer};
use bartizan_types::Random;
use ipnet::Ipv6Net;

use super::block::ASSOCIATION;
use crate::error::Ec2Error;
use crate::kind::new_id;
use crate::records::{BY_BLOCK, V6Block, VpcRecord};
use crate::scope::Scope;
use crate::shapes::{VpcCidrBlockState, VpcIpv6CidrBlockAssociation};
use crate::{address, network_acl, security_group};

/// The blocks that are provided are of these addresses: no network on the internet has them. (RFC 3849,
/// `2001:db8::/32`.)
const PROVIDED: u128 = 0x2001_0db8 << 96;
/// The prefix of a block that is provided, and how many bits tell such blocks apart.
const PREFIX: u8 = 56;
const BITS: u32 = 24;
/// How often another block is tried where one is taken.
const TRIES: usize = 100;
/// The pool that they are from.
const POOL: &str = "Amazon";

/// Whether a request wants a block of IPv6 to be provided.
pub(super) fn is_wanted(
    call: &Call,
    provided: Option<bool>,
    border_group: Option<&str>,
) -> Result<bool, Ec2Error> {
    let is_wanted = provided == Some(true);
    if border_group.is_some() && !is_wanted {
        return Err(Ec2Error::combination(
            "Ipv6CidrBlockNetworkBorderGroup is of a block that AmazonProvidedIpv6CidrBlock asks for",
        ));
    }
    address::check_border_group(call, border_group)?;
    Ok(is_wanted)
}

/// Gives a VPC that is stored a block that nobody has; with the first one its network ACL and its security
/// groups know IPv6.
pub(super) fn give(
    writer: &mut Writer<'_>,
    scope: &Scope,
    vpc: &mut VpcRecord,
    random: &dyn Random,
) -> Result<V6Block, Ec2Error> {
    let new = provide(writer, random)?;
    if !vpc.has_v6() {
        network_acl::know_v6(writer, scope, &vpc.id)?;
        security_group::know_v6(writer, scope, &vpc.id, random)?;
    }
    vpc.v6_blocks.push(new.clone());
    scope.put(writer, vpc)?;
    Ok(new)
}

/// A block that nobody has.
fn provide(reader: &Reader<'_>, random: &dyn Random) -> Result<V6Block, Ec2Error> {
    for _ in 0..TRIES {
        let place = u128::from(random.next_u64() >> (64 - BITS)) << (128 - u32::from(PREFIX));
        let Ok(cidr) = Ipv6Net::new((PROVIDED | place).into(), PREFIX) else { continue };
        if reader.count_found::<VpcRecord>(BY_BLOCK, &cidr.to_string())? == 0 {
            return Ok(V6Block { association: new_id(ASSOCIATION, random), cidr });
        }
    }
    let message = "There are no more IPv6 blocks to provide.";
    Err(Ec2Error::refused("InsufficientAddressCapacity", message))
}

/// A block as answers show it.
pub(super) fn shown(scope: &Scope, block: &V6Block, state: &str) -> VpcIpv6CidrBlockAssociation {
    VpcIpv6CidrBlockAssociation {
        association_id: Some(block.association.clone()),
        ipv6_cidr_block: Some(block.cidr.to_string()),
        ipv6_cidr_block_state: Some(VpcCidrBlockState {
            state: Some(state.to_owned()),
            ..VpcCidrBlockState::default()
        }),
        network_border_group: Some(scope.region.to_string()),
        ipv6_pool: Some(POOL.to_owned()),
        ipv6_address_attribute: Some("public".to_owned()),
        ip_source: Some("amazon".to_owned()),
    }
}
