//! The part of a network that decides about one interface, with a change made to it.

use rustc_hash::FxHashSet;

use crate::change::Edit;
use crate::index::Index;
use crate::network::{AclEntry, Balancer, GroupPeer, Interface, Network};

/// What is left of a network where only one interface is asked about.
pub(crate) fn around(index: &Index<'_>, interface: &Interface) -> Network {
    let network = index.network;
    let targeting = interface.addresses.iter().flat_map(|one| index.targeting(one.private));
    let mut balancers: Vec<&Balancer> = targeting.collect();
    balancers.sort_by_key(|one| std::ptr::from_ref(*one));
    balancers.dedup_by_key(|one| std::ptr::from_ref(*one));
    let nodes = balancers.iter().flat_map(|one| &one.interfaces);
    let asked: FxHashSet<&str> = nodes.map(String::as_str).chain([interface.id.as_str()]).collect();
    let groups: FxHashSet<&str> = asked
        .iter()
        .filter_map(|id| index.interface(id))
        .flat_map(|one| &one.groups)
        .map(String::as_str)
        .collect();
    let kept = || groups.iter().filter_map(|id| index.group(id));
    let rules = kept().flat_map(|group| group.ingress.iter().chain(&group.egress));
    let named: FxHashSet<&str> = rules
        .filter_map(|rule| match &rule.peer {
            GroupPeer::Group(id) => Some(id.as_str()),
            GroupPeer::Block(_) | GroupPeer::PrefixList(_) => None,
        })
        .collect();
    let vpc_of = |one: &Interface| index.subnet(&one.subnet).map(|subnet| subnet.vpc.as_str());
    let own = vpc_of(interface);
    // Who is in the same VPC reaches nothing here by the group that it has: only peers and balancers do.
    let members = named.iter().flat_map(|group| index.of_group(group)).copied();
    let members = members.filter_map(|at| network.interfaces.get(at));
    let members = members.filter(|one| vpc_of(one) != own && !asked.contains(one.id.as_str()));
    let mut interfaces: Vec<&Interface> =
        members.chain(asked.iter().filter_map(|id| index.interface(id))).collect();
    interfaces.sort_by_key(|one| std::ptr::from_ref(*one));
    interfaces.dedup_by_key(|one| std::ptr::from_ref(*one));
    let interfaces: Vec<Interface> = interfaces.into_iter().cloned().collect();
    let inside: FxHashSet<&str> = interfaces.iter().map(|one| one.subnet.as_str()).collect();
    let subnets: Vec<_> = inside.iter().filter_map(|id| index.subnet(id)).cloned().collect();
    let ids = |of: fn(&crate::Subnet) -> &str| subnets.iter().map(of).collect::<FxHashSet<_>>();
    Network {
        internet: network.internet.clone(),
        client_ports: network.client_ports.clone(),
        vpcs: network.vpcs.clone(),
        tables: ids(|one| &one.table).iter().filter_map(|id| index.table(id)).cloned().collect(),
        acls: ids(|one| &one.acl).iter().filter_map(|id| index.acl(id)).cloned().collect(),
        groups: kept().cloned().collect(),
        prefix_lists: network.prefix_lists.clone(),
        peerings: network.peerings.clone(),
        subnets,
        interfaces,
        balancers: balancers.into_iter().cloned().collect(),
    }
}

/// Makes a change.
pub(crate) fn apply(network: &mut Network, edit: &Edit) {
    match edit {
        Edit::RevokeRule { group, rule } => {
            for one in network.groups.iter_mut().filter(|one| one.id == *group) {
                one.ingress.retain(|own| own.id != *rule);
                one.egress.retain(|own| own.id != *rule);
            }
        }
        Edit::DenyEntry { acl, number, protocol, ports, block } => {
            for one in network.acls.iter_mut().filter(|one| one.id == *acl) {
                one.ingress.push(AclEntry {
                    number: *number,
                    protocol: Some(*protocol),
                    ports: *ports,
                    block: *block,
                    allows: false,
                });
            }
        }
        Edit::DisassociateAddress { interface, address } => {
            let own = network.interfaces.iter_mut().filter(|one| one.id == *interface);
            for one in own {
                // An address of IPv6 has no other name to lose.
                one.addresses.retain(|own| own.private != *address || address.is_ipv4());
                for own in one.addresses.iter_mut().filter(|own| own.private == *address) {
                    own.public = None;
                }
            }
        }
        Edit::DeleteRoute { table, destination } => {
            for one in network.tables.iter_mut().filter(|one| one.id == *table) {
                one.routes.retain(|route| route.destination != *destination);
            }
        }
        Edit::DeleteListener { balancer, port } => {
            for one in network.balancers.iter_mut().filter(|one| one.id == *balancer) {
                one.listeners.retain(|listener| listener.port != *port);
            }
        }
    }
}
