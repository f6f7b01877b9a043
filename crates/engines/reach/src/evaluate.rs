//! What can be reached, by whom.

use std::cell::RefCell;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::alike::Changes;
use crate::filter::{self, ICMP, ICMP_V6, TCP, UDP, every_port};
use crate::index::Index;
use crate::network::{Acl, Interface, Network, Peering, Subnet};
use crate::path::Direction;
use crate::plane::{Band, Plane};
use crate::ranges::{Family, Ranges};
use crate::route::{self, Way};

/// The messages of ICMP that have answers, with these. (RFC 792, RFC 950.)
const ICMP_ANSWERS: [(u8, u8); 4] = [(8, 0), (13, 14), (15, 16), (17, 18)];
/// Those of `ICMPv6`. (RFC 4443, section 4.)
const ICMP_V6_ANSWERS: [(u8, u8); 1] = [(128, 129)];

/// Protocols that are treated alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// The one of this number.
    Number(u8),
    /// Every one but these.
    AllBut(Arc<[u8]>),
}

impl Protocol {
    /// Whether a rule about this protocol, or about all, is about these.
    pub(crate) fn is_of(&self, rule: Option<u8>) -> bool {
        match (self, rule) {
            (_, None) => true,
            (Self::Number(number), Some(other)) => *number == other,
            (Self::AllBut(_), Some(_)) => false,
        }
    }

    /// Whether it is, or holds, the one of this number.
    pub fn contains(&self, number: u8) -> bool {
        match self {
            Self::Number(own) => *own == number,
            Self::AllBut(others) => !others.contains(&number),
        }
    }
}

/// Who reaches something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// Clients of the internet.
    Internet,
    /// Whoever is in the VPC at the other end of a peering connection. What filters its packets there
    /// is its own to change, and is not counted on.
    Peer {
        /// The peering connection's id.
        connection: String,
        /// The other VPC's id.
        vpc: String,
    },
    /// Clients of the internet, by a load balancer that answers them.
    Balancer {
        /// The balancer's id.
        balancer: String,
        /// The id of its network interface.
        interface: String,
        /// The port of its listener.
        port: u16,
    },
}

/// Conversations that are possible: each of the sources with each of the ports, answered to each of
/// the ports for answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Their protocol.
    pub protocol: Protocol,
    /// The addresses that they come from; by a load balancer, those of its clients.
    pub sources: Ranges,
    /// The ports that are reached; of ICMP types and codes, as [`crate::icmp_number`] has them; of
    /// other protocols all.
    pub ports: Ranges,
    /// The ports of the sources that answers can reach; of ICMP types and codes, all where a message
    /// has no answer.
    pub answers: Ranges,
}

/// What reaches an address of an interface from one origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    /// The interface's id.
    pub interface: String,
    /// Its address.
    pub address: IpAddr,
    /// Who reaches it.
    pub origin: Origin,
    /// What can be said: at least one. No conversation is in two of them.
    pub flows: Rc<[Flow]>,
}

/// Answers what is reachable in a network.
#[derive(Debug)]
pub struct Reach<'a> {
    pub(crate) index: Index<'a>,
    acls: Planes<(&'a str, Direction, Protocol)>,
    groups: Planes<(&'a str, Direction, Protocol, Option<&'a str>)>,
    inbound: RefCell<FxHashMap<Entrance<'a>, Rc<[Flow]>>>,
    pub(crate) changes: RefCell<Changes<'a>>,
}

/// What was computed once.
type Planes<K> = RefCell<FxHashMap<K, Rc<Plane>>>;

/// Whatever has these in common is reached by the same.
type Entrance<'a> = (&'a str, &'a [String], Option<(&'a str, &'a str)>, Family);

impl<'a> Reach<'a> {
    /// For this network.
    pub fn new(network: &'a Network) -> Self {
        Self {
            index: Index::new(network),
            acls: RefCell::default(),
            groups: RefCell::default(),
            inbound: RefCell::default(),
            changes: RefCell::default(),
        }
    }

    /// All that can be reached, interface by interface.
    pub fn exposures(&self) -> Vec<Exposure> {
        let interfaces = &self.index.network.interfaces;
        let mut all: Vec<_> = interfaces.iter().flat_map(|one| self.of_interface(one)).collect();
        all.extend(self.by_balancers());
        all
    }

    /// What of one interface can be reached.
    pub(crate) fn exposures_of(&self, interface: &str) -> Vec<Exposure> {
        let own = self.index.interface(interface);
        let mut all: Vec<_> = own.map(|one| self.of_interface(one)).unwrap_or_default();
        all.extend(self.by_balancers().into_iter().filter(|one| one.interface == interface));
        all
    }

    /// What reaches an interface from the internet and from peers, without load balancers.
    fn of_interface(&self, interface: &'a Interface) -> Vec<Exposure> {
        let Some(subnet) = self.index.subnet(&interface.subnet) else { return Vec::new() };
        let exposure = |address, origin, flows: &Rc<[Flow]>| Exposure {
            interface: interface.id.clone(),
            address,
            origin,
            flows: Rc::clone(flows),
        };
        let mut found = Vec::new();
        for family in Family::ALL {
            let own = || interface.addresses.iter().filter(|one| Family::of(one.private) == family);
            if own().any(|one| one.public.is_some()) {
                let flows = self.inbound(interface, subnet, None, family);
                let public = own().filter(|one| one.public.is_some());
                let reached = public.filter(|_| !flows.is_empty());
                found.extend(reached.map(|one| exposure(one.private, Origin::Internet, &flows)));
            }
            if own().next().is_none() {
                continue;
            }
            for (peering, vpc) in self.peers(subnet) {
                let flows = self.inbound(interface, subnet, Some((peering, vpc)), family);
                let reached = own().filter(|_| !flows.is_empty());
                found.extend(reached.map(|one| {
                    let (connection, vpc) = (peering.to_owned(), vpc.to_owned());
                    exposure(one.private, Origin::Peer { connection, vpc }, &flows)
                }));
            }
        }
        found
    }

    /// The peering connections of a subnet's VPC, with the VPCs at their other ends.
    fn peers(&self, subnet: &Subnet) -> Vec<(&'a str, &'a str)> {
        let other = |peering: &'a Peering| {
            let [one, two] = &peering.vpcs;
            let vpc = match (*one == subnet.vpc, *two == subnet.vpc) {
                (true, false) => two,
                (false, true) => one,
                _ => return None,
            };
            Some((peering.id.as_str(), vpc.as_str()))
        };
        self.index.network.peerings.iter().filter_map(other).collect()
    }

    /// What reaches the addresses of a family that an interface has: from the internet, or through a peering connection
    /// from its other VPC.
    pub(crate) fn inbound(
        &self,
        interface: &'a Interface,
        subnet: &'a Subnet,
        peer: Option<(&'a str, &'a str)>,
        family: Family,
    ) -> Rc<[Flow]> {
        let entrance = (subnet.id.as_str(), interface.groups.as_slice(), peer, family);
        if let Some(known) = self.inbound.borrow().get(&entrance) {
            return Rc::clone(known);
        }
        let sources = self.sources(subnet, peer).intersection(&family.addresses());
        let origin = peer.map(|(_, vpc)| vpc);
        let mut flows = Vec::new();
        if !sources.is_empty() {
            for protocol in self.protocols(interface, subnet) {
                self.flows(interface, subnet, &protocol, (&sources, origin), &mut flows);
            }
        }
        let flows: Rc<[Flow]> = flows.into();
        self.inbound.borrow_mut().insert(entrance, Rc::clone(&flows));
        flows
    }

    /// The addresses of an origin to which a subnet's answers go back the way that requests came.
    pub(crate) fn sources(&self, subnet: &Subnet, peer: Option<(&str, &str)>) -> Ranges {
        let (all, way) = match peer {
            None => (self.index.network.internet.clone(), Way::Gateway),
            Some((connection, vpc)) => {
                let blocks = self.index.vpc(vpc).into_iter().flat_map(|vpc| &vpc.blocks);
                let spans = blocks.flat_map(|one| Ranges::block(*one).spans().to_vec());
                (Ranges::of(spans), Way::Peering(connection))
            }
        };
        route::addresses(&self.index, subnet, way).intersection(&all)
    }

    /// The protocols that differ at an interface.
    fn protocols(&self, interface: &Interface, subnet: &Subnet) -> Vec<Protocol> {
        let groups = interface.groups.iter().filter_map(|id| self.index.group(id));
        let rules: Vec<_> =
            groups.flat_map(|group| &group.ingress).map(|one| one.protocol).collect();
        let mut named: Vec<u8> = rules.iter().flatten().copied().collect();
        let is_any_for_all = rules.iter().any(Option::is_none);
        if is_any_for_all {
            named.extend([ICMP, TCP, UDP, ICMP_V6]);
            let acl = self.index.acl(&subnet.acl).into_iter();
            let entries = acl.flat_map(|acl| acl.ingress.iter().chain(&acl.egress));
            named.extend(entries.filter_map(|entry| entry.protocol));
        }
        named.sort_unstable();
        named.dedup();
        let mut all: Vec<_> = named.iter().map(|number| Protocol::Number(*number)).collect();
        if is_any_for_all {
            all.push(Protocol::AllBut(named.into()));
        }
        all
    }

    /// Adds what reaches an interface by one protocol.
    fn flows(
        &self,
        interface: &'a Interface,
        subnet: &'a Subnet,
        protocol: &Protocol,
        (sources, origin): (&Ranges, Option<&'a str>),
        flows: &mut Vec<Flow>,
    ) {
        let Some(acl) = self.index.acl(&subnet.acl) else { return };
        let groups = self.groups(&interface.groups, Direction::Ingress, protocol, origin);
        if groups.is_empty() {
            return;
        }
        let requests = groups
            .intersection(&self.acl(acl, Direction::Ingress, protocol))
            .intersection(&Plane::product(sources, &every_port()));
        if requests.is_empty() {
            return;
        }
        let leaving = self.acl(acl, Direction::Egress, protocol);
        for (ports, answers) in classes(protocol, &self.index.network.client_ports) {
            let requests = requests.intersection(&Plane::product(sources, &ports));
            let answers = match answers {
                Some(answers) => leaving.intersection(&Plane::product(sources, &answers)),
                None => Plane::product(sources, &every_port()),
            };
            join(&requests, &answers, protocol, flows);
        }
    }

    /// What a network ACL lets pass.
    pub(crate) fn acl(&self, acl: &'a Acl, way: Direction, protocol: &Protocol) -> Rc<Plane> {
        let key = (acl.id.as_str(), way, protocol.clone());
        let mut known = self.acls.borrow_mut();
        Rc::clone(known.entry(key).or_insert_with(|| {
            let entries = match way {
                Direction::Ingress => &acl.ingress,
                Direction::Egress => &acl.egress,
            };
            Rc::new(filter::acl(entries, protocol))
        }))
    }

    /// What the security groups of an interface permit together.
    pub(crate) fn groups(
        &self,
        ids: &'a [String],
        way: Direction,
        protocol: &Protocol,
        origin: Option<&'a str>,
    ) -> Plane {
        let mut known = self.groups.borrow_mut();
        let planes = ids.iter().filter_map(|id| self.index.group(id)).map(|group| {
            let key = (group.id.as_str(), way, protocol.clone(), origin);
            let plane = known.entry(key).or_insert_with(|| {
                let rules = match way {
                    Direction::Ingress => &group.ingress,
                    Direction::Egress => &group.egress,
                };
                Rc::new(filter::group(&self.index, rules, protocol, origin))
            });
            Plane::clone(plane)
        });
        Plane::union_of(planes.collect())
    }
}

/// The ports of a protocol that have the same answers; `None` for those that need none.
pub(crate) fn classes(protocol: &Protocol, client_ports: &Ranges) -> Vec<(Ranges, Option<Ranges>)> {
    match protocol {
        Protocol::Number(ICMP) => messages(&ICMP_ANSWERS),
        Protocol::Number(ICMP_V6) => messages(&ICMP_V6_ANSWERS),
        Protocol::Number(TCP | UDP) => vec![(every_port(), Some(client_ports.clone()))],
        _ => vec![(every_port(), Some(every_port()))],
    }
}

/// The types and codes of messages by their answers, the same as [`classes`].
fn messages(answers: &[(u8, u8)]) -> Vec<(Ranges, Option<Ranges>)> {
    let number = |kind: u8| u128::from(crate::icmp_number(kind, 0));
    let of = |kind| Ranges::span(number(kind), number(kind) | 0xff);
    let asked = answers
        .iter()
        .map(|(kind, answer)| (of(*kind), Some(Ranges::span(number(*answer), number(*answer)))));
    let others = answers.iter().fold(every_port(), |left, (kind, _)| left.without(&of(*kind)));
    asked.chain([(others, None)]).collect()
}

/// Adds the conversations that requests and answers make together.
fn join(requests: &Plane, answers: &Plane, protocol: &Protocol, flows: &mut Vec<Flow>) {
    let mut alike: FxHashMap<(&Ranges, &Ranges), Vec<(u128, u128)>> = FxHashMap::default();
    let mut order = Vec::new();
    let mut rest = answers.0.as_slice();
    for Band { first, last, ports } in &requests.0 {
        while let Some((head, tail)) = rest.split_first() {
            if head.first > *last {
                break;
            }
            let span = (head.first.max(*first), head.last.min(*last));
            if span.0 <= span.1 {
                let key = (ports, &head.ports);
                let spans = alike.entry(key).or_default();
                if spans.is_empty() {
                    order.push(key);
                }
                spans.push(span);
            }
            if head.last > *last {
                break;
            }
            rest = tail;
        }
    }
    flows.extend(order.into_iter().filter_map(|key| {
        Some(Flow {
            protocol: protocol.clone(),
            sources: Ranges::of(alike.remove(&key)?),
            ports: key.0.clone(),
            answers: key.1.clone(),
        })
    }));
}
