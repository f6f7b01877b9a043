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
/// Where there is no room, what is over goes first, but is looked for no more often than this.
const SWEEP_SECONDS: u64 = 10;

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
    /// The policy that it is of. Where there is no room, each has an equal share.
    pub(crate) policy: u64,
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
    shares: FxHashMap<u64, Share>,
    length: usize,
    swept_seconds: u64,
}

/// The counts of a policy.
#[derive(Debug, Default)]
struct Share {
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
        let new = || Count {
            key,
            rule: limit.rule,
            limit: limit.requests,
            address,
            slot_seconds: u64::from(limit.window_seconds).div_ceil(SLOTS as u64).max(1),
            newest: 0,
            slots: [0; SLOTS],
        };
        if note == Note::Count {
            shard.admit(limit.policy, key, self.shard_entries_max, now_seconds, new);
        }
        let Some(count) = shard.held(limit.policy, key) else { return 0 };
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
            let counts = shard.shares.values_mut().flat_map(|share| &mut share.entries);
            for count in counts.filter(|count| count.rule == rule) {
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
    fn held(&mut self, policy: u64, key: u64) -> Option<&mut Count> {
        let share = self.shares.get_mut(&policy)?;
        share.entries.get_mut(*share.index.get(&key)?)
    }

    /// Makes a count, unless it is there.
    fn admit(
        &mut self,
        policy: u64,
        key: u64,
        most: usize,
        now_seconds: u64,
        new: impl FnOnce() -> Count,
    ) {
        if self.held(policy, key).is_some() {
            return;
        }
        if self.length >= most {
            self.sweep(now_seconds);
        }
        if self.length >= most {
            self.make_room(policy, most, now_seconds);
        }
        self.shares.entry(policy).or_default().add(new());
        self.length += 1;
    }

    /// Removes the counts whose windows are over.
    fn sweep(&mut self, now_seconds: u64) {
        if now_seconds.saturating_sub(self.swept_seconds) < SWEEP_SECONDS {
            return;
        }
        self.swept_seconds = now_seconds;
        self.shares.retain(|_, share| {
            share.keep_those_after(now_seconds);
            !share.entries.is_empty()
        });
        self.length = self.shares.values().map(|share| share.entries.len()).sum();
    }

    /// Removes a count: one of the policy itself if it has its share, and one of the policy that has
    /// the most if not.
    fn make_room(&mut self, policy: u64, most: usize, now_seconds: u64) {
        let own = self.shares.get(&policy).map_or(0, |share| share.entries.len());
        let policies = self.shares.len() + usize::from(own == 0);
        let from = if own > 0 && own >= most / policies.max(1) {
            Some(policy)
        } else {
            let greatest = self.shares.iter().max_by_key(|(_, share)| share.entries.len());
            greatest.map(|(policy, _)| *policy)
        };
        let Some(from) = from else { return };
        if let Some(share) = self.shares.get_mut(&from) {
            self.length -= usize::from(share.remove_least(now_seconds));
            if share.entries.is_empty() {
                self.shares.remove(&from);
            }
        }
    }
}

impl Share {
    fn add(&mut self, count: Count) {
        self.index.insert(count.key, self.entries.len());
        self.entries.push(count);
    }

    fn keep_those_after(&mut self, now_seconds: u64) {
        self.entries.retain_mut(|count| {
            count.advance(now_seconds);
            count.total() > 0
        });
        let places = self.entries.iter().enumerate().map(|(at, count)| (count.key, at));
        self.index = places.collect();
    }

    /// Removes the least of the next counts, as they are now.
    fn remove_least(&mut self, now_seconds: u64) -> bool {
        let length = self.entries.len().max(1);
        let begin = self.hand % length;
        self.hand = (begin + PROBES) % length;
        let next = (begin..begin + PROBES).map(|at| at % length);
        let least = next.min_by_key(|at| {
            self.entries.get_mut(*at).map_or(0, |count| {
                count.advance(now_seconds);
                count.total()
            })
        });
        let Some(at) = least.filter(|at| *at < self.entries.len()) else { return false };
        let removed = self.entries.swap_remove(at);
        self.index.remove(&removed.key);
        if let Some(moved) = self.entries.get(at) {
            self.index.insert(moved.key, at);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit { policy: 1, rule: 1, requests: 10, window_seconds: 60 };

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
        assert!(held(&table) <= 1_600);
    }

    /// How many counts there are; each is where its index says.
    fn held(table: &RateTable) -> usize {
        let of = |shard: &Mutex<Shard>| {
            let shard = shard.lock().unwrap();
            for share in shard.shares.values() {
                assert_eq!(share.index.len(), share.entries.len());
                assert!(share.index.iter().all(|(key, at)| share.entries[*at].key == *key));
            }
            let length: usize = shard.shares.values().map(|share| share.entries.len()).sum();
            assert_eq!(shard.length, length);
            length
        };
        table.shards.iter().map(of).sum()
    }

    #[test]
    fn heavy_counts_of_the_past_make_room() {
        let table = RateTable::new(7, 160);
        for key in 0..1_000u32 {
            for _ in 0..50 {
                count(&table, &key.to_be_bytes(), 5);
            }
        }
        for now in 1_000..1_020 {
            for key in 0..40u32 {
                count(&table, &(1_000_000 + key).to_be_bytes(), now);
            }
        }
        for key in 0..40u32 {
            assert_eq!(count(&table, &(1_000_000 + key).to_be_bytes(), 1_020), 21);
        }
        assert!(held(&table) <= 160);
    }

    #[test]
    fn a_flood_of_one_policy_leaves_the_others_their_share() {
        let table = RateTable::new(7, 1_600);
        let other = Limit { policy: 2, rule: 2, ..LIMIT };
        let note = |key: u32| table.note(other, &key.to_be_bytes(), None, 5, Note::Count);
        for key in 0..20_000u32 {
            for _ in 0..3 {
                count(&table, &key.to_be_bytes(), 5);
            }
        }
        (0..200).for_each(|key| assert_eq!(note(key), 1));
        for key in 20_000..40_000u32 {
            for _ in 0..3 {
                count(&table, &key.to_be_bytes(), 5);
            }
        }
        (0..200).for_each(|key| assert_eq!(note(key), 2));
        assert!(held(&table) <= 1_600);
    }
}
