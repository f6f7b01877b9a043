//! Chance for one answer, of one seed: each choice has a number of its own, so that choices that lead to
//! one another are not made by the same.

use bartizan_types::{Random, SeededRandom};

/// The numbers for the choices of an answer.
pub(crate) struct Chance(SeededRandom);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(SeededRandom::new(seed))
    }

    /// The number for the next choice.
    pub(crate) fn draw(&self) -> u64 {
        self.0.next_u64()
    }

    /// Lets a list begin at any of its places.
    pub(crate) fn turn<T>(&self, list: &mut [T]) {
        let many = u64::try_from(list.len()).unwrap_or_default();
        if many > 1 {
            list.rotate_left(usize::try_from(self.draw() % many).unwrap_or_default());
        }
    }
}
