//! A connection to the state.

use postgres::Row;

use super::{Link, Param, text};
use crate::activity::ActivityRow;
use crate::backend::{Mutate, Query, Range, ReadSession, RowRef, Visit, WriteSession};
use crate::feed::ChangeKind;
use crate::{Change, Key, StoreError};

/// Sorts after all UTF-8.
const AFTER_ALL_TEXT: &[u8] = &[0xff];

pub(super) struct Session {
    link: Link,
}

impl Session {
    pub(super) fn new(link: Link) -> Self {
        Self { link }
    }

    fn each(
        &self,
        sql: &'static str,
        params: Vec<Param>,
        visit: Visit<'_>,
    ) -> Result<(), StoreError> {
        for row in self.link.rows(sql, params)? {
            visit(RowRef {
                account: text(&row, 0)?,
                region: text(&row, 1)?,
                id: text(&row, 2)?,
                version: u32::try_from(row.get::<_, i64>(3)).unwrap_or(u32::MAX),
                body: row.get(4),
            })?;
        }
        Ok(())
    }

    fn number(&self, sql: &'static str, params: Vec<Param>) -> Result<u64, StoreError> {
        let rows = self.link.rows(sql, params)?;
        Ok(rows.first().map_or(0, |row| unsigned(row, 0)))
    }

    fn execute(&self, sql: &'static str, params: Vec<Param>) -> Result<(), StoreError> {
        self.link.rows(sql, params).map(drop)
    }
}

impl Query for Session {
    fn fetch(&self, collection: &str, key: &Key, visit: Visit<'_>) -> Result<(), StoreError> {
        self.each(
            "SELECT account, region, id, version, body FROM record \
             WHERE collection = $1 AND account = $2 AND region = $3 AND id = $4",
            place(collection, key),
            visit,
        )
    }

    fn scan(
        &self,
        collection: &str,
        range: &Range<'_>,
        visit: Visit<'_>,
    ) -> Result<(), StoreError> {
        let before = range.before.as_deref().map_or(AFTER_ALL_TEXT, str::as_bytes);
        self.each(
            "SELECT account, region, id, version, body FROM record \
             WHERE collection = $1 AND account = $2 AND region = $3 AND id >= $4 AND id < $5 \
             ORDER BY id LIMIT $6",
            vec![
                collection.into(),
                range.account.into(),
                range.region.into(),
                (&range.from).into(),
                Param::Bytes(before.to_vec()),
                integer(range.limit),
            ],
            visit,
        )
    }

    fn scan_all(
        &self,
        collection: &str,
        from: &Key,
        limit: usize,
        visit: Visit<'_>,
    ) -> Result<(), StoreError> {
        let mut params = place(collection, from);
        params.push(integer(limit));
        self.each(
            "SELECT account, region, id, version, body FROM record \
             WHERE collection = $1 AND (account, region, id) >= ($2, $3, $4) \
             ORDER BY account, region, id LIMIT $5",
            params,
            visit,
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
        let mut params = place(collection, from);
        params.extend([index.into(), value.into(), integer(limit)]);
        self.each(
            "SELECT r.account, r.region, r.id, r.version, r.body FROM record_key k \
             JOIN record r USING (collection, account, region, id) \
             WHERE k.collection = $1 AND k.name = $5 AND k.value = $6 \
             AND (k.account, k.region, k.id) >= ($2, $3, $4) \
             ORDER BY k.account, k.region, k.id LIMIT $7",
            params,
            visit,
        )
    }

    fn count(&self, collection: &str, account: &str, region: &str) -> Result<u64, StoreError> {
        self.number(
            "SELECT count(*) FROM record WHERE collection = $1 AND account = $2 AND region = $3",
            vec![collection.into(), account.into(), region.into()],
        )
    }

    fn count_found(&self, collection: &str, index: &str, value: &str) -> Result<u64, StoreError> {
        self.number(
            "SELECT count(*) FROM record_key WHERE collection = $1 AND name = $2 AND value = $3",
            vec![collection.into(), index.into(), value.into()],
        )
    }

    fn collections(&self) -> Result<Vec<String>, StoreError> {
        let rows = self
            .link
            .rows("SELECT DISTINCT collection FROM record ORDER BY collection", Vec::new())?;
        rows.iter().map(|row| Ok(text(row, 0)?.to_owned())).collect()
    }

    fn index_keys(&self, collection: &str, key: &Key) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.link.rows(
            "SELECT name, value FROM record_key \
             WHERE collection = $1 AND account = $2 AND region = $3 AND id = $4 \
             ORDER BY name, value",
            place(collection, key),
        )?;
        rows.iter().map(|row| Ok((text(row, 0)?.to_owned(), text(row, 1)?.to_owned()))).collect()
    }

    fn sequence(&self) -> Result<u64, StoreError> {
        self.number("SELECT value FROM state WHERE name = 'sequence'", Vec::new())
    }

    fn feed_floor(&self) -> Result<u64, StoreError> {
        self.number("SELECT value FROM state WHERE name = 'feed_floor'", Vec::new())
    }

    fn changes(&self, after: u64, until: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        let rows = self.link.rows(
            "SELECT sequence, collection, account, region, id, deleted FROM change \
             WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence, ordinal LIMIT $3",
            vec![integer(after), integer(until), integer(limit)],
        )?;
        rows.iter().map(change).collect()
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let rows = self.link.rows(
            "SELECT number, event FROM outbox WHERE number > $1 ORDER BY number LIMIT $2",
            vec![Param::Int(after), integer(limit)],
        )?;
        rows.iter().map(|row| Ok((row.get(0), ActivityRow::from_json(row.get(1))?))).collect()
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
        let mut params = place(collection, key);
        params.extend([integer(version), Param::Bytes(body.to_vec())]);
        self.execute(
            "WITH old AS (DELETE FROM record_key \
             WHERE collection = $1 AND account = $2 AND region = $3 AND id = $4) \
             INSERT INTO record (collection, account, region, id, version, body) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (collection, account, region, id) \
             DO UPDATE SET version = excluded.version, body = excluded.body",
            params,
        )?;
        if index_keys.is_empty() {
            return Ok(());
        }
        let mut params = place(collection, key);
        let column = |of: fn(&(&str, &str)) -> Vec<u8>| index_keys.iter().map(of).collect();
        params.push(Param::Texts(column(|(name, _)| name.as_bytes().to_vec())));
        params.push(Param::Texts(column(|(_, value)| value.as_bytes().to_vec())));
        self.execute(
            "INSERT INTO record_key (collection, account, region, id, name, value) \
             SELECT $1, $2, $3, $4, * FROM unnest($5::bytea[], $6::bytea[]) \
             ON CONFLICT DO NOTHING",
            params,
        )
    }

    fn delete(&self, collection: &str, key: &Key) -> Result<bool, StoreError> {
        let removed = self.link.rows(
            "WITH old AS (DELETE FROM record_key \
             WHERE collection = $1 AND account = $2 AND region = $3 AND id = $4) \
             DELETE FROM record \
             WHERE collection = $1 AND account = $2 AND region = $3 AND id = $4 RETURNING version",
            place(collection, key),
        )?;
        Ok(!removed.is_empty())
    }

    fn emit(&self, row: &ActivityRow) -> Result<(), StoreError> {
        let event = Param::Bytes(row.to_json()?);
        self.execute("INSERT INTO outbox (event) VALUES ($1)", vec![event])
    }
}

impl WriteSession for Session {
    fn begin(&self) -> Result<(), StoreError> {
        self.link.run("BEGIN ISOLATION LEVEL SERIALIZABLE")
    }

    fn savepoint(&self) -> Result<(), StoreError> {
        self.link.run("SAVEPOINT one")
    }

    fn release_savepoint(&self) -> Result<(), StoreError> {
        self.link.run("RELEASE one")
    }

    fn rollback_to_savepoint(&self) -> Result<(), StoreError> {
        self.link.run("ROLLBACK TO one; RELEASE one")
    }

    fn commit(&self) -> Result<(), StoreError> {
        self.link.run("COMMIT")
    }

    fn rollback(&self) -> Result<(), StoreError> {
        self.link.run("ROLLBACK")
    }

    fn record_changes(&self, sequence: u64, changes: &[Change]) -> Result<(), StoreError> {
        let texts = |of: fn(&Change) -> &str| {
            Param::Texts(changes.iter().map(|change| of(change).as_bytes().to_vec()).collect())
        };
        let deleted = |change: &Change| i64::from(change.kind == ChangeKind::Delete);
        self.execute(
            "WITH listed AS (INSERT INTO change \
             (collection, account, region, id, deleted, ordinal, sequence) SELECT c.*, $1 \
             FROM unnest($2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bigint[]) \
             WITH ORDINALITY c) \
             UPDATE state SET value = $1 WHERE name = 'sequence'",
            vec![
                integer(sequence),
                texts(|change| &change.collection),
                texts(|change| &change.key.account),
                texts(|change| &change.key.region),
                texts(|change| &change.key.id),
                Param::Ints(changes.iter().map(deleted).collect()),
            ],
        )
    }

    fn truncate_feed(&self, floor: u64) -> Result<(), StoreError> {
        self.execute(
            "WITH old AS (DELETE FROM change WHERE sequence <= $1) \
             UPDATE state SET value = $1 WHERE name = 'feed_floor'",
            vec![integer(floor)],
        )
    }

    fn clear_outbox(&self, number: i64) -> Result<(), StoreError> {
        self.execute("DELETE FROM outbox WHERE number <= $1", vec![Param::Int(number)])
    }

    fn is_lost(&self) -> bool {
        self.link.is_lost()
    }
}

impl ReadSession for Session {
    fn begin(&self) -> Result<(), StoreError> {
        self.link.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    fn end(&self) -> Result<(), StoreError> {
        self.link.run("COMMIT")
    }

    fn query(&self) -> &dyn Query {
        self
    }
}

fn place(collection: &str, key: &Key) -> Vec<Param> {
    vec![collection.into(), (&key.account).into(), (&key.region).into(), (&key.id).into()]
}

fn change(row: &Row) -> Result<Change, StoreError> {
    Ok(Change {
        sequence: unsigned(row, 0),
        collection: text(row, 1)?.to_owned(),
        key: Key {
            account: text(row, 2)?.to_owned(),
            region: text(row, 3)?.to_owned(),
            id: text(row, 4)?.to_owned(),
        },
        kind: if row.get::<_, i64>(5) == 0 { ChangeKind::Put } else { ChangeKind::Delete },
    })
}

fn unsigned(row: &Row, column: usize) -> u64 {
    u64::try_from(row.get::<_, i64>(column)).unwrap_or(0)
}

/// PostgreSQL's integers are signed; no number here comes near the end.
pub(super) fn integer(number: impl TryInto<i64>) -> Param {
    Param::Int(number.try_into().unwrap_or(i64::MAX))
}
