//! By which way something is reached, component by component.

use ipnet::IpNet;

use crate::balancer::Place;
use crate::evaluate::{Exposure, Flow, Origin, Protocol, Reach};
use crate::filter;
use crate::network::{Interface, Subnet, Target};
use crate::plane::Plane;
use crate::ranges::{Family, Ranges, number};
use crate::route::{self, Way};

/// Which traffic a filter is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// What comes in.
    Ingress,
    /// What goes out.
    Egress,
}

/// What a conversation passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Component {
    /// The internet, where it begins.
    Internet,
    /// Another VPC, where it begins.
    Vpc(String),
    /// An internet gateway.
    InternetGateway(String),
    /// A peering connection.
    Peering(String),
    /// A public address, or the name of a load balancer.
    PublicAddress(String),
    /// A load balancer, by its listener on a port.
    Balancer {
        /// Its id.
        balancer: String,
        /// The listener's port.
        port: u16,
    },
    /// A network ACL.
    Acl {
        /// Its id.
        acl: String,
        /// Which of its entries are asked.
        direction: Direction,
        /// The numbers of the entries that let it pass.
        entries: Vec<u16>,
    },
    /// A security group.
    Group {
        /// Its id.
        group: String,
        /// Which of its rules are asked.
        direction: Direction,
        /// The ids of the rules that permit it.
        rules: Vec<String>,
    },
    /// A route that answers follow, or a balancer's requests.
    Route {
        /// The route table's id.
        table: String,
        /// The block that it leads from.
        destination: IpNet,
        /// What it leads to.
        target: String,
    },
    /// A network interface.
    Interface(String),
}

/// What is asked of filters: which protocol, which addresses of the other side, which ports.
struct Asked<'f> {
    protocol: &'f Protocol,
    addresses: &'f Ranges,
    ports: &'f Ranges,
}

impl<'a> Reach<'a> {
    /// The way of a flow of an exposure: to the interface first, then that of the answers.
    pub fn path(&self, exposure: &Exposure, flow: &Flow) -> Vec<Component> {
        let Some(to) = self.place(exposure) else { return Vec::new() };
        match &exposure.origin {
            Origin::Internet => self.by_internet(to, flow),
            Origin::Peer { connection, vpc } => self.by_peer(to, flow, (connection, vpc)),
            Origin::Balancer { balancer, interface, port } => {
                self.by_balancer(to, flow, balancer, (interface, *port))
            }
        }
    }

    /// The public address by which an exposure is called, if it has one.
    pub fn public_address(&self, exposure: &Exposure) -> Option<&'a str> {
        self.place(exposure)?.address.public.as_deref()
    }

    pub(crate) fn place(&self, exposure: &Exposure) -> Option<Place<'a>> {
        let interface = self.index.interface(&exposure.interface)?;
        let subnet = self.index.subnet(&interface.subnet)?;
        let address = interface.addresses.iter().find(|one| one.private == exposure.address)?;
        Some(Place { interface, subnet, address })
    }

    fn by_internet(&self, to: Place<'a>, flow: &Flow) -> Vec<Component> {
        let gateway = || {
            let vpc = self.index.vpc(&to.subnet.vpc)?;
            Some(Component::InternetGateway(vpc.gateway.clone()?))
        };
        let mut path = vec![Component::Internet];
        path.extend(gateway());
        path.extend(to.address.public.clone().map(Component::PublicAddress));
        self.within(to, flow, None, Way::Gateway, &mut path);
        path.extend(gateway());
        path
    }

    fn by_peer(
        &self,
        to: Place<'a>,
        flow: &Flow,
        (connection, vpc): (&str, &str),
    ) -> Vec<Component> {
        let peering = || Component::Peering(connection.to_owned());
        let mut path = vec![Component::Vpc(vpc.to_owned()), peering()];
        self.within(to, flow, Some(vpc), Way::Peering(connection), &mut path);
        path.push(peering());
        path
    }

    /// What is passed within the VPC, to the interface and back.
    fn within(
        &self,
        to: Place<'a>,
        flow: &Flow,
        origin: Option<&str>,
        way: Way<'_>,
        path: &mut Vec<Component>,
    ) {
        let asked =
            Asked { protocol: &flow.protocol, addresses: &flow.sources, ports: &flow.ports };
        path.extend(self.acl_part(to.subnet, Direction::Ingress, &asked));
        path.extend(self.group_parts(to.interface, Direction::Ingress, &asked, origin));
        path.push(Component::Interface(to.interface.id.clone()));
        let answered = Asked { ports: &flow.answers, ..asked };
        path.extend(self.acl_part(to.subnet, Direction::Egress, &answered));
        path.extend(self.route_parts(to.subnet, &flow.sources, way));
    }

    fn by_balancer(
        &self,
        to: Place<'a>,
        flow: &Flow,
        balancer: &str,
        (node, port): (&str, u16),
    ) -> Vec<Component> {
        let Some(node) = self.index.interface(node) else { return Vec::new() };
        let is_called = |one: &&crate::Address| {
            let own = Family::of(one.private).addresses();
            one.public.is_some() && own.meets(&flow.sources)
        };
        let (Some(subnet), Some(address)) =
            (self.index.subnet(&node.subnet), node.addresses.iter().find(is_called))
        else {
            return Vec::new();
        };
        let from = Place { interface: node, subnet, address };
        let ports = Ranges::span(port.into(), port.into());
        let clients =
            Flow { ports, answers: self.index.network.client_ports.clone(), ..flow.clone() };
        let mut path = self.by_internet(from, &clients);
        // The answers to clients are no part of the way to the target.
        let end = path.iter().position(|one| matches!(one, Component::Interface(_)));
        path.truncate(end.unwrap_or_default());
        path.push(Component::Balancer { balancer: balancer.to_owned(), port });
        self.hop_parts(from, to, flow, &mut path);
        path
    }

    /// What is passed from a balancer's interface to a target and back.
    fn hop_parts(&self, from: Place<'a>, to: Place<'a>, flow: &Flow, path: &mut Vec<Component>) {
        let one = |place: Place<'_>| {
            let address = number(place.address.private);
            Ranges::span(address, address)
        };
        let (source, target) = (one(from), one(to));
        let asked = |addresses, ports| Asked { protocol: &flow.protocol, addresses, ports };
        let is_filtered = from.subnet.id != to.subnet.id;
        let acl = |place: Place<'a>, direction, asked: &Asked<'_>| {
            is_filtered.then(|| self.acl_part(place.subnet, direction, asked)).flatten()
        };
        let sent = asked(&target, &flow.ports);
        path.extend(self.group_parts(
            from.interface,
            Direction::Egress,
            &sent,
            Some(&to.subnet.vpc),
        ));
        path.extend(acl(from, Direction::Egress, &sent));
        path.extend(
            self.way(from, to)
                .into_iter()
                .flat_map(|way| self.route_parts(from.subnet, &target, way)),
        );
        let come = asked(&source, &flow.ports);
        path.extend(acl(to, Direction::Ingress, &come));
        path.extend(self.group_parts(
            to.interface,
            Direction::Ingress,
            &come,
            Some(&from.subnet.vpc),
        ));
        path.push(Component::Interface(to.interface.id.clone()));
        path.extend(acl(to, Direction::Egress, &asked(&source, &flow.answers)));
        path.extend(
            self.way(to, from)
                .into_iter()
                .flat_map(|way| self.route_parts(to.subnet, &source, way)),
        );
        path.extend(acl(from, Direction::Ingress, &asked(&target, &flow.answers)));
    }

    /// The entries of a subnet's network ACL that let something of this pass.
    fn acl_part(
        &self,
        subnet: &Subnet,
        direction: Direction,
        asked: &Asked<'_>,
    ) -> Option<Component> {
        let acl = self.index.acl(&subnet.acl)?;
        let of_direction = match direction {
            Direction::Ingress => &acl.ingress,
            Direction::Egress => &acl.egress,
        };
        let is_meant = |entry: &&crate::AclEntry| asked.protocol.is_of(entry.protocol);
        let mut entries: Vec<_> = of_direction.iter().filter(is_meant).collect();
        entries.sort_by_key(|entry| entry.number);
        let mut open = Plane::product(asked.addresses, asked.ports);
        let mut letting = Vec::new();
        for entry in entries {
            let ports = filter::ports_of(entry.protocol, entry.ports);
            let block = Ranges::block(entry.block);
            if !open.meets(&block, &ports) {
                continue;
            }
            if entry.allows {
                letting.push(entry.number);
            }
            open = open.without(&Plane::product(&block, &ports));
        }
        Some(Component::Acl { acl: acl.id.clone(), direction, entries: letting })
    }

    /// The security groups of an interface with the rules that permit something of this.
    fn group_parts(
        &self,
        interface: &Interface,
        direction: Direction,
        asked: &Asked<'_>,
        origin: Option<&str>,
    ) -> Vec<Component> {
        let groups = interface.groups.iter().filter_map(|id| self.index.group(id));
        let part = groups.filter_map(|group| {
            let rules = match direction {
                Direction::Ingress => &group.ingress,
                Direction::Egress => &group.egress,
            };
            let permits = |rule: &&crate::GroupRule| {
                asked.protocol.is_of(rule.protocol)
                    && filter::ports_of(rule.protocol, rule.ports).meets(asked.ports)
                    && filter::addresses(&self.index, &rule.peer, origin).meets(asked.addresses)
            };
            let rules: Vec<_> = rules.iter().filter(permits).map(|rule| rule.id.clone()).collect();
            let is_any = !rules.is_empty();
            is_any.then(|| Component::Group { group: group.id.clone(), direction, rules })
        });
        part.collect()
    }

    /// The routes of a subnet's table that lead some of these addresses this way.
    fn route_parts(&self, subnet: &Subnet, addresses: &Ranges, way: Way<'_>) -> Vec<Component> {
        let Some(table) = self.index.table(&subnet.table) else { return Vec::new() };
        let all = route::routes(&self.index, subnet);
        let is_this = |route: &&crate::Route| {
            all.iter().any(|(block, leads)| *block == route.destination && *leads == way)
        };
        let leading = table.routes.iter().filter(is_this).filter(|route| {
            let longer = all.iter().filter(|(block, _)| {
                block.prefix_len() > route.destination.prefix_len()
                    || (*block == route.destination && self.is_local(subnet, *block))
            });
            let taken =
                longer.fold(Ranges::default(), |all, (block, _)| all.union(&Ranges::block(*block)));
            let own = Ranges::block(route.destination).without(&taken);
            own.meets(addresses)
        });
        let part = leading.map(|route| {
            let (Target::Gateway(target) | Target::Peering(target) | Target::Other(target)) =
                &route.target;
            let destination = route.destination;
            Component::Route { table: table.id.clone(), destination, target: target.clone() }
        });
        part.collect()
    }

    fn is_local(&self, subnet: &Subnet, block: IpNet) -> bool {
        self.index.vpc(&subnet.vpc).is_some_and(|vpc| vpc.blocks.contains(&block))
    }
}
