//! Zones as they are served, and whose each name is.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use bartizan_types::{AccountId, Timestamp};

use crate::given::Given;
use crate::name::{is_below, labels, suffixes};
use crate::set::{Content, Set};
use crate::value::Kind;

/// How many aliases and other names are followed.
pub(crate) const FOLLOWED_MAX: usize = 8;

/// A hosted zone.
#[derive(Debug)]
pub struct Zone {
    /// Its id.
    pub id: String,
    /// The account that it belongs to.
    pub account: AccountId,
    /// When it was made.
    pub created: Timestamp,
    /// Its name, as messages have it, in lower case. All names here are so.
    pub name: Vec<u8>,
    /// The name servers that were assigned to it.
    pub servers: Vec<Vec<u8>>,
    /// Whether its names are its account's without that another zone delegates to it.
    pub owns_its_names: bool,
    /// The sets of each name; none where a name only has others below it.
    names: HashMap<Vec<u8>, Vec<Set>>,
}

impl Zone {
    /// A zone with no names yet.
    pub fn new(
        (id, account): (String, AccountId),
        (name, created): (Vec<u8>, Timestamp),
        servers: Vec<Vec<u8>>,
        owns_its_names: bool,
    ) -> Self {
        let names = HashMap::from([(name.clone(), Vec::new())]);
        Self { id, account, created, name, servers, owns_its_names, names }
    }

    /// Enters a set, which is at the zone's name or below it.
    pub fn add(&mut self, name: &[u8], set: Set) {
        let above = suffixes(name).skip(1).take_while(|one| one.len() > self.name.len());
        for one in above {
            if !self.names.contains_key(one) {
                self.names.insert(one.to_vec(), Vec::new());
            }
        }
        self.names.entry(name.to_vec()).or_default().push(set);
    }

    /// The sets of a name, or of the wildcard that stands for it; none where there is no such name.
    /// (RFC 4592 section 3.3.)
    pub(crate) fn sets(&self, name: &[u8]) -> Option<&[Set]> {
        if let Some(sets) = self.names.get(name) {
            return Some(sets);
        }
        let encloser = suffixes(name).skip(1).find(|one| self.names.contains_key(*one))?;
        let mut wildcard = Vec::with_capacity(encloser.len() + 2);
        wildcard.extend_from_slice(b"\x01*");
        wildcard.extend_from_slice(encloser);
        self.names.get(&wildcard).map(Vec::as_slice)
    }

    /// The sets of this very name.
    pub(crate) fn at(&self, name: &[u8]) -> &[Set] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// Where it delegates a name: the name of that zone, and its servers.
    pub(crate) fn cut<'z, 'n>(&'z self, name: &'n [u8]) -> Option<(&'n [u8], &'z Set)> {
        let below = suffixes(name).take_while(|one| one.len() > self.name.len());
        let cuts = below.filter_map(|one| {
            let set = self.names.get(one)?.iter().find(|set| set.kind == Kind::NS)?;
            Some((one, set))
        });
        cuts.last()
    }

    /// The start of the zone.
    pub(crate) fn authority(&self) -> Option<&Set> {
        self.names.get(&self.name)?.iter().find(|set| set.kind == Kind::SOA)
    }

    pub(crate) fn covers(&self, name: &[u8]) -> bool {
        is_below(name, &self.name)
    }
}

/// All that is served.
#[derive(Debug, Default, Clone)]
pub struct Zones {
    by_id: HashMap<String, Arc<Zone>>,
    by_name: HashMap<Vec<u8>, Vec<Arc<Zone>>>,
    /// The names that balancers and distributions were given.
    given: Given,
}

impl Zones {
    /// None yet; what is given a name is reached at these addresses.
    pub fn new(addresses: Vec<IpAddr>) -> Self {
        Self { given: Given::new(addresses), ..Self::default() }
    }

    /// Says which domains given names are in. All else there is not.
    pub fn reserve(&mut self, domains: Vec<Vec<u8>>) {
        self.given.domains = domains;
    }

    /// Puts a zone in the place of the one with its id.
    pub fn put(&mut self, zone: Zone) {
        self.remove(&zone.id);
        let zone = Arc::new(zone);
        let same = self.by_name.entry(zone.name.clone()).or_default();
        same.push(Arc::clone(&zone));
        same.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
        self.by_id.insert(zone.id.clone(), zone);
    }

    /// Removes a zone.
    pub fn remove(&mut self, id: &str) {
        let Some(zone) = self.by_id.remove(id) else { return };
        if let Some(same) = self.by_name.get_mut(&zone.name) {
            same.retain(|one| one.id != id);
            if same.is_empty() {
                self.by_name.remove(&zone.name);
            }
        }
    }

    /// The zone with this id.
    pub fn zone(&self, id: &str) -> Option<&Arc<Zone>> {
        self.by_id.get(id)
    }

    /// The ids of all.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(String::as_str)
    }

    /// Says which names were given.
    pub fn give(&mut self, names: HashSet<Vec<u8>>) {
        self.given.set(names);
    }

    /// Whether a name was given.
    pub(crate) fn is_given(&self, name: &[u8]) -> bool {
        self.given.names.contains(name)
    }

    /// What was given.
    pub(crate) const fn given(&self) -> &Given {
        &self.given
    }

    /// The zone that answers for a name.
    pub fn authority(&self, name: &[u8]) -> Option<&Arc<Zone>> {
        self.covering(name, |_| true)
    }

    /// The zone by which a name is somebody's: one of a single label is no claim to all below it.
    pub fn claim(&self, name: &[u8]) -> Option<&Arc<Zone>> {
        self.covering(name, |zone| zone.owns_its_names && labels(&zone.name) > 1)
    }

    /// Of the zones that cover a name and count, the oldest; or the one that it delegates to, if that
    /// is here, or that its account has below it. Zones that do not own their names come after those
    /// that do, and zones of a single label after all others.
    fn covering(&self, name: &[u8], counts: impl Fn(&Zone) -> bool) -> Option<&Arc<Zone>> {
        let all = || suffixes(name).filter_map(|one| self.by_name.get(one)).flatten();
        let age = |zone: &&Arc<Zone>| {
            (labels(&zone.name) < 2, !zone.owns_its_names, zone.created, zone.id.clone())
        };
        let mut found = all().filter(|zone| counts(zone)).min_by_key(age)?;
        loop {
            let below = all().filter(|zone| zone.name.len() > found.name.len());
            let delegated = found.cut(name).and_then(|(cut, set)| {
                let Content::Records(servers) = &set.content else { return None };
                let is_named = |zone: &&Arc<Zone>| {
                    zone.name == cut && zone.servers.iter().any(|server| servers.contains(server))
                };
                all().find(is_named)
            });
            let own = below.filter(|zone| zone.account == found.account);
            match delegated.or_else(|| own.min_by_key(|zone| (zone.name.len(), zone.created))) {
                Some(next) => found = next,
                None => return Some(found),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::Name;
    use crate::set::{Choice, Watched};
    use crate::value::data;

    fn wire(text: &str) -> Vec<u8> {
        Name::parse(text).unwrap().wire()
    }

    /// A zone of an account, made at this time, whose only server is `ns-<id>.test`.
    fn zone(id: &str, account: u64, name: &str, created: i64) -> Zone {
        let account = AccountId::from_number(account).unwrap();
        let (created, servers) =
            (Timestamp::from_millis(created), vec![wire(&format!("ns-{id}.test"))]);
        Zone::new((id.to_owned(), account), (wire(name), created), servers, true)
    }

    fn delegating(mut zone: Zone, name: &str, server: &str) -> Zone {
        let records = vec![data(Kind::NS, server).unwrap()];
        let (choice, content) = (Choice::Only, Content::Records(records));
        zone.add(
            &wire(name),
            Set { kind: Kind::NS, ttl: 60, choice, content, watched: Watched::default() },
        );
        zone
    }

    fn zones(all: Vec<Zone>) -> Zones {
        let mut zones = Zones::default();
        for zone in all {
            zones.put(zone);
        }
        zones
    }

    fn claims(zones: &Zones, cases: &[(&str, Option<&str>)]) {
        for (name, wanted) in cases {
            let found = zones.claim(&wire(name)).map(|zone| zone.id.as_str());
            assert_eq!(found, *wanted, "{name}");
        }
    }

    #[test]
    fn who_came_first_keeps_the_names() {
        let zones = zones(vec![
            zone("first", 1, "shop.test", 1),
            zone("same", 2, "shop.test", 2),
            zone("below", 2, "pay.shop.test", 3),
            zone("own", 1, "own.shop.test", 4),
            zone("top", 2, "test", 0),
            zone("child", 1, "a.late.test", 5),
            zone("parent", 2, "late.test", 6),
        ]);
        claims(
            &zones,
            &[
                ("shop.test", Some("first")),
                ("www.pay.shop.test", Some("first")),
                ("www.own.shop.test", Some("own")),
                ("a.late.test", Some("child")),
                ("b.late.test", Some("parent")),
                ("workshop.test", None),
                ("test", None),
            ],
        );
        assert_eq!(zones.authority(&wire("workshop.test")).unwrap().id, "top");
        assert_eq!(zones.authority(&wire("shop.test")).unwrap().id, "first");
    }

    #[test]
    fn a_delegation_gives_names_away_to_the_zone_that_it_names() {
        let parent = delegating(zone("parent", 1, "shop.test", 1), "pay.shop.test", "ns-two.test");
        let mut other = zone("other", 3, "pay.shop.test", 2);
        let mut child = zone("two", 2, "pay.shop.test", 3);
        (other.owns_its_names, child.owns_its_names) = (false, false);
        let zones = zones(vec![parent, other, child]);
        claims(&zones, &[("a.pay.shop.test", Some("two")), ("a.shop.test", Some("parent"))]);
    }

    #[test]
    fn what_may_not_own_its_names_owns_none() {
        let mut late = zone("late", 2, "shop.test", 1);
        late.owns_its_names = false;
        let mut all = zones(vec![late]);
        claims(&all, &[("shop.test", None)]);
        all.put(zone("true", 1, "shop.test", 2));
        claims(&all, &[("shop.test", Some("true"))]);
        assert_eq!(all.authority(&wire("shop.test")).unwrap().id, "true");
        all.remove("true");
        claims(&all, &[("shop.test", None)]);
    }

    #[test]
    fn records_lead_to_what_was_given_a_name() {
        let mut zone = zone("zone", 1, "shop.test", 1);
        let alias = |weight, target: &str| Set {
            kind: Kind::A,
            ttl: 60,
            choice: Choice::Weight(weight),
            content: Content::Alias(wire(target)),
            watched: Watched::default(),
        };
        zone.add(&wire("www.shop.test"), alias(1, "one.elb.test"));
        zone.add(&wire("www.shop.test"), alias(9, "other.shop.test"));
        zone.add(&wire("www.shop.test"), alias(3, "gone.elb.test"));
        let other = Set {
            kind: Kind::CNAME,
            content: Content::Records(vec![wire("two.elb.test")]),
            ..alias(0, "two.elb.test")
        };
        zone.add(&wire("other.shop.test"), other);
        zone.add(&wire("loop.shop.test"), alias(1, "loop.shop.test"));
        let mut zones = zones(vec![zone]);
        zones.give([wire("one.elb.test"), wire("two.elb.test")].into());
        let led = zones.leads_to(&wire("www.shop.test"));
        assert_eq!(led, [wire("two.elb.test"), wire("one.elb.test")]);
        assert!(zones.leads_to(&wire("loop.shop.test")).is_empty());
        assert!(zones.leads_to(&wire("www.other.test")).is_empty());
    }

    #[test]
    fn ways_that_part_again_and_again_are_gone_once() {
        let mut zone = zone("zone", 1, "shop.test", 1);
        for number in 0..FOLLOWED_MAX {
            let target = wire(&format!("a{}.shop.test", number + 1));
            let (choice, content) = (Choice::Weight(1), Content::Alias(target));
            let set = Set { kind: Kind::A, ttl: 60, choice, content, watched: Watched::default() };
            for _ in 0..100 {
                zone.add(&wire(&format!("a{number}.shop.test")), set.clone());
            }
        }
        assert!(zones(vec![zone]).leads_to(&wire("a0.shop.test")).is_empty());
    }
}
