//! Which codes of a device are good, and when none is looked at.

use bartizan_keys::{TotpSeed, totp_step};
use bartizan_types::Timestamp;

use crate::records::{OneTime, Tries};

/// How many steps to either side of the device's own a code may be. (RFC 6238, section 5.2.)
const WINDOW: u64 = 1;

impl OneTime {
    /// Uses up a code. A wrong one is counted.
    pub(crate) fn redeem(&mut self, seed: &TotpSeed, code: &str, now: Timestamp) -> bool {
        let middle = self.step(now);
        let first = middle.saturating_sub(WINDOW).max(self.first_unused());
        let Some(step) = seed.step_of(code, first..=middle.saturating_add(WINDOW)) else {
            self.tries.count(now);
            return false;
        };
        self.accept(step);
        true
    }

    /// Uses up two codes that follow each other, the first within `reach` steps of the server's,
    /// and learns from them how far the device's clock is off.
    pub(crate) fn synchronise(
        &mut self,
        seed: &TotpSeed,
        codes: (&str, &str),
        reach: u64,
        now: Timestamp,
    ) -> bool {
        let present = totp_step(now, self.period_seconds);
        let first = present.saturating_sub(reach).max(self.first_unused());
        let last = present.saturating_add(reach);
        let Some(step) = seed.step_of_pair(codes.0, codes.1, first..=last) else { return false };
        let ahead = i64::try_from(step).unwrap_or(i64::MAX);
        let drift = ahead.saturating_sub(i64::try_from(present).unwrap_or(i64::MAX));
        // One step is as long as it takes to write a code down.
        self.drift = if drift.unsigned_abs() <= WINDOW { 0 } else { drift };
        self.accept(step);
        true
    }

    fn accept(&mut self, step: u64) {
        self.last_step = Some(step);
        self.tries = Tries::default();
    }

    /// The step that the device is in.
    fn step(&self, now: Timestamp) -> u64 {
        totp_step(now, self.period_seconds).saturating_add_signed(self.drift)
    }

    fn first_unused(&self) -> u64 {
        self.last_step.map_or(0, |last| last.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bartizan_types::SeededRandom;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_510_800);

    fn seed() -> TotpSeed {
        TotpSeed::generate(&SeededRandom::new(1))
    }

    fn device() -> OneTime {
        OneTime::new(String::new(), 30)
    }

    fn code(steps: i64) -> String {
        seed().code(totp_step(NOW, 30).saturating_add_signed(steps))
    }

    #[test]
    fn a_code_is_good_once_and_a_step_around_its_time() {
        for (steps, is_good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            assert_eq!(device().redeem(&seed(), &code(steps), NOW), is_good, "{steps}");
        }
        let mut device = device();
        assert!(device.redeem(&seed(), &code(0), NOW));
        assert!(!device.redeem(&seed(), &code(0), NOW), "used before");
        assert!(!device.redeem(&seed(), &code(-1), NOW), "older than one that was used");
        assert!(device.redeem(&seed(), &code(1), NOW));
        assert!(!device.redeem(&seed(), &code(1), NOW));
    }

    #[test]
    fn a_wrong_code_is_counted_until_one_is_right() {
        let mut device = device();
        assert!(!device.redeem(&seed(), "", NOW));
        assert_ne!(device.tries, Tries::default());
        assert!(device.redeem(&seed(), &code(0), NOW));
        assert_eq!(device.tries, Tries::default());
    }

    #[test]
    fn two_codes_tell_how_far_a_clock_is_off() {
        let mut device = device();
        assert!(!device.synchronise(&seed(), (&code(5), &code(7)), 10, NOW), "not in a row");
        assert!(!device.synchronise(&seed(), (&code(11), &code(12)), 10, NOW), "out of reach");
        assert!(device.synchronise(&seed(), (&code(5), &code(6)), 10, NOW));
        assert_eq!(device.drift, 6);
        assert!(!device.redeem(&seed(), &code(6), NOW), "used to synchronise");
        assert!(!device.redeem(&seed(), &code(0), NOW));
        assert!(device.redeem(&seed(), &code(7), NOW));
        assert!(!device.synchronise(&seed(), (&code(5), &code(6)), 10, NOW), "used before");
    }
}
