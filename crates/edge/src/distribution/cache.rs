//! What is cached, bounded in bytes: what was used last stays.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::time::Instant;

use crate::route::wildcard;
use crate::shared::{Held, Memory};

/// The part of the cache that one object may take.
const OBJECT_PART: usize = 8;
/// What an object takes beside its bytes, at least.
const OBJECT_BYTES: usize = 512;

/// The cache of all distributions.
#[derive(Debug)]
pub(crate) struct Cache {
    state: Mutex<State>,
    bytes_max: usize,
    /// The memory for what is on its way.
    pending: Memory,
}

#[derive(Debug, Default)]
struct State {
    objects: HashMap<Arc<[u8]>, (Arc<Stored>, u64)>,
    /// Keys by when they were used.
    used: BTreeMap<u64, Arc<[u8]>>,
    next: u64,
    bytes: usize,
    /// How often something was forgotten: what was asked for before must not be kept after.
    epoch: u64,
}

/// An answer that is kept.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) front_arn: Arc<str>,
    /// The path, and the query with its question mark, as the viewer asked.
    pub(crate) target: Vec<u8>,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    pub(crate) since: Instant,
    /// How old it was then, in seconds.
    pub(crate) age: u64,
    pub(crate) lifetime: Duration,
}

impl Stored {
    /// The first value of a header.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(held, _)| held.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it may be used without asking.
    pub(crate) fn is_fresh(&self) -> bool {
        self.since.elapsed() < self.lifetime
    }

    /// Whether the origin can tell that it is still good.
    pub(crate) fn has_validator(&self) -> bool {
        self.value("etag").or_else(|| self.value("last-modified")).is_some()
    }

    fn bytes(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len() + 64);
        OBJECT_BYTES + self.target.len() + headers.sum::<usize>() + self.body.len()
    }
}

impl Cache {
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { state: Mutex::default(), bytes_max, pending: Memory::new(bytes_max / 2) }
    }

    /// The most bytes of an object's body.
    pub(crate) fn object_max(&self) -> usize {
        self.bytes_max / OBJECT_PART
    }

    /// Memory for an answer on its way.
    pub(crate) fn hold(&self) -> Held {
        self.pending.hold()
    }

    /// What is kept under a key, and the time, by which [`Self::put`] knows what was forgotten since.
    pub(crate) fn find(&self, key: &[u8]) -> (Option<Arc<Stored>>, u64) {
        let mut state = self.lock();
        let epoch = state.epoch;
        let next = state.next;
        let Some((held, (stored, used))) = state.objects.get_key_value(key) else {
            return (None, epoch);
        };
        let (held, stored, used) = (Arc::clone(held), Arc::clone(stored), *used);
        state.used.remove(&used);
        state.used.insert(next, Arc::clone(&held));
        state.objects.insert(held, (Arc::clone(&stored), next));
        state.next += 1;
        (Some(stored), epoch)
    }

    /// Keeps an answer, unless something was forgotten since it was asked for.
    pub(crate) fn put(&self, key: &[u8], stored: Stored, epoch: u64) {
        let mut state = self.lock();
        let bytes = key.len() + stored.bytes();
        if state.epoch != epoch || bytes > self.bytes_max {
            return;
        }
        state.remove(key);
        while state.bytes + bytes > self.bytes_max {
            let Some((_, oldest)) = state.used.pop_first() else { break };
            state.remove(&oldest);
        }
        let (key, next): (Arc<[u8]>, u64) = (key.into(), state.next);
        state.next += 1;
        state.bytes += bytes;
        state.used.insert(next, Arc::clone(&key));
        state.objects.insert(key, (Arc::new(stored), next));
    }

    /// Forgets what a front has under paths; a star at their end stands for all that follows.
    pub(crate) fn forget(&self, front_arn: &str, paths: &[String]) {
        let mut state = self.lock();
        state.epoch += 1;
        let is_meant = |stored: &Stored| {
            let path = stored.target.split(|byte| *byte == b'?').next().unwrap_or_default();
            let matches = |pattern: &String| {
                wildcard(pattern.as_bytes(), path, false)
                    || wildcard(pattern.as_bytes(), &stored.target, false)
            };
            *stored.front_arn == *front_arn && paths.iter().any(matches)
        };
        let gone: Vec<Arc<[u8]>> = state
            .objects
            .iter()
            .filter(|(_, (stored, _))| is_meant(stored))
            .map(|(key, _)| Arc::clone(key))
            .collect();
        for key in gone {
            state.remove(&key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn remove(&mut self, key: &[u8]) {
        if let Some((stored, used)) = self.objects.remove(key) {
            self.used.remove(&used);
            self.bytes = self.bytes.saturating_sub(key.len() + stored.bytes());
        }
    }
}

/// An answer on its way to a viewer that is to be kept when it is whole.
#[derive(Debug)]
pub(crate) struct Keeping {
    pub(crate) cache: Arc<Cache>,
    pub(crate) key: Vec<u8>,
    pub(crate) stored: Stored,
    pub(crate) body: BytesMut,
    /// The memory that the body takes.
    pub(crate) memory: Held,
    pub(crate) epoch: u64,
}

impl Keeping {
    /// Adds a piece of the body; whether it is still to be kept.
    pub(crate) fn push(&mut self, piece: &[u8]) -> bool {
        let length = self.body.len() + piece.len();
        let fits = length <= self.cache.object_max() && self.memory.grow_to(length);
        if fits {
            self.body.extend_from_slice(piece);
        }
        fits
    }

    /// The body is whole.
    pub(crate) fn finish(self) {
        let stored = Stored { body: self.body.freeze(), ..self.stored };
        self.cache.put(&self.key, stored, self.epoch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(front: &str, target: &str, bytes: usize) -> Stored {
        Stored {
            front_arn: front.into(),
            target: target.as_bytes().to_vec(),
            status: 200,
            headers: Vec::new(),
            body: vec![0; bytes].into(),
            since: Instant::now(),
            age: 0,
            lifetime: Duration::from_secs(9),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_used_last_stays() {
        let cache = Cache::new(3 * 2000);
        for key in ["a", "b", "c"] {
            cache.put(key.as_bytes(), stored("f", "/", 1000), 0);
        }
        assert!(cache.find(b"a").0.is_some());
        cache.put(b"d", stored("f", "/", 1000), 0);
        let held: Vec<bool> =
            ["a", "b", "c", "d"].iter().map(|key| cache.find(key.as_bytes()).0.is_some()).collect();
        assert_eq!(held, [true, false, true, true]);
        cache.put(b"e", stored("f", "/", 7000), 0);
        assert!(cache.find(b"e").0.is_none() && cache.find(b"a").0.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_forgotten_is_not_kept_by_who_asked_before() {
        let cache = Cache::new(100_000);
        let (_, epoch) = cache.find(b"x");
        for (key, front, target) in
            [("1", "f", "/img/a?x=1"), ("2", "f", "/img/b"), ("3", "f", "/"), ("4", "g", "/img/a")]
        {
            cache.put(key.as_bytes(), stored(front, target, 1), epoch);
        }
        cache.forget("f", &["/img/*".to_owned()]);
        let held = |key: &str| cache.find(key.as_bytes()).0.is_some();
        assert_eq!(["1", "2", "3", "4"].map(held), [false, false, true, true]);
        cache.put(b"1", stored("f", "/img/a", 1), epoch);
        assert!(!held("1"));
        cache.forget("f", &["/*".to_owned()]);
        assert!(!held("3"));
    }
}
