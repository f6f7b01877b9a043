//! Condition keys of a request.

mod packed;

use std::hash::Hasher;

use rustc_hash::FxHasher;
use serde::{Serialize, Serializer};

pub use packed::PackedContext;

/// The condition keys of a request and their values. Keys ignore case, also in the part behind the
/// slash. (IAM User Guide, "IAM JSON policy elements: Condition".)
///
/// All text is in one piece of memory: a context is made for each decision, and many are kept.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The keys' hashes, in the order of the entries: a look-up reads little else.
    hashes: Vec<u64>,
    entries: Vec<Entry>,
    /// The values of all entries.
    spans: Vec<Span>,
    /// The text of keys and values.
    text: String,
    /// Whether a key was ever set anew, so that the values do not lie in the order of the entries.
    is_mixed: bool,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    key: Span,
    /// The first of its values, and how many there are.
    first: u32,
    count: u32,
    multivalued: bool,
}

/// A piece of the text. A request is far shorter than 4 GiB; what lies beyond is read as nothing.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: u32,
    to: u32,
}

/// The values of a key.
#[derive(Debug, Clone, Copy)]
pub struct Values<'c> {
    text: &'c str,
    spans: &'c [Span],
}

impl<'c> Values<'c> {
    /// Each value, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        let text = self.text;
        self.spans.iter().map(move |span| span.of(text))
    }

    /// The first value.
    pub fn first(&self) -> Option<&'c str> {
        self.iter().next()
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The values, owned.
    pub fn to_vec(&self) -> Vec<String> {
        self.iter().map(str::to_owned).collect()
    }

    /// The value, if there is one alone.
    fn single(&self) -> Option<&'c str> {
        match self.spans {
            [span] => Some(span.of(self.text)),
            _ => None,
        }
    }
}

impl<T: AsRef<str>, const COUNT: usize> PartialEq<[T; COUNT]> for Values<'_> {
    fn eq(&self, other: &[T; COUNT]) -> bool {
        self.iter().eq(other.iter().map(AsRef::as_ref))
    }
}

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.iter())
    }
}

impl Span {
    fn of(self, text: &str) -> &str {
        text.get(place(self.from)..place(self.to)).unwrap_or_default()
    }
}

fn place(narrow: u32) -> usize {
    usize::try_from(narrow).unwrap_or(usize::MAX)
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
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
    pub fn set(&mut self, key: &str, value: impl AsRef<str>) {
        self.insert(key, [value.as_ref()].into_iter(), false);
    }

    /// Sets a multivalued key, of which only the set operators and `Null` take notice. An empty list
    /// is as a missing key. (IAM User Guide, "Set operators for multivalued context keys".)
    pub fn set_list(&mut self, key: &str, values: &[String]) {
        self.insert(key, values.iter().map(String::as_str), true);
    }

    /// Sets a key, and remembers what it was: [`Context::truncate`] to a length before this brings that
    /// back. Dearer to read and cheaper to write than the others, which look for the key first.
    pub fn shadow<'v>(
        &mut self,
        key: &str,
        values: impl Iterator<Item = &'v str>,
        multivalued: bool,
    ) {
        self.push_entry(hash(key), key, values, multivalued);
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

    /// How many bytes its keys and values have.
    pub const fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes away the keys that were set after there were `len` of them, so that what many requests
    /// have in common is set once.
    pub fn truncate(&mut self, len: usize) {
        let Some(first) = self.entries.get(len).copied() else { return };
        if !self.is_mixed {
            let values = self.spans.get(place(first.first)..).unwrap_or_default();
            let value = values.first().filter(|_| first.count > 0);
            self.text.truncate(place(value.unwrap_or(&first.key).from));
            self.spans.truncate(place(first.first));
            self.hashes.truncate(len);
            self.entries.truncate(len);
            return;
        }
        self.hashes.truncate(len);
        self.entries.truncate(len);
        let spans = self.entries.iter().map(|entry| place(entry.first) + place(entry.count)).max();
        self.spans.truncate(spans.unwrap_or(0));
        let keys = self.entries.iter().map(|entry| entry.key.to);
        let text = keys.chain(self.spans.iter().map(|span| span.to)).max();
        self.text.truncate(place(text.unwrap_or(0)));
    }

    /// The values of a key; `None` where it is missing.
    pub fn values(&self, key: &str) -> Option<Values<'_>> {
        self.find(hash(key), key).map(|entry| self.values_of(entry))
    }

    /// All keys, as they were first written, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Values<'_>)> {
        self.entries.iter().map(|entry| (entry.key.of(&self.text), self.values_of(entry)))
    }

    /// Whether the key was set as a multivalued one.
    pub fn is_multivalued(&self, key: &str) -> bool {
        self.find(hash(key), key).is_some_and(|entry| entry.multivalued)
    }

    pub(crate) fn lookup(&self, key: &Key) -> Option<Values<'_>> {
        self.find(key.hash, &key.name).map(|entry| self.values_of(entry))
    }

    /// The value of a key that may have one only. (IAM User Guide, "Single-valued vs. multivalued
    /// context keys": the others are no policy variables.)
    pub(crate) fn lookup_single(&self, key: &Key) -> Option<&str> {
        let entry = self.find(key.hash, &key.name).filter(|entry| !entry.multivalued)?;
        self.values_of(entry).single()
    }

    fn values_of(&self, entry: &Entry) -> Values<'_> {
        let first = place(entry.first);
        let spans = self.spans.get(first..first + place(entry.count)).unwrap_or_default();
        Values { text: &self.text, spans }
    }

    fn find(&self, hash: u64, key: &str) -> Option<&Entry> {
        self.entries.get(self.position(hash, key)?)
    }

    fn position(&self, hash: u64, key: &str) -> Option<usize> {
        let same = |&(at, found): &(usize, &u64)| {
            *found == hash
                && self
                    .entries
                    .get(at)
                    .is_some_and(|entry| entry.key.of(&self.text).eq_ignore_ascii_case(key))
        };
        // The last one holds.
        self.hashes.iter().enumerate().rev().find(same).map(|(at, _)| at)
    }

    fn insert<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>, multivalued: bool) {
        let hash = hash(key);
        let Some(at) = self.position(hash, key) else {
            return self.push_entry(hash, key, values, multivalued);
        };
        let (first, count) = self.push_values(values);
        if let Some(entry) = self.entries.get_mut(at) {
            *entry = Entry { key: entry.key, first, count, multivalued };
            self.is_mixed = true;
        }
    }

    fn push_entry<'v>(
        &mut self,
        hash: u64,
        key: &str,
        values: impl Iterator<Item = &'v str>,
        multivalued: bool,
    ) {
        if self.hashes.capacity() == 0 {
            self.reserve();
        }
        let (first, count) = self.push_values(values);
        let key = self.push(key);
        self.hashes.push(hash);
        self.entries.push(Entry { key, first, count, multivalued });
    }

    /// Adds values; where the first is, and how many there are.
    fn push_values<'v>(&mut self, values: impl Iterator<Item = &'v str>) -> (u32, u32) {
        let first = narrow(self.spans.len());
        for value in values {
            let span = self.push(value);
            self.spans.push(span);
        }
        (first, narrow(self.spans.len()) - first)
    }

    /// Makes room for what most requests have.
    fn reserve(&mut self) {
        const KEYS: usize = 24;
        const TEXT_BYTES: usize = 768;
        self.hashes.reserve(KEYS);
        self.entries.reserve(KEYS);
        self.spans.reserve(KEYS);
        self.text.reserve(TEXT_BYTES);
    }

    fn push(&mut self, text: &str) -> Span {
        let from = narrow(self.text.len());
        self.text.push_str(text);
        Span { from, to: narrow(self.text.len()) }
    }
}

/// Whether they have the same keys, as first written, with the same values.
impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |(one, other): (&Entry, &Entry)| one.multivalued == other.multivalued;
        self.iter()
            .map(|(key, values)| (key, values.to_vec()))
            .eq(other.iter().map(|(key, values)| (key, values.to_vec())))
            && self.entries.iter().zip(&other.entries).all(is_same)
    }
}

impl Eq for Context {}

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
    fn what_was_packed_is_the_same_again() {
        let mut context = Context::new();
        assert_eq!(context.pack().unpack(), context);
        context.set("aws:SourceIp", "10.0.0.1");
        context.set("app:empty", "");
        context.set_list("aws:TagKeys", &["a\0".to_owned(), "é".to_owned()]);
        context.set_list("app:none", &[]);
        context.set("AWS:sourceip", "10.0.0.2");
        assert_eq!(context.pack().unpack(), context);
    }

    #[test]
    fn keys_ignore_case_and_values_are_replaced() {
        let mut context = Context::new();
        context.set("aws:SourceIp", "10.0.0.1");
        context.set("AWS:sourceip", "10.0.0.2");
        context.set_list("aws:TagKeys", &["a".to_owned(), "b".to_owned()]);
        assert_eq!(context.values("aws:SOURCEIP").unwrap(), ["10.0.0.2"]);
        assert_eq!(context.iter().count(), 2);
        assert!(context.is_multivalued("aws:tagkeys"));
        context.remove("AWS:TagKeys");
        assert!(context.values("aws:TagKeys").is_none());
    }

    #[test]
    fn what_was_set_last_is_taken_away_together() {
        let mut context = Context::new();
        context.set("aws:userid", "a");
        let shared = context.len();
        context.set("app:one", "1");
        context.set("app:two", "2");
        context.truncate(shared);
        let left: Vec<_> = context.iter().map(|(key, values)| (key, values.to_vec())).collect();
        assert_eq!(left, [("aws:userid", vec!["a".to_owned()])]);
        assert!(context.values("app:one").is_none());
        assert!(!context.is_empty());
    }

    #[test]
    fn a_shadowed_key_comes_back() {
        let mut context = Context::new();
        context.set("aws:userid", "a");
        context.set_list("app:list", &["x".to_owned()]);
        let before = context.pack().unpack();
        context.shadow("AWS:userid", ["b", "c"].into_iter(), true);
        context.shadow("app:none", std::iter::empty(), true);
        assert_eq!(context.values("aws:userid").unwrap(), ["b", "c"]);
        assert_eq!(context.pack().unpack().len(), 3, "each key is packed once");
        context.truncate(2);
        assert_eq!(context, before);
        context.shadow("app:none", std::iter::empty(), true);
        context.truncate(2);
        assert_eq!(context, before);
    }

    #[test]
    fn a_key_that_was_set_anew_outlives_those_set_after_it() {
        let mut context = Context::new();
        context.set("aws:userid", "a");
        context.set("app:one", "1");
        context.set("aws:userid", "longer");
        context.truncate(1);
        context.set("app:two", "2");
        assert_eq!(context.values("aws:userid").unwrap(), ["longer"]);
        assert_eq!(context.values("app:two").unwrap(), ["2"]);
    }
}
