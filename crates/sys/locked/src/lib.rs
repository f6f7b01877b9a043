//! Memory for keys: it is not swapped out, not part of core dumps, and wiped when it is let go.
//!
//! [`Locked`] bytes lie in pages of their own, side by side, so that thousands of keys fit into what
//! a process may lock. Where the system refuses to lock them, that is logged once, and they are
//! kept all the same. Pages are never given back to the system: what a key leaves is wiped and used
//! for the next one.

mod pages;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

use zeroize::Zeroize;

/// The smallest place, in bytes; larger ones are each twice as large as the one before.
const PLACE_BYTES_MIN: usize = 32;
/// How much is locked at a time, in bytes, unless a place is larger.
const PAGES_BYTES: usize = 16 * 1024;

/// The places that are free, by their size.
static FREE: Mutex<BTreeMap<usize, Vec<&'static mut [u8]>>> = Mutex::new(BTreeMap::new());

/// Bytes in locked memory.
pub struct Locked {
    place: &'static mut [u8],
    length: usize,
}

impl Locked {
    /// This many zeros.
    pub fn zeroed(length: usize) -> Self {
        let size = length.max(PLACE_BYTES_MIN).next_power_of_two();
        let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        let places = free.entry(size).or_default();
        if places.is_empty() {
            places.extend(pages::map(size.max(PAGES_BYTES)).chunks_exact_mut(size));
        }
        // There is one: pages hold at least one place of their size.
        let place = places.pop().unwrap_or_else(|| Box::leak(vec![0; size].into_boxed_slice()));
        Self { place, length }
    }

    /// A copy of these bytes.
    pub fn copy_of(bytes: &[u8]) -> Self {
        let mut locked = Self::zeroed(bytes.len());
        locked.copy_from_slice(bytes);
        locked
    }
}

impl Deref for Locked {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.place.get(..self.length).unwrap_or_default()
    }
}

impl DerefMut for Locked {
    fn deref_mut(&mut self) -> &mut [u8] {
        self.place.get_mut(..self.length).unwrap_or_default()
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        let place = std::mem::take(&mut self.place);
        place.zeroize();
        let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        free.entry(place.len()).or_default().push(place);
    }
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locked({} bytes)", self.length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_place_holds_its_own_bytes(
            all in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20_000), 0..16),
        ) {
            let kept: Vec<Locked> = all.iter().map(|bytes| Locked::copy_of(bytes)).collect();
            for (bytes, locked) in all.iter().zip(&kept) {
                prop_assert_eq!(bytes.as_slice(), &**locked);
            }
        }
    }

    #[test]
    fn a_place_is_clean_for_the_next_one() {
        for _ in 0..1000 {
            let mut locked = Locked::zeroed(48);
            assert!(locked.iter().all(|byte| *byte == 0));
            locked.fill(0xaa);
        }
    }

    #[test]
    fn threads_do_not_meet() {
        std::thread::scope(|scope| {
            for byte in 0..8 {
                scope.spawn(move || {
                    for _ in 0..500 {
                        let locked = Locked::copy_of(&[byte; 32]);
                        assert!(locked.iter().all(|found| *found == byte));
                    }
                });
            }
        });
    }

    #[test]
    fn nothing_prints_the_bytes() {
        assert_eq!(format!("{:?}", Locked::copy_of(&[7; 32])), "Locked(32 bytes)");
    }

    /// What the kernel says of the mapping that an address lies in. (proc(5), `smaps`, `VmFlags`.)
    #[cfg(target_os = "linux")]
    #[test]
    fn pages_are_locked_and_not_dumped() {
        let locked = Locked::zeroed(32);
        let address = locked.as_ptr().addr();
        let maps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut is_inside = false;
        for line in maps.lines() {
            let range = line.split(' ').next().and_then(|range| range.split_once('-'));
            let ends = range
                .map(|(from, to)| (usize::from_str_radix(from, 16), usize::from_str_radix(to, 16)));
            if let Some((Ok(from), Ok(to))) = ends {
                is_inside = (from..to).contains(&address);
            }
            if let Some(flags) = line.strip_prefix("VmFlags:").filter(|_| is_inside) {
                let flags: Vec<&str> = flags.split_whitespace().collect();
                assert!(flags.contains(&"dd"), "{flags:?}");
                assert!(flags.contains(&"lo") || pages::is_refused(), "{flags:?}");
                return;
            }
        }
        panic!("the mapping of {address:x} was not found");
    }
}
