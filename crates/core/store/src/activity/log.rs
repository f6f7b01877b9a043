//! The activity record as callers see it.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use super::queue::{Prune, Queue};
use super::{ActivityPage, ActivityQuery, ActivityRow, Stretch};
use crate::StoreError;
use crate::backend::pool::Pool;
use crate::backend::{ActivityReader, Backend};

/// How many events a page holds at most, whatever is asked for.
const PAGE_ROWS_MAX: usize = 1000;

/// The activity record of a store: see [`crate::Store::activity`]. Clones share it.
#[derive(Clone)]
pub struct ActivityLog {
    queue: Arc<Queue>,
    backend: Arc<dyn Backend>,
    readers: Arc<Pool<Box<dyn ActivityReader>>>,
}

impl ActivityLog {
    pub(crate) fn new(queue: Arc<Queue>, backend: Arc<dyn Backend>) -> Self {
        let readers = Arc::new(Pool::new(backend.readers_max()));
        Self { queue, backend, readers }
    }

    /// Adds events. They are durable within 100 ms where the disk keeps up. Where too many wait to
    /// be stored, the caller waits for room; nothing is dropped.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] while events cannot be stored, [`StoreError::Corrupt`] if a body
    /// is not UTF-8; none was taken.
    pub async fn append(&self, rows: &[ActivityRow]) -> Result<(), StoreError> {
        rows.iter().try_for_each(ActivityRow::check)?;
        self.queue.append(rows).await
    }

    /// [`ActivityLog::append`] for threads that may wait.
    ///
    /// # Errors
    /// As for [`ActivityLog::append`].
    pub fn append_blocking(&self, rows: &[ActivityRow]) -> Result<(), StoreError> {
        rows.iter().try_for_each(ActivityRow::check)?;
        self.queue.append_blocking(rows)
    }

    /// A page of events, newest first; of the same time, the one stored last first.
    ///
    /// # Errors
    /// [`StoreError::InvalidPage`], or the database cannot be reached.
    pub fn query(&self, query: &ActivityQuery) -> Result<ActivityPage, StoreError> {
        let page = query.page.as_deref().map(place_from_token).transpose()?;
        let limit = query.limit.clamp(1, PAGE_ROWS_MAX);
        let one_more = ActivityQuery { limit: limit + 1, ..query.clone() };
        let mut found = self.read(|reader| reader.query(&one_more, page))?;
        let has_more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| has_more);
        let next = last.map(|(number, row)| format!("{}.{number}", row.time_ms));
        Ok(ActivityPage { rows: found.into_iter().map(|(_, row)| row).collect(), next })
    }

    /// The events of one request, oldest first, at most 1,000.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn by_request(&self, request_id: &str) -> Result<Vec<ActivityRow>, StoreError> {
        self.read(|reader| reader.by_request(request_id))
    }

    /// Removes events from before `before_ms`, in milliseconds since 1970; how many. Events are
    /// stored in between.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn prune(&self, before_ms: i64) -> Result<u64, StoreError> {
        let (reply, answer) = sync_channel(1);
        self.queue.prune(Prune { before_ms, removed: 0, reply })?;
        answer.recv().map_err(|_| StoreError::Unavailable("it is closed".to_owned()))?
    }

    /// Waits until all events handed in or emitted so far can be queried.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] while events cannot be stored.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.queue.flush()
    }

    /// Whether events are being stored. If not, refuse requests.
    pub fn is_recording(&self) -> bool {
        self.queue.is_recording()
    }

    /// Events in the order they were stored, behind the event with this id. Where there is none of
    /// this id, it was forgotten (see [`ActivityLog::holds`]) or the id is empty: then from the
    /// oldest event that is left. A place is told by an id and not by a number, as a restored store
    /// numbers its events anew.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn following(&self, event_id: &str, limit: usize) -> Result<Vec<ActivityRow>, StoreError> {
        let limit = limit.clamp(1, PAGE_ROWS_MAX);
        let found = self.read(|reader| {
            let after = reader.number_of(event_id)?.unwrap_or(0);
            reader.all(after, limit)
        })?;
        Ok(found.into_iter().map(|(_, row)| row).collect())
    }

    /// As [`ActivityLog::following`], for those who want one account's events: `limit` events are
    /// looked at, and those of others are not read.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn stretch(
        &self,
        account: &str,
        event_id: &str,
        limit: usize,
    ) -> Result<Stretch, StoreError> {
        let limit = limit.clamp(1, PAGE_ROWS_MAX);
        self.read(|reader| {
            let after = reader.number_of(event_id)?.unwrap_or(0);
            reader.stretch(account, after, limit)
        })
    }

    /// Whether the event with this id is still there. One that is not may have been forgotten
    /// together with events behind it that its reader had not come to.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn holds(&self, event_id: &str) -> Result<bool, StoreError> {
        self.read(|reader| Ok(reader.number_of(event_id)?.is_some()))
    }

    /// Those of these events that are there, in the order they were stored.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn events(&self, event_ids: &[String]) -> Result<Vec<ActivityRow>, StoreError> {
        let mut found = self.read(|reader| reader.by_ids(event_ids))?;
        found.sort_by_key(|(number, _)| *number);
        Ok(found.into_iter().map(|(_, row)| row).collect())
    }

    /// The id of the event that was stored last before the first one of `time_ms`, in milliseconds
    /// since 1970, or later.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn last_before(&self, time_ms: i64) -> Result<Option<String>, StoreError> {
        self.read(|reader| reader.last_before(time_ms))
    }

    /// Events in the order they were stored, above the number `after`, each with its number.
    pub(crate) fn all(
        &self,
        after: i64,
        limit: usize,
    ) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        self.read(|reader| reader.all(after, limit))
    }

    fn read<R>(
        &self,
        f: impl FnOnce(&dyn ActivityReader) -> Result<R, StoreError>,
    ) -> Result<R, StoreError> {
        self.readers.with(
            || self.backend.open_activity_reader(),
            |reader| reader.ready(),
            |reader| {
                let answer = f(&**reader);
                let keep = answer.is_ok();
                (answer, keep)
            },
        )?
    }
}

/// The place a page token names: the time and number of the last event shown.
fn place_from_token(token: &str) -> Result<(i64, i64), StoreError> {
    let place = token
        .split_once('.')
        .and_then(|(time_ms, number)| Some((time_ms.parse().ok()?, number.parse().ok()?)));
    place.ok_or(StoreError::InvalidPage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_token_is_a_time_and_a_number() {
        assert_eq!(place_from_token("-5.7"), Ok((-5, 7)));
        for wrong in ["", ".", "1", "1.", "1.2.3", "a.b", "99999999999999999999.1"] {
            assert_eq!(place_from_token(wrong), Err(StoreError::InvalidPage), "{wrong}");
        }
    }
}
