//! What is usual.

use serde::{Deserialize, Serialize};

/// How far above the mean a minute must be: the quantile of the normal distribution that one minute
/// in a million exceeds, about one in two years.
const QUANTILE: f64 = 4.753;
/// How far above the busiest minute: a quarter.
const MARGIN: f64 = 1.25;
/// How many calls of a minute are too few to tell of, however rare they are.
const FEW: f64 = 4.0;

/// The calls of some days, minute by minute, as far as they matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// How many minutes were watched.
    pub(crate) minutes: u32,
    /// The sum of their calls, the sum of the squares, and the most of one minute.
    pub(crate) calls: u64,
    pub(crate) squares: u64,
    pub(crate) most: u32,
}

impl Baseline {
    /// The calls of a minute, on average.
    pub fn average(self) -> f64 {
        float(self.calls) / f64::from(self.minutes.max(1))
    }

    /// How many minutes were watched.
    pub const fn minutes(self) -> u32 {
        self.minutes
    }

    /// Whether a minute with this many calls is out of the ordinary. All of these must hold:
    ///
    /// - It exceeds the quantile that Farrington and others give for counts that vary more than
    ///   chance would have it ("A Statistical Algorithm for the Early Detection of Outbreaks of
    ///   Infectious Disease", Journal of the Royal Statistical Society A 159, 1996, section 3.5):
    ///   with mean `m` and dispersion `d` of `n` minutes, `m (1 + 2/3 z √(d/m (1 + 1/n)))^(3/2)`.
    ///   The power of 2/3 makes such counts nearly normal. Where there was no call, one is assumed.
    /// - It exceeds the busiest minute by a quarter: of minutes that are all alike the next one is
    ///   the busiest of `n` with a chance of `1/n`, whatever their distribution, so that a job that
    ///   comes in bursts is usual as soon as it came once.
    /// - It has at least five calls.
    pub fn is_unusual(self, calls: u32) -> bool {
        f64::from(calls) > self.limit()
    }

    fn limit(self) -> f64 {
        let minutes = f64::from(self.minutes.max(1));
        let mean = float(self.calls.max(1)) / minutes;
        let variance = float(self.squares) / minutes - mean * mean;
        let dispersion = (variance / mean).max(1.0);
        let spread = (dispersion / mean * (1.0 + 1.0 / minutes)).sqrt();
        let quantile = mean * (1.0 + 2.0 / 3.0 * QUANTILE * spread).powf(1.5);
        quantile.max(f64::from(self.most) * MARGIN).max(FEW)
    }
}

/// A number of calls; beyond 2⁵³ the last digits do not matter.
#[allow(clippy::cast_precision_loss, reason = "an average needs no more")]
pub(crate) fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A week whose minutes have these calls, by turns.
    fn week(calls: &[u32]) -> Baseline {
        let mut week = Baseline::default();
        for (_, calls) in (0..7 * 24 * 60).zip(calls.iter().cycle()) {
            week.minutes += 1;
            week.calls += u64::from(*calls);
            week.squares += u64::from(*calls).pow(2);
            week.most = week.most.max(*calls);
        }
        week
    }

    #[test]
    fn what_is_unusual_depends_on_what_was_there() {
        for (what, calls, usual, unusual) in [
            ("nothing", vec![0], 4, 5),
            ("one a minute", vec![1], 8, 9),
            ("a steady hundred", vec![100], 150, 152),
            ("chance around ten", vec![7, 13, 9, 11, 10, 6, 14], 28, 30),
            ("every other minute twenty", vec![0, 20], 85, 86),
        ] {
            let week = week(&calls);
            assert!(!week.is_unusual(usual), "{what}: {usual} of {}", week.limit());
            assert!(week.is_unusual(unusual), "{what}: {unusual} of {}", week.limit());
        }
    }

    #[test]
    fn a_burst_that_comes_every_day_is_usual() {
        let mut day = vec![0; 24 * 60];
        day[180] = 500;
        let week = week(&day);
        assert!(!week.is_unusual(600), "{}", week.limit());
        assert!(week.is_unusual(700), "{}", week.limit());
        assert!((week.average() - 500.0 / 1440.0).abs() < 1e-9);
    }

    #[test]
    fn no_minutes_and_extreme_counts_are_no_error() {
        assert!(Baseline::default().is_unusual(u32::MAX));
        let most = Baseline { minutes: 1, calls: u64::MAX, squares: u64::MAX, most: u32::MAX };
        assert!(!most.is_unusual(u32::MAX));
    }
}
