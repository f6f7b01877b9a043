//! What goes: events that are not retained any more, and stores a week after they were deleted.

use std::time::Duration;

use bartizan_service::Road;
use bartizan_service::store::{Key, StoreError};
use bartizan_types::{Fault, Timestamp};

use super::{is_as_read, stored_bytes};
use crate::lake::records::{EventDataStore, Intake, Segment};

/// How often old events are looked for.
const PRUNED_EVERY: Duration = Duration::from_hours(1);
/// How long a deleted store can be restored. (CloudTrail API Reference, `DeleteEventDataStore`.)
pub(crate) const RESTORABLE: Duration = Duration::from_hours(7 * 24);
/// How much later its events go, so that none goes under a restoration that was begun in time.
const GRACE: Duration = Duration::from_hours(1);
/// How many segments are read, and removed, in one go.
const SEGMENTS_READ: usize = 16;

/// Removes the segments all of whose events are older than is retained. Events of a segment that
/// stays are told apart by their time when it is read.
pub(super) async fn forget_old(road: &Road, store: &EventDataStore) -> Result<(), Fault> {
    let now = road.platform().now();
    let Some(intake) = super::intake_of(road, store)? else { return Ok(()) };
    if intake.pruned.is_some_and(|last| last.plus(PRUNED_EVERY) > now) {
        return Ok(());
    }
    let from_ms = store.retained_from_ms(now);
    loop {
        let mut old = segments(road, store)?;
        let count = old.len();
        old.retain(|(_, segment)| segment.until_ms < from_ms);
        let is_done = old.len() < count || count < SEGMENTS_READ;
        let is_as_read = remove(road, store, old, is_done.then_some(now)).await?;
        if is_done || !is_as_read {
            return Ok(());
        }
    }
}

/// Removes a deleted store for good when it cannot be restored any more.
pub(super) async fn remove_in_time(
    road: &Road,
    store: &EventDataStore,
    deleted: Timestamp,
) -> Result<(), Fault> {
    if deleted.plus(RESTORABLE + GRACE) > road.platform().now() {
        return Ok(());
    }
    loop {
        let rest = segments(road, store)?;
        if rest.is_empty() {
            break;
        }
        if !remove(road, store, rest, None).await? {
            return Ok(());
        }
    }
    let store = store.clone();
    let write = road.platform().store.write(move |writer| {
        if !is_as_read(writer, &store)? {
            return Ok(());
        }
        let key = store.key();
        writer.delete::<EventDataStore>(&key)?;
        writer.delete::<Intake>(&key).map(drop)
    });
    write.await.map_err(|error: StoreError| error.into())
}

/// The oldest segments of a store.
fn segments(road: &Road, store: &EventDataStore) -> Result<Vec<(Key, Segment)>, Fault> {
    let (account, prefix) = (store.account.to_string(), store.segment_prefix());
    let found = road.platform().store.read(|reader| {
        reader.scan::<Segment>(&account, &store.region, &prefix, None, SEGMENTS_READ)
    });
    found.map_err(|error: StoreError| error.into())
}

/// Removes segments, and notes when that was done, if the store is as it was read; whether it is.
async fn remove(
    road: &Road,
    store: &EventDataStore,
    segments: Vec<(Key, Segment)>,
    pruned: Option<Timestamp>,
) -> Result<bool, Fault> {
    let store = store.clone();
    let write = road.platform().store.write(move |writer| {
        if !is_as_read(writer, &store)? {
            return Ok(false);
        }
        let key = store.key();
        let mut freed: u64 = 0;
        for (key, segment) in &segments {
            // One that was filled in the meantime is not old any more.
            let is_same = writer.get::<Segment>(key)?.is_some_and(|now| now == *segment);
            if is_same && writer.delete::<Segment>(key)? {
                freed += stored_bytes(segment);
            }
        }
        if let Some(mut intake) = writer.get::<Intake>(&key)? {
            intake.bytes = intake.bytes.saturating_sub(freed);
            intake.pruned = pruned.or(intake.pruned);
            writer.put(&key, &intake)?;
        }
        Ok(true)
    });
    write.await.map_err(|error: StoreError| error.into())
}
