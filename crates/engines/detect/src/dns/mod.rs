//! Detectors of DNS queries.

mod dga;
mod name;
mod tunnel;

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

pub use dga::{Look, look};

use crate::finding::{Evidence, Finding, Kind, Resource, Role, Subject};
use crate::lists::{AddressLists, DomainLists, Purpose, Purposes};
use crate::record::{Address, Label, Query};
use crate::state::{Damaged, Input, Stored, Table, Told, seal, stored, unseal};
use dga::Asked;
use name::Name;
use tunnel::Below;

/// The lists that queries are held against.
#[derive(Debug, Clone, Default)]
pub struct DnsSurroundings {
    /// Domains.
    pub domains: DomainLists,
    /// Addresses in answers: those of black holes.
    pub answers: AddressLists,
}

/// How much is kept.
#[derive(Debug, Clone, Copy)]
pub struct DnsLimits {
    /// Clients.
    pub clients: usize,
    /// Domains of a client.
    pub domains: usize,
}

impl Default for DnsLimits {
    fn default() -> Self {
        Self { clients: 20_000, domains: 150_000 }
    }
}

/// All detectors of DNS queries, and their state.
#[derive(Debug, Clone)]
pub struct DnsDetectors {
    clients: Table<u64, Client>,
    domains: Table<(u64, u64), Domain>,
    records: u64,
    /// Room for a name in lower case.
    lower: Vec<u8>,
}

/// A client: which names it asks for.
#[derive(Debug, Clone, Default)]
struct Client {
    asked: Asked,
    told: Told,
}

/// What a client asks for below a domain.
#[derive(Debug, Clone, Default)]
struct Domain {
    below: Below,
    rebind: Rebind,
    tunnel_told: Told,
    listed_told: Told,
    rebind_told: Told,
}

/// The last name that was answered with a public address, and when.
#[derive(Debug, Clone, Copy, Default)]
struct Rebind {
    name: u64,
    time: i64,
    is_set: bool,
}

stored! {
    Client { asked, told }
    Domain { below, rebind, tunnel_told, listed_told, rebind_told }
    Rebind { name, time, is_set }
}

/// Within how many seconds a name that turns from a public to a private address is rebound: pages are
/// not open for longer without asking again.
const REBIND_SECONDS: i64 = 600;
/// Where instances read their metadata, by both families.
const METADATA: [Address; 2] =
    [Address::v4(0xa9fe_a9fe), Address(0xfd00_0ec2_0000_0000_0000_0000_0000_0254)];
/// The kind of these detectors' stored state.
const STATE: u8 = 2;

impl DnsDetectors {
    /// Detectors that know nothing yet.
    pub fn new(limits: DnsLimits) -> Self {
        Self {
            clients: Table::new(limits.clients),
            domains: Table::new(limits.domains),
            records: 0,
            lower: Vec::new(),
        }
    }

    /// Takes a query, and appends what it completes.
    pub fn observe(
        &mut self,
        query: &Query<'_>,
        around: &DnsSurroundings,
        found: &mut Vec<Finding>,
    ) {
        self.records += 1;
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        lower.extend(query.name.iter().map(u8::to_ascii_lowercase));
        if let Some(name) = Name::new(&lower) {
            let lists = around.domains.purposes(name.whole);
            if !lists.is_trusted() {
                self.look(query, &name, lists, around, found);
            }
        }
        self.lower = lower;
    }

    /// How many records were taken.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// How much was forgotten for want of room.
    pub fn forgotten(&self) -> u64 {
        self.clients.forgotten() + self.domains.forgotten()
    }

    /// All that is known, to go on from later.
    pub fn checkpoint(&self) -> Vec<u8> {
        seal(STATE, |bytes| {
            self.clients.write(bytes);
            self.domains.write(bytes);
            self.records.write(bytes);
        })
    }

    /// Goes on from a checkpoint.
    ///
    /// # Errors
    ///
    /// Where the bytes are not what [`Self::checkpoint`] answered, in this version.
    pub fn restore(bytes: &[u8]) -> Result<Self, Damaged> {
        unseal(STATE, bytes, Self::read)
    }

    fn read(input: &mut Input<'_>) -> Option<Self> {
        let (clients, domains) = (Stored::read(input)?, Stored::read(input)?);
        Some(Self { clients, domains, records: u64::read(input)?, lower: Vec::new() })
    }

    fn look(
        &mut self,
        query: &Query<'_>,
        name: &Name<'_>,
        lists: Purposes,
        around: &DnsSurroundings,
        found: &mut Vec<Finding>,
    ) {
        let key = hash((query.account, query.resource, query.client));
        let Some(client) = self.clients.entry(&key, Client::default) else { return };
        // Names under a suffix that is none are of one program: tunnels need no domain of their own
        // where they ask their server.
        let group = if name.is_known { name.domain } else { b"" };
        let Some(domain) = self.domains.entry(&(key, hash(group)), Domain::default) else { return };
        let about = About { query, name };
        about.listed(lists, around, domain, found);
        about.rebound(domain, found);
        if let Some(carried) = domain.below.note(name, query.kind, query.time)
            && domain.tunnel_told.now(query.time)
        {
            let facts = vec![
                ("names", u64::from(carried.names)),
                ("bytes", u64::from(carried.bytes)),
                ("queries", u64::from(carried.queries)),
            ];
            found.push(about.finding(Kind::DnsExfiltration, carried.first, facts));
        }
        let suspicion = client.asked.note(name, query.kind, query.rcode, query.time);
        if let Some(suspicion) = suspicion.filter(|_| client.told.now(query.time)) {
            let facts = vec![
                ("domainsMissing", u64::from(suspicion.missing)),
                ("domainsGenerated", u64::from(suspicion.generated)),
            ];
            let mut finding = about.finding(Kind::GeneratedDomain, suspicion.first, facts);
            finding.subject = Subject::Itself;
            finding.evidence.names = suspicion.names;
            found.push(finding);
        }
    }
}

/// A query and its name.
struct About<'a, 'b> {
    query: &'a Query<'b>,
    name: &'a Name<'a>,
}

impl About<'_, '_> {
    /// What lists say of the name, and of the addresses that it is answered with.
    fn listed(
        &self,
        lists: Purposes,
        around: &DnsSurroundings,
        domain: &mut Domain,
        found: &mut Vec<Finding>,
    ) {
        let black_hole =
            |address: &Address| around.answers.purposes(*address).has(Purpose::BlackHole);
        let kind = if lists.has(Purpose::CommandAndControl) {
            Kind::CommandAndControlDomain
        } else if lists.has(Purpose::Mining) {
            Kind::MiningDomain
        } else if lists.has(Purpose::Phishing) {
            Kind::PhishingDomain
        } else if lists.has(Purpose::Threat) {
            Kind::MaliciousDomain
        } else if lists.has(Purpose::BlackHole) || self.query.answers.iter().any(black_hole) {
            Kind::BlackHoleDomain
        } else {
            return;
        };
        if domain.listed_told.now(self.query.time) {
            let facts = vec![("blocked", u64::from(self.query.blocked))];
            found.push(self.finding(kind, self.query.time, facts));
        }
    }

    /// Whether the name leads to the instance's metadata, or turned from a public address to a private one.
    fn rebound(&self, domain: &mut Domain, found: &mut Vec<Finding>) {
        let (answers, time) = (self.query.answers, self.query.time);
        if answers.iter().any(|address| METADATA.contains(address)) {
            if domain.rebind_told.now(time) {
                found.push(self.finding(Kind::MetadataRebind, time, Vec::new()));
            }
            return;
        }
        let (name, rebind) = (hash(self.name.whole), &mut domain.rebind);
        if answers.iter().any(|address| address.is_public()) {
            *rebind = Rebind { name, time, is_set: true };
        } else if answers.iter().any(|address| address.is_private()) {
            let since = time.saturating_sub(rebind.time);
            let was_public = rebind.is_set && rebind.name == name;
            if was_public && (0..=REBIND_SECONDS).contains(&since) && domain.rebind_told.now(time) {
                let facts = vec![("seconds", u64::try_from(since).unwrap_or(0))];
                found.push(self.finding(Kind::Rebind, domain.rebind.time, facts));
            }
        }
    }

    fn finding(&self, kind: Kind, first: i64, facts: Vec<(&'static str, u64)>) -> Finding {
        let Query { account, resource, client, time, .. } = *self.query;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let domain = if self.name.is_known { self.name.domain } else { self.name.suffix };
        let is_interface =
            resource.as_str().starts_with("eni-") || resource.as_str().starts_with("rni-");
        let (interface, instance) =
            if is_interface { (resource, Label::default()) } else { (Label::default(), resource) };
        Finding {
            kind,
            severity: kind.about().severity(Role::Actor),
            role: Role::Actor,
            resource: Resource { account, interface, instance, address: client },
            subject: Subject::Domain(text(domain)),
            evidence: Evidence {
                first: first.min(time),
                last: time,
                facts,

                names: vec![text(self.name.whole)],
                ..Evidence::default()
            },
        }
    }
}

fn hash(thing: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    thing.hash(&mut hasher);
    hasher.finish()
}
