//! Writing records.

use std::ops::Deref;

use crate::activity::ActivityRow;
use crate::backend::{Mutate, Query};
use crate::feed::ChangeKind;
use crate::{Change, Key, Reader, Record, StoreError};

/// How many records are looked up at a time to be removed.
const CLEAR_BATCH: usize = 1000;

/// A transaction: all of a [`Reader`], which sees what was written here, and changes.
pub struct Writer<'a> {
    reader: Reader<'a>,
    session: &'a dyn Mutate,
    changes: Vec<Change>,
    emitted: bool,
}

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

impl<'a> Writer<'a> {
    pub(crate) fn new(session: &'a dyn Mutate) -> Self {
        let query: &'a dyn Query = session;
        Self { reader: Reader::new(query), session, changes: Vec::new(), emitted: false }
    }

    /// Writes a record, in place of the one with this key if there is one.
    ///
    /// # Errors
    /// The record has no JSON form, or the database cannot be reached.
    pub fn put<T: Record>(&mut self, key: &Key, record: &T) -> Result<(), StoreError> {
        let body = serde_json::to_vec(record).map_err(|error| StoreError::Corrupt {
            collection: T::COLLECTION.to_owned(),
            key: Box::new(key.clone()),
            reason: error.to_string(),
        })?;
        let owned = record.index_keys();
        let index_keys: Vec<_> = owned.iter().map(|(name, value)| (*name, &**value)).collect();
        self.session.put(T::COLLECTION, key, T::VERSION, &body, &index_keys)?;
        self.changed(T::COLLECTION, key, ChangeKind::Put);
        Ok(())
    }

    /// Writes a record whose key is not taken.
    ///
    /// # Errors
    /// [`StoreError::Exists`], and as for [`Writer::put`].
    pub fn insert<T: Record>(&mut self, key: &Key, record: &T) -> Result<(), StoreError> {
        let mut taken = false;
        self.session.fetch(T::COLLECTION, key, &mut |_| {
            taken = true;
            Ok(())
        })?;
        if taken {
            return Err(StoreError::Exists {
                collection: T::COLLECTION.to_owned(),
                key: Box::new(key.clone()),
            });
        }
        self.put(key, record)
    }

    /// Removes a record; whether there was one.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn delete<T: Record>(&mut self, key: &Key) -> Result<bool, StoreError> {
        let removed = self.session.delete(T::COLLECTION, key)?;
        if removed {
            self.changed(T::COLLECTION, key, ChangeKind::Delete);
        }
        Ok(removed)
    }

    /// Removes every record but those of collections whose name begins with `kept`; how many.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn clear_except(&mut self, kept: &str) -> Result<u64, StoreError> {
        let mut removed = 0;
        for collection in self.reader.query().collections()? {
            while !collection.starts_with(kept) {
                let mut keys = Vec::new();
                self.reader.each_of(&collection, None, CLEAR_BATCH, &mut |row| {
                    keys.push(row.key());
                    Ok(())
                })?;
                if keys.is_empty() {
                    break;
                }
                for key in keys {
                    self.session.delete(&collection, &key)?;
                    self.changed(&collection, &key, ChangeKind::Delete);
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    /// Adds an event of this transaction to the activity record: stored with the transaction or
    /// not at all, and moved to the record once.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn emit(&mut self, row: &ActivityRow) -> Result<(), StoreError> {
        self.session.emit(row)?;
        self.emitted = true;
        Ok(())
    }

    /// The changes made, and whether an event was emitted.
    pub(crate) fn into_effects(self) -> (Vec<Change>, bool) {
        (self.changes, self.emitted)
    }

    fn changed(&mut self, collection: &str, key: &Key, kind: ChangeKind) {
        let (collection, key) = (collection.to_owned(), key.clone());
        // The number is set when the commit that carries the transaction is made.
        self.changes.push(Change { sequence: 0, collection, key, kind });
    }
}
