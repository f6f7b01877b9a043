//! Events move from the activity record into event data stores, beside the serving of requests.
//!
//! Each store has a place in the activity record. The events behind it that the store wants are
//! packed into segments, and stored in one transaction with the new place: after a kill they are
//! read again, and none is missing or there twice.

mod pruning;
#[cfg(test)]
mod tests;

use bartizan_service::Road;
use bartizan_service::store::{ActivityRow, Key, Reader, StoreError, Writer};
use bartizan_types::{Fault, Timestamp};

use super::packing::{self, Line};
use super::query::Apart;
use super::records::{EventDataStore, Intake, Segment};
use crate::event;
use crate::portion::Portion;
use crate::selection::Candidate;

pub(crate) use pruning::RESTORABLE;

/// How many stores are read at a time.
const STORES_READ: usize = 100;
/// The events of a step.
const STEP: Portion = Portion { rows_read: 200, rows_max: 2000 };

/// What bounds the event data stores of an account, and its queries.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How many bytes they take together, packed. Beyond, they wait: what they hold stays until its
    /// retention ends, and what is new waits in the activity record.
    pub account_bytes_max: u64,
    /// How many queries are kept, and how many bytes of their results. Beyond, the oldest are
    /// forgotten before their seven days are over.
    pub queries_max: usize,
    /// See `queries_max`.
    pub result_bytes_max: u64,
    /// Where queries are run.
    pub apart: Apart,
}

impl Default for Limits {
    /// About a hundred million events, and a thousand queries.
    fn default() -> Self {
        Self {
            account_bytes_max: 16 << 30,
            queries_max: 1000,
            result_bytes_max: 1 << 30,
            apart: Apart::default(),
        }
    }
}

/// Moves what every event data store wants, forgets what is not retained any more, and removes
/// stores a week after they were deleted. A failure of one keeps no other waiting.
///
/// # Errors
/// The store cannot be read, or the first failure of an event data store: to be called again later.
pub async fn ingest(road: &Road, limits: &Limits) -> Result<(), Fault> {
    let store = &road.platform().store;
    let mut outcome = Ok(());
    let mut after: Option<Key> = None;
    loop {
        let stores: Result<_, StoreError> =
            store.read(|reader| reader.scan_all::<EventDataStore>(after.as_ref(), STORES_READ));
        let stores = stores?;
        let Some((last, _)) = stores.last() else { return outcome };
        after = Some(last.clone());
        for (_, store) in &stores {
            let done = match store.deleted {
                None => ingest_one(road, limits, store).await,
                Some(deleted) => pruning::remove_in_time(road, store, deleted).await,
            };
            outcome = outcome.and(done);
        }
    }
}

/// Moves what one event data store wants.
pub(super) async fn ingest_one(
    road: &Road,
    limits: &Limits,
    store: &EventDataStore,
) -> Result<(), Fault> {
    pruning::forget_old(road, store).await?;
    while let Some(intake) = intake_of(road, store)? {
        if intake.periods.is_empty() || !step(road, limits, store, intake).await? {
            break;
        }
    }
    Ok(())
}

/// Moves some events; whether there may be more.
async fn step(
    road: &Road,
    limits: &Limits,
    store: &EventDataStore,
    intake: Intake,
) -> Result<bool, Fault> {
    let now = road.platform().now();
    let stretch = STEP.read(road, store.account, &intake.place)?;
    let Some(end) = stretch.end else {
        let is_over = intake.periods.iter().any(|period| period.is_over(now));
        if is_over {
            save(road, store, intake.place, move |_, _, intake| {
                intake.periods.retain(|period| !period.is_over(now));
                Ok(())
            })
            .await?;
        }
        return Ok(false);
    };
    let lines: Vec<Line> =
        stretch.rows.iter().filter_map(|row| wanted(store, &intake, row)).collect();
    let key = store.segment_key(intake.tail);
    let tail: Result<_, StoreError> =
        road.platform().store.read(|reader| reader.get::<Segment>(&key));
    let tail = tail?;
    let segments =
        if lines.is_empty() { Vec::new() } else { packing::append(tail.as_ref(), lines)? };
    let freed = if segments.is_empty() { 0 } else { tail.as_ref().map_or(0, stored_bytes) };
    let is_more = stretch.goes_on;
    let most = limits.account_bytes_max;
    let moved = save(road, store, intake.place, move |writer, store, intake| {
        let added: u64 = segments.iter().map(stored_bytes).sum();
        let room = most.saturating_sub(bytes_of_account(writer, store)?.saturating_sub(freed));
        intake.is_full = added > room;
        if intake.is_full {
            return Ok(());
        }
        let first = intake.tail;
        for (number, segment) in (first..).zip(&segments) {
            writer.put(&store.segment_key(number), segment)?;
            intake.tail = number;
        }
        intake.bytes = intake.bytes.saturating_sub(freed).saturating_add(added);
        intake.place = end.event_id;
        if !is_more {
            intake.periods.retain(|period| !period.is_over(now));
        }
        Ok(())
    })
    .await?;
    Ok(moved && is_more)
}

/// Changes a store's intake in one transaction, unless another has moved it in the meantime or the
/// store is not as it was read; whether it goes on.
async fn save(
    road: &Road,
    store: &EventDataStore,
    place: String,
    change: impl FnOnce(&mut Writer<'_>, &EventDataStore, &mut Intake) -> Result<(), StoreError>
    + Send
    + 'static,
) -> Result<bool, Fault> {
    let store = store.clone();
    let saved = road.platform().store.write(move |writer| {
        let key = store.key();
        if !is_as_read(writer, &store)? {
            return Ok(false);
        }
        let Some(mut intake) = writer.get::<Intake>(&key)?.filter(|now| now.place == place) else {
            return Ok(false);
        };
        let was_full = intake.is_full;
        change(writer, &store, &mut intake)?;
        writer.put(&key, &intake)?;
        if intake.is_full && !was_full {
            tracing::warn!(
                store = %store.arn(),
                "the account's event data stores hold as much as they may: it waits"
            );
        }
        Ok(!intake.is_full)
    });
    saved.await.map_err(|error: StoreError| error.into())
}

/// Whether nobody has changed, deleted or restored a store since it was read.
fn is_as_read(reader: &Reader<'_>, store: &EventDataStore) -> Result<bool, StoreError> {
    let now = reader.get::<EventDataStore>(&store.key())?;
    Ok(now.is_some_and(|now| (now.updated, now.deleted) == (store.updated, store.deleted)))
}

/// How far the store is, unless it is gone.
fn intake_of(road: &Road, store: &EventDataStore) -> Result<Option<Intake>, Fault> {
    let found = road.platform().store.read(|reader| reader.get::<Intake>(&store.key()));
    found.map_err(|error: StoreError| error.into())
}

/// How many bytes the stores of the account take together.
fn bytes_of_account(writer: &Writer<'_>, store: &EventDataStore) -> Result<u64, StoreError> {
    let all = writer.find::<Intake>("account", &store.account.to_string())?;
    Ok(all.iter().map(|(_, intake)| intake.bytes).sum())
}

/// How many bytes a segment takes in the store, but for a few.
fn stored_bytes(segment: &Segment) -> u64 {
    u64::try_from(segment.packed.len()).unwrap_or(u64::MAX)
}

/// The event, if the store wants it.
fn wanted(store: &EventDataStore, intake: &Intake, row: &ActivityRow) -> Option<Line> {
    let is_near = store.is_multi_region || store.region == row.region;
    let is_own = row.account == store.account.to_string();
    if !is_own || !is_near || !intake.was_ingesting(Timestamp::from_millis(row.time_ms)) {
        return None;
    }
    let record = event::record(row)?;
    let is_of_calls = !matches!(record.get("eventCategory")?.as_str()?, "Insight");
    let is_wanted = is_of_calls && store.admits(Candidate(&record));
    is_wanted.then(|| Line { time_ms: row.time_ms, json: record.to_string() })
}
