//! The network that an account has in each region from the start: made when it is first looked at.
//! (Amazon VPC User Guide, "Default VPCs".)

use std::net::Ipv4Addr;
use std::sync::Arc;

use bartizan_service::Call;
use bartizan_service::store::{Reader, Writer};
use bartizan_types::{Random, Region};
use ipnet::{IpNet, Ipv4Net};

use crate::error::Ec2Error;
use crate::kind::{Kind, new_id};
use crate::records::{
    Block, InternetGatewayRecord, NetworkRecord, Route, RouteTableRecord, SubnetRecord, Target,
    VpcRecord,
};
use crate::scope::{self, Scope};
use crate::zones::Zone;
use crate::{cidr, network_acl, subnet, vpc, zones};

/// The block of a default VPC. (The same page, "Default VPC components".)
const BLOCK: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(172, 31, 0, 0), 16);
/// The prefix of a default subnet's block. (The same page, "Default subnets".)
const SUBNET_PREFIX: u8 = 20;

/// The network of a call's account in its region, with its defaults.
pub(crate) async fn network(call: &Call) -> Result<Scope, Ec2Error> {
    let scope = Scope::of(call)?;
    // Of a region that AWS has not, nothing is kept that nobody asked for.
    if !Region::is_known(scope.region.as_str()) || call.read(|reader| are_made(reader, &scope))? {
        return Ok(scope);
    }
    let (own, random) = (scope.clone(), Arc::clone(&call.platform.random));
    let made = call.platform.store.write(move |writer| {
        // Another call may have been quicker.
        if are_made(writer, &own)? {
            return Ok(());
        }
        let network = NetworkRecord { defaults_made: true, acls_made: true };
        let is_old = writer.get::<NetworkRecord>(&own.key(NetworkRecord::ID))?.is_some();
        writer.put(&own.key(NetworkRecord::ID), &network)?;
        if !is_old {
            return make(writer, &own, &*random).map(drop);
        }
        for vpc in own.all::<VpcRecord>(writer)? {
            network_acl::put_default(writer, &own, &vpc.id, &*random)?;
        }
        Ok(())
    });
    made.await?;
    Ok(scope)
}

fn are_made(reader: &Reader<'_>, scope: &Scope) -> Result<bool, Ec2Error> {
    let found = reader.get::<NetworkRecord>(&scope.key(NetworkRecord::ID))?;
    Ok(found.is_some_and(|network| network.defaults_made && network.acls_made))
}

/// The default VPC, if there is one.
pub(crate) fn vpc(reader: &Reader<'_>, scope: &Scope) -> Result<Option<VpcRecord>, Ec2Error> {
    Ok(scope.all::<VpcRecord>(reader)?.into_iter().find(|vpc| vpc.is_default))
}

/// Makes a default VPC with a subnet in each zone and a way to the internet.
pub(crate) fn make(
    writer: &mut Writer<'_>,
    scope: &Scope,
    random: &dyn Random,
) -> Result<VpcRecord, Ec2Error> {
    let record = VpcRecord {
        id: Kind::Vpc.new_id(random),
        blocks: vec![Block { association: new_id(vpc::ASSOCIATION, random), cidr: BLOCK }],
        v6_blocks: Vec::new(),
        tenancy: "default".to_owned(),
        is_default: true,
        dns_support: true,
        dns_hostnames: true,
        address_usage_metrics: false,
    };
    let mut table = vpc::put_new(writer, scope, &record, random)?;
    for zone in zones::of(&scope.region) {
        make_subnet(writer, scope, &record, zone, random)?;
    }
    let gateway = InternetGatewayRecord {
        id: Kind::InternetGateway.new_id(random),
        vpc: Some(record.id.clone()),
    };
    scope.put(writer, &gateway)?;
    table.routes.push(Route {
        // Every address.
        destination: IpNet::V4(Ipv4Net::default()),
        target: Target::InternetGateway(gateway.id),
    });
    scope.put::<RouteTableRecord>(writer, &table)?;
    Ok(record)
}

/// Makes the default subnet of a zone, in the first place of the default VPC that is free.
pub(crate) fn make_subnet(
    writer: &mut Writer<'_>,
    scope: &Scope,
    vpc: &VpcRecord,
    zone: Zone,
    random: &dyn Random,
) -> Result<SubnetRecord, Ec2Error> {
    let present: Vec<SubnetRecord> = scope::found(writer, crate::records::BY_VPC, &vpc.id)?;
    let is_its = |subnet: &&SubnetRecord| subnet.is_default && subnet.zone == zone.name;
    if let Some(present) = present.iter().find(is_its) {
        let message = format!("'{}' is already the default subnet in {}.", present.id, zone.name);
        return Err(Ec2Error::refused("DefaultSubnetAlreadyExistsInAvailabilityZone", message));
    }
    let free = vpc
        .blocks
        .iter()
        .filter_map(|block| block.cidr.subnets(SUBNET_PREFIX).ok())
        .flatten()
        .find(|block| !present.iter().any(|subnet| cidr::overlap(subnet.cidr, *block)))
        .ok_or_else(|| {
            let message = "The default VPC has no room for another default subnet";
            Ec2Error::refused("InsufficientAddressCapacity", message)
        })?;
    let subnet = SubnetRecord {
        id: Kind::Subnet.new_id(random),
        vpc: vpc.id.clone(),
        cidr: free,
        v6_block: None,
        assigns_v6: false,
        zone: zone.name,
        zone_id: zone.id,
        is_default: true,
        map_public_ip: true,
    };
    subnet::check_count(writer, &vpc.id)?;
    scope.put(writer, &subnet)?;
    network_acl::associate(writer, scope, &subnet, random)?;
    Ok(subnet)
}
