//! `CreateSubnet` and `CreateDefaultSubnet`.

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::describe::{Taken, shown};
use super::v6;
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::Kind;
use crate::records::{BY_VPC, SubnetRecord, VpcRecord};
use crate::shapes::{
    CreateDefaultSubnetRequest, CreateDefaultSubnetResult, CreateSubnetRequest, CreateSubnetResult,
};
use crate::tags::{self, Shown};
use crate::{Ec2, cidr, defaults, network_acl, quotas, scope, zones};

/// Makes a subnet.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateSubnetRequest>,
) -> Result<CreateSubnetResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("Ipv6Native", request.ipv6_native == Some(true)),
        ("OutpostArn", request.outpost_arn.is_some()),
        ("Ipv4IpamPoolId", request.ipv4_ipam_pool_id.is_some()),
        ("Ipv4NetmaskLength", request.ipv4_netmask_length.is_some()),
        ("Ipv6IpamPoolId", request.ipv6_ipam_pool_id.is_some()),
        ("Ipv6NetmaskLength", request.ipv6_netmask_length.is_some()),
    ])?;
    let text = request.cidr_block.as_deref().ok_or_else(|| {
        let message = "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.";
        Ec2Error::refused("MissingParameter", message)
    })?;
    let block = cidr::sized("InvalidSubnet.Range", cidr::of_parameter("cidrBlock", text)?)?;
    let v6_block = request.ipv6_cidr_block.as_deref().map(v6::of_parameter).transpose()?;
    let (name, id) =
        (request.availability_zone.as_deref(), request.availability_zone_id.as_deref());
    let zone = zones::named(&call.region, name, id)?;
    let tags = tags::of_new(call, Kind::Subnet, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let mut subnet = SubnetRecord {
        id: Kind::Subnet.new_id(&*random),
        vpc: request.vpc_id,
        cidr: block,
        v6_block: None,
        assigns_v6: false,
        zone: zone.name,
        zone_id: zone.id,
        is_default: false,
        map_public_ip: false,
    };
    let done = call.commit(move |writer| {
        let vpc: VpcRecord = scope.find(writer, &subnet.vpc)?;
        if !vpc.holds(block) {
            let message = format!("The CIDR '{block}' is invalid.");
            return Err(Ec2Error::refused("InvalidSubnet.Range", message));
        }
        let others = scope::found::<SubnetRecord>(writer, BY_VPC, &vpc.id)?;
        if others.iter().any(|other| cidr::overlap(other.cidr, block)) {
            let message = format!("The CIDR '{block}' conflicts with another subnet");
            return Err(Ec2Error::refused("InvalidSubnet.Conflict", message));
        }
        check_count(writer, &vpc.id)?;
        if let Some(cidr) = v6_block {
            subnet.v6_block = Some(v6::new(writer, &vpc, cidr, &*random)?);
        }
        scope.put(writer, &subnet)?;
        network_acl::associate(writer, &scope, &subnet, &*random)?;
        tags::put(writer, &scope, &subnet.id, tags)?;
        let tags = Shown::one(writer, &scope, &subnet.id)?;
        let shown = shown(&scope, &subnet, &tags, &Taken::default());
        Ok(CreateSubnetResult { subnet: Some(shown) })
    });
    Ok(done.await?)
}

/// Makes the default subnet of a zone that has none any more.
pub(crate) async fn create_default(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateDefaultSubnetRequest>,
) -> Result<CreateDefaultSubnetResult, Ec2Error> {
    refuse_unbuilt(&[("Ipv6Native", request.ipv6_native == Some(true))])?;
    let (name, id) =
        (request.availability_zone.as_deref(), request.availability_zone_id.as_deref());
    if name.or(id).is_none() {
        return Err(Ec2Error::missing("availabilityZone"));
    }
    let zone = zones::named(&call.region, name, id)?;
    check_dry_run(request.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let vpc = defaults::vpc(writer, &scope)?.ok_or_else(|| {
            let message = "No default VPC exists for this account in this region.";
            Ec2Error::refused("DefaultVpcDoesNotExist", message)
        })?;
        let subnet = defaults::make_subnet(writer, &scope, &vpc, zone, &*random)?;
        let tags = Shown::one(writer, &scope, &subnet.id)?;
        let shown = shown(&scope, &subnet, &tags, &Taken::default());
        Ok::<_, Ec2Error>(CreateDefaultSubnetResult { subnet: Some(shown) })
    });
    Ok(done.await?)
}

/// Whether a VPC may have another subnet.
pub(crate) fn check_count(reader: &Reader<'_>, vpc: &str) -> Result<(), Ec2Error> {
    if reader.count_found::<SubnetRecord>(BY_VPC, vpc)? >= quotas::SUBNETS_PER_VPC {
        let message = "The maximum number of subnets for this VPC has been reached.";
        return Err(Ec2Error::refused("SubnetLimitExceeded", message));
    }
    Ok(())
}
