//! Where in a network an id is.

use rustc_hash::FxHashMap;

use crate::network::{
    Acl, Group, Interface, Network, Peering, PrefixList, RouteTable, Subnet, Vpc,
};

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
    members: FxHashMap<&'a str, Vec<(&'a str, u32)>>,
}

macro_rules! by_id {
    ($network:ident . $field:ident) => {
        $network.$field.iter().map(|one| (one.id.as_str(), one)).collect()
    };
}

impl<'a> Index<'a> {
    pub(crate) fn new(network: &'a Network) -> Self {
        let subnets: FxHashMap<&str, &Subnet> = by_id!(network.subnets);
        let mut members: FxHashMap<&str, Vec<(&str, u32)>> = FxHashMap::default();
        for interface in &network.interfaces {
            let Some(subnet) = subnets.get(interface.subnet.as_str()) else { continue };
            for group in &interface.groups {
                let addresses = interface.addresses.iter();
                let placed = addresses.map(|one| (subnet.vpc.as_str(), one.private.into()));
                members.entry(group).or_default().extend(placed);
            }
        }
        Self {
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

    /// The private addresses in a VPC of what has a group.
    pub(crate) fn members(&self, group: &str, vpc: &str) -> impl Iterator<Item = u32> {
        let all = self.members.get(group).into_iter().flatten();
        all.filter(move |(other, _)| *other == vpc).map(|(_, address)| *address)
    }
}
