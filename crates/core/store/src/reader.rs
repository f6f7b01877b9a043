//! Reading records.

use std::ops::ControlFlow;

use crate::backend::{Query, Range, RowRef, Visit};
use crate::record::{decode, newest};
use crate::{Key, Record, StoreError};

/// One state of the store. All it answers is of the same commit.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    query: &'a dyn Query,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(query: &'a dyn Query) -> Self {
        Self { query }
    }

    /// The record with this key, if there is one.
    ///
    /// # Errors
    /// Any of [`StoreError`] that reading can meet: the record is corrupt or newer than this
    /// program, or the database cannot be reached.
    pub fn get<T: Record>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        let mut found = None;
        self.query.fetch(T::COLLECTION, key, &mut |row| {
            found = Some(decode::<T>(|| key.clone(), row.version, row.body)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Records of an account and region (empty for global ones) whose ids begin with `prefix`, in
    /// the order of their ids, from the first after `after` on.
    ///
    /// # Errors
    /// As for [`Reader::get`].
    pub fn scan<T: Record>(
        &self,
        account: &str,
        region: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(Key, T)>, StoreError> {
        let next = after.map(just_after).unwrap_or_default();
        let from = if next.as_str() > prefix { next } else { prefix.to_owned() };
        let range = Range { account, region, from, before: end_of_prefix(prefix), limit };
        collect(|visit| self.query.scan(T::COLLECTION, &range, visit))
    }

    /// As [`Self::scan`] of all ids, but each record is told with its id as the JSON that it is stored as:
    /// who looks at some members of very many records need not make the others. What is told breaks off when
    /// it is answered so.
    ///
    /// # Errors
    /// As for [`Reader::get`], save that a record of the newest version is not looked into.
    pub fn scan_stored<T: Record>(
        &self,
        (account, region): (&str, &str),
        after: Option<&str>,
        limit: usize,
        mut tell: impl FnMut(&str, &[u8]) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, StoreError> {
        let from = after.map(just_after).unwrap_or_default();
        let range = Range { account, region, from, before: None, limit };
        let mut flow = ControlFlow::Continue(());
        self.query.scan(T::COLLECTION, &range, &mut |row| {
            if flow.is_continue() {
                let body = newest::<T>(|| row.key(), row.version, row.body)?;
                flow = tell(row.id, &body);
            }
            Ok(())
        })?;
        Ok(flow)
    }

    /// Records of all accounts and regions in the order of their keys, from the first after `after`
    /// on.
    ///
    /// # Errors
    /// As for [`Reader::get`].
    pub fn scan_all<T: Record>(
        &self,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, T)>, StoreError> {
        collect(|visit| self.each_of(T::COLLECTION, after, limit, visit))
    }

    /// Records that declare the secondary key `index` with this value, in the order of their keys.
    ///
    /// # Errors
    /// As for [`Reader::get`].
    pub fn find<T: Record>(&self, index: &str, value: &str) -> Result<Vec<(Key, T)>, StoreError> {
        self.find_from(index, value, None, usize::MAX)
    }

    /// As [`Self::find`], from the first after `after` on.
    ///
    /// # Errors
    /// As for [`Reader::get`].
    pub fn find_from<T: Record>(
        &self,
        index: &str,
        value: &str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, T)>, StoreError> {
        let from = key_just_after(after);
        collect(|visit| self.query.find(T::COLLECTION, (index, value), &from, limit, visit))
    }

    /// How many records an account has in a region (empty for global ones).
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn count<T: Record>(&self, account: &str, region: &str) -> Result<u64, StoreError> {
        self.query.count(T::COLLECTION, account, region)
    }

    /// How many records declare the secondary key `index` with this value.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn count_found<T: Record>(&self, index: &str, value: &str) -> Result<u64, StoreError> {
        self.query.count_found(T::COLLECTION, index, value)
    }

    /// The number of the commit this state is of; 0 before the first.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn sequence(&self) -> Result<u64, StoreError> {
        self.query.sequence()
    }

    /// Stored records of all accounts and regions, from the first after `after` on.
    pub(crate) fn each_of(
        &self,
        collection: &str,
        after: Option<&Key>,
        limit: usize,
        visit: Visit<'_>,
    ) -> Result<(), StoreError> {
        let from = key_just_after(after);
        self.query.scan_all(collection, &from, limit, visit)
    }

    pub(crate) fn query(&self) -> &'a dyn Query {
        self.query
    }
}

/// Runs a query and decodes its rows.
fn collect<T: Record>(
    run: impl FnOnce(Visit<'_>) -> Result<(), StoreError>,
) -> Result<Vec<(Key, T)>, StoreError> {
    let mut rows = Vec::new();
    run(&mut |row: RowRef<'_>| {
        let record = decode(|| row.key(), row.version, row.body)?;
        rows.push((row.key(), record));
        Ok(())
    })?;
    Ok(rows)
}

/// The first text after `text` in bytewise order.
fn just_after(text: &str) -> String {
    format!("{text}\0")
}

/// The first key after `after`, or the first of all.
fn key_just_after(after: Option<&Key>) -> Key {
    after
        .map_or_else(|| Key::installation(""), |key| Key { id: just_after(&key.id), ..key.clone() })
}

/// The first text after all that begin with `prefix`, unless nothing comes after them.
fn end_of_prefix(prefix: &str) -> Option<String> {
    let mut kept = prefix.to_owned();
    while let Some(last) = kept.pop() {
        let next = match last {
            '\u{d7ff}' => Some('\u{e000}'),
            other => char::from_u32(u32::from(other) + 1),
        };
        if let Some(next) = next {
            kept.push(next);
            return Some(kept);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_before_the_next_text_in_bytewise_order() {
        let cases = [
            ("", None),
            ("a", Some("b")),
            ("role/", Some("role0")),
            ("\u{7f}", Some("\u{80}")),
            ("a\u{d7ff}", Some("a\u{e000}")),
            ("a\u{10ffff}", Some("b")),
            ("\u{10ffff}", None),
        ];
        for (prefix, end) in cases {
            assert_eq!(end_of_prefix(prefix).as_deref(), end, "{prefix:?}");
        }
    }
}
