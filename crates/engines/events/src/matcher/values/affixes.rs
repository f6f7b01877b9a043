//! Texts that others begin or end with.

use rustc_hash::FxHashMap;

/// Looks texts up by each length that there is.
#[derive(Debug)]
pub(super) struct Affixes<T> {
    found: FxHashMap<Box<[u8]>, Vec<T>>,
    /// Each once, in order.
    lengths: Vec<usize>,
}

impl<T> Default for Affixes<T> {
    fn default() -> Self {
        Self { found: FxHashMap::default(), lengths: Vec::new() }
    }
}

impl<T> Affixes<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    pub(super) fn add(&mut self, affix: &str, value: T) {
        self.found.entry(affix.as_bytes().into()).or_default().push(value);
        if let Err(place) = self.lengths.binary_search(&affix.len()) {
            self.lengths.insert(place, affix.len());
        }
    }

    /// What a text begins with.
    pub(super) fn of_beginning(&self, text: &str, mut found: impl FnMut(&T)) {
        for length in &self.lengths {
            let Some(affix) = text.as_bytes().get(..*length) else { return };
            self.found.get(affix).into_iter().flatten().for_each(&mut found);
        }
    }

    /// What a text ends with.
    pub(super) fn of_end(&self, text: &str, mut found: impl FnMut(&T)) {
        for length in &self.lengths {
            let start = text.len().checked_sub(*length);
            let Some(affix) = start.and_then(|start| text.as_bytes().get(start..)) else { return };
            self.found.get(affix).into_iter().flatten().for_each(&mut found);
        }
    }
}
