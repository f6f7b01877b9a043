//! A connection to the file of the activity record.

use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};

use super::failed;
use super::session::{blob, integer};
use crate::StoreError;
use crate::activity::{ActivityQuery, ActivityRow, Place, Stretch, keys_from_json, keys_to_json};
use crate::backend::{ActivityReader, ActivityWriter};

/// The columns [`event`] reads.
const COLUMNS: &str = "e.number, e.time_ms, e.event_id, e.request_id, e.account, e.region, e.body, \
                       e.keys";

pub(super) struct Activity {
    connection: Connection,
}

impl Activity {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    fn events(
        &self,
        rest: &str,
        params: impl Params,
    ) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {rest}");
        let mut statement = self.connection.prepare_cached(&sql).map_err(failed)?;
        let mut rows = statement.query(params).map_err(failed)?;
        let mut events = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            events.push(event(row)?);
        }
        Ok(events)
    }
}

impl Activity {
    /// The one value of a query, if it has a row.
    fn value<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        statement.query_row(params, |row| row.get(0)).optional().map_err(failed)
    }
}

impl ActivityWriter for Activity {
    fn append(&mut self, rows: &[ActivityRow]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction().map_err(failed)?;
        for row in rows {
            insert(&transaction, row)?;
        }
        transaction.commit().map_err(failed)
    }

    fn prune(&mut self, before_ms: i64, limit: usize) -> Result<usize, StoreError> {
        let old = self.events(
            "event e WHERE e.time_ms < ?1 ORDER BY e.time_ms LIMIT ?2",
            [before_ms, integer(limit)],
        )?;
        let transaction = self.connection.transaction().map_err(failed)?;
        for (number, row) in &old {
            remove(&transaction, *number, row).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        Ok(old.len())
    }
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
        let (page_ms, page_number) = page.unwrap_or((i64::MAX, i64::MAX));
        let limit = integer(*limit);
        match attribute {
            None => self.events(
                "event e WHERE e.account = ?1 AND e.region = ?2 \
                 AND e.time_ms >= ?3 AND e.time_ms <= ?4 AND (e.time_ms, e.number) < (?5, ?6) \
                 ORDER BY e.time_ms DESC, e.number DESC LIMIT ?7",
                params![account, region, from_ms, to_ms, page_ms, page_number, limit],
            ),
            Some((name, value)) => self.events(
                "event_key k CROSS JOIN event e ON e.number = k.number \
                 WHERE k.account = ?1 AND k.region = ?2 AND k.name = ?8 AND k.value = ?9 \
                 AND k.time_ms >= ?3 AND k.time_ms <= ?4 AND (k.time_ms, k.number) < (?5, ?6) \
                 ORDER BY k.time_ms DESC, k.number DESC LIMIT ?7",
                params![account, region, from_ms, to_ms, page_ms, page_number, limit, name, value],
            ),
        }
    }

    fn by_request(&self, request_id: &str) -> Result<Vec<ActivityRow>, StoreError> {
        let events = self.events(
            "event e WHERE e.request_id = ?1 ORDER BY e.time_ms, e.number LIMIT 1000",
            [request_id],
        )?;
        Ok(events.into_iter().map(|(_, row)| row).collect())
    }

    fn all(&self, after: i64, limit: usize) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        self.events(
            "event e WHERE e.number > ?1 ORDER BY e.number LIMIT ?2",
            [after, integer(limit)],
        )
    }

    fn stretch(&self, account: &str, after: i64, limit: usize) -> Result<Stretch, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM event e WHERE e.number > ?1 ORDER BY e.number LIMIT ?2");
        let mut statement = self.connection.prepare_cached(&sql).map_err(failed)?;
        let mut found = statement.query([after, integer(limit)]).map_err(failed)?;
        let (mut stretch, mut passed) = (Stretch::default(), 0);
        while let Some(row) = found.next().map_err(failed)? {
            passed += 1;
            let event_id = row.get(2).map_err(failed)?;
            stretch.end = Some(Place { event_id, time_ms: row.get(1).map_err(failed)? });
            // What is not asked for is not copied.
            let owner = row.get_ref(4).map_err(failed)?.as_str();
            if owner.is_ok_and(|owner| owner == account) {
                stretch.rows.push(event(row)?.1);
            }
        }
        stretch.goes_on = passed == limit;
        Ok(stretch)
    }

    fn by_ids(&self, event_ids: &[String]) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let mut found = Vec::with_capacity(event_ids.len());
        for event_id in event_ids {
            found.extend(self.events("event e WHERE e.event_id = ?1", [event_id])?);
        }
        Ok(found)
    }

    fn number_of(&self, event_id: &str) -> Result<Option<i64>, StoreError> {
        self.value("SELECT number FROM event WHERE event_id = ?1", [event_id])
    }

    fn last_before(&self, time_ms: i64) -> Result<Option<String>, StoreError> {
        self.value(
            "SELECT event_id FROM event WHERE number < coalesce(\
             (SELECT min(number) FROM event WHERE time_ms >= ?1), 9223372036854775807) \
             ORDER BY number DESC LIMIT 1",
            [time_ms],
        )
    }
}

fn insert(connection: &Connection, row: &ActivityRow) -> Result<(), StoreError> {
    let ActivityRow { time_ms, event_id, request_id, account, region, body, keys } = row;
    let inserted = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO event \
             (time_ms, event_id, request_id, account, region, body, keys) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .and_then(|mut statement| {
            let keys = keys_to_json(keys);
            statement.execute(params![time_ms, event_id, request_id, account, region, body, keys])
        })
        .map_err(failed)?;
    if inserted == 0 {
        return Ok(());
    }
    let number = connection.last_insert_rowid();
    let mut statement = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO event_key (account, region, name, value, time_ms, number) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .map_err(failed)?;
    for (name, value) in keys {
        let params = params![account, region, name, value, time_ms, number];
        statement.execute(params).map_err(failed)?;
    }
    Ok(())
}

fn remove(connection: &Connection, number: i64, row: &ActivityRow) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "DELETE FROM event_key WHERE account = ?1 AND region = ?2 AND name = ?3 AND value = ?4 \
         AND time_ms = ?5 AND number = ?6",
    )?;
    for (name, value) in &row.keys {
        statement.execute(params![row.account, row.region, name, value, row.time_ms, number])?;
    }
    connection.prepare_cached("DELETE FROM event WHERE number = ?1")?.execute([number])?;
    Ok(())
}

fn event(row: &Row<'_>) -> Result<(i64, ActivityRow), StoreError> {
    let read = || -> rusqlite::Result<_> {
        Ok(ActivityRow {
            time_ms: row.get(1)?,
            event_id: row.get(2)?,
            request_id: row.get(3)?,
            account: row.get(4)?,
            region: row.get(5)?,
            body: row.get(6)?,
            keys: Vec::new(),
        })
    };
    let mut event = read().map_err(failed)?;
    event.keys = keys_from_json(blob(row, 7)?)?;
    Ok((row.get(0).map_err(failed)?, event))
}
