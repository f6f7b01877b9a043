//! Heavy hitters in bounded memory.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Counts the keys that come often, by the algorithm of Misra and Gries ("Finding repeated elements",
/// Science of Computer Programming 2, 1982): with room for `n` keys, of `N` that came each that came
/// more often than `N / (n + 1)` is among them, and no count is too low by more than that, or too high.
#[derive(Debug, Clone)]
pub struct HeavyHitters<K> {
    room: usize,
    counts: FxHashMap<K, u64>,
    total: u64,
}

impl<K: Hash + Eq> HeavyHitters<K> {
    /// Room for this many keys.
    pub fn new(room: usize) -> Self {
        Self { room, counts: FxHashMap::default(), total: 0 }
    }

    /// Counts a key, which is made an owned one where it is new and there is room.
    pub fn add<Q>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        self.total += 1;
        if let Some(count) = self.counts.get_mut(key) {
            *count += 1;
        } else if self.counts.len() < self.room {
            self.counts.insert(key.to_owned(), 1);
        } else {
            // What this takes away was added before: on average it costs no more than adding did.
            self.counts.retain(|_, count| {
                *count -= 1;
                *count > 0
            });
        }
    }

    /// How many came.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The keys with the highest counts.
    pub fn top(&self, many: usize) -> Vec<(&K, u64)>
    where
        K: Ord,
    {
        let mut all: Vec<_> = self.counts.iter().map(|(key, count)| (key, *count)).collect();
        all.sort_unstable_by(|(one, few), (other, many)| {
            many.cmp(few).then_with(|| one.cmp(other))
        });
        all.truncate(many);
        all
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.counts.clear();
        self.total = 0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_are_within_their_bound(keys in prop::collection::vec("[a-f]{1,2}", 0..400)) {
            let mut sketch: HeavyHitters<String> = HeavyHitters::new(8);
            for key in &keys {
                sketch.add(key.as_str());
            }
            let bound = keys.len() as u64 / 9;
            let top = sketch.top(8);
            let counted = |key: &String| {
                top.iter().find(|(held, _)| *held == key).map_or(0, |(_, count)| *count)
            };
            for key in &keys {
                let real = keys.iter().filter(|one| *one == key).count() as u64;
                prop_assert!(counted(key) <= real && counted(key) + bound >= real);
            }
            prop_assert_eq!(sketch.total(), keys.len() as u64);
        }
    }
}
