//! A connection to the file of the state.

use rusqlite::types::Value;
use rusqlite::{Connection, Params, Row, params};

use super::failed;
use crate::activity::ActivityRow;
use crate::backend::{Mutate, Query, Range, ReadSession, RowRef, Visit, WriteSession};
use crate::feed::ChangeKind;
use crate::{Change, Key, StoreError};

pub(super) struct Session {
    connection: Connection,
}

impl Session {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    fn execute(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .map_err(failed)
    }

    fn each(
        &self,
        sql: &str,
        params: impl Params,
        mut visit: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let mut rows = statement.query(params).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            visit(row)?;
        }
        Ok(())
    }

    fn number(&self, sql: &str, params: impl Params) -> Result<u64, StoreError> {
        let mut number = 0_i64;
        self.each(sql, params, |row| {
            number = row.get(0).map_err(failed)?;
            Ok(())
        })?;
        Ok(u64::try_from(number).unwrap_or(0))
    }
}

impl Query for Session {
    fn fetch(&self, collection: &str, key: &Key, visit: Visit<'_>) -> Result<(), StoreError> {
        self.each(
            "SELECT version, body FROM record \
             WHERE collection = ?1 AND account = ?2 AND region = ?3 AND id = ?4",
            [collection, &key.account, &key.region, &key.id],
            |row| {
                visit(RowRef {
                    account: &key.account,
                    region: &key.region,
                    id: &key.id,
                    version: row.get(0).map_err(failed)?,
                    body: blob(row, 1)?,
                })
            },
        )
    }

    fn scan(
        &self,
        collection: &str,
        range: &Range<'_>,
        visit: Visit<'_>,
    ) -> Result<(), StoreError> {
        // In SQLite every text sorts before every blob.
        let before = range.before.clone().map_or(Value::Blob(Vec::new()), Value::Text);
        self.each(
            "SELECT account, region, id, version, body FROM record \
             WHERE collection = ?1 AND account = ?2 AND region = ?3 AND id >= ?4 AND id < ?5 \
             ORDER BY id LIMIT ?6",
            params![
                collection,
                range.account,
                range.region,
                range.from,
                before,
                integer(range.limit)
            ],
            |row| visit(record(row)?),
        )
    }

    fn scan_all(
        &self,
        collection: &str,
        from: &Key,
        limit: usize,
        visit: Visit<'_>,
    ) -> Result<(), StoreError> {
        self.each(
            "SELECT account, region, id, version, body FROM record \
             WHERE collection = ?1 AND (account, region, id) >= (?2, ?3, ?4) \
             ORDER BY account, region, id LIMIT ?5",
            params![collection, from.account, from.region, from.id, integer(limit)],
            |row| visit(record(row)?),
        )
    }

    fn find(
        &self,
        collection: &str,
        (index, value): (&str, &str),
        from: &Key,
        limit: usize,
        visit: Visit<'_>,
    ) -> Result<(), StoreError> {
        let Key { account, region, id } = from;
        self.each(
            "SELECT r.account, r.region, r.id, r.version, r.body FROM record_key k \
             JOIN record r USING (collection, account, region, id) \
             WHERE k.collection = ?1 AND k.name = ?2 AND k.value = ?3 \
             AND (k.account, k.region, k.id) >= (?4, ?5, ?6) \
             ORDER BY k.account, k.region, k.id LIMIT ?7",
            params![collection, index, value, account, region, id, integer(limit)],
            |row| visit(record(row)?),
        )
    }

    fn count(&self, collection: &str, account: &str, region: &str) -> Result<u64, StoreError> {
        self.number(
            "SELECT count(*) FROM record WHERE collection = ?1 AND account = ?2 AND region = ?3",
            [collection, account, region],
        )
    }

    fn count_found(&self, collection: &str, index: &str, value: &str) -> Result<u64, StoreError> {
        self.number(
            "SELECT count(*) FROM record_key WHERE collection = ?1 AND name = ?2 AND value = ?3",
            [collection, index, value],
        )
    }

    fn collections(&self) -> Result<Vec<String>, StoreError> {
        let mut names = Vec::new();
        self.each("SELECT DISTINCT collection FROM record ORDER BY collection", [], |row| {
            names.push(row.get(0).map_err(failed)?);
            Ok(())
        })?;
        Ok(names)
    }

    fn index_keys(&self, collection: &str, key: &Key) -> Result<Vec<(String, String)>, StoreError> {
        let mut keys = Vec::new();
        self.each(
            "SELECT name, value FROM record_key \
             WHERE collection = ?1 AND account = ?2 AND region = ?3 AND id = ?4",
            [collection, &key.account, &key.region, &key.id],
            |row| {
                keys.push((row.get(0).map_err(failed)?, row.get(1).map_err(failed)?));
                Ok(())
            },
        )?;
        Ok(keys)
    }

    fn sequence(&self) -> Result<u64, StoreError> {
        self.number("SELECT value FROM state WHERE name = 'sequence'", [])
    }

    fn feed_floor(&self) -> Result<u64, StoreError> {
        self.number("SELECT value FROM state WHERE name = 'feed_floor'", [])
    }

    fn changes(&self, after: u64, until: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        let mut changes = Vec::new();
        self.each(
            "SELECT sequence, collection, account, region, id, deleted FROM change \
             WHERE sequence > ?1 AND sequence <= ?2 ORDER BY sequence, ordinal LIMIT ?3",
            [integer(after), integer(until), integer(limit)],
            |row| {
                changes.push(change(row).map_err(failed)?);
                Ok(())
            },
        )?;
        Ok(changes)
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let mut events = Vec::new();
        self.each(
            "SELECT number, event FROM outbox WHERE number > ?1 ORDER BY number LIMIT ?2",
            [after, integer(limit)],
            |row| {
                let event = ActivityRow::from_json(blob(row, 1)?)?;
                events.push((row.get(0).map_err(failed)?, event));
                Ok(())
            },
        )?;
        Ok(events)
    }
}

impl Mutate for Session {
    fn put(
        &self,
        collection: &str,
        key: &Key,
        version: u32,
        body: &[u8],
        index_keys: &[(&str, &str)],
    ) -> Result<(), StoreError> {
        let Key { account, region, id } = key;
        self.execute(
            "INSERT OR REPLACE INTO record (collection, account, region, id, version, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![collection, account, region, id, version, body],
        )?;
        self.forget_index_keys(collection, key)?;
        for (name, value) in index_keys {
            self.execute(
                "INSERT OR IGNORE INTO record_key (collection, name, value, account, region, id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                [collection, name, value, account, region, id],
            )?;
        }
        Ok(())
    }

    fn delete(&self, collection: &str, key: &Key) -> Result<bool, StoreError> {
        self.forget_index_keys(collection, key)?;
        let removed = self.execute(
            "DELETE FROM record \
             WHERE collection = ?1 AND account = ?2 AND region = ?3 AND id = ?4",
            [collection, &key.account, &key.region, &key.id],
        )?;
        Ok(removed > 0)
    }

    fn emit(&self, row: &ActivityRow) -> Result<(), StoreError> {
        self.execute("INSERT INTO outbox (event) VALUES (?1)", [row.to_json()?]).map(drop)
    }
}

impl Session {
    fn forget_index_keys(&self, collection: &str, key: &Key) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM record_key \
             WHERE collection = ?1 AND account = ?2 AND region = ?3 AND id = ?4",
            [collection, &key.account, &key.region, &key.id],
        )
        .map(drop)
    }
}

impl WriteSession for Session {
    fn begin(&self) -> Result<(), StoreError> {
        self.execute("BEGIN IMMEDIATE", []).map(drop)
    }

    fn savepoint(&self) -> Result<(), StoreError> {
        self.execute("SAVEPOINT one", []).map(drop)
    }

    fn release_savepoint(&self) -> Result<(), StoreError> {
        self.execute("RELEASE one", []).map(drop)
    }

    fn rollback_to_savepoint(&self) -> Result<(), StoreError> {
        self.execute("ROLLBACK TO one", [])?;
        self.release_savepoint()
    }

    fn commit(&self) -> Result<(), StoreError> {
        self.execute("COMMIT", []).map(drop)
    }

    fn rollback(&self) -> Result<(), StoreError> {
        // A failed commit may have ended the transaction already.
        if self.connection.is_autocommit() {
            return Ok(());
        }
        self.execute("ROLLBACK", []).map(drop)
    }

    fn record_changes(&self, sequence: u64, changes: &[Change]) -> Result<(), StoreError> {
        for (ordinal, change) in changes.iter().enumerate() {
            self.execute(
                "INSERT INTO change (sequence, ordinal, collection, account, region, id, deleted) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    integer(sequence),
                    integer(ordinal),
                    change.collection,
                    change.key.account,
                    change.key.region,
                    change.key.id,
                    change.kind == ChangeKind::Delete
                ],
            )?;
        }
        self.execute("UPDATE state SET value = ?1 WHERE name = 'sequence'", [integer(sequence)])
            .map(drop)
    }

    fn truncate_feed(&self, floor: u64) -> Result<(), StoreError> {
        self.execute("DELETE FROM change WHERE sequence <= ?1", [integer(floor)])?;
        self.execute("UPDATE state SET value = ?1 WHERE name = 'feed_floor'", [integer(floor)])
            .map(drop)
    }

    fn clear_outbox(&self, number: i64) -> Result<(), StoreError> {
        self.execute("DELETE FROM outbox WHERE number <= ?1", [number]).map(drop)
    }

    fn is_lost(&self) -> bool {
        false
    }
}

impl ReadSession for Session {
    fn begin(&self) -> Result<(), StoreError> {
        self.execute("BEGIN", []).map(drop)
    }

    fn end(&self) -> Result<(), StoreError> {
        self.execute("COMMIT", []).map(drop)
    }

    fn query(&self) -> &dyn Query {
        self
    }
}

fn record<'r>(row: &'r Row<'_>) -> Result<RowRef<'r>, StoreError> {
    Ok(RowRef {
        account: text(row, 0)?,
        region: text(row, 1)?,
        id: text(row, 2)?,
        version: row.get(3).map_err(failed)?,
        body: blob(row, 4)?,
    })
}

fn change(row: &Row<'_>) -> Result<Change, rusqlite::Error> {
    Ok(Change {
        sequence: u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0),
        collection: row.get(1)?,
        key: Key { account: row.get(2)?, region: row.get(3)?, id: row.get(4)? },
        kind: if row.get(5)? { ChangeKind::Delete } else { ChangeKind::Put },
    })
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str, StoreError> {
    let value = row.get_ref(column).map_err(failed)?;
    value.as_str().map_err(|error| StoreError::Io(error.to_string()))
}

pub(super) fn blob<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r [u8], StoreError> {
    let value = row.get_ref(column).map_err(failed)?;
    value.as_blob().map_err(|error| StoreError::Io(error.to_string()))
}

/// SQLite's integers are signed; no number here comes near the end.
pub(super) fn integer(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
