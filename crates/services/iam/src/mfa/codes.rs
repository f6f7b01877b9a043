//! Which codes of a device are good, and when none is looked at.

use std::time::Duration;

use bartizan_keys::{TotpSeed, totp_step};
use bartizan_types::Timestamp;

use crate::records::OneTime;

/// How many steps to either side of the device's own a code may be. (RFC 6238, section 5.2.)
const WINDOW: u64 = 1;
/// How many tries may fail in a row before the device is refused for a while.
const FREE_TRIES: u32 = 5;
/// How long it is refused first; each further failure doubles it.
const FIRST_REFUSAL: Duration = Duration::from_mins(1);
/// How long it is refused at most: then a guesser has about a hundred tries a day.
const LONGEST_REFUSAL: Duration = Duration::from_mins(15);

impl OneTime {
    /// Whether so many tries failed that none is looked at now.
    pub(crate) fn is_refused(&self, now: Timestamp) -> bool {
        self.refused_until.is_some_and(|until| now < until)
    }

    /// Uses up a code. A wrong one is counted.
    pub(crate) fn redeem(&mut self, seed: &TotpSeed, code: &str, now: Timestamp) -> bool {
        let middle = self.step(now);
        let first = middle.saturating_sub(WINDOW).max(self.first_unused());
        let Some(step) = seed.step_of(code, first..=middle.saturating_add(WINDOW)) else {
            self.count_try(now);
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

    /// Counts a try that has failed, or that has not succeeded yet.
    pub(crate) fn count_try(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if let Some(doublings) = self.failures.checked_sub(FREE_TRIES) {
            let refusal = FIRST_REFUSAL * (1 << doublings.min(8));
            self.refused_until = Some(now.plus(refusal.min(LONGEST_REFUSAL)));
        }
    }

    fn accept(&mut self, step: u64) {
        self.last_step = Some(step);
        self.failures = 0;
        self.refused_until = None;
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
    fn failures_make_it_refuse_for_longer_and_longer() {
        let mut device = device();
        let mut now = NOW;
        let mut refusals = Vec::new();
        for _ in 0..12 {
            assert!(!device.is_refused(now));
            assert!(!device.redeem(&seed(), "", now));
            if let Some(until) = device.refused_until {
                assert!(device.is_refused(now));
                refusals.push(until.since(now).as_secs());
                now = until;
            }
        }
        assert_eq!(refusals, [60, 120, 240, 480, 900, 900, 900, 900]);
        assert!(device.redeem(&seed(), &seed().code(totp_step(now, 30)), now));
        assert_eq!((device.failures, device.refused_until), (0, None));
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
