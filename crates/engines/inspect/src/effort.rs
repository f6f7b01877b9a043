//! What looking at a place of a request may cost: so much for each of its bytes. A text that takes more
//! is made to tire who looks at it, or to hide an attack behind work, and counts as one.

use std::cell::Cell;

use crate::detect::Place;

/// A place of fewer bytes may cost what one of so many may.
const LEAST: usize = 2048;

/// The units that each byte of a place may cost: of a body that is one text; of one that is read as a form;
/// of one that is read as other values, and of all else; and of cookies, which are few and long: the
/// shorter values are, the more a byte of them costs.
const PER_BYTE_OF_TEXT: usize = 128;
const PER_BYTE_OF_PAIRS: usize = 220;
const PER_BYTE_OF_VALUES: usize = 255;
const PER_BYTE_OF_COOKIES: usize = 165;

/// What a body is read as beside one text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reading {
    /// The pairs of a form.
    Pairs,
    /// The strings of JSON, or the texts of XML.
    Values,
}

impl Reading {
    /// What so many bytes may cost beside what they may as one text.
    const fn beyond_text(self, bytes: usize) -> usize {
        let per_byte = match self {
            Self::Pairs => PER_BYTE_OF_PAIRS,
            Self::Values => PER_BYTE_OF_VALUES,
        };
        bytes.saturating_mul(per_byte - PER_BYTE_OF_TEXT)
    }
}

/// The work that is left. A unit is about an instruction.
#[derive(Debug)]
pub(crate) struct Effort {
    granted: Cell<usize>,
    left: Cell<usize>,
    /// So many bytes may yet be read as values.
    unread: Cell<usize>,
}

impl Effort {
    /// What a place of so many bytes may cost.
    pub(crate) fn of(place: Place, bytes: usize) -> Self {
        let per_byte = match place {
            Place::Body => PER_BYTE_OF_TEXT,
            Place::Cookie => PER_BYTE_OF_COOKIES,
            Place::Query => PER_BYTE_OF_PAIRS,
            _ => PER_BYTE_OF_VALUES,
        };
        let bytes = bytes.max(LEAST);
        Self::new(bytes.saturating_mul(per_byte), bytes)
    }

    fn new(granted: usize, unread: usize) -> Self {
        Self { granted: Cell::new(granted), left: Cell::new(granted), unread: Cell::new(unread) }
    }

    /// Any work at all.
    pub(crate) fn endless() -> Self {
        Self::new(usize::MAX, 0)
    }

    /// Allows what reading so many bytes of a body as values may cost, once for each byte; tells for how
    /// many. Who gave up is granted nothing more: what was passed over since is not looked at again.
    pub(crate) fn allow(&self, reading: Reading, bytes: usize) -> usize {
        if self.is_spent() {
            return 0;
        }
        let bytes = bytes.min(self.unread.get());
        self.unread.set(self.unread.get() - bytes);
        let more = reading.beyond_text(bytes);
        self.granted.set(self.granted.get().saturating_add(more));
        self.left.set(self.left.get().saturating_add(more));
        bytes
    }

    /// Takes back what was allowed for so many bytes that were not read.
    pub(crate) fn take_back(&self, reading: Reading, bytes: usize) {
        self.unread.set(self.unread.get() + bytes);
        let less = reading.beyond_text(bytes);
        self.granted.set(self.granted.get().saturating_sub(less));
        self.left.set(self.left.get().saturating_sub(less));
    }

    /// Counts what was done.
    pub(crate) fn spend(&self, units: usize) {
        self.left.set(self.left.get().saturating_sub(units));
    }

    /// The units that were spent: no more than there were.
    pub(crate) fn spent(&self) -> usize {
        self.granted.get().saturating_sub(self.left.get())
    }

    /// Whether nothing is left: who works stops.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gave_up_is_granted_nothing_more() {
        let effort = Effort::of(Place::Body, LEAST);
        effort.allow(Reading::Pairs, LEAST / 2);
        effort.spend(LEAST * PER_BYTE_OF_TEXT);
        assert!(!effort.is_spent());
        effort.spend(LEAST * PER_BYTE_OF_TEXT);
        effort.allow(Reading::Values, LEAST / 2);
        assert!(effort.is_spent());
    }

    #[test]
    fn what_was_not_read_is_taken_back_and_may_be_read_otherwise() {
        let effort = Effort::of(Place::Body, LEAST);
        let allowed = effort.allow(Reading::Values, usize::MAX);
        assert_eq!(allowed, LEAST);
        effort.take_back(Reading::Values, allowed);
        assert_eq!(effort.left.get(), LEAST * PER_BYTE_OF_TEXT);
        effort.allow(Reading::Pairs, LEAST);
        assert_eq!(effort.left.get(), LEAST * PER_BYTE_OF_PAIRS);
    }
}
