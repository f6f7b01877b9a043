//! An account's network in a region as the engine of reachability asks about it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use bartizan_reach::{
    Acl, AclEntry, Address, Balancer, Group, GroupPeer, GroupRule, Interface, Listener, Network,
    Peering, PrefixList, Route, RouteTable, Subnet, Target, Vpc, icmp_range,
};
use bartizan_service::store::Reader;
use bartizan_types::{AccountId, Fault, Region};
use ipnet::IpNet;

use crate::error::Ec2Error;
use crate::records::{
    self, AddressRecord, BY_GROUP, BY_RESOURCE, BY_SIDE, Direction, InternetGatewayRecord,
    NetworkAclRecord, NetworkInterfaceRecord, Peer, PeerGroup, PeeringRecord, PeeringState,
    Permission, PrefixListRecord, RouteTableRecord, Rule, SecurityGroupRecord, SubnetRecord,
    VpcRecord,
};
use crate::scope::{self, Scope};

/// What a load balancer does with the connections of its clients, as who keeps it knows it.
#[derive(Debug, Clone)]
pub struct PlacedBalancer {
    /// Its ARN, which its network interfaces are for.
    pub arn: String,
    /// Whether clients of the internet find it.
    pub is_internet_facing: bool,
    /// Its listeners, with the targets that their rules forward to.
    pub listeners: Vec<Listener>,
}

/// The network of an account in a region, as it is in one state of the store, with these load balancers
/// of it. Of VPCs that it is peered with, their blocks are in it, and what may come from there is for
/// their owners to say.
///
/// # Errors
/// The store cannot be read.
pub fn snapshot(
    reader: &Reader<'_>,
    account: AccountId,
    region: &Region,
    balancers: &[PlacedBalancer],
) -> Result<Network, Fault> {
    let scope = Scope { account, region: region.clone() };
    Ok(build(reader, &scope, balancers)?)
}

fn build(
    reader: &Reader<'_>,
    scope: &Scope,
    balancers: &[PlacedBalancer],
) -> Result<Network, Ec2Error> {
    let tables = scope.all::<RouteTableRecord>(reader)?;
    let acls = scope.all::<NetworkAclRecord>(reader)?;
    let gateways = scope.all::<InternetGatewayRecord>(reader)?.into_iter();
    let gateways: BTreeMap<String, String> =
        gateways.filter_map(|one| Some((one.vpc?, one.id))).collect();
    let mut vpcs: Vec<Vpc> =
        scope.all::<VpcRecord>(reader)?.into_iter().map(|vpc| of_vpc(vpc, &gateways)).collect();
    let (peerings, others) = peerings(reader, scope)?;
    let own: BTreeSet<String> = vpcs.iter().map(|vpc| vpc.id.clone()).collect();
    vpcs.extend(others.into_iter().filter(|other| !own.contains(&other.id)));
    let subnets = scope.all::<SubnetRecord>(reader)?.into_iter();
    let lists = scope.all::<PrefixListRecord>(reader)?.into_iter().map(of_list);
    let groups = scope.all::<SecurityGroupRecord>(reader)?;
    let members = members(reader, &groups, &peerings)?;
    Ok(Network {
        vpcs,
        subnets: subnets.map(|one| of_subnet(one, &tables, &acls)).collect(),
        tables: tables.into_iter().map(of_table).collect(),
        acls: acls.into_iter().map(of_acl).collect(),
        groups: groups.iter().map(of_group).collect(),
        prefix_lists: lists.chain(members).collect(),
        interfaces: interfaces(reader, scope, balancers)?,
        peerings,
        balancers: balancers
            .iter()
            .map(|one| of_balancer(reader, one))
            .collect::<Result<_, _>>()?,
        ..Network::default()
    })
}

fn of_vpc(vpc: VpcRecord, gateways: &BTreeMap<String, String>) -> Vpc {
    Vpc { gateway: gateways.get(&vpc.id).cloned(), blocks: vpc.all_blocks().collect(), id: vpc.id }
}

/// The active peering connections, with the VPCs of their other sides.
fn peerings(reader: &Reader<'_>, scope: &Scope) -> Result<(Vec<Peering>, Vec<Vpc>), Ec2Error> {
    let side = PeeringRecord::side_key(scope);
    let mut found = scope::found::<PeeringRecord>(reader, BY_SIDE, &side)?;
    found.retain(|peering| peering.state == PeeringState::Active);
    let (mut peerings, mut vpcs) = (Vec::new(), Vec::new());
    for peering in found {
        for side in [&peering.requester, &peering.accepter] {
            let vpc: Option<VpcRecord> = reader.get(&side.scope().key(&side.vpc))?;
            vpcs.extend(vpc.map(|vpc| of_vpc(vpc, &BTreeMap::new())));
        }
        let sides = [peering.requester.vpc, peering.accepter.vpc];
        peerings.push(Peering { id: peering.id, vpcs: sides });
    }
    vpcs.sort_by(|one, other| one.id.cmp(&other.id));
    vpcs.dedup_by(|one, other| one.id == other.id);
    Ok((peerings, vpcs))
}

fn of_subnet(
    subnet: SubnetRecord,
    tables: &[RouteTableRecord],
    acls: &[NetworkAclRecord],
) -> Subnet {
    let of_vpc = || tables.iter().filter(|table| table.vpc == subnet.vpc);
    let follows = |table: &&RouteTableRecord| {
        table.associations.iter().any(|one| one.subnet.as_ref() == Some(&subnet.id))
    };
    let table = of_vpc().find(follows).or_else(|| of_vpc().find(|table| table.is_main()));
    let has = |acl: &&NetworkAclRecord| acl.associations.iter().any(|one| one.subnet == subnet.id);
    let acl = acls.iter().find(has);
    Subnet {
        table: table.map(|table| table.id.clone()).unwrap_or_default(),
        acl: acl.map(|acl| acl.id.clone()).unwrap_or_default(),
        id: subnet.id,
        vpc: subnet.vpc,
    }
}

fn of_table(table: RouteTableRecord) -> RouteTable {
    let route = |route: records::Route| {
        let target = match route.target {
            records::Target::InternetGateway(id) => Target::Gateway(id),
            records::Target::Peering(id) => Target::Peering(id),
            records::Target::NatGateway(id)
            | records::Target::NetworkInterface(id)
            | records::Target::EgressOnlyGateway(id) => Target::Other(id),
        };
        Route { destination: route.destination, target }
    };
    RouteTable { id: table.id, routes: table.routes.into_iter().map(route).collect() }
}

fn of_acl(acl: NetworkAclRecord) -> Acl {
    let entries = |direction| -> Vec<AclEntry> {
        let own = acl.entries.iter().filter(|entry| entry.direction == direction);
        own.map(of_entry).collect()
    };
    Acl { ingress: entries(Direction::Ingress), egress: entries(Direction::Egress), id: acl.id }
}

fn of_entry(entry: &records::AclEntry) -> AclEntry {
    let ports = match (entry.ports, entry.icmp) {
        (Some(ports), _) => ports,
        (None, Some(icmp)) => of_icmp(icmp),
        (None, None) => (0, u16::MAX),
    };
    let (number, protocol, allows) = (entry.number, entry.protocol, entry.allows);
    AclEntry { number, protocol, ports, block: entry.block, allows }
}

/// A type and a code of ICMP, each -1 for all.
fn of_icmp((kind, code): (i32, i32)) -> (u16, u16) {
    icmp_range(u8::try_from(kind).ok(), u8::try_from(code).ok())
}

fn of_group(group: &SecurityGroupRecord) -> Group {
    let rules = |direction| -> Vec<GroupRule> {
        let rules = group.rules_of(direction);
        rules.filter_map(|rule| of_rule(&rule.id, &rule.permission)).collect()
    };
    Group {
        id: group.id.clone(),
        ingress: rules(Direction::Ingress),
        egress: rules(Direction::Egress),
    }
}

fn of_rule(id: &str, permission: &Permission) -> Option<GroupRule> {
    let peer = match &permission.peer {
        Peer::V4(block) => GroupPeer::Block((*block).into()),
        Peer::V6(block) => GroupPeer::Block((*block).into()),
        Peer::Group(id) => GroupPeer::Group(id.clone()),
        Peer::PeerGroup(group) => GroupPeer::PrefixList(group.id.clone()),
        Peer::PrefixList(list) => GroupPeer::PrefixList(list.id.clone()),
    };
    let port = |port: i32| u16::try_from(port).ok();
    let (protocol, ports) = match permission.protocol.as_str() {
        "-1" => (None, (0, u16::MAX)),
        "tcp" => (Some(6), (port(permission.ports.0)?, port(permission.ports.1)?)),
        "udp" => (Some(17), (port(permission.ports.0)?, port(permission.ports.1)?)),
        "icmp" => (Some(1), of_icmp(permission.ports)),
        "icmpv6" => (Some(58), of_icmp(permission.ports)),
        number => (Some(number.parse().ok()?), (0, u16::MAX)),
    };
    Some(GroupRule { id: id.to_owned(), protocol, ports, peer })
}

fn of_list(list: PrefixListRecord) -> PrefixList {
    PrefixList { id: list.id, blocks: list.entries.into_iter().map(|entry| entry.block).collect() }
}

/// The addresses of what has security groups of VPCs that are peered, which rules name: a list for each.
fn members(
    reader: &Reader<'_>,
    groups: &[SecurityGroupRecord],
    peerings: &[Peering],
) -> Result<Vec<PrefixList>, Ec2Error> {
    let named = groups.iter().flat_map(|group| &group.rules).filter_map(Rule::peer_group);
    let named: BTreeSet<&PeerGroup> =
        named.filter(|group| peerings.iter().any(|one| one.id == group.connection)).collect();
    let list = |group: &PeerGroup| {
        let members = scope::found::<NetworkInterfaceRecord>(reader, BY_GROUP, &group.id)?;
        let addresses = members.iter().flat_map(NetworkInterfaceRecord::all_addresses);
        let blocks = addresses.map(IpNet::from).collect();
        Ok::<_, Ec2Error>(PrefixList { id: group.id.clone(), blocks })
    };
    named.into_iter().map(list).collect()
}

fn of_balancer(reader: &Reader<'_>, balancer: &PlacedBalancer) -> Result<Balancer, Ec2Error> {
    let interfaces = scope::found::<NetworkInterfaceRecord>(reader, BY_RESOURCE, &balancer.arn)?;
    Ok(Balancer {
        id: balancer.arn.clone(),
        interfaces: interfaces.into_iter().map(|one| one.id).collect(),
        listeners: balancer.listeners.clone(),
    })
}

fn interfaces(
    reader: &Reader<'_>,
    scope: &Scope,
    balancers: &[PlacedBalancer],
) -> Result<Vec<Interface>, Ec2Error> {
    let elastic = scope.all::<AddressRecord>(reader)?.into_iter().filter_map(|address| {
        let association = address.association?;
        Some(((association.interface, association.private), address.public))
    });
    let elastic: BTreeMap<(String, Ipv4Addr), Ipv4Addr> = elastic.collect();
    let public = balancers.iter().filter(|one| one.is_internet_facing);
    let public: BTreeSet<&str> = public.map(|one| one.arn.as_str()).collect();
    let all = scope.all::<NetworkInterfaceRecord>(reader)?.into_iter();
    Ok(all
        // A NAT gateway lets nothing in that was not asked for from inside.
        .filter(|one| {
            one.manager.as_ref().is_none_or(|one| one.requester != crate::nat_gateway::REQUESTER)
        })
        .map(|one| {
            let address = |(place, private): (usize, &Ipv4Addr)| {
                let own = elastic.get(&(one.id.clone(), *private)).copied();
                let given = one.public.filter(|_| place == 0);
                let manager = one.manager.as_ref().map(|manager| manager.resource.as_str());
                let named = manager.filter(|arn| public.contains(arn)).map(str::to_owned);
                let public = own.or(given).map(|address| address.to_string()).or(named);
                Address { private: (*private).into(), public }
            };
            // An address of IPv6 is its own public one.
            let v6 = one.v6_addresses.iter().map(|address| Address {
                private: (*address).into(),
                public: Some(address.to_string()),
            });
            let addresses = one.addresses.iter().enumerate().map(address).chain(v6).collect();
            Interface { addresses, id: one.id, subnet: one.subnet, groups: one.groups }
        })
        .collect())
}
