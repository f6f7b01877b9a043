//! Condition keys of a request.

use std::hash::Hasher;

use rustc_hash::FxHasher;
use smallvec::{SmallVec, smallvec};
use smol_str::SmolStr;

/// The condition keys of a request and their values. Keys ignore case, also in the part behind the
/// slash. (IAM User Guide, "IAM JSON policy elements: Condition".)
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The keys' hashes, in the order of the entries: a look-up reads little else.
    hashes: Vec<u64>,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// In place where it is short, as most are: a context is made for each decision.
    key: SmolStr,
    values: SmallVec<[String; 1]>,
    multivalued: bool,
}

/// A condition key, hashed once for quick look-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    hash: u64,
    name: Box<str>,
}

impl Key {
    pub(crate) fn new(name: &str) -> Self {
        Self { hash: hash(name), name: name.into() }
    }
}

impl Context {
    /// No keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a key that has one value.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.insert(key, smallvec![value.into()], false);
    }

    /// Sets a multivalued key, of which only the set operators and `Null` take notice. An empty list
    /// is as a missing key. (IAM User Guide, "Set operators for multivalued context keys".)
    pub fn set_list(&mut self, key: &str, values: Vec<String>) {
        self.insert(key, values.into(), true);
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        if let Some(at) = self.position(hash(key), key) {
            self.hashes.remove(at);
            self.entries.remove(at);
        }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes away the keys that were set after there were `len` of them, so that what many requests
    /// have in common is set once.
    pub fn truncate(&mut self, len: usize) {
        self.hashes.truncate(len);
        self.entries.truncate(len);
    }

    /// The values of a key; `None` where it is missing.
    pub fn values(&self, key: &str) -> Option<&[String]> {
        self.find(hash(key), key).map(|entry| entry.values.as_slice())
    }

    /// All keys, as they were first written, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.entries.iter().map(|entry| (entry.key.as_str(), entry.values.as_slice()))
    }

    /// Whether the key was set as a multivalued one.
    pub fn is_multivalued(&self, key: &str) -> bool {
        self.find(hash(key), key).is_some_and(|entry| entry.multivalued)
    }

    pub(crate) fn lookup(&self, key: &Key) -> Option<&[String]> {
        self.find(key.hash, &key.name).map(|entry| entry.values.as_slice())
    }

    /// The value of a key that may have one only. (IAM User Guide, "Single-valued vs. multivalued
    /// context keys": the others are no policy variables.)
    pub(crate) fn lookup_single(&self, key: &Key) -> Option<&str> {
        match self.find(key.hash, &key.name)? {
            Entry { values, multivalued: false, .. } => match values.as_slice() {
                [value] => Some(value),
                _ => None,
            },
            Entry { .. } => None,
        }
    }

    pub(crate) fn lookup_is_multivalued(&self, key: &Key) -> bool {
        self.find(key.hash, &key.name).is_some_and(|entry| entry.multivalued)
    }

    fn find(&self, hash: u64, key: &str) -> Option<&Entry> {
        self.entries.get(self.position(hash, key)?)
    }

    fn position(&self, hash: u64, key: &str) -> Option<usize> {
        let same = |(at, found): (usize, &u64)| {
            *found == hash
                && self.entries.get(at).is_some_and(|entry| entry.key.eq_ignore_ascii_case(key))
        };
        self.hashes.iter().enumerate().position(same)
    }

    fn insert(&mut self, key: &str, values: SmallVec<[String; 1]>, multivalued: bool) {
        let hash = hash(key);
        let at = self.position(hash, key);
        if let Some(entry) = at.and_then(|at| self.entries.get_mut(at)) {
            entry.values = values;
            entry.multivalued = multivalued;
        } else {
            self.hashes.push(hash);
            self.entries.push(Entry { key: key.into(), values, multivalued });
        }
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for byte in key.bytes() {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_case_and_values_are_replaced() {
        let mut context = Context::new();
        context.set("aws:SourceIp", "10.0.0.1");
        context.set("AWS:sourceip", "10.0.0.2");
        context.set_list("aws:TagKeys", vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(context.values("aws:SOURCEIP").unwrap(), ["10.0.0.2"]);
        assert_eq!(context.iter().count(), 2);
        assert!(context.is_multivalued("aws:tagkeys"));
        context.remove("AWS:TagKeys");
        assert_eq!(context.values("aws:TagKeys"), None);
    }

    #[test]
    fn what_was_set_last_is_taken_away_together() {
        let mut context = Context::new();
        context.set("aws:userid", "a");
        let shared = context.len();
        context.set("app:one", "1");
        context.set("app:two", "2");
        context.truncate(shared);
        assert_eq!(context.iter().collect::<Vec<_>>(), [("aws:userid", &["a".to_owned()][..])]);
        assert_eq!(context.values("app:one"), None);
        assert!(!context.is_empty());
    }
}
