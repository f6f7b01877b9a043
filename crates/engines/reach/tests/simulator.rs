//! Random networks, asked packet by packet by a naive simulator: the engine must say the same of each.
//! `REACH_CASES` says how many networks; the same number always gives the same ones.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "simulator/generate.rs"]
mod generate;
#[path = "simulator/naive.rs"]
mod naive;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bartizan_reach::{
    Edit, Exposure, Network, Origin, Protocol, Ranges, Reach, icmp_number, number,
};

use generate::{Dice, network};
use naive::{Packet, answers};

/// The protocols that packets have: those that rules name, and one that none does.
const PROTOCOLS: [u8; 6] = [1, 6, 17, 50, 58, 99];

fn cases() -> u64 {
    std::env::var("REACH_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(300)
}

/// The numbers that stand for every class of ports: rules tell none of the others apart.
fn ports(protocol: u8) -> Vec<u16> {
    match protocol {
        1 => [0, 3, 8, 13, 14]
            .iter()
            .flat_map(|kind| [0, 1, 2].map(|code| icmp_number(*kind, code)))
            .collect(),
        58 => [1, 128, 129]
            .iter()
            .flat_map(|kind| [0, 1, 2].map(|code| icmp_number(*kind, code)))
            .collect(),
        6 | 17 => vec![0, 1, 2, 3, 4, 5, 6, 7, 9999],
        _ => vec![0],
    }
}

/// The ports that answers are tried at.
fn answer_ports(protocol: u8) -> Vec<u16> {
    match protocol {
        6 | 17 => vec![3, 4, 5, 6, 7, 8],
        1 => vec![icmp_number(0, 0), icmp_number(14, 0)],
        58 => vec![icmp_number(129, 0), icmp_number(1, 0)],
        _ => vec![0],
    }
}

fn origins(network: &Network, interface: &str) -> Vec<Origin> {
    let own = network.interfaces.iter().find(|one| one.id == interface).unwrap();
    let vpc = &network.subnets.iter().find(|one| one.id == own.subnet).unwrap().vpc;
    let mut all = vec![Origin::Internet];
    for peering in &network.peerings {
        for (here, there) in [(0, 1), (1, 0)] {
            if peering.vpcs[here] == *vpc && peering.vpcs[there] != *vpc {
                let (connection, vpc) = (peering.id.clone(), peering.vpcs[there].clone());
                all.push(Origin::Peer { connection, vpc });
            }
        }
    }
    for balancer in &network.balancers {
        for interface in &balancer.interfaces {
            all.extend(balancer.listeners.iter().map(|listener| Origin::Balancer {
                balancer: balancer.id.clone(),
                interface: interface.clone(),
                port: listener.port,
            }));
        }
    }
    all
}

/// Whether the engine says that a packet is answered.
fn says(exposures: &[Exposure], packet: &Packet<'_>) -> bool {
    let of = exposures.iter().filter(|one| {
        one.interface == packet.interface
            && number(one.address) == packet.address
            && one.origin == *packet.origin
    });
    let flows = of.flat_map(|one| one.flows.iter()).filter(|flow| {
        flow.protocol.contains(packet.protocol)
            && flow.sources.contains(packet.source)
            && flow.ports.contains(packet.port.into())
            && flow.answers.contains(packet.answer.into())
    });
    let count = flows.count();
    assert!(count <= 1, "two flows have one conversation: {packet:?}");
    count == 1
}

fn compare(network: &Network, seed: u64) -> u64 {
    let exposures = Reach::new(network).exposures();
    let mut open = 0;
    for interface in &network.interfaces {
        for origin in origins(network, &interface.id) {
            for address in &interface.addresses {
                for protocol in PROTOCOLS {
                    for source in generate::sources() {
                        for port in ports(protocol) {
                            for answer in answer_ports(protocol) {
                                let packet = Packet {
                                    interface: &interface.id,
                                    address: number(address.private),
                                    origin: &origin,
                                    source,
                                    protocol,
                                    port,
                                    answer,
                                };
                                let expected = answers(network, &packet);
                                assert_eq!(
                                    says(&exposures, &packet),
                                    expected,
                                    "seed {seed}: {packet:?} {network:#?}"
                                );
                                open += u64::from(expected);
                            }
                        }
                    }
                }
            }
        }
    }
    open
}

#[test]
fn the_engine_says_what_packets_do() {
    let mut open = 0;
    for seed in 0..cases() {
        open += compare(&network(&mut Dice::new(seed)), seed);
    }
    assert!(open > 0, "no packet of any network was answered");
}

/// Makes a change as its user would.
fn apply(network: &mut Network, edit: &Edit) {
    match edit {
        Edit::RevokeRule { group, rule } => {
            let own = network.groups.iter_mut().find(|one| one.id == *group).unwrap();
            own.ingress.retain(|one| one.id != *rule);
        }
        Edit::DenyEntry { acl, number, protocol, ports, block } => {
            let own = network.acls.iter_mut().find(|one| one.id == *acl).unwrap();
            assert!(own.ingress.iter().all(|one| one.number != *number));
            own.ingress.push(bartizan_reach::AclEntry {
                number: *number,
                protocol: Some(*protocol),
                ports: *ports,
                block: *block,
                allows: false,
            });
        }
        Edit::DisassociateAddress { interface, address } => {
            let own = network.interfaces.iter_mut().find(|one| one.id == *interface).unwrap();
            if address.is_ipv6() {
                own.addresses.retain(|one| one.private != *address);
            } else {
                own.addresses.iter_mut().find(|one| one.private == *address).unwrap().public = None;
            }
        }
        Edit::DeleteRoute { table, destination } => {
            let own = network.tables.iter_mut().find(|one| one.id == *table).unwrap();
            own.routes.retain(|one| one.destination != *destination);
        }
        Edit::DeleteListener { balancer, port } => {
            let own = network.balancers.iter_mut().find(|one| one.id == *balancer).unwrap();
            own.listeners.retain(|one| one.port != *port);
        }
    }
}

fn is_open(network: &Network, exposure: &Exposure, protocol: u8, among: &Ranges) -> bool {
    let ports = ports(protocol).into_iter().filter(|port| among.contains((*port).into()));
    let ports: Vec<u16> = ports.collect();
    generate::sources().any(|source| {
        ports.iter().any(|port| {
            answer_ports(protocol).iter().any(|answer| {
                let packet = Packet {
                    interface: &exposure.interface,
                    address: number(exposure.address),
                    origin: &exposure.origin,
                    source,
                    protocol,
                    port: *port,
                    answer: *answer,
                };
                answers(network, &packet)
            })
        })
    })
}

#[test]
fn the_smallest_change_closes_and_no_step_of_it_is_idle() {
    let mut closed = 0;
    for seed in 0..cases() {
        let network = network(&mut Dice::new(seed));
        let reach = Reach::new(&network);
        for exposure in reach.exposures() {
            for flow in exposure.flows.iter() {
                assert!(!reach.path(&exposure, flow).is_empty());
                let Protocol::Number(protocol) = flow.protocol else { continue };
                let one = flow.ports.spans()[0].0;
                for ports in [flow.ports.clone(), Ranges::span(one, one)] {
                    let change = reach.smallest_change(&exposure, &flow.protocol, &ports);
                    let change = change.unwrap_or_else(|| panic!("seed {seed}: {exposure:?}"));
                    let left_out = |idle: Option<usize>| {
                        let mut changed = network.clone();
                        for (place, edit) in change.edits.iter().enumerate() {
                            if Some(place) != idle {
                                apply(&mut changed, edit);
                            }
                        }
                        is_open(&changed, &exposure, protocol, &ports)
                    };
                    assert!(!left_out(None), "seed {seed}: {exposure:?} {change:?}");
                    // Rules about types and codes that no packet here has may be among the steps.
                    if ![1, 58].contains(&protocol)
                        && is_open(&network, &exposure, protocol, &ports)
                    {
                        let is_rules = |edit: &Edit| matches!(edit, Edit::RevokeRule { .. });
                        for place in 0..change.edits.len() {
                            assert!(
                                change.edits.iter().all(is_rules)
                                    || change.edits.len() == 1
                                    || left_out(Some(place))
                                    || ports.count() > 1,
                                "seed {seed}: {exposure:?} {change:?}"
                            );
                        }
                    }
                    closed += 1;
                }
            }
        }
    }
    assert!(closed > 0);
}

#[test]
fn interfaces_that_are_alike_have_changes_of_their_own() {
    let (mut asked, mut own_addresses) = (0, 0);
    for seed in 0..cases() / 10 {
        let mut network = network(&mut Dice::new(seed));
        let twins = network.interfaces.iter().cloned().map(|mut one| {
            one.id.push_str("-twin");
            for address in &mut one.addresses {
                address.private = match address.private {
                    IpAddr::V4(address) => Ipv4Addr::from(u32::from(address) + (1 << 16)).into(),
                    IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) + (1 << 16)).into(),
                };
            }
            one
        });
        let twins: Vec<_> = twins.collect();
        network.interfaces.extend(twins);
        let reach = Reach::new(&network);
        for exposure in reach.exposures() {
            for flow in exposure.flows.iter() {
                let remembered = reach.smallest_change(&exposure, &flow.protocol, &flow.ports);
                let alone = Reach::new(&network);
                let alone = alone.smallest_change(&exposure, &flow.protocol, &flow.ports);
                assert_eq!(remembered, alone, "seed {seed}: {exposure:?}");
                let edits = remembered.into_iter().flat_map(|change| change.edits);
                own_addresses += edits
                    .filter(|edit| {
                        matches!(edit, Edit::DisassociateAddress { interface, .. }
                        if interface.ends_with("-twin"))
                    })
                    .count();
                asked += 1;
            }
        }
    }
    assert!(asked > 0 && own_addresses > 0);
}
