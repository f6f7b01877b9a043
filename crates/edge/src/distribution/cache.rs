//! What is cached, bounded in bytes: what was used last stays.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::time::Instant;

use super::index::{Index, Named};
use crate::shared::{Held, Memory};

/// How much bodies may take beside what the cache holds: those that were put out of it and that slow
/// viewers take, still.
const LEFT_OVER_PART: usize = 1;
/// The part of the cache that one object may take.
const OBJECT_PART: usize = 8;
/// What an object takes beside its bytes, at least.
const OBJECT_BYTES: usize = 768;

/// The cache of all distributions.
#[derive(Debug)]
pub(crate) struct Cache {
    state: Mutex<State>,
    bytes_max: usize,
    /// The memory for what is on its way.
    pending: Memory,
    /// The memory for bodies, until nobody has them any more.
    bodies: Memory,
}

#[derive(Debug, Default)]
struct State {
    objects: HashMap<Arc<[u8]>, (Arc<Stored>, u64)>,
    /// Keys by when they were used.
    used: BTreeMap<u64, Arc<[u8]>>,
    next: u64,
    bytes: usize,
    index: Index,
    /// How often something of a front was forgotten: what was asked for before must not be kept after.
    epochs: HashMap<Arc<str>, u64>,
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
    /// Whether it was compressed here, and not by its origin.
    pub(crate) is_compressed: bool,
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
        // The index has the target once more.
        OBJECT_BYTES + 2 * self.target.len() + headers.sum::<usize>() + self.body.len()
    }
}

impl Cache {
    pub(crate) fn new(bytes_max: usize) -> Self {
        let bodies = Memory::new(bytes_max.saturating_mul(1 + LEFT_OVER_PART));
        Self { state: Mutex::default(), bytes_max, pending: Memory::new(bytes_max / 2), bodies }
    }

    /// The most bytes of an object's body.
    pub(crate) fn object_max(&self) -> usize {
        self.bytes_max / OBJECT_PART
    }

    /// Memory for an answer on its way.
    pub(crate) fn hold(&self) -> Held {
        self.pending.hold()
    }

    /// A body that counts until the last viewer has it; nothing where there is no memory left.
    pub(crate) fn counted(&self, body: Bytes) -> Option<Bytes> {
        let mut memory = self.bodies.hold();
        memory.grow_to(body.len()).then(|| Bytes::from_owner(Counted { body, _memory: memory }))
    }

    /// What is kept of a front under a key, and the time, by which [`Self::put`] knows what was
    /// forgotten since.
    pub(crate) fn find(&self, front_arn: &str, key: &[u8]) -> (Option<Arc<Stored>>, u64) {
        let mut state = self.lock();
        let epoch = state.epoch(front_arn);
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
        if state.epoch(&stored.front_arn) != epoch || bytes > self.bytes_max {
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
        state.index.add(&stored.front_arn, &stored.target, &key);
        state.objects.insert(key, (Arc::new(stored), next));
    }

    /// Forgets what a front has under paths; a star at their end stands for all that follows. Others
    /// have their turn in between.
    pub(crate) fn forget(&self, front_arn: &str, paths: &[String]) {
        {
            let mut state = self.lock();
            match state.epochs.get_mut(front_arn) {
                Some(epoch) => *epoch += 1,
                None => drop(state.epochs.insert(front_arn.into(), 1)),
            }
        }
        for path in paths {
            loop {
                let mut state = self.lock();
                let gone = state.index.some(front_arn, Named::new(path));
                if gone.is_empty() {
                    break;
                }
                for key in gone {
                    state.remove(&key);
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn epoch(&self, front_arn: &str) -> u64 {
        self.epochs.get(front_arn).copied().unwrap_or_default()
    }

    fn remove(&mut self, key: &[u8]) {
        if let Some((stored, used)) = self.objects.remove(key) {
            self.used.remove(&used);
            self.index.remove(&stored.front_arn, &stored.target, key);
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
        // It may have taken more room than it needs, as it grew.
        if let Some(body) = self.cache.counted(Bytes::copy_from_slice(&self.body)) {
            self.cache.put(&self.key, Stored { body, ..self.stored }, self.epoch);
        }
    }
}

/// A body with the memory that it takes.
struct Counted {
    body: Bytes,
    _memory: Held,
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.body
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
            is_compressed: false,
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
        assert!(cache.find("f", b"a").0.is_some());
        cache.put(b"d", stored("f", "/", 1000), 0);
        let held: Vec<bool> = ["a", "b", "c", "d"]
            .iter()
            .map(|key| cache.find("f", key.as_bytes()).0.is_some())
            .collect();
        assert_eq!(held, [true, false, true, true]);
        cache.put(b"e", stored("f", "/", 7000), 0);
        assert!(cache.find("f", b"e").0.is_none() && cache.find("f", b"a").0.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_forgotten_is_not_kept_by_who_asked_before() {
        let cache = Cache::new(100_000);
        let (_, epoch) = cache.find("f", b"x");
        for (key, front, target) in
            [("1", "f", "/img/a?x=1"), ("2", "f", "/img/b"), ("3", "f", "/"), ("4", "g", "/img/a")]
        {
            cache.put(key.as_bytes(), stored(front, target, 1), epoch);
        }
        cache.forget("f", &["/img/*".to_owned()]);
        let held = |key: &str| cache.find("f", key.as_bytes()).0.is_some();
        assert_eq!(["1", "2", "3", "4"].map(held), [false, false, true, true]);
        cache.put(b"1", stored("f", "/img/a", 1), epoch);
        assert!(!held("1"));
        cache.forget("f", &["/*".to_owned()]);
        assert!(!held("3"));
        // What others forget does not matter.
        cache.put(b"4", stored("g", "/img/a", 1), epoch);
        assert!(held("4"));
    }

    #[tokio::test(start_paused = true)]
    async fn any_number_is_forgotten() {
        let cache = Cache::new(10_000_000);
        for number in 0..1000 {
            let target = format!("/{number}");
            cache.put(target.as_bytes(), stored("f", &target, 1), 0);
        }
        cache.forget("f", &["/none".to_owned(), "/7*".to_owned(), "/1".to_owned()]);
        let left =
            (0..1000).filter(|number| cache.find("f", format!("/{number}").as_bytes()).0.is_some());
        assert_eq!(left.count(), 1000 - 111 - 1);
    }

    #[tokio::test(start_paused = true)]
    async fn bodies_count_until_the_last_viewer_has_them() {
        let cache = Cache::new(1000);
        let body = || Bytes::from(vec![0; 800]);
        let (one, other) = (cache.counted(body()).unwrap(), cache.counted(body()).unwrap());
        let slice = one.slice(1..2);
        drop(one);
        assert!(cache.counted(body()).is_none());
        drop((slice, other));
        assert!(cache.counted(body()).is_some());
    }
}
