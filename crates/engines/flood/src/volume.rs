//! What volume is usual.

use std::time::Duration;

use crate::circumstances::Health;

/// How much of the past a new window takes the place of: about the last hundred windows count.
const WEIGHT: f64 = 0.01;
/// How much the highest level fades in a window: half of it is left after 19 hours of windows of ten
/// seconds, so that a day's peak is remembered the next morning.
const FADING: f64 = 0.0001;
/// How many times the highest level is learnt of a window at most: traffic that rises by more than
/// four times an hour, in windows of ten seconds, is left behind by what is usual, and seen.
const GROWTH: f64 = 1.004;
/// How many times the highest level is another one.
const MARGIN: f64 = 2.0;

/// The volumes of past windows: mean and variance by exponential weights, the most of late, and the
/// highest level, which rises and fades slowly.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Volume {
    windows: u64,
    mean: f64,
    variance: f64,
    most: f64,
    highest: f64,
}

/// What was learnt of the volumes of a resource, to be kept over a restart. Rates are requests a second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// How long it was learnt.
    pub learnt: Duration,
    /// From how many windows.
    pub windows: u64,
    /// The mean.
    pub mean: f64,
    /// The variance.
    pub variance: f64,
    /// The busiest window of late.
    pub most: f64,
    /// The highest level of about a day.
    pub highest: f64,
}

impl Volume {
    /// Learns a window that was none of an attack. Once there is something to compare it with, no more
    /// of it is learnt than levels rise by: who floods bit by bit must not become usual bit by bit.
    pub(crate) fn learn(&mut self, rate: f64, few: f64, is_learning: bool) {
        let bound = if is_learning { f64::INFINITY } else { (self.highest * GROWTH).max(few) };
        let rate = rate.min(bound);
        self.windows += 1;
        // The first windows count alike, until there are enough of them.
        let weight = (1.0 / as_float(self.windows)).max(WEIGHT);
        let distance = rate - self.mean;
        self.mean += weight * distance;
        self.variance = (1.0 - weight) * (self.variance + weight * distance * distance);
        self.most = (self.most * (1.0 - WEIGHT)).max(rate);
        self.highest = (self.highest * (1.0 - FADING)).max(rate);
    }

    /// Whether a window is out of the ordinary: far above the mean by its own deviation and by that of
    /// pure chance, and far above the busiest. How far, the health of the resource says.
    pub(crate) fn is_unusual(&self, rate: f64, few: f64, health: Health) -> bool {
        let bounds = health.bounds();
        let deviation = self.variance.max(self.mean).sqrt();
        rate > few * bounds.least
            && rate > self.mean + bounds.deviations * deviation
            && self.is_above_busiest(rate, bounds.margin)
    }

    /// Whether a window is busier than so many times the busiest of late.
    pub(crate) fn is_above_busiest(&self, rate: f64, times: f64) -> bool {
        rate > self.most * times
    }

    /// Whether its highest level would be usual where another's is.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.highest <= other.highest * MARGIN
    }

    pub(crate) fn baseline(&self, learnt: Duration) -> Baseline {
        let Self { windows, mean, variance, most, highest } = *self;
        Baseline { learnt, windows, mean, variance, most, highest }
    }

    /// What was kept; none where it is no baseline.
    pub(crate) fn restored(baseline: &Baseline) -> Option<Self> {
        let Baseline { learnt: _, windows, mean, variance, most, highest } = *baseline;
        let is_rate = |value: f64| value.is_finite() && value >= 0.0;
        let is_sound = [mean, variance, most, highest].into_iter().all(is_rate);
        (is_sound && windows > 0).then_some(Self { windows, mean, variance, most, highest })
    }
}

/// A count as a number for statistics, where what is lost beyond 2^53 does not matter.
#[expect(clippy::cast_precision_loss, reason = "statistics need no last digit")]
pub(crate) fn as_float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: f64 = 20.0;

    fn usual(rate: f64) -> Volume {
        let mut volume = Volume::default();
        for _ in 0..360 {
            volume.learn(rate, FEW, true);
        }
        volume
    }

    /// The first rate that is unusual, of those that come one window after the other.
    fn first_unusual(volume: &mut Volume, rates: impl Iterator<Item = f64>) -> Option<f64> {
        for rate in rates {
            if volume.is_unusual(rate, FEW, Health::Unknown) {
                return Some(rate);
            }
            volume.learn(rate, FEW, false);
        }
        None
    }

    #[test]
    fn a_flood_that_rises_bit_by_bit_is_seen() {
        for (factor, before) in [(1.95, 100.0), (1.2, 60.0), (1.05, 60.0), (1.01, 80.0)] {
            let rates = (1..2000).map(|window| 10.0 * f64::powi(factor, window));
            let found = first_unusual(&mut usual(10.0), rates.take_while(|rate| *rate < 1e6));
            assert!(found.is_some_and(|rate| rate < before), "{factor}: {found:?}");
        }
    }

    #[test]
    fn health_says_how_far_from_usual_an_attack_is() {
        let volume = usual(100.0);
        let least =
            |health| (100..1000_u32).find(|rate| volume.is_unusual((*rate).into(), FEW, health));
        assert_eq!(least(Health::Unhealthy), Some(131));
        assert_eq!(least(Health::Unknown), Some(201));
        assert_eq!(least(Health::Healthy), Some(301));
        let quiet = usual(1.0);
        assert!(quiet.is_unusual(15.0, FEW, Health::Unhealthy));
        assert!(!quiet.is_unusual(15.0, FEW, Health::Unknown));
    }

    #[test]
    fn days_and_their_peaks_are_usual() {
        let day = 8640_u32;
        let rates = (0..3 * day).map(|window| {
            let angle = f64::from(window % day) / f64::from(day) * std::f64::consts::TAU;
            let peak = if window % 180 == 0 { 1.8 } else { 1.0 };
            peak * (110.0 - 90.0 * angle.cos())
        });
        assert_eq!(first_unusual(&mut usual(20.0), rates), None);
    }

    #[test]
    fn what_is_no_baseline_is_not_restored() {
        let kept = usual(10.0).baseline(Duration::from_hours(1));
        assert_eq!(Volume::restored(&kept).unwrap().baseline(kept.learnt), kept);
        assert!(Volume::restored(&Baseline { windows: 0, ..kept }).is_none());
        assert!(Volume::restored(&Baseline { most: f64::NAN, ..kept }).is_none());
        assert!(Volume::restored(&Baseline { mean: -1.0, ..kept }).is_none());
    }
}
