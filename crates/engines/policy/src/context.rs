//! Condition keys of a request.

mod packed;

use std::ops::Range;

use serde::{Serialize, Serializer};

use crate::caseless;
use crate::compile::{Reader, Writer};

pub use packed::PackedContext;

/// The condition keys of a request and their values. Keys ignore case, also in the part behind the
/// slash. (IAM User Guide, "IAM JSON policy elements: Condition".)
///
/// All text is in one piece of memory: a context is made for each decision, and many are kept.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The keys' hashes, in the order of the entries: a look-up reads little else.
    hashes: Vec<u32>,
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
    values: Span,
    multivalued: bool,
}

/// A part of the text, or of the spans of the values. A request is far shorter than 4 GiB; what lies
/// beyond is read as nothing.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: u32,
    to: u32,
}

/// How many hashes are looked at together.
const HASHES_AT_ONCE: usize = 8;

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
    fn new(from: usize, to: usize) -> Self {
        Self { from: narrow(from), to: narrow(to) }
    }

    fn range(self) -> Range<usize> {
        place(self.from)..place(self.to)
    }

    fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

fn place(narrow: u32) -> usize {
    usize::try_from(narrow).unwrap_or(usize::MAX)
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A condition key in code, hashed once for quick look-ups.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'p> {
    hash: u32,
    name: &'p [u8],
}

impl<'p> Key<'p> {
    pub(crate) fn write(name: &str, code: &mut Writer) {
        code.word(caseless::hash(name));
        code.block(name.as_bytes());
    }

    pub(crate) fn read(code: &mut Reader<'p>) -> Self {
        Self { hash: code.word(), name: code.block() }
    }

    fn named(name: &'p str) -> Self {
        Self { hash: caseless::hash(name), name: name.as_bytes() }
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

    /// Sets a key that has one value and that is not set yet, which nobody looks for.
    pub fn add(&mut self, key: &str, value: impl AsRef<str>) {
        self.shadow(key, [value.as_ref()].into_iter(), false);
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
        self.push_entry(Key::named(key).hash, key, values, multivalued);
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        while let Some(at) = self.position(Key::named(key)) {
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
            let values = self.spans.get(first.values.range()).unwrap_or_default();
            self.text.truncate(place(values.first().unwrap_or(&first.key).from));
            self.spans.truncate(place(first.values.from));
            self.hashes.truncate(len);
            self.entries.truncate(len);
            return;
        }
        self.hashes.truncate(len);
        self.entries.truncate(len);
        let spans = self.entries.iter().map(|entry| entry.values.range().end).max();
        self.spans.truncate(spans.unwrap_or(0));
        let keys = self.entries.iter().map(|entry| entry.key.range().end);
        let text = keys.chain(self.spans.iter().map(|span| span.range().end)).max();
        self.text.truncate(text.unwrap_or(0));
    }

    /// The values of a key; `None` where it is missing.
    pub fn values(&self, key: &str) -> Option<Values<'_>> {
        self.lookup(Key::named(key))
    }

    /// All keys, as they were first written, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Values<'_>)> {
        self.entries.iter().map(|entry| (entry.key.of(&self.text), self.values_of(entry)))
    }

    /// As [`Context::iter`], with whether each key was set as a multivalued one.
    pub fn entries(&self) -> impl Iterator<Item = (&str, bool, Values<'_>)> {
        let named = |entry: &Entry| entry.key.of(&self.text);
        self.entries.iter().map(move |one| (named(one), one.multivalued, self.values_of(one)))
    }

    /// Whether the key was set as a multivalued one.
    pub fn is_multivalued(&self, key: &str) -> bool {
        self.find(Key::named(key)).is_some_and(|entry| entry.multivalued)
    }

    /// Reads the beginning of what look-ups read.
    pub(crate) fn first_byte(&self) -> u8 {
        let hash = self.hashes.first().map_or(0, |hash| hash.to_le_bytes()[0]);
        let multivalued = self.entries.first().is_some_and(|entry| entry.multivalued);
        hash | u8::from(multivalued) | self.text.as_bytes().first().copied().unwrap_or_default()
    }

    fn lookup(&self, key: Key<'_>) -> Option<Values<'_>> {
        self.find(key).map(|entry| self.values_of(entry))
    }

    /// The values of a key that has some, and the one of a key that may have one only.
    pub(crate) fn lookup_all(&self, key: Key<'_>) -> Option<(Values<'_>, Option<&str>)> {
        let entry = self.find(key)?;
        let values = self.values_of(entry);
        let single = if entry.multivalued { None } else { values.single() };
        (!values.is_empty()).then_some((values, single))
    }

    /// The value of a key that may have one only. (IAM User Guide, "Single-valued vs. multivalued
    /// context keys": the others are no policy variables.)
    pub(crate) fn lookup_single(&self, key: Key<'_>) -> Option<&str> {
        let entry = self.find(key).filter(|entry| !entry.multivalued)?;
        self.values_of(entry).single()
    }

    fn values_of(&self, entry: &Entry) -> Values<'_> {
        let spans = self.spans.get(entry.values.range()).unwrap_or_default();
        Values { text: &self.text, spans }
    }

    fn find(&self, key: Key<'_>) -> Option<&Entry> {
        self.entries.get(self.position(key)?)
    }

    /// Where the key is; of those that are the same, the last.
    fn position(&self, key: Key<'_>) -> Option<usize> {
        let is_named =
            |entry: &Entry| caseless::equal(entry.key.of(&self.text).as_bytes(), key.name);
        let same = |at: &usize| {
            self.hashes.get(*at) == Some(&key.hash) && self.entries.get(*at).is_some_and(is_named)
        };
        let mut end = self.hashes.len();
        for hashes in self.hashes.rchunks(HASHES_AT_ONCE) {
            let from = end - hashes.len();
            // Without a branch for each, so that they are compared at once.
            let equal: u8 = hashes.iter().map(|hash| u8::from(*hash == key.hash)).sum();
            if equal > 0
                && let Some(at) = (from..end).rev().find(same)
            {
                return Some(at);
            }
            end = from;
        }
        None
    }

    fn insert<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>, multivalued: bool) {
        let named = Key::named(key);
        let Some(at) = self.position(named) else {
            return self.push_entry(named.hash, key, values, multivalued);
        };
        let values = self.push_values(values);
        if let Some(entry) = self.entries.get_mut(at) {
            *entry = Entry { key: entry.key, values, multivalued };
            self.is_mixed = true;
        }
    }

    fn push_entry<'v>(
        &mut self,
        hash: u32,
        key: &str,
        values: impl Iterator<Item = &'v str>,
        multivalued: bool,
    ) {
        if self.hashes.capacity() == 0 {
            self.reserve();
        }
        let values = self.push_values(values);
        let key = self.push(key);
        self.hashes.push(hash);
        self.entries.push(Entry { key, values, multivalued });
    }

    /// Adds values; where they are.
    fn push_values<'v>(&mut self, values: impl Iterator<Item = &'v str>) -> Span {
        let first = self.spans.len();
        for value in values {
            let span = self.push(value);
            self.spans.push(span);
        }
        Span::new(first, self.spans.len())
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
        let from = self.text.len();
        self.text.push_str(text);
        Span::new(from, self.text.len())
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

#[cfg(test)]
mod tests;
