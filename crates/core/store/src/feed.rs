//! The change feed and those who follow it.

use std::collections::HashSet;

use crate::backend::Query;
use crate::{Key, Reader, StoreError};

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

/// How many commits the feed keeps.
pub(crate) const CHANGES_KEPT_COMMITS: u64 = 100_000;

/// The changes of a commit, each record once, numbered.
pub(crate) fn last_of_each(mut changes: Vec<Change>, sequence: u64) -> Vec<Change> {
    let mut seen = HashSet::new();
    let mut keep: Vec<_> =
        changes.iter().rev().map(|change| seen.insert((&change.collection, &change.key))).collect();
    drop(seen);
    changes.retain_mut(|change| {
        change.sequence = sequence;
        keep.pop().unwrap_or(false)
    });
    changes
}

/// Changes after a commit as [`crate::Store::changes`] promises them.
pub(crate) fn whole_commits(
    query: &dyn Query,
    after: u64,
    limit: usize,
) -> Result<Vec<Change>, StoreError> {
    let oldest = query.feed_floor()?;
    if after < oldest {
        return Err(StoreError::FeedTruncated { after, oldest });
    }
    let mut changes = query.changes(after, u64::MAX, limit.saturating_add(1))?;
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else {
        return Ok(changes);
    };
    let (first, last) = (first.sequence, last.sequence);
    if changes.len() <= limit {
        return Ok(changes);
    }
    if first == last {
        return query.changes(after, first, usize::MAX);
    }
    changes.retain(|change| change.sequence != last);
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_tells_of_each_record_once_with_what_happened_last() {
        let change = |id: &str, kind| Change {
            sequence: 0,
            collection: "test.item".to_owned(),
            key: Key::installation(id),
            kind,
        };
        let made = vec![
            change("a", ChangeKind::Put),
            change("b", ChangeKind::Put),
            change("a", ChangeKind::Delete),
        ];
        let told: Vec<_> = last_of_each(made, 7)
            .into_iter()
            .map(|change| (change.sequence, change.key.id, change.kind))
            .collect();
        assert_eq!(
            told,
            [(7, "b".to_owned(), ChangeKind::Put), (7, "a".to_owned(), ChangeKind::Delete)]
        );
    }
}
