//! `CreateVpc` and `CreateDefaultVpc`.

use std::sync::Arc;

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use bartizan_types::Random;

use super::block::ASSOCIATION;
use super::describe::shown;
use super::v6;
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::{Kind, new_id};
use crate::records::{Association, Block, NetworkRecord, RouteTableRecord, VpcRecord};
use crate::scope::Scope;
use crate::shapes::{
    CreateDefaultVpcRequest, CreateDefaultVpcResult, CreateVpcRequest, CreateVpcResult,
};
use crate::tags::{self, Shown};
use crate::{Ec2, cidr, defaults, network_acl, quotas, route_table, security_group};

/// Makes a VPC, with its main route table and its default security group.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateVpcRequest>,
) -> Result<CreateVpcResult, Ec2Error> {
    let request = request.into_inner();
    check_supported(&request)?;
    let has_v6 = v6::is_wanted(
        call,
        request.amazon_provided_ipv6_cidr_block,
        request.ipv6_cidr_block_network_border_group.as_deref(),
    )?;
    let block = request.cidr_block.as_deref().ok_or_else(|| {
        let message = "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.";
        Ec2Error::refused("MissingParameter", message)
    })?;
    let block = cidr::sized("InvalidVpc.Range", cidr::of_parameter("cidrBlock", block)?)?;
    let tags = tags::of_new(call, Kind::Vpc, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let mut vpc = VpcRecord {
        id: Kind::Vpc.new_id(&*random),
        blocks: vec![Block { association: new_id(ASSOCIATION, &*random), cidr: block }],
        v6_blocks: Vec::new(),
        tenancy: request.instance_tenancy.unwrap_or_else(|| "default".to_owned()),
        is_default: false,
        dns_support: true,
        dns_hostnames: false,
        address_usage_metrics: false,
    };
    let done = call.commit(move |writer| {
        check_count(writer, &scope)?;
        put_new(writer, &scope, &vpc, &*random)?;
        if has_v6 {
            v6::give(writer, &scope, &mut vpc, &*random)?;
        }
        tags::put(writer, &scope, &vpc.id, tags)?;
        let tags = Shown::one(writer, &scope, &vpc.id)?;
        Ok::<_, Ec2Error>(CreateVpcResult { vpc: Some(shown(&scope, &vpc, &tags)) })
    });
    Ok(done.await?)
}

fn check_supported(request: &CreateVpcRequest) -> Result<(), Ec2Error> {
    refuse_unbuilt(&[
        ("Ipv6CidrBlock", request.ipv6_cidr_block.is_some()),
        ("Ipv6Pool", request.ipv6_pool.is_some()),
        ("Ipv6IpamPoolId", request.ipv6_ipam_pool_id.is_some()),
        ("Ipv6NetmaskLength", request.ipv6_netmask_length.is_some()),
        ("Ipv4IpamPoolId", request.ipv4_ipam_pool_id.is_some()),
        ("Ipv4NetmaskLength", request.ipv4_netmask_length.is_some()),
        ("VpcEncryptionControl", request.vpc_encryption_control.is_some()),
    ])?;
    match request.instance_tenancy.as_deref() {
        None | Some("default" | "dedicated") => Ok(()),
        Some(other) => Err(Ec2Error::invalid(format!(
            "Value ({other}) for parameter instanceTenancy is invalid. Tenancy '{other}' is not \
             supported for a VPC."
        ))),
    }
}

/// Makes the default VPC of a region that has none any more.
pub(crate) async fn create_default(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateDefaultVpcRequest>,
) -> Result<CreateDefaultVpcResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        if defaults::vpc(writer, &scope)?.is_some() {
            let message = "A Default VPC already exists for this account in this region.";
            return Err(Ec2Error::refused("DefaultVpcAlreadyExists", message));
        }
        check_count(writer, &scope)?;
        writer.put(
            &scope.key(NetworkRecord::ID),
            &NetworkRecord { defaults_made: true, acls_made: true },
        )?;
        let vpc = defaults::make(writer, &scope, &*random)?;
        let tags = Shown::one(writer, &scope, &vpc.id)?;
        Ok(CreateDefaultVpcResult { vpc: Some(shown(&scope, &vpc, &tags)) })
    });
    Ok(done.await?)
}

fn check_count(writer: &Writer<'_>, scope: &Scope) -> Result<(), Ec2Error> {
    if scope.count::<VpcRecord>(writer)? >= quotas::VPCS {
        let message = "The maximum number of VPCs has been reached.";
        return Err(Ec2Error::refused("VpcLimitExceeded", message));
    }
    Ok(())
}

/// Stores a new VPC and what comes with it; answers its main route table.
pub(crate) fn put_new(
    writer: &mut Writer<'_>,
    scope: &Scope,
    vpc: &VpcRecord,
    random: &dyn Random,
) -> Result<RouteTableRecord, Ec2Error> {
    scope.put(writer, vpc)?;
    let association = Association { id: new_id(route_table::ASSOCIATION, random), subnet: None };
    let table = RouteTableRecord {
        id: Kind::RouteTable.new_id(random),
        vpc: vpc.id.clone(),
        routes: Vec::new(),
        associations: vec![association],
        client_token: None,
    };
    scope.put(writer, &table)?;
    scope.put(writer, &security_group::of_vpc(&vpc.id, random))?;
    network_acl::put_default(writer, scope, &vpc.id, random)?;
    Ok(table)
}
