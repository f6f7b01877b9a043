//! What becomes of one packet and of its answer, step by step.

use bartizan_reach::{
    AclEntry, GroupPeer, GroupRule, Interface, Network, Origin, Subnet, Target, icmp_number, number,
};

use crate::generate::address;

/// A packet, and where its answer is to go.
#[derive(Debug)]
pub(crate) struct Packet<'p> {
    pub(crate) interface: &'p str,
    pub(crate) address: u128,
    pub(crate) origin: &'p Origin,
    pub(crate) source: u128,
    pub(crate) protocol: u8,
    pub(crate) port: u16,
    pub(crate) answer: u16,
}

/// Whether a packet arrives and its answer comes back.
pub(crate) fn answers(network: &Network, packet: &Packet<'_>) -> bool {
    let to = interface(network, packet.interface);
    let is_of_one = address(packet.source).is_ipv4() == address(packet.address).is_ipv4();
    match packet.origin {
        Origin::Internet | Origin::Peer { .. } if !is_of_one => false,
        Origin::Internet => {
            let own = to.addresses.iter().find(|one| number(one.private) == packet.address);
            own.is_some_and(|own| own.public.is_some())
                && network.internet.contains(packet.source)
                && converses(network, packet, to, "gateway", None)
        }
        Origin::Peer { connection, vpc } => {
            let other = network.vpcs.iter().find(|one| one.id == *vpc).unwrap();
            other.blocks.iter().any(|block| block.contains(&address(packet.source)))
                && converses(network, packet, to, connection, Some(vpc))
        }
        Origin::Balancer { balancer, interface: node, port } => {
            by_balancer(network, packet, to, (balancer, node, *port))
        }
    }
}

fn by_balancer(
    network: &Network,
    packet: &Packet<'_>,
    to: &Interface,
    (balancer, node, port): (&str, &str, u16),
) -> bool {
    let balancer = network.balancers.iter().find(|one| one.id == balancer).unwrap();
    let Some(listener) = balancer.listeners.iter().find(|one| one.port == port) else {
        return false;
    };
    let node = interface(network, node);
    let target = address(packet.address);
    if packet.protocol != 6 || !listener.targets.contains(&(target, packet.port)) {
        return false;
    }
    let client = |answer| Packet {
        interface: &node.id,
        address: number(node.addresses[0].private),
        origin: &Origin::Internet,
        source: packet.source,
        protocol: 6,
        port,
        answer,
    };
    // One address of the balancer that is public lets clients of its family in.
    let is_v4 = address(packet.source).is_ipv4();
    let is_public =
        node.addresses.iter().any(|one| one.public.is_some() && one.private.is_ipv4() == is_v4);
    let is_client = |answer| {
        network.internet.contains(packet.source)
            && converses(network, &client(answer), node, "gateway", None)
    };
    is_public
        && (0..=9).any(is_client)
        && node.addresses.iter().any(|one| hops(network, packet, (node, number(one.private)), to))
}

/// Whether a balancer's request reaches a target and is answered.
fn hops(
    network: &Network,
    packet: &Packet<'_>,
    (node, source): (&Interface, u128),
    to: &Interface,
) -> bool {
    let (here, there) = (subnet(network, node), subnet(network, to));
    let way = leads(network, here, packet.address);
    let is_there = if here.vpc == there.vpc {
        way == "local"
    } else {
        network.peerings.iter().any(|one| one.id == way && one.vpcs.contains(&there.vpc))
    };
    let passes = |at: &Subnet, is_ingress, other, port| {
        here.id == there.id || filter(network, at, is_ingress, 6, other, port)
    };
    address(source).is_ipv4() == address(packet.address).is_ipv4()
        && is_there
        && leads(network, there, source) == way
        && permitted(network, node, false, (6, packet.address, packet.port), Some(&there.vpc))
        && passes(here, false, packet.address, packet.port)
        && passes(there, true, source, packet.port)
        && permitted(network, to, true, (6, source, packet.port), Some(&here.vpc))
        && network.client_ports.contains(packet.answer.into())
        && passes(there, false, source, packet.answer)
        && passes(here, true, packet.address, packet.answer)
}

fn converses(
    network: &Network,
    packet: &Packet<'_>,
    to: &Interface,
    way: &str,
    vpc: Option<&str>,
) -> bool {
    let at = subnet(network, to);
    filter(network, at, true, packet.protocol, packet.source, packet.port)
        && permitted(network, to, true, (packet.protocol, packet.source, packet.port), vpc)
        && leads(network, at, packet.source) == way
        && is_answered(network, packet, at)
}

fn is_answered(network: &Network, packet: &Packet<'_>, at: &Subnet) -> bool {
    let back = |port| filter(network, at, false, packet.protocol, packet.source, port);
    match packet.protocol {
        6 | 17 => network.client_ports.contains(packet.answer.into()) && back(packet.answer),
        1 => match packet.port >> 8 {
            asked @ (8 | 13 | 15 | 17) => {
                let kind = if asked == 8 { 0 } else { u8::try_from(asked).unwrap() + 1 };
                let echo = icmp_number(kind, 0);
                packet.answer == echo && back(echo)
            }
            _ => true,
        },
        58 if packet.port >> 8 == 128 => {
            let echo = icmp_number(129, 0);
            packet.answer == echo && back(echo)
        }
        58 => true,
        _ => back(packet.answer),
    }
}

/// Where packets of a subnet to an address go.
fn leads(network: &Network, at: &Subnet, to: u128) -> String {
    let vpc = network.vpcs.iter().find(|one| one.id == at.vpc).unwrap();
    let to = address(to);
    let mut best = (-1, String::new());
    let local = vpc.blocks.iter().filter(|block| block.contains(&to));
    for block in local {
        best = best.max((i32::from(block.prefix_len()), "local".to_owned()));
    }
    let table = network.tables.iter().find(|one| one.id == at.table).unwrap();
    for route in table.routes.iter().filter(|route| route.destination.contains(&to)) {
        let length = i32::from(route.destination.prefix_len());
        if length > best.0 {
            let way = match &route.target {
                Target::Gateway(id) if vpc.gateway.as_ref() == Some(id) => "gateway".to_owned(),
                Target::Peering(id) => {
                    let is_own = |one: &&bartizan_reach::Peering| {
                        one.id == *id && one.vpcs.contains(&at.vpc)
                    };
                    network.peerings.iter().find(is_own).map_or("gone", |one| &one.id).to_owned()
                }
                Target::Gateway(_) | Target::Other(_) => "gone".to_owned(),
            };
            best = (length, way);
        }
    }
    best.1
}

fn is_about(protocol: Option<u8>, ports: (u16, u16), asked: u8, port: u16) -> bool {
    let has_ports = matches!(protocol, Some(1 | 6 | 17 | 58));
    protocol.is_none_or(|own| own == asked) && (!has_ports || (ports.0..=ports.1).contains(&port))
}

fn filter(
    network: &Network,
    at: &Subnet,
    is_ingress: bool,
    protocol: u8,
    other: u128,
    port: u16,
) -> bool {
    let acl = network.acls.iter().find(|one| one.id == at.acl).unwrap();
    let entries = if is_ingress { &acl.ingress } else { &acl.egress };
    let is_it = |entry: &&AclEntry| {
        is_about(entry.protocol, entry.ports, protocol, port)
            && entry.block.contains(&address(other))
    };
    entries.iter().filter(is_it).min_by_key(|entry| entry.number).is_some_and(|entry| entry.allows)
}

fn permitted(
    network: &Network,
    own: &Interface,
    is_ingress: bool,
    (protocol, other, port): (u8, u128, u16),
    vpc: Option<&str>,
) -> bool {
    let groups = network.groups.iter().filter(|one| own.groups.contains(&one.id));
    let mut rules = groups.flat_map(|one| if is_ingress { &one.ingress } else { &one.egress });
    rules.any(|rule| {
        is_about(rule.protocol, rule.ports, protocol, port) && is_peer(network, rule, other, vpc)
    })
}

fn is_peer(network: &Network, rule: &GroupRule, other: u128, vpc: Option<&str>) -> bool {
    let address = address(other);
    match &rule.peer {
        GroupPeer::Block(block) => block.contains(&address),
        GroupPeer::PrefixList(id) => {
            let list = network.prefix_lists.iter().find(|one| one.id == *id);
            list.is_some_and(|list| list.blocks.iter().any(|block| block.contains(&address)))
        }
        GroupPeer::Group(id) => network.interfaces.iter().any(|one| {
            one.groups.contains(id)
                && Some(subnet(network, one).vpc.as_str()) == vpc
                && one.addresses.iter().any(|own| own.private == address)
        }),
    }
}

fn interface<'n>(network: &'n Network, id: &str) -> &'n Interface {
    network.interfaces.iter().find(|one| one.id == id).unwrap()
}

fn subnet<'n>(network: &'n Network, interface: &Interface) -> &'n Subnet {
    network.subnets.iter().find(|one| one.id == interface.subnet).unwrap()
}
