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

    /// How long it is until so many bytes become too few; nothing where they are.
    pub fn patience(self, elapsed: Duration, bytes: u64) -> Option<Duration> {
        if self.is_too_slow(elapsed, bytes) {
            return None;
        }
        let more = bytes.saturating_add(1).saturating_mul(1000);
        let lasts = more.div_ceil(self.bytes_a_second.max(1));
        let end = self.grace.saturating_add(Duration::from_millis(lasts));
        Some(end.saturating_sub(elapsed))
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

    #[test]
    fn patience_ends_when_it_becomes_too_slow() {
        let pace = Pace { grace: Duration::from_secs(20), bytes_a_second: 500 };
        for (seconds, bytes) in [(0, 0), (20, 0), (21, 500), (5, 123_456)] {
            let elapsed = Duration::from_secs(seconds);
            let end = elapsed + pace.patience(elapsed, bytes).unwrap_or_default();
            assert!(pace.is_too_slow(end, bytes), "{seconds} s");
            let before = end.saturating_sub(Duration::from_millis(1));
            assert!(!pace.is_too_slow(before, bytes), "{seconds} s");
        }
        assert_eq!(pace.patience(Duration::from_secs(21), 499), None);
    }
}
