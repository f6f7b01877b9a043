//! What goes on is not told with each record.

use super::stored::stored;

/// When something was told, so that it is told again only after a while.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    at: i64,
    ever: bool,
}

impl Told {
    /// How long something that goes on is not told again, in seconds.
    const PAUSE: i64 = 900;

    /// Whether it is to be told now; from then on it was.
    pub(crate) fn now(&mut self, time: i64) -> bool {
        // A time far back is of records that come late, or were wrong before.
        let is_due =
            !self.ever || time.saturating_sub(self.at).unsigned_abs() >= Self::PAUSE as u64;
        if is_due {
            *self = Self { at: time, ever: true };
        }
        is_due
    }
}

stored! { Told { at, ever } }
