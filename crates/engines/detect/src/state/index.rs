//! Where the values of a table lie, by the hashes of their keys.

/// Places by hash, in one run of memory of eight bytes each: keys lie with their values, so that a look-up
/// meets memory that is far away once here and once there. Collisions go to the next free bucket; what
/// is removed is filled by what collided (Knuth, "The Art of Computer Programming" 3, 6.4, algorithm R).
#[derive(Debug, Clone)]
pub(super) struct Index {
    /// A hash in the upper half, a place and one in the lower one; 0 where there is none.
    buckets: Vec<u64>,
    count: usize,
}

const BUCKETS_MIN: usize = 16;

impl Index {
    pub(super) fn new() -> Self {
        Self { buckets: vec![0; BUCKETS_MIN], count: 0 }
    }

    /// The place of a hash that is the one that is looked for.
    pub(super) fn find(&self, hash: u32, mut is_it: impl FnMut(usize) -> bool) -> Option<usize> {
        let mut at = self.home(hash);
        loop {
            let bucket = *self.buckets.get(at)?;
            if bucket == 0 {
                return None;
            }
            if (bucket >> 32) as u32 == hash && is_it(place(bucket)) {
                return Some(place(bucket));
            }
            at = self.after(at);
        }
    }

    /// Enters a place, which is not there yet.
    pub(super) fn insert(&mut self, hash: u32, place: u32) {
        if self.count * 3 >= self.buckets.len() * 2 {
            let old = std::mem::take(&mut self.buckets);
            self.buckets = vec![0; old.len() * 2];
            old.into_iter().filter(|bucket| *bucket != 0).for_each(|bucket| self.put(bucket));
        }
        self.put(u64::from(hash) << 32 | (u64::from(place) + 1));
        self.count += 1;
    }

    /// Removes a place.
    pub(super) fn remove(&mut self, hash: u32, place_of: usize) {
        let mut hole = self.home(hash);
        loop {
            match self.buckets.get(hole).copied() {
                None | Some(0) => return,
                Some(bucket) if (bucket >> 32) as u32 == hash && place(bucket) == place_of => break,
                Some(_) => hole = self.after(hole),
            }
        }
        self.count -= 1;
        let mut at = self.after(hole);
        while let Some(bucket) = self.buckets.get(at).copied().filter(|bucket| *bucket != 0) {
            let wanted = self.home((bucket >> 32) as u32);
            // It may move where the hole is not before its home.
            let mask = self.buckets.len() - 1;
            if (at.wrapping_sub(wanted) & mask) >= (at.wrapping_sub(hole) & mask) {
                self.set(hole, bucket);
                hole = at;
            }
            at = self.after(at);
        }
        self.set(hole, 0);
    }

    fn put(&mut self, bucket: u64) {
        let mut at = self.home((bucket >> 32) as u32);
        while self.buckets.get(at).is_some_and(|held| *held != 0) {
            at = self.after(at);
        }
        self.set(at, bucket);
    }

    fn set(&mut self, at: usize, bucket: u64) {
        if let Some(held) = self.buckets.get_mut(at) {
            *held = bucket;
        }
    }

    fn home(&self, hash: u32) -> usize {
        hash as usize & (self.buckets.len() - 1)
    }

    fn after(&self, at: usize) -> usize {
        (at + 1) & (self.buckets.len() - 1)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half")]
fn place(bucket: u64) -> usize {
    (bucket as u32).wrapping_sub(1) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn places_are_those_of_a_set(steps in prop::collection::vec((0..40_u32, any::<bool>()), 0..400)) {
            let (mut index, mut held) = (Index::new(), HashSet::new());
            // Few hashes, so that most collide.
            let hash = |key: u32| key % 7 * 0x1000_0001;
            for (key, enters) in steps {
                if enters && !held.contains(&key) {
                    index.insert(hash(key), key);
                    held.insert(key);
                } else if !enters && held.remove(&key) {
                    index.remove(hash(key), key as usize);
                }
                for key in 0..40 {
                    let found = index.find(hash(key), |place| place == key as usize);
                    prop_assert_eq!(found, held.contains(&key).then_some(key as usize));
                }
            }
        }
    }
}
