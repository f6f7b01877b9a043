//! Samples of requests.

use crate::composition::Sample;

/// How many samples are kept of normal traffic, and of an attack.
pub(crate) const SAMPLES: usize = 1024;

/// Samples of what came, spread evenly over it: when there is no room, every second one goes, and from
/// then on half as many are taken.
#[derive(Debug, Clone)]
pub(crate) struct Samples {
    kept: Vec<Sample>,
    seen: u64,
    step: u64,
}

impl Default for Samples {
    fn default() -> Self {
        Self { kept: Vec::new(), seen: 0, step: 1 }
    }
}

impl Samples {
    pub(crate) fn kept(&self) -> &[Sample] {
        &self.kept
    }

    /// Offers one more.
    pub(crate) fn offer(&mut self, sample: impl FnOnce() -> Sample) {
        let is_taken = self.seen.is_multiple_of(self.step);
        self.seen += 1;
        if !is_taken {
            return;
        }
        if self.kept.len() >= SAMPLES {
            let mut index = 0_usize;
            self.kept.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.step *= 2;
        }
        self.kept.push(sample());
    }

    /// Takes over what a window came to: the oldest make room.
    pub(crate) fn take(&mut self, window: &mut Self) {
        // One window must not be all that is remembered.
        let share = SAMPLES / 8;
        let step = window.kept.len().div_ceil(share).max(1);
        self.kept.extend(window.kept.drain(..).step_by(step));
        let beyond = self.kept.len().saturating_sub(SAMPLES);
        self.kept.drain(..beyond);
    }
}
