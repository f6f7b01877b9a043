//! The names that balancers and distributions were given, in the domains that are kept for these.

use std::collections::HashSet;
use std::net::IpAddr;

use crate::message::{Query, Section, Writer, code};
use crate::name::suffixes;
use crate::value::Kind;
use crate::zone::Zones;

/// How many seconds the addresses of what was given a name may be kept. (Route 53 Developer Guide,
/// "Values specific for simple alias records".)
pub(crate) const GIVEN_TTL: u32 = 60;
/// The person who is responsible for a domain, and the numbers of its start: what is not there may be
/// remembered for the last. (RFC 1035 section 3.3.13; RFC 2308 section 5.)
const PERSON: &[u8] = b"\x0ahostmaster";
const NUMBERS: [u32; 5] = [1, 7200, 900, 1_209_600, GIVEN_TTL];

/// The names, and where what has them is reached.
#[derive(Debug, Default, Clone)]
pub(crate) struct Given {
    pub(crate) names: HashSet<Vec<u8>>,
    /// What has any of them below it.
    above: HashSet<Vec<u8>>,
    /// The domains that they are in.
    pub(crate) domains: Vec<Vec<u8>>,
    pub(crate) addresses: Vec<IpAddr>,
}

impl Given {
    pub(crate) fn new(addresses: Vec<IpAddr>) -> Self {
        Self { addresses, ..Self::default() }
    }

    pub(crate) fn set(&mut self, names: HashSet<Vec<u8>>) {
        let above = names.iter().flat_map(|name| suffixes(name).skip(1)).map(<[u8]>::to_vec);
        self.above = above.collect();
        self.names = names;
    }

    /// The domain that a name is in, if that is one of these.
    fn domain<'n>(&self, name: &'n [u8]) -> Option<&'n [u8]> {
        suffixes(name).find(|one| self.domains.iter().any(|domain| domain == one))
    }
}

/// Whether a name is in a domain of given names, or one of these.
pub(crate) fn covers(zones: &Zones, name: &[u8]) -> bool {
    zones.is_given(name) || zones.given().domain(name).is_some()
}

/// Answers for such a name: what it was asked for, or what leads to it.
pub(crate) fn answer(
    zones: &Zones,
    (query, owner): (&Query, Option<&[u8]>),
    writer: &mut Writer<'_>,
) {
    let name = owner.unwrap_or(&query.name);
    let given = zones.given();
    let domain = given.domain(name);
    let mut is_answered = false;
    if zones.is_given(name) {
        for data in addresses(zones, Kind(query.kind)) {
            writer.record(Section::Answer, owner, (query.kind, GIVEN_TTL), &data);
            is_answered = true;
        }
    } else if domain != Some(name) && !given.above.contains(name) {
        writer.code = code::NO_NAME;
    }
    let Some(domain) = domain.filter(|_| !is_answered) else { return };
    let is_start = domain == name && query.kind == Kind::SOA.0;
    let section = if is_start { Section::Answer } else { Section::Authority };
    writer.record(section, Some(domain), (Kind::SOA.0, GIVEN_TTL), &start(domain));
}

/// The start of a domain, which nobody wrote down.
fn start(domain: &[u8]) -> Vec<u8> {
    let numbers = NUMBERS.iter().flat_map(|number| number.to_be_bytes());
    [domain, PERSON, domain].concat().into_iter().chain(numbers).collect()
}

/// The addresses of what was given a name.
pub(crate) fn addresses(zones: &Zones, kind: Kind) -> impl Iterator<Item = Vec<u8>> {
    zones.given().addresses.iter().filter_map(move |address| match address {
        IpAddr::V4(address) if kind == Kind::A => Some(address.octets().to_vec()),
        IpAddr::V6(address) if kind == Kind::AAAA => Some(address.octets().to_vec()),
        _ => None,
    })
}
