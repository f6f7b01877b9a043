//! Ports of instances that can be reached, and what is found about each.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_reach::{Component, Edit, Exposure, Flow, Network, Origin, Protocol, Ranges, Reach};
use bartizan_service::{ListeningSocket, NetworkPlace, Transport};

use super::desired::Desired;
use super::ports::Span;
use super::resources::Instance;
use super::steps::{ec2_step, step, worded};
use crate::shapes::{
    Finding, NetworkPath, NetworkReachabilityDetails, PortRange, Recommendation, Remediation, Step,
};

/// The numbers of TCP and UDP. (IANA, "Protocol Numbers".)
const TRANSPORTS: [(u8, Transport); 2] = [(6, Transport::Tcp), (17, Transport::Udp)];

/// A range of ports that can be reached from one origin.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    interface: String,
    transport: Transport,
    pub(super) begin: u16,
    pub(super) end: u16,
    origin: Origin,
    /// What tells where it comes from.
    came: String,
    /// All that reaches some of the ports from there.
    exposures: Vec<Exposure>,
    protocol: Protocol,
    /// One way in.
    path: Vec<Component>,
    /// What tells all ways in from others.
    ways: String,
}

/// What can be reached in a network, by its interfaces.
pub(super) struct Openings<'n> {
    reach: Reach<'n>,
    of_interfaces: BTreeMap<String, Vec<Opening>>,
}

/// An exposure, and one of its flows.
type Reached<'e> = (&'e Exposure, usize);
/// Flows that are told of together.
type Together<'e> = BTreeMap<(&'e str, String, u8), Vec<Reached<'e>>>;

impl<'n> Openings<'n> {
    pub(super) fn of(network: &'n Network) -> Self {
        let reach = Reach::new(network);
        let exposures = reach.exposures();
        let mut together = Together::new();
        for exposure in &exposures {
            for (at, flow) in exposure.flows.iter().enumerate() {
                for (number, _) in TRANSPORTS {
                    if flow.protocol.contains(number) {
                        let key = (exposure.interface.as_str(), key(exposure), number);
                        together.entry(key).or_default().push((exposure, at));
                    }
                }
            }
        }
        let mut ways = Ways { reach: &reach, known: HashMap::new() };
        let mut of_interfaces: BTreeMap<String, Vec<Opening>> = BTreeMap::new();
        for ((interface, _, number), flows) in together {
            let found = openings(&mut ways, number, &flows);
            of_interfaces.entry(interface.to_owned()).or_default().extend(found);
        }
        Self { reach, of_interfaces }
    }

    /// Those of an instance.
    pub(super) fn of_instance<'o>(
        &'o self,
        instance: &'o Instance,
    ) -> impl Iterator<Item = &'o Opening> {
        instance.interfaces.iter().filter_map(|id| self.of_interfaces.get(id)).flatten()
    }

    /// What is found about one.
    pub(super) fn desired(
        &self,
        opening: &Opening,
        place: &NetworkPlace,
        instance: &Instance,
        sockets: Option<&[ListeningSocket]>,
    ) -> Desired {
        let transport = opening.transport_name();
        let remediation = self.remediation(opening);
        let finding = Finding {
            r#type: "NETWORK_REACHABILITY".to_owned(),
            title: Some(opening.title()),
            description: opening.description(instance, sockets),
            severity: opening.severity().to_owned(),
            remediation: Remediation {
                recommendation: Some(Recommendation { text: Some(remediation), url: None }),
            },
            network_reachability_details: Some(NetworkReachabilityDetails {
                open_port_range: PortRange {
                    begin: i32::from(opening.begin),
                    end: i32::from(opening.end),
                },
                protocol: transport.to_owned(),
                network_path: NetworkPath { steps: Some(opening.steps(place, instance)) },
            }),
            ..Finding::default()
        };
        Desired { identity: opening.identity(), finding, exploited: None }
    }

    /// The smallest change that closes it, in words: of all addresses at which it is open.
    fn remediation(&self, opening: &Opening) -> String {
        let ports = Ranges::span(opening.begin.into(), opening.end.into());
        let mut edits: Vec<Edit> = Vec::new();
        for exposure in &opening.exposures {
            let change = self.reach.smallest_change(exposure, &opening.protocol, &ports);
            let Some(change) = change else {
                return "Restrict the security groups, network ACLs or routes of the path."
                    .to_owned();
            };
            for edit in change.edits {
                if !edits.contains(&edit) {
                    edits.push(edit);
                }
            }
        }
        let steps: Vec<String> = edits.iter().map(worded).collect();
        format!("The smallest change that closes this path: {}.", steps.join("; "))
    }
}

/// Ways in, each looked for once for all interfaces that are reached alike.
struct Ways<'r, 'n> {
    reach: &'r Reach<'n>,
    /// By the flows, which those share that are reached alike, the place among them and the origin: a way
    /// without the interface and its address, and its digest.
    known: HashMap<(*const Flow, usize, Origin), (Vec<Component>, String)>,
}

impl Ways<'_, '_> {
    /// The way of a flow without what is the interface's own, and what tells it from others.
    fn shared(&mut self, (exposure, at): Reached<'_>) -> &(Vec<Component>, String) {
        let key = (exposure.flows.as_ptr(), at, exposure.origin.clone());
        let reach = self.reach;
        self.known.entry(key).or_insert_with(|| {
            let flow = exposure.flows.get(at);
            let mut path = flow.map(|flow| reach.path(exposure, flow)).unwrap_or_default();
            give(&mut path, &exposure.origin, "", "");
            let told = hex::encode(digest(&SHA256, format!("{path:?}").as_bytes()));
            (path, told)
        })
    }

    fn told(&mut self, reached: Reached<'_>) -> String {
        self.shared(reached).1.clone()
    }

    fn path(&mut self, reached: Reached<'_>) -> Vec<Component> {
        let mut path = self.shared(reached).0.clone();
        let (exposure, public) = (reached.0, self.reach.public_address(reached.0));
        give(&mut path, &exposure.origin, &exposure.interface, public.unwrap_or_default());
        path
    }
}

/// Gives a way its interface, and its public address; by a balancer that is the balancer's.
fn give(path: &mut [Component], origin: &Origin, interface: &str, public: &str) {
    for component in path {
        match component {
            Component::Interface(id) => interface.clone_into(id),
            Component::PublicAddress(address) if *origin == Origin::Internet => {
                public.clone_into(address);
            }
            _ => {}
        }
    }
}

fn ports_of<'e>((exposure, at): &Reached<'e>) -> Option<&'e Ranges> {
    exposure.flows.get(*at).map(|flow| &flow.ports)
}

/// The ranges of ports of flows that are told of together, each with the way of one that has it.
fn openings(ways: &mut Ways<'_, '_>, number: u8, flows: &[Reached<'_>]) -> Vec<Opening> {
    let union = |all: Ranges, ports: &Ranges| all.union(ports);
    let ports = flows.iter().filter_map(ports_of).fold(Ranges::default(), union);
    let transport = TRANSPORTS.iter().find(|(known, _)| *known == number);
    let transport = transport.map_or(Transport::Tcp, |(_, transport)| *transport);
    let opening = |&(begin, end): &(u128, u128)| {
        let span = Ranges::span(begin, end);
        let is_part = |reached: &&Reached<'_>| {
            ports_of(reached).is_some_and(|ports| !ports.intersection(&span).is_empty())
        };
        let all: Vec<&Reached<'_>> = flows.iter().filter(is_part).collect();
        let first = all
            .iter()
            .find(|reached| ports_of(reached).is_some_and(|ports| ports.contains(begin)))?;
        let digests: BTreeSet<String> = all.iter().map(|reached| ways.told(**reached)).collect();
        let mut exposures: Vec<&Exposure> = all.iter().map(|(exposure, _)| *exposure).collect();
        exposures.dedup_by(|one, other| std::ptr::eq(*one, *other));
        Some(Opening {
            interface: first.0.interface.clone(),
            transport,
            begin: u16::try_from(begin).ok()?,
            end: u16::try_from(end).ok()?,
            origin: first.0.origin.clone(),
            came: key(first.0),
            path: ways.path(**first),
            ways: digests.into_iter().collect::<Vec<_>>().join(" "),
            protocol: Protocol::Number(number),
            exposures: exposures.into_iter().cloned().collect(),
        })
    };
    ports.spans().iter().filter_map(opening).collect()
}

/// What tells one origin from another, and IPv6 from IPv4.
fn key(exposure: &Exposure) -> String {
    let family = if exposure.address.is_ipv6() { " by IPv6" } else { "" };
    match &exposure.origin {
        Origin::Internet => format!("internet{family}"),
        Origin::Peer { connection, vpc } => format!("peer {connection} {vpc}{family}"),
        Origin::Balancer { balancer, port, .. } => format!("balancer {balancer} {port}{family}"),
    }
}

impl Opening {
    fn identity(&self) -> String {
        let (origin, transport) = (&self.came, self.transport_name());
        format!("network {} {origin} {transport} {}-{}", self.interface, self.begin, self.end)
    }

    /// All of it that findings tell: the one way in that is shown, and what the others are known by, for
    /// what closes it closes all.
    pub(super) fn told(&self) -> String {
        let addresses: Vec<String> =
            self.exposures.iter().map(|one| one.address.to_string()).collect();
        let addresses = addresses.join(" ");
        format!("{} {:?} {addresses} {}", self.identity(), self.path, self.ways)
    }

    /// Whether clients of the internet reach it.
    pub(super) fn is_from_internet(&self) -> bool {
        !matches!(self.origin, Origin::Peer { .. })
    }

    pub(super) fn transport_name(&self) -> &'static str {
        match self.transport {
            Transport::Tcp => "TCP",
            Transport::Udp => "UDP",
        }
    }

    /// Whether a socket is among what is reached.
    pub(super) fn reaches(&self, socket: &ListeningSocket) -> bool {
        socket.transport == self.transport
            && (self.begin..=self.end).contains(&socket.port)
            && !socket.address.is_loopback()
    }

    fn severity(&self) -> &'static str {
        self.span().severity(self.is_from_internet())
    }

    fn span(&self) -> Span {
        Span { transport: self.transport, begin: self.begin, end: self.end }
    }

    fn range(&self) -> String {
        if self.begin == self.end {
            format!("Port {}", self.begin)
        } else {
            format!("Port range {}-{}", self.begin, self.end)
        }
    }

    fn title(&self) -> String {
        let edge = match self.origin {
            Origin::Internet => "an Internet Gateway",
            Origin::Peer { .. } => "a VPC peering connection",
            Origin::Balancer { .. } => "a load balancer",
        };
        format!("{} is reachable from {edge} - {}", self.range(), self.transport_name())
    }

    fn description(&self, instance: &Instance, sockets: Option<&[ListeningSocket]>) -> String {
        let passed = self.path.iter().find_map(|component| match component {
            Component::InternetGateway(id) | Component::Peering(id) => Some(id.as_str()),
            _ => None,
        });
        let passed = passed.map(|id| format!(" through {id}")).unwrap_or_default();
        let public = self.path.iter().find_map(|component| match component {
            Component::PublicAddress(address) => Some(address.as_str()),
            _ => None,
        });
        let public = public.map(|one| format!(", by the address {one}")).unwrap_or_default();
        let names = self.span().names();
        let names = match names.as_slice() {
            [] => String::new(),
            [one] => format!(" The port is that of {one}."),
            many => format!(" The ports of {} are among them.", many.join(", ")),
        };
        let (range, transport) = (self.range(), self.transport_name());
        let (id, interface) = (&instance.id, &self.interface);
        let listening = self.listening(sockets);
        format!(
            "{range} ({transport}) of the instance {id} can be reached at its network interface \
             {interface}{passed}{public}.{names}{listening}"
        )
    }

    /// What was seen listening there.
    fn listening(&self, sockets: Option<&[ListeningSocket]>) -> String {
        const TOLD_MAX: usize = 10;
        let Some(sockets) = sockets else { return String::new() };
        let mut seen: Vec<String> = sockets
            .iter()
            .filter(|socket| self.reaches(socket))
            .map(|socket| match &socket.program {
                Some(program) => format!("{program} at {}", socket.port),
                None => format!("a program at {}", socket.port),
            })
            .collect();
        seen.sort();
        seen.dedup();
        if seen.is_empty() {
            return " Nothing was seen listening there.".to_owned();
        }
        let more = seen.len().saturating_sub(TOLD_MAX);
        seen.truncate(TOLD_MAX);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!(" Seen listening: {}{more}.", seen.join(", "))
    }

    /// What is passed on the way in, and at its end the instance.
    fn steps(&self, place: &NetworkPlace, instance: &Instance) -> Vec<Step> {
        let is_end = |one: &Component| *one == Component::Interface(self.interface.clone());
        let end = self.path.iter().position(is_end).map_or(self.path.len(), |at| at + 1);
        let way = self.path.iter().take(end).filter_map(|component| step(component, place));
        let last = ec2_step(place, "AWS::EC2::Instance", "instance", &instance.id);
        way.chain([last]).collect()
    }
}
