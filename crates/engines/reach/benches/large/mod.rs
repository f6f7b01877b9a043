//! A large network: 10,000 interfaces with 2,000 security groups in 200 subnets, half of them with public
//! addresses.

use bartizan_reach::{
    Acl, AclEntry, Address, Group, GroupPeer, GroupRule, Interface, Network, Peering, Route,
    RouteTable, Subnet, Target, Vpc,
};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

const SUBNETS: u32 = 200;
const GROUPS: u32 = 2000;
/// How many interfaces it has, which are `eni-0` and so on.
pub(crate) const INTERFACES: u32 = 10_000;

fn block(address: u32, prefix: u8) -> IpNet {
    Ipv4Net::new(address.into(), prefix).unwrap_or_default().trunc().into()
}

/// A block of IPv6 for each of IPv4: its numbers stand before 64 bits of hosts.
fn block_v6(address: u32, prefix: u8) -> IpNet {
    let address = 0x2600 << 112 | u128::from(address) << 64;
    Ipv6Net::new(address.into(), prefix + 32).unwrap_or_default().trunc().into()
}

fn entry(number: u16, protocol: Option<u8>, block: IpNet, allows: bool) -> AclEntry {
    AclEntry { number, protocol, ports: (0, 1023), block, allows }
}

fn group(number: u32) -> Group {
    let rule = |index: u32, ports: (u16, u16), peer| GroupRule {
        id: format!("sgr-{number}-{index}"),
        protocol: Some(6),
        ports,
        peer,
    };
    let mut ingress = vec![
        rule(0, (443, 443), GroupPeer::Block(Ipv4Net::default().into())),
        rule(12, (443, 443), GroupPeer::Block(Ipv6Net::default().into())),
        rule(1, (8000, 8999), GroupPeer::Group(format!("sg-{}", (number + 1) % GROUPS))),
    ];
    // Offices, each a block of its own, may log in.
    ingress.extend((2..12).map(|index| {
        let office = number.wrapping_mul(2_654_435_761).wrapping_add(index << 12);
        rule(index, (22, 22), GroupPeer::Block(block(office, 24)))
    }));
    Group { id: format!("sg-{number}"), ingress, egress: Vec::new() }
}

/// An address of IPv4, public for every second, and for every fourth one of IPv6.
fn addresses(number: u32) -> Vec<Address> {
    let own = (10 << 24) + number;
    let public = number.is_multiple_of(2).then(|| format!("eipalloc-{number}"));
    let v6 = block_v6(own, 32).addr();
    let both = [
        Some(Address { private: std::net::Ipv4Addr::from(own).into(), public }),
        number.is_multiple_of(4).then(|| Address { private: v6, public: Some(v6.to_string()) }),
    ];
    both.into_iter().flatten().collect()
}

pub(crate) fn network() -> Network {
    let mut network = Network::default();
    for (number, base) in [(0, 10_u32 << 24), (1, 11 << 24)] {
        let (id, gateway) = (format!("vpc-{number}"), Some(format!("igw-{number}")));
        network.vpcs.push(Vpc { id, blocks: vec![block(base, 8), block_v6(base, 8)], gateway });
    }
    let vpcs = ["vpc-0".to_owned(), "vpc-1".to_owned()];
    network.peerings.push(Peering { id: "pcx-0".to_owned(), vpcs });
    for number in 0..SUBNETS {
        let (table, acl) = (format!("rtb-{number}"), format!("acl-{number}"));
        let (everywhere, everywhere_v6) = (Ipv4Net::default().into(), Ipv6Net::default().into());
        let entries = |first: u16| {
            let mut all =
                vec![entry(100, None, everywhere, true), entry(101, None, everywhere_v6, true)];
            all.extend((0..10_u16).map(|index| {
                let denied = block((number * 31 + u32::from(index)) << 20, 16);
                entry(first + index, Some(6), denied, false)
            }));
            all
        };
        let routes = [
            (everywhere, Target::Gateway("igw-0".to_owned())),
            (everywhere_v6, Target::Gateway("igw-0".to_owned())),
            (block(11 << 24, 8), Target::Peering("pcx-0".to_owned())),
        ];
        let routes = routes.map(|(destination, target)| Route { destination, target }).into();
        network.tables.push(RouteTable { id: table.clone(), routes });
        network.acls.push(Acl { id: acl.clone(), ingress: entries(1), egress: entries(20) });
        let id = format!("subnet-{number}");
        network.subnets.push(Subnet { id, vpc: "vpc-0".to_owned(), table, acl });
    }
    network.groups.extend((0..GROUPS).map(group));
    network.interfaces.extend((0..INTERFACES).map(|number| Interface {
        id: format!("eni-{number}"),
        subnet: format!("subnet-{}", number % SUBNETS),
        addresses: addresses(number),
        groups: vec![format!("sg-{}", number % GROUPS), format!("sg-{}", number * 7 % GROUPS)],
    }));
    network
}
