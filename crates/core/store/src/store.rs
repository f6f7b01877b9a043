//! The store.

use std::path::Path;
use std::sync::Arc;

use crate::{ActivityLog, Change, Observer, Reader, Record, StoreConfig, StoreError, Writer};

/// A store. Clones share it; the last one closes it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    activity: ActivityLog,
}

fn unopened<E: From<StoreError>>() -> E {
    StoreError::Unavailable("it is not open".to_owned()).into()
}

impl Store {
    /// Opens a store, makes it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// The store is served by another process, newer than this program, or cannot be reached.
    pub fn open(_config: &StoreConfig) -> Result<Self, StoreError> {
        Err(unopened())
    }

    /// Reads one state of the store. It blocks the thread: some microseconds for a record with
    /// SQLite, a few network round trips with PostgreSQL. It may be called on an asynchronous
    /// runtime's thread.
    ///
    /// # Errors
    /// The closure's error, or why the store cannot be read.
    pub fn read<R, E>(&self, _f: impl FnOnce(&Reader<'_>) -> Result<R, E>) -> Result<R, E>
    where
        E: From<StoreError>,
    {
        Err(unopened())
    }

    /// Writes. The closure runs on the writer's thread, after those handed in before; if it fails,
    /// nothing of it is kept. The answer comes when the commit is durable and every observer has
    /// applied it. Once handed in, a write goes on even if the future is dropped.
    ///
    /// # Errors
    /// The closure's error, or why the commit could not be made or applied.
    pub async fn write<R, E>(
        &self,
        _f: impl FnOnce(&mut Writer<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        Err(unopened())
    }

    /// [`Store::write`] for threads that may wait.
    ///
    /// # Errors
    /// As for [`Store::write`].
    pub fn write_blocking<R, E>(
        &self,
        _f: impl FnOnce(&mut Writer<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        Err(unopened())
    }

    /// Registers an observer: it is attached to the current state, then told of every commit.
    ///
    /// # Errors
    /// [`StoreError::Stale`] with its reason if it cannot attach; it is not registered then.
    pub fn observe(&self, _observer: Box<dyn Observer>) -> Result<(), StoreError> {
        Err(unopened())
    }

    /// Whether what observers hold is known to be the last commit. If not, refuse requests.
    pub fn is_current(&self) -> bool {
        false
    }

    /// The number of the last commit all observers have applied; 0 before the first. It is the
    /// epoch of what is served.
    pub fn sequence(&self) -> u64 {
        0
    }

    /// Changes after the commit numbered `after`, in order: whole commits, as many as hold at most
    /// `limit` changes, at least one.
    ///
    /// # Errors
    /// [`StoreError::FeedTruncated`], or the database cannot be reached.
    pub fn changes(&self, _after: u64, _limit: usize) -> Result<Vec<Change>, StoreError> {
        Err(unopened())
    }

    /// Rewrites records of older versions in the current form, with the secondary keys they now
    /// declare; how many. To be called at start for a kind whose version was raised.
    ///
    /// # Errors
    /// As for [`Store::write`] and [`Reader::get`].
    pub fn upgrade<T: Record>(&self) -> Result<usize, StoreError> {
        Err(unopened())
    }

    /// The activity record.
    pub fn activity(&self) -> &ActivityLog {
        &self.inner.activity
    }

    /// Writes one state of the store to a new file, while it is served.
    ///
    /// # Errors
    /// The file exists or cannot be written, or the store cannot be read.
    pub fn backup(&self, _to: &Path) -> Result<(), StoreError> {
        Err(unopened())
    }

    /// Fills an empty store from a backup, of either database.
    ///
    /// # Errors
    /// [`StoreError::Backup`] if the store is not empty or the file is not a whole backup.
    pub fn restore(_from: &Path, _config: &StoreConfig) -> Result<(), StoreError> {
        Err(unopened())
    }
}
