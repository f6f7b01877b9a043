//! What there is to find against what was found: new findings are opened, those that are other are
//! changed, and those of what is no more are closed. (Amazon Inspector User Guide, "Understanding Amazon
//! Inspector findings".)

use std::collections::BTreeMap;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::NetworkPlace;
use bartizan_service::store::{Key, Store, Writer};
use bartizan_types::{Fault, Timestamp};

use super::desired::{Desired, OF_PACKAGES};
use crate::coverage::record::CoveredRecord;
use crate::document;
use crate::finding::record::{self, Closed, FindingRecord};
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

/// Why resources are covered no more.
#[derive(Debug, Clone, Copy)]
pub(super) enum Gone {
    /// They are no more.
    Terminated,
    /// Their account is not scanned.
    NotScanned,
}

/// Closes what was found about resources that are covered no more.
pub(super) fn forget(
    store: &Store,
    place: &NetworkPlace,
    gone: Vec<String>,
    why: Gone,
    now: Timestamp,
) -> Result<(), Fault> {
    let kept = match why {
        Gone::Terminated => TERMINATED_KEPT,
        Gone::NotScanned => DAY,
    };
    for instance in gone {
        let place = place.clone();
        store.write_blocking(move |writer| {
            for (key, finding) in record::of_resource(writer, &place, &instance)? {
                close(writer, &key, finding, kept, now)?;
            }
            writer.delete::<CoveredRecord>(&record::key(&place, &instance))?;
            Ok::<_, Fault>(())
        })?;
    }
    Ok(())
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
        let mut open = known(record::of_resource(writer, &place, &covered.instance)?, now);
        for one in desired {
            let before = open.remove(&one.identity);
            put(writer, &place, &resource, one, before, now)?;
        }
        let is_told = covered.packages_are_told();
        for (identity, (key, finding)) in open {
            if is_told || !identity.starts_with(OF_PACKAGES) {
                close(writer, &key, finding, REMEDIED_KEPT, now)?;
            }
        }
        Ok::<_, Fault>(writer.put(&record::key(&place, &covered.instance), &covered)?)
    })
}

/// The findings that go on, by what tells them apart: those that are open, and those that were closed a
/// short time ago.
fn known(
    records: Vec<(Key, FindingRecord)>,
    now: Timestamp,
) -> BTreeMap<String, (Key, FindingRecord)> {
    let goes_on = |finding: &FindingRecord| {
        finding.closed.is_none_or(|closed| now.since(closed.at) <= OPENED_AGAIN)
    };
    let records = records.into_iter().filter(|(_, finding)| goes_on(finding));
    records.map(|(key, finding)| (finding.identity.clone(), (key, finding))).collect()
}

fn put(
    writer: &mut Writer<'_>,
    place: &NetworkPlace,
    resource: &Resource,
    desired: Desired,
    before: Option<(Key, FindingRecord)>,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut finding = desired.finding;
    finding.aws_account_id = place.account.to_string();
    finding.resources = vec![resource.clone()];
    let finding = document::stored(finding);
    let (key, first_observed) = match before {
        Some((_, before))
            if before.closed.is_none()
                && before.finding == finding
                && before.exploited == desired.exploited =>
        {
            return Ok(());
        }
        Some((key, before)) => (key, before.first_observed),
        None => (record::key(place, &new_id(place, &resource.id, &desired.identity, now)), now),
    };
    let record = FindingRecord {
        identity: desired.identity,
        resource: resource.id.clone(),
        finding,
        exploited: desired.exploited,
        first_observed,
        last_observed: now,
        updated: now,
        closed: None,
    };
    Ok(writer.put(&key, &record)?)
}

fn close(
    writer: &mut Writer<'_>,
    key: &Key,
    finding: FindingRecord,
    kept: Duration,
    now: Timestamp,
) -> Result<(), Fault> {
    if finding.closed.is_some() {
        return Ok(());
    }
    let closed = Some(Closed { at: now, forgotten: now.plus(kept) });
    Ok(writer.put(key, &FindingRecord { updated: now, closed, ..finding })?)
}

/// The id of a finding that is made now.
fn new_id(place: &NetworkPlace, resource: &str, identity: &str, now: Timestamp) -> String {
    let (account, region, now) = (place.account, place.region.as_str(), now.millis());
    let text = format!("{account}\n{region}\n{resource}\n{identity}\n{now}");
    let digest = digest(&SHA256, text.as_bytes());
    hex::encode(digest.as_ref().get(..ID_BYTES).unwrap_or_default())
}
