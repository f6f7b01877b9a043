//! Counts of alike requests, for rate-based rules. Time is an argument; memory is bounded.

use std::hash::{DefaultHasher, Hasher as _};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

/// A window is counted in so many slots, and slides by one of them.
const SLOTS: usize = 12;
/// Counts are spread over so many locks.
const SHARDS: usize = 16;
/// Where there is no room, the least of so many counts makes some.
const PROBES: usize = 8;

/// Counts of alike requests. It may be shared.
#[derive(Debug)]
pub struct RateTable {
    seed: u64,
    shards: Vec<Mutex<Shard>>,
    shard_entries_max: usize,
}

/// A rule's limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) rule: u64,
    pub(crate) requests: u64,
    pub(crate) window_seconds: u32,
}

/// Whether a request is counted, or only asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    Count,
    Ask,
}

#[derive(Debug, Default)]
struct Shard {
    index: FxHashMap<u64, usize>,
    entries: Vec<Count>,
    hand: usize,
}

#[derive(Debug)]
struct Count {
    key: u64,
    rule: u64,
    limit: u64,
    address: Option<IpAddr>,
    slot_seconds: u64,
    newest: u64,
    slots: [u32; SLOTS],
}

impl Count {
    /// Moves on to the slot of a time. A clock that goes back counts into the newest.
    fn advance(&mut self, now_seconds: u64) {
        let slot = now_seconds / self.slot_seconds;
        let steps = slot.saturating_sub(self.newest);
        if steps > 0 {
            let steps = usize::try_from(steps).unwrap_or(SLOTS).min(SLOTS);
            self.slots.rotate_right(steps);
            self.slots.iter_mut().take(steps).for_each(|count| *count = 0);
            self.newest = slot;
        }
    }

    fn total(&self) -> u64 {
        self.slots.iter().map(|count| u64::from(*count)).sum()
    }
}

impl RateTable {
    /// A table for so many counts. The seed keeps clients from knowing which requests share one.
    pub fn new(seed: u64, entries_max: usize) -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self { seed, shards, shard_entries_max: entries_max.div_ceil(SHARDS).max(1) }
    }

    /// Notes a request, and answers how many of its kind there were in the window.
    pub(crate) fn note(
        &self,
        limit: Limit,
        key: &[u8],
        address: Option<IpAddr>,
        now_seconds: u64,
        note: Note,
    ) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write_u64(self.seed);
        hasher.write_u64(limit.rule);
        hasher.write(key);
        let key = hasher.finish();
        let Some(mut shard) = self.shard(key) else { return 0 };
        let Some(at) = shard.place(key, self.shard_entries_max, note, || Count {
            key,
            rule: limit.rule,
            limit: limit.requests,
            address,
            slot_seconds: u64::from(limit.window_seconds).div_ceil(SLOTS as u64).max(1),
            newest: 0,
            slots: [0; SLOTS],
        }) else {
            return 0;
        };
        let Some(count) = shard.entries.get_mut(at) else { return 0 };
        count.advance(now_seconds);
        if note == Note::Count
            && let Some(newest) = count.slots.first_mut()
        {
            *newest = newest.saturating_add(1);
        }
        count.total()
    }

    /// The addresses that a rule limits now.
    pub(crate) fn limited(&self, rule: u64, now_seconds: u64) -> Vec<IpAddr> {
        let mut found = Vec::new();
        for shard in &self.shards {
            let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            for count in shard.entries.iter_mut().filter(|count| count.rule == rule) {
                count.advance(now_seconds);
                if count.total() > count.limit {
                    found.extend(count.address);
                }
            }
        }
        found.sort_unstable();
        found
    }

    fn shard(&self, key: u64) -> Option<MutexGuard<'_, Shard>> {
        let at = usize::try_from(key >> 32).unwrap_or(0) % SHARDS;
        Some(self.shards.get(at)?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shard {
    /// Where a count is, or is put.
    fn place(
        &mut self,
        key: u64,
        most: usize,
        note: Note,
        new: impl FnOnce() -> Count,
    ) -> Option<usize> {
        if let Some(at) = self.index.get(&key) {
            return Some(*at);
        }
        if note == Note::Ask {
            return None;
        }
        let at = self.entries.len();
        if at < most {
            self.entries.push(new());
            self.index.insert(key, at);
            return Some(at);
        }
        let at = self.least_of_the_next()?;
        let slot = self.entries.get_mut(at)?;
        self.index.remove(&slot.key);
        *slot = new();
        self.index.insert(key, at);
        Some(at)
    }

    fn least_of_the_next(&mut self) -> Option<usize> {
        let length = self.entries.len();
        let begin = self.hand;
        self.hand = (begin + PROBES) % length.max(1);
        let next = (begin..begin + PROBES).map(|at| at % length.max(1));
        next.min_by_key(|at| self.entries.get(*at).map_or(0, Count::total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit { rule: 1, requests: 10, window_seconds: 60 };

    fn count(table: &RateTable, key: &[u8], now: u64) -> u64 {
        table.note(LIMIT, key, Some(IpAddr::from([192, 0, 2, 1])), now, Note::Count)
    }

    #[test]
    fn a_window_forgets_what_is_older_than_it() {
        let table = RateTable::new(7, 100);
        for second in 0..10 {
            assert_eq!(count(&table, b"a", 1_000 + second), second + 1);
        }
        assert_eq!(count(&table, b"b", 1_009), 1);
        assert_eq!(table.note(LIMIT, b"a", None, 1_059, Note::Ask), 10);
        assert_eq!(table.note(LIMIT, b"a", None, 1_064, Note::Ask), 5);
        assert_eq!(table.note(LIMIT, b"a", None, 1_200, Note::Ask), 0);
    }

    #[test]
    fn who_is_over_the_limit_is_listed() {
        let table = RateTable::new(7, 100);
        for _ in 0..11 {
            count(&table, b"a", 5);
        }
        assert_eq!(table.limited(1, 5), [IpAddr::from([192, 0, 2, 1])]);
        assert_eq!(table.limited(2, 5), Vec::<IpAddr>::new());
        assert_eq!(table.limited(1, 500), Vec::<IpAddr>::new());
    }

    #[test]
    fn a_flood_of_keys_neither_grows_the_table_nor_hides_a_heavy_one() {
        let table = RateTable::new(7, 1_600);
        for _ in 0..1_000 {
            count(&table, b"heavy", 5);
        }
        for key in 0..100_000u32 {
            count(&table, &key.to_be_bytes(), 5);
        }
        assert_eq!(count(&table, b"heavy", 5), 1_001);
        let held: usize =
            table.shards.iter().map(|shard| shard.lock().unwrap().entries.len()).sum();
        assert!(held <= 1_600, "{held}");
    }
}
