//! What clients of the internet reach by a load balancer: first the balancer, then, from its own
//! addresses, its targets.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use crate::evaluate::{Exposure, Flow, Origin, Protocol, Reach};
use crate::filter::TCP;
use crate::network::{Address, Interface, Subnet};
use crate::path::Direction;
use crate::plane::Plane;
use crate::ranges::{Family, Ranges, number};
use crate::route::{self, Way};

/// An address of an interface, with where that is.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) interface: &'a Interface,
    pub(crate) subnet: &'a Subnet,
    pub(crate) address: &'a Address,
}

impl<'a> Reach<'a> {
    /// What is reached by load balancers.
    pub(crate) fn by_balancers(&self) -> Vec<Exposure> {
        let balancers = &self.index.network.balancers;
        if balancers.is_empty() {
            return Vec::new();
        }
        let places = self.places();
        let mut found = Vec::new();
        for balancer in balancers {
            let nodes = balancer.interfaces.iter().filter_map(|id| self.index.interface(id));
            for node in nodes {
                for listener in &balancer.listeners {
                    let clients = self.clients(node, listener.port);
                    if clients.is_empty() {
                        continue;
                    }
                    let origin = Origin::Balancer {
                        balancer: balancer.id.clone(),
                        interface: node.id.clone(),
                        port: listener.port,
                    };
                    let targets = listener.targets.iter();
                    let mut targets: Vec<_> = targets.map(|(one, port)| (*one, *port)).collect();
                    targets.sort_unstable();
                    targets.dedup();
                    for (address, port) in targets {
                        let places = places.get(&address).into_iter().flatten();
                        let hop = |place: &&Place<'a>| self.hop(node, **place, port);
                        found.extend(places.filter_map(|place| {
                            let answers = hop(&place)?;
                            Some(Exposure {
                                interface: place.interface.id.clone(),
                                address,
                                origin: origin.clone(),
                                flows: [Flow {
                                    protocol: Protocol::Number(TCP),
                                    sources: clients.clone(),
                                    ports: Ranges::span(port.into(), port.into()),
                                    answers,
                                }]
                                .into(),
                            })
                        }));
                    }
                }
            }
        }
        found
    }

    /// Every address of every interface.
    pub(crate) fn places(&self) -> FxHashMap<IpAddr, Vec<Place<'a>>> {
        let mut places: FxHashMap<IpAddr, Vec<Place<'a>>> = FxHashMap::default();
        for interface in &self.index.network.interfaces {
            let Some(subnet) = self.index.subnet(&interface.subnet) else { continue };
            for address in &interface.addresses {
                places.entry(address.private).or_default().push(Place {
                    interface,
                    subnet,
                    address,
                });
            }
        }
        places
    }

    /// The clients of the internet that reach a port of a balancer's interface.
    fn clients(&self, node: &'a Interface, port: u16) -> Ranges {
        let Some(subnet) = self.index.subnet(&node.subnet) else { return Ranges::default() };
        let mut clients = Ranges::default();
        for family in Family::ALL {
            let is_called =
                |one: &Address| one.public.is_some() && Family::of(one.private) == family;
            if node.addresses.iter().any(is_called) {
                let flows = self.inbound(node, subnet, None, family);
                let is_it =
                    |flow: &&Flow| flow.protocol.contains(TCP) && flow.ports.contains(port.into());
                let sources = flows.iter().filter(is_it);
                clients = sources.fold(clients, |all, flow| all.union(&flow.sources));
            }
        }
        clients
    }

    /// The ports of a balancer's interface that a target's answers come to, if its requests reach the
    /// target.
    fn hop(&self, node: &'a Interface, to: Place<'a>, port: u16) -> Option<Ranges> {
        let subnet = self.index.subnet(&node.subnet)?;
        let mut answers = Ranges::default();
        for address in &node.addresses {
            let from = Place { interface: node, subnet, address };
            answers = answers.union(&self.hop_from(from, to, port).unwrap_or_default());
        }
        Some(answers).filter(|answers| !answers.is_empty())
    }

    fn hop_from(&self, from: Place<'a>, to: Place<'a>, port: u16) -> Option<Ranges> {
        let way = self.way(from, to)?;
        let is_of_one = from.address.private.is_ipv4() == to.address.private.is_ipv4();
        if !is_of_one || self.way(to, from)? != way {
            return None;
        }
        let (source, target) = (number(from.address.private), number(to.address.private));
        let tcp = Protocol::Number(TCP);
        let asked = |plane: &Plane, address: u128, ports: &Ranges| {
            let one = Plane::product(&Ranges::span(address, address), ports);
            let passing = plane.intersection(&one).0;
            passing.into_iter().next().map(|band| band.ports)
        };
        let port = Ranges::span(port.into(), port.into());
        let (near, far) = (from.subnet.vpc.as_str(), to.subnet.vpc.as_str());
        let leaving = self.groups(&from.interface.groups, Direction::Egress, &tcp, Some(far));
        asked(&leaving, target, &port)?;
        let entering = self.groups(&to.interface.groups, Direction::Ingress, &tcp, Some(near));
        asked(&entering, source, &port)?;
        let clients = self.index.network.client_ports.clone();
        if from.subnet.id == to.subnet.id {
            // Within a subnet no network ACL is asked.
            return Some(clients);
        }
        let (here, there) = (self.index.acl(&from.subnet.acl)?, self.index.acl(&to.subnet.acl)?);
        asked(&self.acl(here, Direction::Egress, &tcp), target, &port)?;
        asked(&self.acl(there, Direction::Ingress, &tcp), source, &port)?;
        let sent = asked(&self.acl(there, Direction::Egress, &tcp), source, &clients)?;
        asked(&self.acl(here, Direction::Ingress, &tcp), target, &sent)
    }

    /// Which way packets go from one address to another: within a VPC, or through a peering connection
    /// to the other's.
    pub(crate) fn way(&self, from: Place<'a>, to: Place<'a>) -> Option<Way<'a>> {
        let address = to.address.private;
        let routes = route::routes(&self.index, from.subnet).into_iter();
        let matching = routes.filter(|(block, _)| block.contains(&address));
        // Of equal prefixes the first, which is the local one.
        let (_, way) = matching.rev().max_by_key(|(block, _)| block.prefix_len())?;
        let leads = match way {
            Way::Local => from.subnet.vpc == to.subnet.vpc,
            Way::Peering(id) => {
                from.subnet.vpc != to.subnet.vpc
                    && self.index.peering(id)?.vpcs.contains(&to.subnet.vpc)
            }
            Way::Gateway | Way::Elsewhere => false,
        };
        leads.then_some(way)
    }
}
