//! What can go wrong in the store.

use bartizan_types::Fault;

use crate::Key;

/// Why the store could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// An insert met a record that is already there.
    #[error("{collection} `{key}` exists already: read it, or write it with a put")]
    Exists {
        /// The collection.
        collection: String,
        /// The record's key.
        key: Box<Key>,
    },
    /// A stored record cannot be read.
    #[error("{collection} `{key}` cannot be read: {reason}; restore it from a backup")]
    Corrupt {
        /// The collection.
        collection: String,
        /// The record's key.
        key: Box<Key>,
        /// What is wrong with it.
        reason: String,
    },
    /// A commit is durable, but an observer could not apply it: what is served may be out of date.
    #[error(
        "a change was stored but could not be applied, so requests are refused: {0}; \
         restart the server"
    )]
    Stale(String),
    /// The database cannot be reached or has no room; the same call may succeed later.
    #[error("the store is unavailable: {0}; retry")]
    Unavailable(String),
    /// Another process serves this store.
    #[error("{0}")]
    Locked(String),
    /// The store was written by a newer version of the program.
    #[error(
        "{what} has version {found}, this program knows versions up to {known}: \
         use the newer program"
    )]
    NewerSchema {
        /// What is newer: the schema, or a collection.
        what: String,
        /// The version found.
        found: u32,
        /// The newest version this program can read.
        known: u32,
    },
    /// The configuration cannot be used.
    #[error("{0}")]
    Configuration(String),
    /// A transaction's own code failed; nothing of it was stored.
    #[error("the transaction was abandoned by a fault in its own code; nothing was stored")]
    Abandoned,
    /// The change feed no longer reaches back so far.
    #[error(
        "the change feed starts after {oldest}, changes after {after} were asked for: \
         read the records afresh"
    )]
    FeedTruncated {
        /// The sequence number asked for.
        after: u64,
        /// The lowest number that can be asked for.
        oldest: u64,
    },
    /// A page token was not made by this store.
    #[error("the page token is not valid: start again without one")]
    InvalidPage,
    /// A backup cannot be restored.
    #[error("the backup cannot be restored: {0}")]
    Backup(String),
    /// The disk or the database refused.
    #[error("the store failed: {0}")]
    Io(String),
}

impl StoreError {
    /// Whether the same call may succeed later without any change by the caller.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Stale(_))
    }
}

/// As a client sees it: what a retry may mend is a 503.
impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        let retry_helps = error.is_retryable() || matches!(error, StoreError::Stale(_));
        let (code, status) =
            if retry_helps { ("ServiceUnavailable", 503) } else { ("InternalFailure", 500) };
        Self::new(code, error.to_string(), status)
    }
}
