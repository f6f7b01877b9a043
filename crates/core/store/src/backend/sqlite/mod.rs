//! SQLite: one file for the state, one for the activity record, in a locked folder.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension};

use self::activity::Activity;
use self::session::Session;
use super::schema::{Schema, migrate};
use super::{ActivityReader, ActivityWriter, Backend, ReadSession, WriteSession};
use crate::StoreError;

mod activity;
mod adopt;
mod batch;
mod id;
mod session;

/// The steps of the schema of the state.
const STATE_STEPS: &[&str] = &[include_str!("state.1.sql")];
/// The steps of the schema of the activity record.
const ACTIVITY_STEPS: &[&str] = &[
    include_str!("activity.1.sql"),
    include_str!("activity.2.sql"),
    include_str!("activity.3.sql"),
];

/// The bytes of a page of a new file of the activity record. Its events are of a kilobyte or two and
/// are written once, side by side: each page costs the same few calls of the system, whatever its
/// size. A file that is there keeps the size that it was made with.
const ACTIVITY_PAGE_BYTES: u32 = 16 << 10;

/// How long a connection waits for another's lock on the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Prepared statements a connection keeps: more than there are.
const STATEMENTS_MAX: usize = 64;

/// A folder with the two files, locked while this lives.
pub(crate) struct Sqlite {
    dir: PathBuf,
    /// The operating system frees the lock when the file is closed, however the process ends.
    _lock: File,
}

impl Sqlite {
    pub(crate) fn new(dir: &Path) -> Result<Self, StoreError> {
        make_private_dir(dir).map_err(|error| cannot_use(dir, &error))?;
        let path = dir.join("lock");
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(|error| cannot_use(&path, &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Locked(format!(
                    "the data folder `{}` is in use by another process: stop it, or name another \
                     folder",
                    dir.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(cannot_use(&path, &error)),
        }
        let sqlite = Self { dir: dir.to_owned(), _lock: lock };
        migrate("the store", &Versioned(sqlite.state()?), STATE_STEPS)?;
        let activity = Versioned(sqlite.activity()?);
        migrate("the activity record", &activity, ACTIVITY_STEPS)?;
        adopt::adopt(&activity.0)?;
        Ok(sqlite)
    }

    fn state(&self) -> Result<Connection, StoreError> {
        ready(self.connect("store.db")?)
    }

    fn activity(&self) -> Result<Connection, StoreError> {
        let connection = self.connect("activity.db")?;
        connection.pragma_update(None, "page_size", ACTIVITY_PAGE_BYTES).map_err(failed)?;
        ready(connection)
    }

    fn connect(&self, file: &str) -> Result<Connection, StoreError> {
        let connection = Connection::open(self.dir.join(file)).map_err(failed)?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
        Ok(connection)
    }
}

/// Makes a new connection ready for use.
fn ready(connection: Connection) -> Result<Connection, StoreError> {
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; \
                 PRAGMA temp_store = MEMORY;",
        )
        .map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(connection)
}

impl Backend for Sqlite {
    fn open_writer(&self) -> Result<Box<dyn WriteSession>, StoreError> {
        Ok(Box::new(Session::new(self.state()?)))
    }

    fn open_reader(&self) -> Result<Box<dyn ReadSession>, StoreError> {
        Ok(Box::new(Session::new(self.state()?)))
    }

    fn open_activity_writer(&self) -> Result<Box<dyn ActivityWriter>, StoreError> {
        Ok(Box::new(Activity::new(self.activity()?)))
    }

    fn open_activity_reader(&self) -> Result<Box<dyn ActivityReader>, StoreError> {
        Ok(Box::new(Activity::new(self.activity()?)))
    }

    fn heartbeat(&self) -> Duration {
        // A file does not go away.
        Duration::from_hours(24)
    }

    fn readers_max(&self) -> usize {
        16
    }
}

struct Versioned(Connection);

impl Schema for Versioned {
    fn version(&self) -> Result<u32, StoreError> {
        let made = self.0.table_exists(None, "state").map_err(failed)?;
        if !made {
            return Ok(0);
        }
        let query = "SELECT value FROM state WHERE name = 'schema'";
        let version = self.0.query_row(query, [], |row| row.get(0)).optional();
        Ok(version.map_err(failed)?.unwrap_or(0))
    }

    fn step(&self, sql: &str, version: u32) -> Result<(), StoreError> {
        let transaction = self.0.unchecked_transaction().map_err(failed)?;
        transaction.execute_batch(sql).map_err(failed)?;
        let record = "INSERT OR REPLACE INTO state (name, value) VALUES ('schema', ?1)";
        transaction.execute(record, [version]).map_err(failed)?;
        transaction.commit().map_err(failed)
    }
}

/// A folder only its owner can enter; one that is there is left as it is.
fn make_private_dir(dir: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

fn cannot_use(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Io(format!("`{}` cannot be used: {error}", path.display()))
}

/// What an error of SQLite means to a caller.
fn failed(error: impl Into<rusqlite::Error>) -> StoreError {
    let error = error.into();
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::OutOfMemory
            | ErrorCode::SystemIoFailure,
        ) => StoreError::Unavailable(error.to_string()),
        _ => StoreError::Io(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_bytes(connection: &Connection) -> u32 {
        connection.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_file_keeps_the_size_of_its_pages() {
        let folder = tempfile::tempdir().unwrap();
        let (new, old) = (folder.path().join("new"), folder.path().join("old"));
        let made = Sqlite::new(&new).unwrap();
        assert_eq!(page_bytes(&made.activity().unwrap()), ACTIVITY_PAGE_BYTES);
        make_private_dir(&old).unwrap();
        let small = Connection::open(old.join("activity.db")).unwrap();
        small.execute_batch("PRAGMA page_size = 4096; CREATE TABLE other (a)").unwrap();
        drop(small);
        let found = Sqlite::new(&old).unwrap();
        assert_eq!(page_bytes(&found.activity().unwrap()), 4096);
    }
}
