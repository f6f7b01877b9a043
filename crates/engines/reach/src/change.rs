//! What closes something that is reached.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use rustc_hash::FxHashSet;

use crate::alike::Part;
use crate::evaluate::{Exposure, Flow, Origin, Protocol, Reach};
use crate::filter::{ICMP, ICMP_V6, TCP, UDP};
use crate::network::{Interface, Network, Subnet};
use crate::path::{Component, Direction};
use crate::ranges::Ranges;
use crate::reduce;

/// One step of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A rule of a security group is revoked.
    RevokeRule {
        /// The security group's id.
        group: String,
        /// The rule's id.
        rule: String,
    },
    /// A network ACL gets an entry that lets something in no more.
    DenyEntry {
        /// The network ACL's id.
        acl: String,
        /// The entry's number.
        number: u16,
        /// The number of its protocol.
        protocol: u8,
        /// Its ports, as those of [`crate::AclEntry`].
        ports: (u16, u16),
        /// Its block.
        block: IpNet,
    },
    /// An address is no more called by its public one; one of IPv6 is unassigned.
    DisassociateAddress {
        /// The id of the interface.
        interface: String,
        /// The address in the subnet.
        address: IpAddr,
    },
    /// A route is deleted.
    DeleteRoute {
        /// The route table's id.
        table: String,
        /// The block that it leads from.
        destination: IpNet,
    },
    /// A listener of a load balancer is deleted.
    DeleteListener {
        /// The balancer's id.
        balancer: String,
        /// The listener's port.
        port: u16,
    },
}

/// A change that closes something, and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its steps: at least one.
    pub edits: Vec<Edit>,
    /// How many other ports of the interface it closes, counted for each address, origin and protocol.
    pub ports_lost: u64,
    /// How many other interfaces what it changes is for.
    pub interfaces: usize,
}

impl Reach<'_> {
    /// The smallest change of one interface, in the part of the network that decides about it.
    pub(crate) fn look_for_change(
        &self,
        part: &Part<'_>,
        exposure: &Exposure,
        protocol: &Protocol,
        ports: &Ranges,
    ) -> Option<Change> {
        let wanted = Wanted { exposure, protocol, ports };
        let measured = self.candidates(&wanted).into_iter().filter_map(|edits| {
            let mut changed = part.network.clone();
            for edit in &edits {
                reduce::apply(&mut changed, edit);
            }
            let after = Reach::new(&changed).exposures_of(&part.interface.id);
            (!wanted.is_open(&after)).then(|| Change {
                ports_lost: wanted.ports_lost(&part.before, &after),
                interfaces: self.others(part.interface, &edits),
                edits,
            })
        });
        measured.min_by_key(|one| (one.ports_lost, one.edits.len(), one.interfaces))
    }

    /// The changes that may close something.
    fn candidates(&self, wanted: &Wanted<'_>) -> Vec<Vec<Edit>> {
        let exposure = wanted.exposure;
        let flows: Vec<Flow> =
            exposure.flows.iter().filter_map(|one| wanted.part_of(one)).collect();
        let mut path = Vec::new();
        for component in flows.iter().flat_map(|flow| self.path(exposure, flow)) {
            if !path.contains(&component) {
                path.push(component);
            }
        }
        let (mut rules, mut routes, mut all) = (Vec::new(), Vec::new(), Vec::new());
        let place = path.iter().rposition(|one| matches!(one, Component::Balancer { .. }));
        for component in path.iter().skip(place.unwrap_or_default()) {
            match component {
                Component::Group { group, direction: Direction::Ingress, rules: own } => {
                    let edit = |rule: &String| Edit::RevokeRule {
                        group: group.clone(),
                        rule: rule.clone(),
                    };
                    rules.extend(own.iter().map(edit));
                }
                Component::Route { table, destination, .. } => {
                    let (table, destination) = (table.clone(), *destination);
                    routes.push(Edit::DeleteRoute { table, destination });
                }
                Component::PublicAddress(_) => {
                    let (interface, address) = (exposure.interface.clone(), exposure.address);
                    all.push(vec![Edit::DisassociateAddress { interface, address }]);
                }
                Component::Balancer { balancer, port } => {
                    let (balancer, port) = (balancer.clone(), *port);
                    all.push(vec![Edit::DeleteListener { balancer, port }]);
                }
                Component::Acl { acl, direction: Direction::Ingress, entries } => {
                    let blocks = self.blocks(exposure);
                    all.extend(self.denying(acl, entries, wanted, &flows, &blocks));
                }
                _ => {}
            }
        }
        for edits in [&mut rules, &mut routes] {
            let mut seen: Vec<Edit> = Vec::new();
            edits.retain(|edit| {
                let is_new = !seen.contains(edit);
                seen.push(edit.clone());
                is_new
            });
        }
        // Of changes that are as small, the first is taken: rules are about the least traffic.
        all.insert(0, rules);
        all.push(routes);
        all.retain(|edits| !edits.is_empty());
        all.dedup();
        all
    }

    /// The blocks that an origin's packets to an address come from.
    fn blocks(&self, exposure: &Exposure) -> Vec<IpNet> {
        let blocks: Vec<IpNet> = match &exposure.origin {
            Origin::Internet => vec![Ipv4Net::default().into(), Ipv6Net::default().into()],
            Origin::Peer { vpc, .. } => {
                self.index.vpc(vpc).map(|vpc| vpc.blocks.clone()).unwrap_or_default()
            }
            Origin::Balancer { interface, .. } => {
                let node = self.index.interface(interface).into_iter();
                node.flat_map(|node| &node.addresses).map(|one| one.private.into()).collect()
            }
        };
        let is_its = |block: &IpNet| block.addr().is_ipv4() == exposure.address.is_ipv4();
        blocks.into_iter().filter(is_its).collect()
    }

    /// Entries that deny just what is wanted, in front of those that allow it, where numbers are free.
    fn denying(
        &self,
        acl: &str,
        allowing: &[u16],
        wanted: &Wanted<'_>,
        flows: &[Flow],
        blocks: &[IpNet],
    ) -> Option<Vec<Edit>> {
        let Protocol::Number(protocol) = wanted.protocol else { return None };
        let taken: Vec<u16> = self.index.acl(acl)?.ingress.iter().map(|one| one.number).collect();
        let first = allowing.iter().min()?;
        let mut free = (1..*first).rev().filter(|number| !taken.contains(number));
        let ports = flows.iter().fold(Ranges::default(), |all, flow| all.union(&flow.ports));
        let mut edits = Vec::new();
        for (from, to) in spans(*protocol, &ports)? {
            for block in blocks {
                edits.push(Edit::DenyEntry {
                    acl: acl.to_owned(),
                    number: free.next()?,
                    protocol: *protocol,
                    ports: (from, to),
                    block: *block,
                });
            }
        }
        Some(edits)
    }

    /// How many other interfaces what is changed is for.
    fn others(&self, interface: &Interface, edits: &[Edit]) -> usize {
        let network: &Network = self.index.network;
        let mut places: FxHashSet<usize> = FxHashSet::default();
        let in_subnets = |is_meant: &dyn Fn(&Subnet) -> bool| {
            let subnets = network.subnets.iter().filter(|subnet| is_meant(subnet));
            subnets.flat_map(|subnet| self.index.of_subnet(&subnet.id)).copied().collect()
        };
        for edit in edits {
            let found: Vec<usize> = match edit {
                Edit::RevokeRule { group, .. } => self.index.of_group(group).to_vec(),
                Edit::DenyEntry { acl, .. } => in_subnets(&|subnet| subnet.acl == *acl),
                Edit::DeleteRoute { table, .. } => in_subnets(&|subnet| subnet.table == *table),
                Edit::DisassociateAddress { .. } => continue,
                Edit::DeleteListener { balancer, port } => {
                    let own = network.balancers.iter().filter(|own| own.id == *balancer);
                    let listeners = own.flat_map(|own| &own.listeners);
                    let targets: FxHashSet<IpAddr> = listeners
                        .filter(|listener| listener.port == *port)
                        .flat_map(|listener| &listener.targets)
                        .map(|(address, _)| *address)
                        .collect();
                    let is_its = |one: &Interface| {
                        one.addresses.iter().any(|it| targets.contains(&it.private))
                    };
                    let all = network.interfaces.iter().enumerate();
                    all.filter(|(_, one)| is_its(one)).map(|(at, _)| at).collect()
                }
            };
            places.extend(found);
        }
        let others = places.into_iter().filter_map(|at| network.interfaces.get(at));
        others.filter(|one| one.id != interface.id).count()
    }
}

/// The spans of ports as entries of a protocol have them.
fn spans(protocol: u8, ports: &Ranges) -> Option<Vec<(u16, u16)>> {
    match protocol {
        TCP | UDP => ports
            .spans()
            .iter()
            .map(|&(from, to)| Some((u16::try_from(from).ok()?, u16::try_from(to).ok()?)))
            .collect(),
        // Types and codes go by one, by all of one type, or by all: closed at once is what is whole.
        ICMP | ICMP_V6 => ports
            .spans()
            .iter()
            .map(|&(from, to)| {
                let is_entry = from == to
                    || (from == 0 && to == u128::from(u16::MAX))
                    || (from.trailing_zeros() >= 8 && to == from | 0xff);
                is_entry.then_some((u16::try_from(from).ok()?, u16::try_from(to).ok()?))
            })
            .collect(),
        _ => Some(vec![(0, u16::MAX)]),
    }
}

/// What is to be closed.
struct Wanted<'w> {
    exposure: &'w Exposure,
    protocol: &'w Protocol,
    ports: &'w Ranges,
}

impl Wanted<'_> {
    fn is_its(&self, other: &Exposure) -> bool {
        let own = self.exposure;
        (&other.interface, other.address, &other.origin)
            == (&own.interface, own.address, &own.origin)
    }

    /// The part of a flow that is to be closed.
    fn part_of(&self, flow: &Flow) -> Option<Flow> {
        let ports = flow.ports.intersection(self.ports);
        let is_meant = covers(&flow.protocol, self.protocol) && !ports.is_empty();
        is_meant.then(|| Flow { ports, ..flow.clone() })
    }

    fn is_open(&self, exposures: &[Exposure]) -> bool {
        let own = exposures.iter().filter(|one| self.is_its(one));
        own.flat_map(|one| one.flows.iter()).any(|flow| self.part_of(flow).is_some())
    }

    /// How many ports of the interface are closed that were not to be, by what reaches it before and after.
    fn ports_lost(&self, before: &[Exposure], after: &[Exposure]) -> u64 {
        let mut lost = 0;
        for exposure in before {
            let same = after
                .iter()
                .find(|one| (one.address, &one.origin) == (exposure.address, &exposure.origin));
            let mut counted: Vec<&Protocol> = Vec::new();
            for protocol in exposure.flows.iter().map(|flow| &flow.protocol) {
                if counted.contains(&protocol) {
                    continue;
                }
                counted.push(protocol);
                let left = same.map(|one| ports_of(one, protocol)).unwrap_or_default();
                let mut gone = ports_of(exposure, protocol).without(&left);
                if self.is_its(exposure) && covers(protocol, self.protocol) {
                    gone = gone.without(self.ports);
                }
                lost += gone.count();
            }
        }
        lost
    }
}

/// The ports of a protocol that an exposure has.
fn ports_of(exposure: &Exposure, protocol: &Protocol) -> Ranges {
    let flows = exposure.flows.iter().filter(|flow| covers(&flow.protocol, protocol));
    flows.fold(Ranges::default(), |all, flow| all.union(&flow.ports))
}

/// Whether some of these protocols are among those.
fn covers(some: &Protocol, asked: &Protocol) -> bool {
    match (some, asked) {
        (Protocol::AllBut(_), Protocol::AllBut(_)) => true,
        (one, Protocol::Number(number)) | (Protocol::Number(number), one) => one.contains(*number),
    }
}
