//! How slowly something may come or go.

use std::time::Duration;

/// A time in which bytes may move as slowly as they like, and the bytes a second that they must move
/// with from then on, on average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The time.
    pub grace: Duration,
    /// The bytes a second.
    pub bytes_a_second: u64,
}

impl Pace {
    /// Whether so many bytes are too few for this long.
    pub fn is_too_slow(self, elapsed: Duration, bytes: u64) -> bool {
        let late = elapsed.saturating_sub(self.grace);
        let wanted = late.as_millis().saturating_mul(self.bytes_a_second.into()) / 1000;
        u128::from(bytes) < wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_trickles_is_too_slow() {
        let pace = Pace { grace: Duration::from_secs(20), bytes_a_second: 500 };
        for (seconds, bytes, is_too_slow) in
            [(0, 0, false), (20, 0, false), (21, 499, true), (21, 500, false), (30, 4999, true)]
        {
            let elapsed = Duration::from_secs(seconds);
            assert_eq!(pace.is_too_slow(elapsed, bytes), is_too_slow, "{seconds} s");
        }
    }
}
