//! What there is to find against what was found: new findings are opened, those that are other are
//! changed, and those of what is no more are closed. (Amazon Inspector User Guide, "Understanding Amazon
//! Inspector findings".)

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::NetworkPlace;
use bartizan_service::store::{Reader, Store, StoreError, Writer};
use bartizan_types::{Fault, Timestamp};

use super::desired::{Desired, OF_PACKAGES};
use crate::coverage::record::CoveredRecord;
use crate::document;
use crate::finding::record::{self, Closed, FindingRecord};
use crate::finding::shelf;
use crate::records::AccountRecord;
use crate::shapes::Resource;

const DAY: Duration = Duration::from_hours(24);
/// How long what was remedied is told.
const REMEDIED_KEPT: Duration = Duration::from_hours(30 * 24);
/// How long what was found about a resource is told that is no more.
const TERMINATED_KEPT: Duration = Duration::from_hours(3 * 24);
/// How long a closed finding is opened again, and no other is made.
const OPENED_AGAIN: Duration = Duration::from_hours(7 * 24);
/// How many bytes of a digest an id has.
const ID_BYTES: usize = 16;

/// Why a resource is covered no more.
#[derive(Debug, Clone, Copy)]
pub(super) enum Gone {
    /// It is no more.
    Terminated,
    /// Its account is not scanned.
    NotScanned,
}

/// The findings of a resource, as they are brought up to date.
struct Findings<'p> {
    place: &'p NetworkPlace,
    resource: &'p str,
    all: BTreeMap<String, FindingRecord>,
    /// The ids of those that are other than they are stored.
    changed: BTreeSet<String>,
}

impl<'p> Findings<'p> {
    fn of(
        reader: &Reader<'_>,
        place: &'p NetworkPlace,
        resource: &'p str,
    ) -> Result<Self, StoreError> {
        let found = record::of_resource(reader, place, resource)?.into_iter();
        let all = found.map(|(key, record)| (key.id, record)).collect();
        Ok(Self { place, resource, all, changed: BTreeSet::new() })
    }

    /// The ids of those that go on, by what tells them apart: those that are open, and those that were
    /// closed a short time ago. Of two, the one that is open.
    fn going_on(&self, now: Timestamp) -> BTreeMap<String, String> {
        let goes_on = |finding: &FindingRecord| {
            finding.closed.is_none_or(|closed| now.since(closed.at) <= OPENED_AGAIN)
        };
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for (id, finding) in self.all.iter().filter(|(_, finding)| goes_on(finding)) {
            if finding.closed.is_none() || !known.contains_key(&finding.identity) {
                known.insert(finding.identity.clone(), id.clone());
            }
        }
        known
    }

    fn put(&mut self, id: String, record: FindingRecord) {
        self.changed.insert(id.clone());
        self.all.insert(id, record);
    }

    fn close(&mut self, id: &str, kept: Duration, now: Timestamp) {
        let Some(finding) = self.all.get_mut(id).filter(|finding| finding.closed.is_none()) else {
            return;
        };
        finding.closed = Some(Closed { at: now, forgotten: now.plus(kept) });
        finding.updated = now;
        self.changed.insert(id.to_owned());
    }

    /// Opens one that there should be, or goes on with the one that was there before.
    fn open(&mut self, before: Option<String>, resource: &Resource, one: Desired, now: Timestamp) {
        let mut finding = one.finding;
        finding.aws_account_id = self.place.account.to_string();
        finding.resources = vec![resource.clone()];
        let finding = document::stored(finding);
        let (id, first_observed) = match before.and_then(|id| self.all.get_key_value(&id)) {
            Some((_, before))
                if before.closed.is_none()
                    && before.finding == finding
                    && before.exploited == one.exploited =>
            {
                return;
            }
            Some((id, before)) => (id.clone(), before.first_observed),
            None => (new_id(self.place, &resource.id, &one.identity, now), now),
        };
        let record = FindingRecord {
            identity: one.identity,
            resource: resource.id.clone(),
            finding,
            exploited: one.exploited,
            first_observed,
            last_observed: now,
            updated: now,
            closed: None,
        };
        self.put(id, record);
    }

    /// Forgets those whose time is over.
    fn forget_over(&mut self, writer: &mut Writer<'_>, now: Timestamp) -> Result<(), StoreError> {
        let is_over =
            |finding: &FindingRecord| finding.closed.is_some_and(|closed| closed.forgotten <= now);
        for (id, _) in self.all.extract_if(.., |_, finding| is_over(finding)) {
            writer.delete::<FindingRecord>(&record::key(self.place, &id))?;
            self.changed.insert(id);
        }
        Ok(())
    }

    /// Writes what is other than it was, and the shelf.
    fn keep(self, writer: &mut Writer<'_>) -> Result<(), StoreError> {
        if self.changed.is_empty() {
            return Ok(());
        }
        for id in &self.changed {
            if let Some(finding) = self.all.get(id) {
                writer.put(&record::key(self.place, id), finding)?;
            }
        }
        let (account, region) = (self.place.account.to_string(), self.place.region.as_str());
        shelf::put(writer, (&account, region, self.resource), &self.all)
    }
}

/// Closes what was found about a resource that is covered no more.
pub(super) fn forget(
    store: &Store,
    place: &NetworkPlace,
    instance: String,
    why: Gone,
    now: Timestamp,
) -> Result<(), Fault> {
    let kept = match why {
        Gone::Terminated => TERMINATED_KEPT,
        Gone::NotScanned => DAY,
    };
    let place = place.clone();
    store.write_blocking(move |writer| {
        let mut findings = Findings::of(writer, &place, &instance)?;
        let ids: Vec<String> = findings.all.keys().cloned().collect();
        for id in &ids {
            findings.close(id, kept, now);
        }
        findings.keep(writer)?;
        writer.delete::<CoveredRecord>(&record::key(&place, &instance))?;
        Ok::<_, Fault>(())
    })
}

/// Keeps what there is to find of an instance, and that it was assessed. What was found about packages
/// that cannot be looked at now stays as it is.
pub(super) fn instance(
    store: &Store,
    place: &NetworkPlace,
    covered: CoveredRecord,
    resource: Resource,
    desired: Vec<Desired>,
    now: Timestamp,
) -> Result<(), Fault> {
    let place = place.clone();
    store.write_blocking(move |writer| {
        // What was ended since is assessed as that next.
        let account = AccountRecord::key(place.account, place.region.as_str());
        if !writer.get::<AccountRecord>(&account)?.is_some_and(|account| account.scans.ec2) {
            return Ok(());
        }
        let mut findings = Findings::of(writer, &place, &covered.instance)?;
        let mut left = findings.going_on(now);
        for one in desired {
            let before = left.remove(&one.identity);
            findings.open(before, &resource, one, now);
        }
        let is_told = covered.packages_are_told();
        for (identity, id) in left {
            if is_told || !identity.starts_with(OF_PACKAGES) {
                findings.close(&id, REMEDIED_KEPT, now);
            }
        }
        findings.keep(writer)?;
        Ok::<_, Fault>(writer.put(&record::key(&place, &covered.instance), &covered)?)
    })
}

/// Forgets the closed findings of a resource whose time is over.
pub(super) fn forget_over(
    writer: &mut Writer<'_>,
    place: &NetworkPlace,
    resource: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut findings = Findings::of(writer, place, resource)?;
    findings.forget_over(writer, now)?;
    findings.keep(writer)
}

/// The id of a finding that is made now.
fn new_id(place: &NetworkPlace, resource: &str, identity: &str, now: Timestamp) -> String {
    let (account, region, now) = (place.account, place.region.as_str(), now.millis());
    let text = format!("{account}\n{region}\n{resource}\n{identity}\n{now}");
    let digest = digest(&SHA256, text.as_bytes());
    hex::encode(digest.as_ref().get(..ID_BYTES).unwrap_or_default())
}
