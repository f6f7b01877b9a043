//! Where in a network an id is.

use std::net::IpAddr;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::network::{
    Acl, Balancer, Group, Interface, Network, Peering, PrefixList, RouteTable, Subnet, Vpc,
};
use crate::ranges::number;

/// A network with its ids looked up.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    pub(crate) network: &'a Network,
    vpcs: FxHashMap<&'a str, &'a Vpc>,
    subnets: FxHashMap<&'a str, &'a Subnet>,
    tables: FxHashMap<&'a str, &'a RouteTable>,
    acls: FxHashMap<&'a str, &'a Acl>,
    groups: FxHashMap<&'a str, &'a Group>,
    prefix_lists: FxHashMap<&'a str, &'a PrefixList>,
    interfaces: FxHashMap<&'a str, &'a Interface>,
    peerings: FxHashMap<&'a str, &'a Peering>,
    /// The private addresses of what has a group, each with its VPC.
    members: FxHashMap<&'a str, Vec<(&'a str, u128)>>,
    /// The places of the interfaces that have a group, and of those in a subnet.
    of_group: FxHashMap<&'a str, Vec<usize>>,
    of_subnet: FxHashMap<&'a str, Vec<usize>>,
    /// The places of the balancers whose listeners forward to an address.
    targeting: FxHashMap<IpAddr, Vec<usize>>,
    /// The interfaces of balancers.
    nodes: FxHashSet<&'a str>,
}

macro_rules! by_id {
    ($network:ident . $field:ident) => {
        $network.$field.iter().map(|one| (one.id.as_str(), one)).collect()
    };
}

impl<'a> Index<'a> {
    pub(crate) fn new(network: &'a Network) -> Self {
        let subnets: FxHashMap<&str, &Subnet> = by_id!(network.subnets);
        let mut members: FxHashMap<&str, Vec<(&str, u128)>> = FxHashMap::default();
        let mut of_group: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let mut of_subnet: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, interface) in network.interfaces.iter().enumerate() {
            of_subnet.entry(&interface.subnet).or_default().push(at);
            for group in &interface.groups {
                of_group.entry(group).or_default().push(at);
            }
            let Some(subnet) = subnets.get(interface.subnet.as_str()) else { continue };
            for group in &interface.groups {
                let addresses = interface.addresses.iter();
                let placed = addresses.map(|one| (subnet.vpc.as_str(), number(one.private)));
                members.entry(group).or_default().extend(placed);
            }
        }
        let mut targeting: FxHashMap<IpAddr, Vec<usize>> = FxHashMap::default();
        for (at, balancer) in network.balancers.iter().enumerate() {
            for (address, _) in balancer.listeners.iter().flat_map(|one| &one.targets) {
                let known = targeting.entry(*address).or_default();
                if known.last() != Some(&at) {
                    known.push(at);
                }
            }
        }
        let nodes = network.balancers.iter().flat_map(|one| &one.interfaces);
        Self {
            of_group,
            of_subnet,
            targeting,
            nodes: nodes.map(String::as_str).collect(),
            network,
            vpcs: by_id!(network.vpcs),
            subnets,
            tables: by_id!(network.tables),
            acls: by_id!(network.acls),
            groups: by_id!(network.groups),
            prefix_lists: by_id!(network.prefix_lists),
            interfaces: by_id!(network.interfaces),
            peerings: by_id!(network.peerings),
            members,
        }
    }

    pub(crate) fn vpc(&self, id: &str) -> Option<&'a Vpc> {
        self.vpcs.get(id).copied()
    }

    pub(crate) fn subnet(&self, id: &str) -> Option<&'a Subnet> {
        self.subnets.get(id).copied()
    }

    pub(crate) fn table(&self, id: &str) -> Option<&'a RouteTable> {
        self.tables.get(id).copied()
    }

    pub(crate) fn acl(&self, id: &str) -> Option<&'a Acl> {
        self.acls.get(id).copied()
    }

    pub(crate) fn group(&self, id: &str) -> Option<&'a Group> {
        self.groups.get(id).copied()
    }

    pub(crate) fn prefix_list(&self, id: &str) -> Option<&'a PrefixList> {
        self.prefix_lists.get(id).copied()
    }

    pub(crate) fn interface(&self, id: &str) -> Option<&'a Interface> {
        self.interfaces.get(id).copied()
    }

    pub(crate) fn peering(&self, id: &str) -> Option<&'a Peering> {
        self.peerings.get(id).copied()
    }

    /// The places in the network of the interfaces that have a group.
    pub(crate) fn of_group(&self, group: &str) -> &[usize] {
        self.of_group.get(group).map(Vec::as_slice).unwrap_or_default()
    }

    /// The places of the interfaces in a subnet.
    pub(crate) fn of_subnet(&self, subnet: &str) -> &[usize] {
        self.of_subnet.get(subnet).map(Vec::as_slice).unwrap_or_default()
    }

    /// The balancers that forward to an address.
    pub(crate) fn targeting(&self, address: IpAddr) -> impl Iterator<Item = &'a Balancer> {
        let places = self.targeting.get(&address).into_iter().flatten();
        let balancers = &self.network.balancers;
        places.filter_map(|at| balancers.get(*at))
    }

    /// Whether an interface is a balancer's.
    pub(crate) fn is_node(&self, interface: &str) -> bool {
        self.nodes.contains(interface)
    }

    /// The private addresses in a VPC of what has a group.
    pub(crate) fn members(&self, group: &str, vpc: &str) -> impl Iterator<Item = u128> {
        let all = self.members.get(group).into_iter().flatten();
        all.filter(move |(other, _)| *other == vpc).map(|(_, address)| *address)
    }
}
