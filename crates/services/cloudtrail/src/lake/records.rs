//! What CloudTrail Lake keeps in the store, and under which keys.

use bartizan_service::store::{Key, Reader, Record, StoreError};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::billing::BillingMode;
use crate::records::Period;
use crate::selection::{AdvancedSelector, Candidate};

/// How many times in which a store ingested are kept apart while their events are not all read;
/// beyond, the oldest are joined, which keeps too much rather than too little.
const PERIODS_MAX: usize = 100;

/// An event data store as calls set it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EventDataStore {
    /// The part of its ARN that tells it apart, for ever.
    pub(crate) id: String,
    pub(crate) account: AccountId,
    pub(crate) region: String,
    pub(crate) name: String,
    pub(crate) selectors: Vec<AdvancedSelector>,
    pub(crate) is_multi_region: bool,
    pub(crate) retention_days: u16,
    pub(crate) is_protected: bool,
    pub(crate) billing: BillingMode,
    pub(crate) tags: Vec<Tag>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// Whether live events are ingested; as it was, once it is deleted.
    pub(crate) is_ingesting: bool,
    /// When it was deleted: it can be restored for a while.
    pub(crate) deleted: Option<Timestamp>,
    /// Its own policy, as it was put.
    #[serde(default)]
    pub(crate) policy: Option<String>,
}

/// How far a store has read the activity record, and how much it holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Intake {
    pub(crate) account: AccountId,
    /// When the store was ingesting, in order; over when all their events are read.
    pub(crate) periods: Vec<Period>,
    /// The last event of the activity record that was dealt with; empty before the first.
    pub(crate) place: String,
    /// The number of the segment that is filled.
    pub(crate) tail: u64,
    /// How many bytes the segments take in the store.
    pub(crate) bytes: u64,
    /// Whether it waits, as the account's stores hold as much as they may.
    pub(crate) is_full: bool,
    /// When it was looked for events that are older than is retained.
    pub(crate) pruned: Option<Timestamp>,
}

/// Some events of a store, in the order they were recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Segment {
    /// The times of the first and of the last of them, in milliseconds since 1970.
    pub(crate) from_ms: i64,
    pub(crate) until_ms: i64,
    pub(crate) events: u64,
    /// How many bytes they have, a line of JSON each.
    pub(crate) bytes: u64,
    /// The lines, packed by gzip, as base64.
    pub(crate) packed: String,
}

impl Record for EventDataStore {
    const COLLECTION: &'static str = "cloudtrail.event_data_store";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![("account", self.account.to_string())]
    }
}

impl Record for Intake {
    const COLLECTION: &'static str = "cloudtrail.intake";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![("account", self.account.to_string())]
    }
}

impl Record for Segment {
    const COLLECTION: &'static str = "cloudtrail.segment";
}

impl EventDataStore {
    /// The key of its record and of its intake.
    pub(crate) fn key(&self) -> Key {
        Key::new(self.account, &self.region, self.id.as_str())
    }

    /// Its ARN.
    pub(crate) fn arn(&self) -> Arn {
        arn(&self.region, self.account, &self.id)
    }

    /// The key of one of its segments; they are in order.
    pub(crate) fn segment_key(&self, number: u64) -> Key {
        Key::new(self.account, &self.region, format!("{}{number:012}", self.segment_prefix()))
    }

    /// What the ids of its segments begin with.
    pub(crate) fn segment_prefix(&self) -> String {
        format!("{}/", self.id)
    }

    /// Its status as answers show it. (CloudTrail API Reference, `EventDataStore`.)
    pub(crate) fn status(&self, intake: &Intake) -> &'static str {
        if self.deleted.is_some() {
            "PENDING_DELETION"
        } else if self.is_ingesting && !intake.is_full {
            "ENABLED"
        } else {
            "STOPPED_INGESTION"
        }
    }

    /// Whether it keeps this event of its account.
    pub(crate) fn admits(&self, event: Candidate<'_>) -> bool {
        self.selectors.iter().any(|selector| selector.admits(event))
    }

    /// Events from before are not retained, in milliseconds since 1970.
    pub(crate) fn retained_from_ms(&self, now: Timestamp) -> i64 {
        const DAY_MS: i64 = 24 * 60 * 60 * 1000;
        now.millis().saturating_sub(i64::from(self.retention_days) * DAY_MS)
    }
}

impl Intake {
    /// Nothing is ingested yet of what follows `place`.
    pub(crate) fn new(account: AccountId, place: String) -> Self {
        let (periods, pruned) = (Vec::new(), None);
        Self { account, periods, place, tail: 0, bytes: 0, is_full: false, pruned }
    }

    /// Ingests from now on. What happened while nothing was to be ingested, before `place`, need
    /// not be read.
    pub(crate) fn begin(&mut self, now: Timestamp, place: String) {
        if self.periods.is_empty() {
            self.place = place;
        }
        self.periods.push(Period { from: now, until: None });
        if self.periods.len() > PERIODS_MAX {
            let oldest = self.periods.remove(0);
            if let Some(next) = self.periods.first_mut() {
                next.from = oldest.from;
            }
        }
    }

    /// Ingests no more. What happened until now is ingested still.
    pub(crate) fn end(&mut self, now: Timestamp) {
        if let Some(last) = self.periods.last_mut().filter(|last| last.until.is_none()) {
            last.until = Some(now);
        }
    }

    /// Whether the store was ingesting at this moment.
    pub(crate) fn was_ingesting(&self, at: Timestamp) -> bool {
        let is_in =
            |period: &Period| at >= period.from && period.until.is_none_or(|until| at <= until);
        self.periods.iter().any(is_in)
    }
}

/// The ARN of an event data store.
pub(crate) fn arn(region: &str, account: AccountId, id: &str) -> Arn {
    Arn::new("cloudtrail", region, Some(account), &format!("eventdatastore/{id}"))
}

/// Every event data store of an account in a region, in the order they were made, deleted ones
/// among them.
pub(crate) fn stores_of(
    reader: &Reader<'_>,
    account: AccountId,
    region: &str,
) -> Result<Vec<EventDataStore>, StoreError> {
    let found = reader.find::<EventDataStore>("account", &account.to_string())?;
    let mut stores: Vec<_> =
        found.into_iter().map(|(_, store)| store).filter(|store| store.region == region).collect();
    stores.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
    Ok(stores)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    fn intake() -> Intake {
        Intake::new("123456789012".parse().unwrap(), String::new())
    }

    #[test]
    fn a_store_ingests_from_start_to_stop() {
        let mut intake = intake();
        intake.begin(at(10), "a".to_owned());
        intake.end(at(20));
        intake.end(at(21));
        intake.begin(at(30), "b".to_owned());
        assert_eq!(intake.place, "a", "what happened before is not read yet");
        for (moment, kept) in [(9, false), (10, true), (20, true), (21, false), (30, true)] {
            assert_eq!(intake.was_ingesting(at(moment)), kept, "{moment}");
        }
    }

    #[test]
    fn periods_are_bounded_and_lose_nothing() {
        let mut intake = intake();
        for number in 0..150 {
            intake.begin(at(number * 10), String::new());
            intake.end(at(number * 10 + 1));
        }
        assert_eq!(intake.periods.len(), PERIODS_MAX);
        assert!((0..150).all(|number| intake.was_ingesting(at(number * 10))));
    }
}
