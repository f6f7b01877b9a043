//! A connection to the file of the activity record.

use std::cmp::Reverse;

use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension as _, Params, params};

use super::batch::{self, Batch, Places, SPAN_MS, Stored};
use super::failed;
use super::id::Id;
use super::session::blob;
use crate::StoreError;
use crate::activity::frame::Frame;
use crate::activity::{ActivityQuery, ActivityRow, Place, Stretch};
use crate::backend::{ActivityReader, ActivityWriter};

/// The row of `state` that tells the last number that was given to an event: numbers are not given
/// twice.
const LAST_NUMBER: &str = "last_number";

pub(super) struct Activity {
    connection: Connection,
}

impl Activity {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    /// The one value of a query, if it has a row.
    fn value<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        statement.query_row(params, |row| row.get(0)).optional().map_err(failed)
    }

    /// The numbers a query answers.
    fn numbers(&self, sql: &str, params: impl Params) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let numbers = statement.query_map(params, |row| row.get(0)).map_err(failed)?;
        numbers.collect::<Result<_, _>>().map_err(failed)
    }

    /// The events of these numbers, which are in order. A batch that has several is read once.
    fn numbered(&self, numbers: &[i64]) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT number, events FROM batch WHERE number <= ?1 ORDER BY number DESC LIMIT 1",
            )
            .map_err(failed)?;
        let (mut found, mut rest) = (Vec::with_capacity(numbers.len()), numbers);
        while let Some((first, others)) = rest.split_first() {
            rest = others;
            let mut rows = statement.query([first]).map_err(failed)?;
            let Some(row) = rows.next().map_err(failed)? else { continue };
            let batch = Stored::open(blob(row, 1)?)?;
            for (number, event) in batch.events(row.get(0).map_err(failed)?)? {
                if number == *first || rest.first() == Some(&number) {
                    found.push((number, event.row()));
                }
                rest = rest.strip_prefix(&[number]).unwrap_or(rest);
            }
        }
        Ok(found)
    }

    /// Visits the batches with events above the number `after`, in order, until it is enough.
    fn batches(
        &self,
        after: i64,
        mut visit: impl FnMut(&[(i64, Frame<'_>)]) -> bool,
    ) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT number, events FROM batch WHERE number >= coalesce(\
                 (SELECT max(number) FROM batch WHERE number <= ?1), ?1) ORDER BY number",
            )
            .map_err(failed)?;
        let mut rows = statement.query([after]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let batch = Stored::open(blob(row, 1)?)?;
            let events = batch.events(row.get(0).map_err(failed)?)?;
            let first = events.partition_point(|(number, _)| *number <= after);
            if !visit(events.get(first..).unwrap_or_default()) {
                break;
            }
        }
        Ok(())
    }
}

impl ActivityWriter for Activity {
    fn append(&mut self, events: &[Frame<'_>]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction().map_err(failed)?;
        let mut number: i64 = transaction
            .prepare_cached("SELECT value FROM state WHERE name = ?1")
            .and_then(|mut last| last.query_row([LAST_NUMBER], |row| row.get(0)).optional())
            .map_err(failed)?
            .unwrap_or(0);
        let mut new = Vec::with_capacity(events.len());
        {
            let mut id = transaction
                .prepare_cached("INSERT OR IGNORE INTO event_id (id, number) VALUES (?1, ?2)")
                .map_err(failed)?;
            for event in events {
                let next = number + 1;
                if id.execute(params![Id::of(event.event_id), next]).map_err(failed)? > 0 {
                    new.push((next, *event));
                    number = next;
                }
            }
        }
        store(&transaction, &new)?;
        advance(&transaction, number)?;
        transaction.commit().map_err(failed)
    }

    fn prune(&mut self, before_ms: i64, limit: usize) -> Result<usize, StoreError> {
        let transaction = self.connection.transaction().map_err(failed)?;
        let mut removed = 0;
        while removed < limit {
            let oldest = transaction
                .prepare_cached(
                    "SELECT number, events FROM batch WHERE first_ms < ?1 ORDER BY first_ms LIMIT 1",
                )
                .and_then(|mut oldest| {
                    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
                    oldest.query_row([before_ms], read).optional()
                });
            let Some((number, bytes)): Option<(i64, Vec<u8>)> = oldest.map_err(failed)? else {
                break;
            };
            removed += forget(&transaction, number, &bytes, before_ms, limit - removed)?;
        }
        transaction.commit().map_err(failed)?;
        Ok(removed)
    }
}

/// Makes `number` the last number that was given to an event.
pub(super) fn advance(connection: &Connection, number: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO state (name, value) VALUES (?1, ?2)")
        .and_then(|mut last| last.execute(params![LAST_NUMBER, number]))
        .map(drop)
        .map_err(failed)
}

/// Stores new events in batches, with all they are found by but their own ids.
pub(super) fn store(
    connection: &Connection,
    events: &[(i64, Frame<'_>)],
) -> Result<(), StoreError> {
    let mut request = connection
        .prepare_cached("INSERT OR IGNORE INTO request_id (id, number) VALUES (?1, ?2)")
        .map_err(failed)?;
    for (number, event) in events {
        request.execute(params![Id::of(event.request_id), number]).map_err(failed)?;
    }
    Batch::cut(events.iter().copied()).iter().try_for_each(|batch| put(connection, batch))
}

fn put(connection: &Connection, batch: &Batch<'_>) -> Result<(), StoreError> {
    let (number, last_ms) = (batch.number(), batch.last_ms);
    connection
        .prepare_cached(
            "INSERT INTO batch (number, first_ms, last_ms, events) VALUES (?1, ?2, ?3, ?4)",
        )
        .and_then(|mut statement| {
            statement.execute(params![number, batch.first_ms, last_ms, batch.bytes()])
        })
        .map_err(failed)?;
    let mut statement = connection
        .prepare_cached(
            "INSERT INTO posting (account, region, name, value, last_ms, number, places) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .map_err(failed)?;
    for ((account, region, name, value), places) in batch.postings() {
        let places = places.to_le_bytes();
        let params = params![account, region, name, value, last_ms, number, places.as_slice()];
        statement.execute(params).map_err(failed)?;
    }
    Ok(())
}

/// Forgets the events of a batch from before `before_ms`, at most `limit`; how many.
fn forget(
    connection: &Connection,
    number: i64,
    bytes: &[u8],
    before_ms: i64,
    limit: usize,
) -> Result<usize, StoreError> {
    let batch = Stored::open(bytes)?;
    let events = batch.events(number)?;
    let execute = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
        connection.prepare_cached(sql).and_then(|mut s| s.execute(params)).map_err(failed)
    };
    let whole = Batch::of(events.iter().copied());
    for (account, region, name, value) in whole.postings().into_iter().map(|(posting, _)| posting) {
        execute(
            "DELETE FROM posting WHERE account = ?1 AND region = ?2 AND name = ?3 \
             AND value = ?4 AND last_ms = ?5 AND number = ?6",
            params![account, region, name, value, whole.last_ms, number],
        )?;
    }
    execute("DELETE FROM batch WHERE number = ?1", params![number])?;
    let (mut removed, mut kept) = (0, Vec::new());
    for (number, event) in events {
        if event.time_ms < before_ms && removed < limit {
            execute("DELETE FROM event_id WHERE id = ?1", params![Id::of(event.event_id)])?;
            execute(
                "DELETE FROM request_id WHERE id = ?1 AND number = ?2",
                params![Id::of(event.request_id), number],
            )?;
            removed += 1;
        } else {
            kept.push((number, event));
        }
    }
    if !kept.is_empty() {
        put(connection, &Batch::of(kept))?;
    }
    Ok(removed)
}

impl ActivityReader for Activity {
    fn ready(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn query(
        &self,
        query: &ActivityQuery,
        page: Option<(i64, i64)>,
    ) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let ActivityQuery { account, region, from_ms, to_ms, attribute, limit, .. } = query;
        let page = page.unwrap_or((i64::MAX, i64::MAX));
        let (name, value) = attribute.as_ref().map_or(("", ""), |(name, value)| (name, value));
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT p.last_ms, p.places, b.number, b.events \
                 FROM posting p CROSS JOIN batch b ON b.number = p.number \
                 WHERE p.account = ?1 AND p.region = ?2 AND p.name = ?3 AND p.value = ?4 \
                 AND p.last_ms >= ?5 AND p.last_ms <= ?6 AND b.first_ms <= ?7 \
                 ORDER BY p.last_ms DESC, p.number DESC",
            )
            .map_err(failed)?;
        let newest_ms = page.0.min(*to_ms);
        let within_ms = newest_ms.saturating_add(SPAN_MS);
        let params = params![account, region, name, value, from_ms, within_ms, newest_ms];
        let mut batches = statement.query(params).map_err(failed)?;
        let mut newest = Newest { limit: *limit, found: Vec::new() };
        while let Some(row) = batches.next().map_err(failed)? {
            let last_ms: i64 = row.get(0).map_err(failed)?;
            if newest.are_all_after(last_ms) {
                break;
            }
            let places = row.get(1).map(Places::from_le_bytes).map_err(failed)?;
            let batch = Stored::open(blob(row, 3)?)?;
            let events = batch.events(row.get(2).map_err(failed)?)?;
            for (place, (number, event)) in events.iter().enumerate() {
                let asked = *from_ms..=*to_ms;
                if batch::holds(places, place)
                    && asked.contains(&event.time_ms)
                    && (event.time_ms, *number) < page
                {
                    newest.found.push((*number, event.row()));
                }
            }
            newest.shorten();
        }
        Ok(newest.rows())
    }

    fn by_request(&self, request_id: &str) -> Result<Vec<ActivityRow>, StoreError> {
        let numbers = self.numbers(
            "SELECT number FROM request_id WHERE id = ?1 ORDER BY number LIMIT 1000",
            [Id::of(request_id)],
        )?;
        let events = self.numbered(&numbers)?;
        let mut events: Vec<_> = events.into_iter().map(|(_, event)| event).collect();
        events.sort_by_key(|event| event.time_ms);
        Ok(events)
    }

    fn all(&self, after: i64, limit: usize) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let mut found = Vec::new();
        self.batches(after, |events| {
            let wanted = events.iter().take(limit - found.len());
            found.extend(wanted.map(|(number, event)| (*number, event.row())));
            found.len() < limit
        })?;
        Ok(found)
    }

    fn stretch(&self, account: &str, after: i64, limit: usize) -> Result<Stretch, StoreError> {
        let (mut stretch, mut passed) = (Stretch::default(), 0);
        self.batches(after, |events| {
            let events = events.get(..events.len().min(limit - passed)).unwrap_or_default();
            passed += events.len();
            // What is not asked for is not copied.
            let own = events.iter().filter(|(_, event)| event.account == account);
            stretch.rows.extend(own.map(|(_, event)| event.row()));
            if let Some((_, last)) = events.last() {
                let event_id = last.event_id.to_owned();
                stretch.end = Some(Place { event_id, time_ms: last.time_ms });
            }
            passed < limit
        })?;
        stretch.goes_on = passed == limit;
        Ok(stretch)
    }

    fn by_ids(&self, event_ids: &[String]) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let mut numbers = Vec::with_capacity(event_ids.len());
        for event_id in event_ids {
            numbers.extend(self.number_of(event_id)?);
        }
        numbers.sort_unstable();
        numbers.dedup();
        self.numbered(&numbers)
    }

    fn number_of(&self, event_id: &str) -> Result<Option<i64>, StoreError> {
        self.value("SELECT number FROM event_id WHERE id = ?1", [Id::of(event_id)])
    }

    fn last_before(&self, time_ms: i64) -> Result<Option<String>, StoreError> {
        // From the batch before the one with the first event of that time or later.
        let from: Option<i64> = self.value(
            "WITH first AS (SELECT coalesce(min(number), 9223372036854775807) AS number \
             FROM batch WHERE first_ms >= ?1 AND last_ms >= ?2) \
             SELECT coalesce((SELECT max(b.number) FROM batch b WHERE b.number < first.number), \
             first.number) FROM first",
            [time_ms.saturating_sub(SPAN_MS), time_ms],
        )?;
        let mut last = None;
        self.batches(from.unwrap_or(0) - 1, |events| {
            let first = events.iter().position(|(_, event)| event.time_ms >= time_ms);
            let before = events.get(..first.unwrap_or(events.len())).unwrap_or_default();
            if let Some((_, event)) = before.last() {
                last = Some(event.event_id.to_owned());
            }
            first.is_none()
        })?;
        Ok(last)
    }
}

/// The newest events of batches that come in the order of their last events, newest first.
struct Newest {
    limit: usize,
    found: Vec<(i64, ActivityRow)>,
}

impl Newest {
    /// Whether a batch with events until then adds nothing.
    fn are_all_after(&self, last_ms: i64) -> bool {
        self.found.len() >= self.limit
            && self.found.iter().filter(|(_, row)| row.time_ms > last_ms).count() >= self.limit
    }

    /// Forgets what is not among the newest, so that events of one moment fill no memory.
    fn shorten(&mut self) {
        if self.found.len() > 2 * self.limit {
            self.cut();
        }
    }

    fn rows(mut self) -> Vec<(i64, ActivityRow)> {
        self.cut();
        self.found
    }

    fn cut(&mut self) {
        self.found.sort_by_key(|(number, row)| Reverse((row.time_ms, *number)));
        self.found.truncate(self.limit);
    }
}
