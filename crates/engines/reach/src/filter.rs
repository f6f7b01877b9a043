//! What network ACLs and security groups let pass.

use crate::evaluate::Protocol;
use crate::index::Index;
use crate::network::{AclEntry, GroupPeer, GroupRule};
use crate::plane::{Plane, segments};
use crate::ranges::Ranges;

/// The numbers of protocols that have ports, or types and codes. (IANA, "Protocol Numbers".)
pub(crate) const ICMP: u8 = 1;
pub(crate) const TCP: u8 = 6;
pub(crate) const UDP: u8 = 17;
pub(crate) const ICMP_V6: u8 = 58;

/// All ports.
pub(crate) fn every_port() -> Ranges {
    Ranges::span(0, u128::from(u16::MAX))
}

/// The ports of a rule: those of one about every protocol are all.
pub(crate) fn ports_of(protocol: Option<u8>, (first, last): (u16, u16)) -> Ranges {
    match protocol {
        Some(ICMP | TCP | UDP | ICMP_V6) => Ranges::span(first.into(), last.into()),
        _ => every_port(),
    }
}

/// What the entries of a network ACL let pass of a protocol: addresses of the other side with ports.
pub(crate) fn acl(entries: &[AclEntry], protocol: &Protocol) -> Plane {
    let mut entries: Vec<&AclEntry> =
        entries.iter().filter(|entry| protocol.is_of(entry.protocol)).collect();
    entries.sort_by_key(|entry| entry.number);
    let spans: Vec<(Ranges, &AclEntry)> =
        entries.into_iter().map(|entry| (Ranges::block(entry.block), entry)).collect();
    let mut cuts: Vec<u128> = spans
        .iter()
        .flat_map(|(block, _)| block.spans())
        .flat_map(|(first, last)| [Some(*first), last.checked_add(1)])
        .flatten()
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut passing = Plane::default();
    for (first, last) in segments(&cuts) {
        let (mut open, mut ports) = (every_port(), Ranges::default());
        for (_, entry) in spans.iter().filter(|(block, _)| block.contains(first)) {
            let own = ports_of(entry.protocol, entry.ports);
            if entry.allows {
                ports = ports.union(&own.intersection(&open));
            }
            open = open.without(&own);
            if open.is_empty() {
                break;
            }
        }
        passing.push(first, last, ports);
    }
    passing
}

/// The addresses that a rule is about, where the other side is in this VPC, or is the internet.
pub(crate) fn addresses(index: &Index<'_>, peer: &GroupPeer, origin: Option<&str>) -> Ranges {
    match peer {
        GroupPeer::Block(block) => Ranges::block(*block),
        GroupPeer::Group(group) => match origin {
            Some(vpc) => Ranges::of(index.members(group, vpc).map(|address| (address, address))),
            None => Ranges::default(),
        },
        GroupPeer::PrefixList(id) => {
            let blocks = index.prefix_list(id).into_iter().flat_map(|list| &list.blocks);
            Ranges::of(blocks.flat_map(|one| Ranges::block(*one).spans().to_vec()))
        }
    }
}

/// What the rules of a security group permit of a protocol.
pub(crate) fn group(
    index: &Index<'_>,
    rules: &[GroupRule],
    protocol: &Protocol,
    origin: Option<&str>,
) -> Plane {
    let rules = rules.iter().filter(|rule| protocol.is_of(rule.protocol));
    Plane::union_of(
        rules
            .map(|rule| {
                let addresses = addresses(index, &rule.peer, origin);
                Plane::product(&addresses, &ports_of(rule.protocol, rule.ports))
            })
            .collect(),
    )
}
