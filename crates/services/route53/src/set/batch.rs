//! A batch of changes, made as a whole. (Route 53 API Reference, `ChangeResourceRecordSets`; answers
//! recorded from AWS.)

use std::collections::{BTreeMap, BTreeSet};

use bartizan_service::EdgeFronts;
use bartizan_service::store::{Key, Reader, Writer};
use bartizan_zones::Name;

use super::aliases;
use super::read::{Action, Change};
use crate::error::Route53Error;
use crate::health;
use crate::records::{Alias, RecordSet, Routing, ZoneRecord};

/// Record sets of a zone. (Route 53 Developer Guide, "Quotas".)
const SETS_MAX: u64 = 10_000;
/// Sets that a name can have, and more.
const NAME_SETS: usize = 4000;

/// A batch on its way.
pub(super) struct Batch<'f> {
    /// Who knows which names were given.
    fronts: Option<&'f dyn EdgeFronts>,
    zone: ZoneRecord,
    /// The sets of each name that changes, by their keys, as they are after the changes.
    names: BTreeMap<String, BTreeMap<String, RecordSet>>,
    /// The keys of those that these names had.
    before: BTreeSet<String>,
    changed: BTreeSet<String>,
    reasons: Vec<String>,
}

impl<'f> Batch<'f> {
    pub(super) fn new(zone: ZoneRecord, fronts: Option<&'f dyn EdgeFronts>) -> Self {
        let (before, changed) = (BTreeSet::new(), BTreeSet::new());
        Self { fronts, zone, names: BTreeMap::new(), before, changed, reasons: Vec::new() }
    }

    /// Makes the changes one after the other, looks at what they come to, and stores it.
    pub(super) fn apply(
        mut self,
        writer: &mut Writer<'_>,
        changes: &[Change],
    ) -> Result<(), Route53Error> {
        let mut seen = BTreeSet::new();
        for Change { action, set } in changes {
            let is_within =
                Name::parse(&set.name).is_ok_and(|name| name.is_within(&self.zone.name));
            if !is_within {
                let (name, zone) = (&set.name, &self.zone.name);
                self.refuse(format!("RRSet with DNS name {name} is not permitted in zone {zone}"));
                continue;
            }
            if !self.names.contains_key(&set.name) {
                let sets = sets(writer, &self.zone, &set.name)?;
                self.before.extend(sets.keys().cloned());
                self.names.insert(set.name.clone(), sets);
            }
            // A set is deleted and made anew in one batch; nothing else changes twice.
            if !seen.insert((set.key(), *action == Action::Delete)) {
                self.refuse(format!(
                    "The request contains an invalid set of changes for a resource record set '{} {}'",
                    set.kind, set.name
                ));
            }
            if let Some(check) = &set.health_check
                && *action != Action::Delete
            {
                health::find(writer, self.zone.account, check)?;
            }
            self.make(*action, set);
        }
        self.check_required();
        let names: Vec<String> = self.names.keys().cloned().collect();
        for name in &names {
            self.check_name(name);
        }
        self.check_aliases(writer)?;
        if !self.reasons.is_empty() {
            return Err(Route53Error::batch(&self.reasons));
        }
        self.store(writer)
    }

    fn refuse(&mut self, reason: String) {
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    fn make(&mut self, action: Action, set: &RecordSet) {
        let (key, described) = (set.key(), described(set));
        let sets = self.names.entry(set.name.clone()).or_default();
        let reason = match (action, sets.get(&key)) {
            (Action::Create, Some(_)) => {
                format!("Tried to create resource record set [{described}] but it already exists")
            }
            (Action::Delete, None) => {
                format!("Tried to delete resource record set [{described}] but it was not found")
            }
            (Action::Delete, Some(present)) if !is_same(present, set) => format!(
                "Tried to delete resource record set [{described}] but the values provided do not \
                 match the current values"
            ),
            (Action::Delete, Some(_)) => {
                sets.remove(&key);
                self.changed.insert(key);
                return;
            }
            (Action::Create | Action::Upsert, _) => {
                sets.insert(key.clone(), set.clone());
                self.changed.insert(key);
                return;
            }
        };
        self.refuse(reason);
    }

    /// Each zone keeps its start and its name servers.
    fn check_required(&mut self) {
        let Some(sets) = self.names.get(&self.zone.name) else { return };
        let has = |kind: &str| sets.values().any(|set| set.kind == kind);
        let (has_ns, has_soa) = (has("NS"), has("SOA"));
        if !has_ns {
            self.refuse(
                "A HostedZone must contain at least one NS record for the zone itself.".to_owned(),
            );
        }
        if !has_soa {
            self.refuse("A HostedZone must contain exactly one SOA record.".to_owned());
        }
    }

    /// Which sets stand beside which.
    fn check_name(&mut self, name: &str) {
        let Some(sets) = self.names.get(name) else { return };
        let (zone, is_apex) = (&self.zone.name, name == self.zone.name);
        let kinds: BTreeSet<&str> = sets.values().map(|set| set.kind.as_str()).collect();
        let mut reasons = Vec::new();
        if kinds.contains("CNAME") && is_apex {
            reasons.push(format!(
                "RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {zone}"
            ));
        }
        if kinds.contains("SOA") && !is_apex {
            reasons.push(format!(
                "RRSet of type SOA with DNS name {name} is not permitted as it is not at apex in \
                 zone {zone}"
            ));
        }
        if kinds.contains("CNAME") && kinds.len() > 1 && !is_apex {
            let is_new = |kind: &str| {
                sets.values().any(|set| set.kind == kind && self.changed.contains(&set.key()))
            };
            if is_new("CNAME") {
                reasons.push(format!(
                    "RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with \
                     other records with the same DNS name in zone {zone}"
                ));
            }
            for kind in kinds.iter().filter(|kind| **kind != "CNAME" && is_new(kind)) {
                reasons.push(format!(
                    "RRSet of type {kind} with DNS name {name} is not permitted because a \
                     conflicting RRSet of type CNAME with the same DNS name already exists in zone \
                     {zone}"
                ));
            }
        }
        for kind in &kinds {
            let of_kind: Vec<&RecordSet> = sets.values().filter(|set| set.kind == *kind).collect();
            reasons.extend(routing_fault(name, kind, &of_kind));
        }
        for reason in reasons {
            self.refuse(reason);
        }
    }

    /// An alias to a name of the zone is to a set of its own type that is there; any other is to what
    /// is there of balancers and distributions.
    fn check_aliases(&mut self, reader: &Reader<'_>) -> Result<(), Route53Error> {
        let new = self.names.values().flat_map(BTreeMap::iter);
        let new = new.filter(|(key, _)| self.changed.contains(*key));
        let wanted: Vec<(Alias, String)> =
            new.filter_map(|(_, set)| Some((set.alias.clone()?, set.kind.clone()))).collect();
        for (alias, kind) in wanted {
            let name = &alias.name;
            if alias.zone != self.zone.id {
                if let Some(fault) = aliases::fault_of_given(&alias, &kind, self.fronts) {
                    self.refuse(fault);
                }
                continue;
            }
            if !aliases::is_within(&alias, &self.zone.name) {
                self.refuse(aliases::outside(&alias, &kind));
                continue;
            }
            let targets = match self.names.get(name) {
                Some(sets) => sets.clone(),
                None => sets(reader, &self.zone, name)?,
            };
            if !targets.values().any(|set| set.kind == kind) {
                self.refuse(aliases::missing(&alias, &kind));
            }
        }
        Ok(())
    }

    fn store(mut self, writer: &mut Writer<'_>) -> Result<(), Route53Error> {
        let after: BTreeMap<&String, &RecordSet> =
            self.names.values().flat_map(BTreeMap::iter).collect();
        let account = self.zone.account;
        for key in &self.changed {
            let at = Key::global(account, key.as_str());
            match after.get(key) {
                Some(set) => writer.put(&at, *set)?,
                None => {
                    writer.delete::<RecordSet>(&at)?;
                }
            }
        }
        let (was, is) = (self.before.len(), after.len());
        let was = u64::try_from(was).unwrap_or_default();
        let is = u64::try_from(is).unwrap_or_default();
        self.zone.record_sets = self.zone.record_sets.saturating_sub(was).saturating_add(is);
        if self.zone.record_sets > SETS_MAX {
            let reason = format!("Number of record sets limit of {SETS_MAX} exceeded.");
            return Err(Route53Error::batch(&[reason]));
        }
        writer.put(&Key::global(account, self.zone.id.as_str()), &self.zone)?;
        Ok(())
    }
}

/// The sets of a name that are stored.
fn sets(
    reader: &Reader<'_>,
    zone: &ZoneRecord,
    name: &str,
) -> Result<BTreeMap<String, RecordSet>, Route53Error> {
    let (account, below) = (zone.account.to_string(), RecordSet::below(&zone.id, name));
    let found = reader.scan::<RecordSet>(&account, "", &below, None, NAME_SETS)?;
    Ok(found.into_iter().map(|(key, set)| (key.id, set)).collect())
}

/// Why sets of one name and type cannot stand beside each other.
fn routing_fault(name: &str, kind: &str, sets: &[&RecordSet]) -> Option<String> {
    let kind_of = |routing: Routing| match routing {
        Routing::Simple => "simple",
        Routing::Weighted(_) => "weighted",
        Routing::Primary | Routing::Secondary => "failover",
        Routing::MultiValue => "multivalue answer",
    };
    let kinds: BTreeSet<&str> = sets.iter().map(|set| kind_of(set.routing)).collect();
    if kinds.len() > 1 {
        let kinds: Vec<&str> = kinds.into_iter().collect();
        return Some(format!(
            "RRSet with DNS name {name}, type {kind} cannot be created as sets of different routing \
             policies exist with the same name and type: {}",
            kinds.join(", ")
        ));
    }
    let twice = [Routing::Primary, Routing::Secondary]
        .into_iter()
        .any(|one| sets.iter().filter(|set| set.routing == one).count() > 1);
    twice.then(|| {
        format!(
            "Failover resource record sets of the name {name} and the type {kind} are one PRIMARY \
             and one SECONDARY"
        )
    })
}

/// Whether what is to be deleted is what is there; the order of values means nothing.
fn is_same(present: &RecordSet, named: &RecordSet) -> bool {
    let sorted = |set: &RecordSet| {
        let mut set = set.clone();
        set.values.sort_unstable();
        set
    };
    sorted(present) == sorted(named)
}

fn described(set: &RecordSet) -> String {
    let identifier = set.set_identifier.as_ref();
    let identifier = identifier.map(|it| format!(", set-identifier='{it}'")).unwrap_or_default();
    format!("name='{}', type='{}'{identifier}", set.name, set.kind)
}
