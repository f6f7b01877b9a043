//! The change feed and those who follow it.

use crate::{Key, Reader};

/// One record changed in one commit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// The number of the commit: each is one more than the one before.
    pub sequence: u64,
    /// The collection of the record.
    pub collection: String,
    /// The key of the record.
    pub key: Key,
    /// What happened to it. Where a commit changed a record more than once, the last.
    pub kind: ChangeKind,
}

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// It was written.
    Put,
    /// It was removed.
    Delete,
}

/// One who must have applied a commit before its callers are answered, such as the compiler of a
/// snapshot. It runs on the writer's thread: all writes wait for it.
pub trait Observer: Send {
    /// Called once when the observer is registered, with a reader that sees exactly the state the
    /// first [`Observer::committed`] follows on.
    ///
    /// # Errors
    /// Why it cannot observe, in words; it is not registered then.
    fn attached(&mut self, reader: &Reader<'_>) -> Result<(), String> {
        let _ = reader;
        Ok(())
    }

    /// Called after each commit, in order, with what it changed and a reader that sees exactly
    /// this commit. It must not wait for a write of the same store.
    ///
    /// # Errors
    /// Why the commit could not be applied, in words. The store is stale from then on: writes are
    /// refused, and so should be every request.
    fn committed(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<(), String>;
}
