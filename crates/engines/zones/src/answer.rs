//! Answers to queries. (RFC 1034 section 4.3.2; RFC 2308; RFC 4592; RFC 8482.)

use std::sync::Arc;

use crate::chance::Chance;
use crate::choice::one_of;
use crate::given::{self, GIVEN_TTL, addresses};
use crate::health::{Health, Looking};
use crate::message::{Malformed, Query, Section, UDP_BYTES, Writer, code, refusal};
use crate::name::suffixes;
use crate::referral::refer;
use crate::set::{Choice, Content, Set};
use crate::value::Kind;
use crate::zone::{FOLLOWED_MAX, Zone, Zones};

/// The class of the Internet.
const INTERNET: u16 = 1;
/// Queries for whatever there is. (RFC 8482.)
const ANY: u16 = 255;
/// What these are answered with: `RFC8482` and nothing. (RFC 8482 section 4.2.)
const HINFO: u16 = 13;
const HINFO_DATA: &[u8] = b"\x07RFC8482\0";
const HINFO_TTL: u32 = 3789;
/// Delegations of signed zones: a question to the zone above. (RFC 4035 section 3.1.4.1.)
const DS: u16 = 43;
/// Queries that are about messages or for whole zones, which nobody gets from here. (RFC 5936;
/// RFC 6895 section 3.1.)
const TRANSFERS: std::ops::RangeInclusive<u16> = 249..=254;
/// How many records of several are answered. (Route 53 Developer Guide, "Multivalue answer routing".)
const SEVERAL: usize = 8;
/// The longest answer over UDP where a query does not say. (RFC 1035 section 4.2.1.)
const PLAIN_UDP_BYTES: u16 = 512;

/// How a query came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Over UDP.
    Udp,
    /// Over TCP.
    Tcp,
}

/// What an answer is made with beside the query.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    /// How it came.
    pub transport: Transport,
    /// What chooses among several sets.
    pub random: u64,
    /// Whether it is told to come again over TCP instead of an answer.
    pub is_cut: bool,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The zone that was asked, if one is here.
    pub zone: Option<Arc<Zone>>,
    /// The name that was asked for, in lower case.
    pub name: Vec<u8>,
}

/// Answers a message in `out`, by what is well; nothing where it has no answer.
pub fn answer(
    zones: &Zones,
    health: &Health,
    message: &[u8],
    asker: Asker,
    out: &mut Vec<u8>,
) -> Option<Answered> {
    let query = match Query::read(message) {
        Ok(query) => query,
        Err(Malformed::Silent) => return None,
        Err(Malformed::Answered { id, operation, code }) => {
            refusal(out, id, operation, code);
            return Some(Answered { zone: None, name: Vec::new() });
        }
    };
    let mut writer = Writer::new(out, message.get(query.question.clone())?, &query.name);
    let mut zone = None;
    if query.extension.is_some_and(|extension| extension.version > 0) {
        writer.code = code::BAD_VERSION;
    } else if query.class != INTERNET || TRANSFERS.contains(&query.kind) {
        writer.code = code::REFUSED;
    } else if given::covers(zones, &query.name) {
        given(zones, &query, &mut writer);
    } else if let Some(found) = authority(zones, &query.name, query.kind) {
        let (chance, query, writer) = (Chance::new(asker.random), &query, &mut writer);
        let looking = Looking::new(zones, health);
        Answering { zones, looking, chance, query, writer }.of(found);
        zone = Some(Arc::clone(found));
    } else {
        writer.code = code::REFUSED;
    }
    let bytes_max = match (asker.is_cut, asker.transport, query.extension) {
        (true, ..) => 0,
        (_, Transport::Tcp, _) => u16::MAX,
        (_, Transport::Udp, None) => PLAIN_UDP_BYTES,
        (_, Transport::Udp, Some(extension)) => {
            extension.udp_bytes.clamp(PLAIN_UDP_BYTES, UDP_BYTES)
        }
    };
    writer.end(&query, bytes_max.into());
    Some(Answered { zone, name: query.name })
}

/// Answers for a name that was given.
fn given(zones: &Zones, query: &Query, writer: &mut Writer<'_>) {
    writer.is_authoritative = true;
    if query.kind == ANY && zones.is_given(&query.name) {
        writer.record(Section::Answer, None, (HINFO, HINFO_TTL), HINFO_DATA);
        return;
    }
    given::answer(zones, (query, None), writer);
}

/// The zone that answers for a type at a name: where a delegation to the name is signed, the zone above
/// says it. (RFC 4035 section 3.1.4.1.)
fn authority<'z>(zones: &'z Zones, name: &[u8], kind: u16) -> Option<&'z Arc<Zone>> {
    let found = zones.authority(name)?;
    if kind == DS && found.name == name {
        let above = suffixes(name).nth(1).and_then(|above| zones.authority(above));
        let delegates = |zone: &&Arc<Zone>| zone.cut(name).is_some_and(|(cut, _)| cut == name);
        return Some(above.filter(delegates).unwrap_or(found));
    }
    Some(found)
}

/// What a name says.
enum Said {
    Records(u32, Vec<Vec<u8>>),
    Name(u32, Vec<u8>),
    Nothing,
}

struct Answering<'a, 'w, 'o> {
    zones: &'a Zones,
    looking: Looking<'a>,
    chance: Chance,
    query: &'a Query,
    writer: &'w mut Writer<'o>,
}

impl Answering<'_, '_, '_> {
    /// Answers from a zone, and follows other names as far as they are in zones that are here.
    fn of(&mut self, zone: &Arc<Zone>) {
        let (mut zone, mut name) = (Arc::clone(zone), self.query.name.clone());
        let mut seen = Vec::new();
        self.writer.is_authoritative = true;
        for followed in 0..FOLLOWED_MAX {
            let owner = (followed > 0).then_some(name.as_slice());
            if let Some((cut, set)) = zone.cut(&name)
                && !(self.query.kind == DS && cut == name)
            {
                self.writer.is_authoritative = followed > 0;
                refer(self.writer, &zone, cut, set);
                return;
            }
            let Some(sets) = zone.sets(&name) else {
                self.writer.code = code::NO_NAME;
                self.nothing(&zone);
                return;
            };
            if self.query.kind == ANY {
                self.writer.record(Section::Answer, owner, (HINFO, HINFO_TTL), HINFO_DATA);
                return;
            }
            let target = match self.said(&zone, sets, FOLLOWED_MAX) {
                Said::Nothing => {
                    self.nothing(&zone);
                    return;
                }
                Said::Records(ttl, records) => {
                    for data in records {
                        self.writer.record(Section::Answer, owner, (self.query.kind, ttl), &data);
                    }
                    return;
                }
                Said::Name(ttl, target) => {
                    let kind = (Kind::CNAME.0, ttl);
                    self.writer.record(Section::Answer, owner, kind, &target);
                    target
                }
            };
            if given::covers(self.zones, &target) {
                given::answer(self.zones, (self.query, Some(&target)), self.writer);
                return;
            }
            seen.push(name);
            match authority(self.zones, &target, self.query.kind) {
                Some(next) if !seen.contains(&target) => (zone, name) = (Arc::clone(next), target),
                _ => return,
            }
        }
    }

    /// What sets of one name say to the query.
    fn said(&self, zone: &Zone, sets: &[Set], left: usize) -> Said {
        let kind = Kind(self.query.kind);
        let of_kind = |kind: Kind| sets.iter().filter(move |set| set.kind == kind);
        if let Some(set) = of_kind(Kind::CNAME).next()
            && kind != Kind::CNAME
        {
            let chosen = self.chosen(zone, of_kind(Kind::CNAME)).unwrap_or(set);
            return match &chosen.content {
                Content::Records(data) => match data.first() {
                    Some(target) => Said::Name(chosen.ttl, target.clone()),
                    None => Said::Nothing,
                },
                Content::Alias(target) => self.aliased(zone, target, left),
            };
        }
        if of_kind(kind).any(|set| set.choice == Choice::Several) {
            return self.several(zone, of_kind(kind));
        }
        match self.chosen(zone, of_kind(kind)) {
            None => Said::Nothing,
            Some(set) => match &set.content {
                Content::Records(data) => {
                    let mut data = data.clone();
                    self.chance.turn(&mut data);
                    Said::Records(set.ttl, data)
                }
                Content::Alias(target) => self.aliased(zone, target, left),
            },
        }
    }

    /// What the name says that an alias is for: one that was given, or another of the zone.
    fn aliased(&self, zone: &Zone, target: &[u8], left: usize) -> Said {
        if self.zones.is_given(target) {
            let data: Vec<_> = addresses(self.zones, Kind(self.query.kind)).collect();
            return if data.is_empty() { Said::Nothing } else { Said::Records(GIVEN_TTL, data) };
        }
        match zone.sets(target) {
            Some(sets) if left > 0 => self.said(zone, sets, left - 1),
            _ => Said::Nothing,
        }
    }

    /// The one of several sets that is answered, of those that are well.
    fn chosen<'s>(&self, zone: &Zone, sets: impl Iterator<Item = &'s Set>) -> Option<&'s Set> {
        let sets: Vec<&Set> = sets.collect();
        match *sets {
            [] => None,
            [one] => Some(one),
            _ => one_of(&sets, |set| self.looking.is_well(zone, set), self.chance.draw()),
        }
    }

    /// Some of the records of several sets, of those that are well; where none is, of all.
    fn several<'s>(&self, zone: &Zone, sets: impl Iterator<Item = &'s Set>) -> Said {
        let all: Vec<&Set> = sets.collect();
        let is_well = |set: &&&Set| self.looking.is_well(zone, set);
        let mut sets: Vec<&Set> = all.iter().filter(is_well).copied().collect();
        if sets.is_empty() {
            sets = all;
        }
        let mut ttl = u32::MAX;
        let mut data = Vec::new();
        for set in sets {
            let Content::Records(records) = &set.content else { continue };
            ttl = ttl.min(set.ttl);
            data.extend(records.iter().cloned());
        }
        self.chance.turn(&mut data);
        data.truncate(SEVERAL);
        if data.is_empty() { Said::Nothing } else { Said::Records(ttl, data) }
    }

    /// Says how long it may be remembered that there is nothing. (RFC 2308 section 3.)
    fn nothing(&mut self, zone: &Zone) {
        let Some(set) = zone.authority() else { return };
        let Content::Records(records) = &set.content else { return };
        let Some(data) = records.first() else { return };
        let minimum = data.last_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes));
        let kind = (set.kind.0, set.ttl.min(minimum));
        self.writer.record(Section::Authority, Some(&zone.name), kind, data);
    }
}
