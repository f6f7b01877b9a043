//! Samples of requests.

use crate::composition::Sample;

/// How many samples are kept of normal traffic, and of a window.
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
}
