//! What looking at a place of a request may cost: so much for each of its bytes. A text that takes more
//! is made to tire who looks at it, or to hide an attack behind work, and counts as one.

use std::cell::Cell;

/// The units that a place may cost however short it is.
const LEAST: usize = 8 * 4096;

/// The units that each byte of a place may cost.
const PER_BYTE: usize = 26;

/// The work that is left. A unit is about what an eighth of a byte costs that all detectors look at
/// and find nothing in.
#[derive(Debug)]
pub(crate) struct Effort {
    left: Cell<usize>,
}

impl Effort {
    /// What a byte costs that detectors look at.
    pub(crate) const BYTE: usize = 8;

    /// What a place of so many bytes may cost.
    pub(crate) fn of(bytes: usize) -> Self {
        Self { left: Cell::new(bytes.saturating_mul(PER_BYTE).saturating_add(LEAST)) }
    }

    /// Any work at all.
    pub(crate) fn endless() -> Self {
        Self { left: Cell::new(usize::MAX) }
    }

    /// Counts what was done.
    pub(crate) fn spend(&self, units: usize) {
        self.left.set(self.left.get().saturating_sub(units));
    }

    /// Whether nothing is left: who works stops.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}
