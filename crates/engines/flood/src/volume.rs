//! What volume is usual.

/// How much of the past a new window takes the place of: about the last hundred windows count.
const WEIGHT: f64 = 0.01;
/// How many standard deviations above the mean are out of the ordinary.
const DEVIATIONS: f64 = 6.0;
/// How many times the busiest window, which itself fades.
const MARGIN: f64 = 2.0;

/// The volumes of past windows: mean and variance by exponential weights, and the most.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Volume {
    windows: u64,
    mean: f64,
    variance: f64,
    most: f64,
}

impl Volume {
    /// Learns a window that was none of an attack.
    pub(crate) fn learn(&mut self, count: f64) {
        self.windows += 1;
        // The first windows count alike, until there are enough of them.
        let weight = (1.0 / as_float(self.windows)).max(WEIGHT);
        let distance = count - self.mean;
        self.mean += weight * distance;
        self.variance = (1.0 - weight) * (self.variance + weight * distance * distance);
        self.most = (self.most * (1.0 - WEIGHT)).max(count);
    }

    /// Whether a window is out of the ordinary: far above the mean by its own deviation and by that of
    /// pure chance, and above twice the busiest.
    pub(crate) fn is_unusual(&self, count: f64, few: f64) -> bool {
        let deviation = self.variance.max(self.mean).sqrt();
        count > few && count > self.mean + DEVIATIONS * deviation && count > self.most * MARGIN
    }
}

/// A count as a number for statistics, where what is lost beyond 2^53 does not matter.
#[expect(clippy::cast_precision_loss, reason = "statistics need no last digit")]
pub(crate) fn as_float(count: u64) -> f64 {
    count as f64
}
