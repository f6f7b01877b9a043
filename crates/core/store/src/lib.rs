//! Transactions, collections and a change feed over SQLite or PostgreSQL.
//!
//! A *collection* is a typed set of [`Record`]s of one kind, keyed by account, region and id. A
//! transaction reads and writes several; every commit has a sequence number, and the change feed
//! replays commits in order. One thread writes: waiting transactions share one durable commit, and
//! [`Observer`]s (which compile the snapshots requests are decided on) have applied a commit before
//! any of its callers is answered. The activity record is kept apart, in [`ActivityLog`].

mod activity;
mod backend;
mod backup;
mod commit;
mod config;
mod error;
mod feed;
mod key;
mod reader;
mod record;
mod store;
mod writer;

pub use activity::{ActivityLog, ActivityPage, ActivityQuery, ActivityRow, Place, Stretch, Word};
pub use config::StoreConfig;
pub use error::StoreError;
pub use feed::{Change, ChangeKind, Observer};
pub use key::Key;
pub use reader::Reader;
pub use record::Record;
pub use store::Store;
pub use writer::Writer;
