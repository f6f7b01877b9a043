//! A map of bounded size that forgets what was not used for longest.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::index::Index;
use super::stored::{Input, Stored};

/// Holds up to so many values. When it is full, a new key takes the place of one that was not used since
/// the hand last passed it (the second-chance algorithm, "CLOCK"): what is used is kept, whatever the
/// times of the records are.
#[derive(Debug, Clone)]
pub(crate) struct Table<K, V> {
    room: usize,
    index: Index,
    slots: Vec<Slot<K, V>>,
    hand: usize,
    forgotten: u64,
}

#[derive(Debug, Clone)]
struct Slot<K, V> {
    key: K,
    value: V,
    used: bool,
}

impl<K: Hash + Eq + Clone, V> Table<K, V> {
    /// Room for so many.
    pub(crate) fn new(room: usize) -> Self {
        let room = room.clamp(1, u32::MAX as usize);
        Self { room, index: Index::new(), slots: Vec::new(), hand: 0, forgotten: 0 }
    }

    /// The value of a key, made if there is none.
    pub(crate) fn entry(&mut self, key: &K, make: impl FnOnce() -> V) -> Option<&mut V> {
        let held = self.find(key);
        let place = match held {
            Some(place) => place,
            None => self.insert(key, make())?,
        };
        let slot = self.slots.get_mut(place)?;
        // What came once gives way to what came again.
        slot.used = held.is_some();
        Some(&mut slot.value)
    }

    /// The value of a key, if there is one.
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.find(key)?;
        self.slots.get_mut(place).map(|slot| &mut slot.value)
    }

    /// How many values were forgotten for want of room.
    pub(crate) fn forgotten(&self) -> u64 {
        self.forgotten
    }

    fn find(&self, key: &K) -> Option<usize> {
        self.index
            .find(hash(key), |place| self.slots.get(place).is_some_and(|slot| slot.key == *key))
    }

    fn insert(&mut self, key: &K, value: V) -> Option<usize> {
        let slot = Slot { key: key.clone(), value, used: false };
        let place = if self.slots.len() < self.room {
            self.slots.push(slot);
            self.slots.len() - 1
        } else {
            let place = self.free();
            let old = std::mem::replace(self.slots.get_mut(place)?, slot);
            self.index.remove(hash(&old.key), place);
            self.forgotten += 1;
            place
        };
        self.index.insert(hash(key), u32::try_from(place).ok()?);
        Some(place)
    }

    /// A place whose value was not used since the hand passed; after one round there is one.
    fn free(&mut self) -> usize {
        loop {
            let place = self.hand;
            self.hand = (self.hand + 1) % self.slots.len().max(1);
            match self.slots.get_mut(place) {
                Some(slot) if slot.used => slot.used = false,
                _ => return place,
            }
        }
    }
}

/// A hash whose bits all depend on all of the key's.
fn hash(key: &impl Hash) -> u32 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    let hash = hasher.finish();
    ((hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

impl<K: Stored + Hash + Eq + Clone, V: Stored> Stored for Table<K, V> {
    fn write(&self, bytes: &mut Vec<u8>) {
        for number in [self.room, self.hand, self.slots.len()] {
            u32::try_from(number).unwrap_or(u32::MAX).write(bytes);
        }
        self.forgotten.write(bytes);
        for slot in &self.slots {
            slot.key.write(bytes);
            slot.value.write(bytes);
            slot.used.write(bytes);
        }
    }

    fn read(input: &mut Input<'_>) -> Option<Self> {
        let mut table = Self::new(u32::read(input)? as usize);
        table.hand = u32::read(input)? as usize;
        let count = input.count()?;
        table.forgotten = u64::read(input)?;
        for place in 0..count {
            let slot =
                Slot { key: K::read(input)?, value: V::read(input)?, used: bool::read(input)? };
            if table.find(&slot.key).is_some() {
                return None;
            }
            table.index.insert(hash(&slot.key), u32::try_from(place).ok()?);
            table.slots.push(slot);
        }
        let fits = table.slots.len() <= table.room;
        (fits && table.hand <= table.slots.len()).then_some(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_is_kept() {
        let mut table: Table<u32, u32> = Table::new(4);
        for key in 0..100 {
            *table.entry(&0, || 0).unwrap() += 1;
            *table.entry(&key, || key).unwrap() += 1;
        }
        assert_eq!(table.get_mut(&0), Some(&mut 101));
        assert_eq!((table.slots.len(), table.forgotten()), (4, 96));
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        let mut again = Table::<u32, u32>::read(&mut Input::new(&bytes)).unwrap();
        assert_eq!(again.get_mut(&0), Some(&mut 101));
        assert!(Table::<u32, u32>::read(&mut Input::new(&bytes[..bytes.len() - 1])).is_none());
    }
}
