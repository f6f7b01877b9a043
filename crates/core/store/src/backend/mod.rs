//! What the store asks of a database. Everything typed is above this line: here are collections'
//! names, keys and bytes.

use std::time::Duration;

use crate::activity::frame::Frame;
use crate::activity::{ActivityQuery, ActivityRow, Stretch};
use crate::{Change, Key, StoreError};

pub(crate) mod pool;
mod postgres;
mod schema;
mod sqlite;

pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;

/// A stored record, borrowed from the database's own memory.
pub(crate) struct RowRef<'r> {
    pub(crate) account: &'r str,
    pub(crate) region: &'r str,
    pub(crate) id: &'r str,
    pub(crate) version: u32,
    pub(crate) body: &'r [u8],
}

impl RowRef<'_> {
    pub(crate) fn key(&self) -> Key {
        Key {
            account: self.account.to_owned(),
            region: self.region.to_owned(),
            id: self.id.to_owned(),
        }
    }
}

/// Called with each row; its error ends the query.
pub(crate) type Visit<'v> = &'v mut dyn FnMut(RowRef<'_>) -> Result<(), StoreError>;

/// Ids of one account and region in a collection: `from` inclusive, `before` exclusive.
pub(crate) struct Range<'r> {
    pub(crate) account: &'r str,
    pub(crate) region: &'r str,
    pub(crate) from: String,
    pub(crate) before: Option<String>,
    pub(crate) limit: usize,
}

/// What can be asked of a state of the store.
pub(crate) trait Query {
    fn fetch(&self, collection: &str, key: &Key, visit: Visit<'_>) -> Result<(), StoreError>;
    fn scan(&self, collection: &str, range: &Range<'_>, visit: Visit<'_>)
    -> Result<(), StoreError>;
    /// Records whose key is `from` or later, across accounts and regions.
    fn scan_all(
        &self,
        collection: &str,
        from: &Key,
        limit: usize,
        visit: Visit<'_>,
    ) -> Result<(), StoreError>;
    /// Records with this secondary key, its name and its value, whose key is `from` or later.
    fn find(
        &self,
        collection: &str,
        index: (&str, &str),
        from: &Key,
        limit: usize,
        visit: Visit<'_>,
    ) -> Result<(), StoreError>;
    fn count(&self, collection: &str, account: &str, region: &str) -> Result<u64, StoreError>;
    /// How many records [`Query::find`] finds.
    fn count_found(&self, collection: &str, index: &str, value: &str) -> Result<u64, StoreError>;
    /// The names of all collections that hold a record.
    fn collections(&self) -> Result<Vec<String>, StoreError>;
    /// The secondary keys stored for a record.
    fn index_keys(&self, collection: &str, key: &Key) -> Result<Vec<(String, String)>, StoreError>;
    /// The number of the last commit.
    fn sequence(&self) -> Result<u64, StoreError>;
    /// The lowest number [`Query::changes`] can start after.
    fn feed_floor(&self) -> Result<u64, StoreError>;
    /// Changes with numbers above `after` and up to `until`, in order.
    fn changes(&self, after: u64, until: u64, limit: usize) -> Result<Vec<Change>, StoreError>;
    /// Events waiting to be moved, with numbers above `after`, in order: (number, event).
    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<(i64, ActivityRow)>, StoreError>;
}

/// What a transaction can do.
pub(crate) trait Mutate: Query {
    fn put(
        &self,
        collection: &str,
        key: &Key,
        version: u32,
        body: &[u8],
        index_keys: &[(&str, &str)],
    ) -> Result<(), StoreError>;
    fn delete(&self, collection: &str, key: &Key) -> Result<bool, StoreError>;
    fn emit(&self, row: &ActivityRow) -> Result<(), StoreError>;
}

/// The one connection that writes. It holds the store's lock for life.
pub(crate) trait WriteSession: Mutate + Send {
    fn begin(&self) -> Result<(), StoreError>;
    fn savepoint(&self) -> Result<(), StoreError>;
    fn release_savepoint(&self) -> Result<(), StoreError>;
    fn rollback_to_savepoint(&self) -> Result<(), StoreError>;
    fn commit(&self) -> Result<(), StoreError>;
    fn rollback(&self) -> Result<(), StoreError>;
    /// Adds changes to the feed and makes `sequence` the number of the last commit.
    fn record_changes(&self, sequence: u64, changes: &[Change]) -> Result<(), StoreError>;
    /// Forgets changes up to `floor`.
    fn truncate_feed(&self, floor: u64) -> Result<(), StoreError>;
    /// Forgets events up to `number`, which were moved.
    fn clear_outbox(&self, number: i64) -> Result<(), StoreError>;
    /// Makes `sequence` the number of the last commit, without a feed that leads to it.
    fn start_at(&self, sequence: u64) -> Result<(), StoreError> {
        self.record_changes(sequence, &[])?;
        self.truncate_feed(sequence)
    }
    /// Whether the connection is gone for good.
    fn is_lost(&self) -> bool;
}

/// A connection for reading. Between `begin` and `end` it sees one state.
pub(crate) trait ReadSession: Query + Send {
    fn begin(&self) -> Result<(), StoreError>;
    fn end(&self) -> Result<(), StoreError>;
    /// The same connection as the queries it answers.
    fn query(&self) -> &dyn Query;
}

/// A connection that writes the activity record.
pub(crate) trait ActivityWriter: Send {
    /// Stores events durably; an event whose id is there already is left out.
    fn append(&mut self, events: &[Frame<'_>]) -> Result<(), StoreError>;
    /// Removes at most `limit` events older than `before_ms`; how many were removed.
    fn prune(&mut self, before_ms: i64, limit: usize) -> Result<usize, StoreError>;
}

/// A connection that reads the activity record.
pub(crate) trait ActivityReader: Send {
    /// Whether the connection can be used.
    fn ready(&self) -> Result<(), StoreError>;
    /// Events newest first, from before the time and number of `page` where given, each with its
    /// number.
    fn query(
        &self,
        query: &ActivityQuery,
        page: Option<(i64, i64)>,
    ) -> Result<Vec<(i64, ActivityRow)>, StoreError>;
    fn by_request(&self, request_id: &str) -> Result<Vec<ActivityRow>, StoreError>;
    /// Events with numbers above `after` in the order they were stored.
    fn all(&self, after: i64, limit: usize) -> Result<Vec<(i64, ActivityRow)>, StoreError>;
    /// What the next `limit` numbers above `after` hold for an account.
    fn stretch(&self, account: &str, after: i64, limit: usize) -> Result<Stretch, StoreError>;
    /// Those of these events that are there, each with its number.
    fn by_ids(&self, event_ids: &[String]) -> Result<Vec<(i64, ActivityRow)>, StoreError>;
    /// The number of the event with this id.
    fn number_of(&self, event_id: &str) -> Result<Option<i64>, StoreError>;
    /// The id of the event that was stored last before the first one of this time or later.
    fn last_before(&self, time_ms: i64) -> Result<Option<String>, StoreError>;
}

/// A database. Opening is repeated where a connection was lost.
pub(crate) trait Backend: Send + Sync {
    /// Takes the store's lock, brings the schema up to date, and opens the writing connection.
    fn open_writer(&self) -> Result<Box<dyn WriteSession>, StoreError>;
    fn open_reader(&self) -> Result<Box<dyn ReadSession>, StoreError>;
    fn open_activity_writer(&self) -> Result<Box<dyn ActivityWriter>, StoreError>;
    fn open_activity_reader(&self) -> Result<Box<dyn ActivityReader>, StoreError>;
    /// How long the writing connection may be silent before it is asked whether it is alive.
    fn heartbeat(&self) -> Duration;
    /// How many connections may be open for reading at once.
    fn readers_max(&self) -> usize;
}
