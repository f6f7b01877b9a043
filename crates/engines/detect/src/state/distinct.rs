//! How many different things came, in a few bytes.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::stored::{Input, Stored};

/// Counts different things by linear counting (Whang, Vander-Zanden and Taylor, "A linear-time
/// probabilistic counting algorithm for database applications", ACM TODS 15, 1990): each sets one of
/// `64 × WORDS` bits. Counts are within a few percent up to the number of bits, and stay below seven
/// times that, which is far above what any threshold here asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Distinct<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Default for Distinct<WORDS> {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl<const WORDS: usize> Distinct<WORDS> {
    /// Counts a thing; whether it was not seen before, as far as can be told.
    pub(crate) fn add(&mut self, thing: impl Hash) -> bool {
        let mut hasher = FxHasher::default();
        thing.hash(&mut hasher);
        let hash = spread(hasher.finish());
        let place = usize::try_from(hash >> 32).unwrap_or_default() % WORDS.max(1);
        let bit = 1 << (hash & 63);
        self.0.get_mut(place).is_some_and(|word| {
            let is_new = *word & bit == 0;
            *word |= bit;
            is_new
        })
    }

    /// How many different things came.
    pub(crate) fn count(&self) -> u32 {
        let set: u32 = self.0.iter().map(|word| word.count_ones()).sum();
        if set < 16 {
            return set;
        }
        let bits = f64::from(u32::try_from(WORDS * 64).unwrap_or(u32::MAX));
        let unset = (bits - f64::from(set)).max(0.5);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is small")]
        let count = (bits * (bits / unset).ln()).round() as u32;
        count
    }
}

/// Makes every bit depend on every bit (the finaliser of Murmur's third hash).
fn spread(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

impl<const WORDS: usize> Stored for Distinct<WORDS> {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.0.write(bytes);
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        Stored::read(input).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_near_to_the_truth() {
        let mut ports = Distinct::<8>::default();
        for (seen, port) in (1_u32..=600).enumerate() {
            ports.add(port);
            ports.add(port);
            let truth = u32::try_from(seen).unwrap() + 1;
            let off = ports.count().abs_diff(truth);
            assert!(off <= 2 + truth / 8, "{truth} counted as {}", ports.count());
        }
    }
}
