//! What is normal, by samples of hours.

use std::time::Duration;

use crate::composition::Sample;
use crate::samples::{SAMPLES, Samples};

/// How many samples tell what is normal.
const ENOUGH: usize = 50;
/// How much of it a window may be at most.
const SHARE: u64 = SAMPLES as u64 / 8;

/// Samples of normal requests: each window has about the same share of them, until windows are more
/// than samples; from then on each takes the place of a random one, so that what is kept is some hours
/// old on average.
#[derive(Debug, Clone)]
pub(crate) struct Reservoir {
    kept: Vec<Sample>,
    /// How many windows had requests.
    windows: u64,
    /// From when until when.
    span: Option<(Duration, Duration)>,
    random: u64,
}

impl Default for Reservoir {
    fn default() -> Self {
        Self { kept: Vec::new(), windows: 0, span: None, random: 0x9e37_79b9_7f4a_7c15 }
    }
}

impl Reservoir {
    pub(crate) fn kept(&self) -> &[Sample] {
        &self.kept
    }

    /// Whether it is enough to say what is normal: enough samples, from long enough.
    pub(crate) fn tells(&self, span: Duration) -> bool {
        let is_long = self.span.is_some_and(|(from, until)| until.saturating_sub(from) >= span);
        is_long && self.kept.len() >= ENOUGH
    }

    /// Takes its share of a window.
    pub(crate) fn take(&mut self, window: &Samples, from: Duration, until: Duration) {
        let samples = window.kept();
        if samples.is_empty() {
            return;
        }
        self.windows += 1;
        self.span = Some((self.span.map_or(from, |(first, _)| first), until));
        let share = (SAMPLES as u64 / self.windows).clamp(1, SHARE);
        let step = samples.len().div_ceil(usize::try_from(share).unwrap_or(1)).max(1);
        let first = self.below(step);
        for sample in samples.iter().skip(first).step_by(step) {
            self.put(sample.clone());
        }
    }

    /// Adds those of a time that was not normal then, and is now: half of what is kept are theirs.
    pub(crate) fn join(&mut self, mut other: Self) {
        while self.kept.len() > SAMPLES / 2 {
            let index = self.below(self.kept.len());
            self.kept.swap_remove(index);
        }
        other.kept.truncate(SAMPLES / 2);
        self.kept.append(&mut other.kept);
        self.windows += other.windows;
        self.span = match (self.span, other.span) {
            (Some((from, _)), Some((_, until))) => Some((from, until)),
            (one, another) => one.or(another),
        };
    }

    fn put(&mut self, sample: Sample) {
        if self.kept.len() < SAMPLES {
            self.kept.push(sample);
            return;
        }
        let index = self.below(SAMPLES);
        if let Some(place) = self.kept.get_mut(index) {
            *place = sample;
        }
    }

    /// A number below another. (Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8, 2003.)
    fn below(&mut self, bound: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        let number = self.random >> 16;
        usize::try_from(number % (bound.max(1) as u64)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Dimension, Observed};

    const WINDOW: Duration = Duration::from_secs(10);

    fn window(path: &str, many: u32) -> Samples {
        let mut samples = Samples::default();
        for _ in 0..many {
            let observed = Observed {
                client: [192, 0, 2, 1].into(),
                asn: None,
                country: None,
                user_agent: b"",
                path: path.as_bytes(),
                referrer: b"",
            };
            samples.offer(|| observed.sample());
        }
        samples
    }

    #[test]
    fn samples_are_of_hours_and_not_of_the_last_windows() {
        let mut reservoir = Reservoir::default();
        assert!(!reservoir.tells(Duration::ZERO));
        for index in 0..720_u32 {
            let hour_half = format!("/{}", index / 180);
            reservoir.take(&window(&hour_half, 1000), WINDOW * index, WINDOW * (index + 1));
        }
        assert_eq!(reservoir.kept().len(), SAMPLES);
        assert!(reservoir.tells(Duration::from_hours(2)));
        assert!(!reservoir.tells(Duration::from_hours(3)));
        let mut counts: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        for sample in reservoir.kept() {
            *counts.entry(sample.value(Dimension::Path).to_vec()).or_default() += 1;
        }
        assert_eq!(counts.len(), 4);
        assert!(counts.values().all(|count| *count > SAMPLES / 16), "{counts:?}");
    }

    #[test]
    fn a_time_that_came_to_be_normal_has_half_of_it() {
        let (mut old, mut new) = (Reservoir::default(), Reservoir::default());
        for index in 0..20 {
            old.take(&window("/old", 1000), WINDOW * index, WINDOW * (index + 1));
            new.take(&window("/new", 1000), WINDOW * index, WINDOW * (index + 1));
        }
        old.join(new);
        let is_new = |sample: &&Sample| sample.value(Dimension::Path) == b"/new";
        assert_eq!(old.kept().len(), SAMPLES);
        assert_eq!(old.kept().iter().filter(is_new).count(), SAMPLES / 2);
    }
}
