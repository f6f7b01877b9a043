//! What looking at a place of a request may cost: so much for each of its bytes. A text that takes more
//! is made to tire who looks at it, or to hide an attack behind work, and counts as one.

use std::cell::Cell;

use crate::detect::Place;

/// A place of fewer bytes may cost what one of so many may.
const LEAST: usize = 2048;

/// The units that each byte of a place may cost. Cookies are few and long: the shorter values are, the
/// more a byte of them costs.
const PER_BYTE: usize = 255;
const PER_BYTE_OF_COOKIES: usize = 150;

/// The work that is left. A unit is about an instruction.
#[derive(Debug)]
pub(crate) struct Effort {
    left: Cell<usize>,
}

impl Effort {
    /// What a place of so many bytes may cost.
    pub(crate) fn of(place: Place, bytes: usize) -> Self {
        let per_byte = if place == Place::Cookie { PER_BYTE_OF_COOKIES } else { PER_BYTE };
        Self { left: Cell::new(bytes.max(LEAST).saturating_mul(per_byte)) }
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
