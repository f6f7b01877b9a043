//! The samples of a metric until they are taken, minute by minute, without a lock.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};

use bartizan_types::Timestamp;

/// How many minutes are kept apart. Whoever takes comes every minute.
const MINUTES: usize = 4;
/// The classes of values whose spread is kept. Each ends a tenth above the one before, from a
/// microsecond to two hours where values are seconds.
const CLASSES: usize = 240;
const FIRST_CLASS: f64 = 1e-6;
const CLASS_STEP: f64 = 1.1;

/// What was counted of a metric and not taken yet.
#[derive(Debug)]
pub struct Cells {
    has_spread: bool,
    minutes: [Minute; MINUTES],
}

/// What was counted in a minute.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The minute, in minutes since 1970.
    pub minute: i64,
    /// How many samples there were.
    pub samples: u64,
    /// Their sum.
    pub sum: f64,
    /// The least, as far as it was not taken before.
    pub least: f64,
    /// The greatest, as far as it was not taken before.
    pub greatest: f64,
    /// Values with how often they were counted, where the spread is kept.
    pub spread: Vec<(f64, u64)>,
}

#[derive(Debug)]
struct Minute {
    /// The minute's number, in minutes since 1970.
    number: AtomicI64,
    samples: AtomicU64,
    sum: Number,
    least: Number,
    greatest: Number,
    spread: OnceLock<Box<[AtomicU32]>>,
}

impl Cells {
    /// Cells in which nothing was counted.
    pub fn new(has_spread: bool) -> Self {
        Self { has_spread, minutes: std::array::from_fn(|_| Minute::new()) }
    }

    /// Adds a sample, unless it is no finite number.
    pub fn add(&self, now: Timestamp, value: f64) {
        let minute = now.seconds().div_euclid(60);
        let Some(cell) = self.cell(minute) else { return };
        if !value.is_finite() {
            return;
        }
        // Whoever takes late finds what is left of older minutes in this one.
        if cell.number.load(Ordering::Relaxed) != minute {
            cell.number.store(minute, Ordering::Relaxed);
        }
        cell.least.update(value, f64::min);
        cell.greatest.update(value, f64::max);
        cell.sum.update(value, |sum, value| sum + value);
        if self.has_spread {
            cell.classify(value);
        }
        // Last: who takes takes nothing where there is no sample.
        cell.samples.fetch_add(1, Ordering::Release);
    }

    /// Takes all that was counted.
    pub fn take(&self) -> Vec<Counted> {
        self.minutes.iter().filter_map(Minute::take).collect()
    }

    fn cell(&self, minute: i64) -> Option<&Minute> {
        let index = usize::try_from(minute).ok()?.checked_rem(MINUTES)?;
        self.minutes.get(index)
    }
}

impl Minute {
    fn new() -> Self {
        Self {
            number: AtomicI64::new(0),
            samples: AtomicU64::new(0),
            sum: Number::new(0.0),
            least: Number::new(f64::INFINITY),
            greatest: Number::new(f64::NEG_INFINITY),
            spread: OnceLock::new(),
        }
    }

    fn classify(&self, value: f64) {
        let classes = self.spread.get_or_init(|| (0..CLASSES).map(|_| AtomicU32::new(0)).collect());
        if let Some(class) = classes.get(class(value)) {
            class.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn take(&self) -> Option<Counted> {
        let samples = self.samples.swap(0, Ordering::Acquire);
        if samples == 0 {
            return None;
        }
        let spread = self.spread.get().into_iter().flat_map(|classes| classes.iter().enumerate());
        let taken = spread.filter_map(|(class, count)| {
            let count = count.swap(0, Ordering::Relaxed);
            (count > 0).then(|| (middle(class), count.into()))
        });
        Some(Counted {
            minute: self.number.load(Ordering::Relaxed),
            samples,
            spread: taken.collect(),
            sum: self.sum.swap(0.0),
            least: self.least.swap(f64::INFINITY),
            greatest: self.greatest.swap(f64::NEG_INFINITY),
        })
    }
}

/// The class of a value.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number is bounded to the classes there are"
)]
fn class(value: f64) -> usize {
    let number = (value / FIRST_CLASS).log(CLASS_STEP);
    // What is no number, as of nothing, is in the first.
    if number > 0.0 { (number as usize).min(CLASSES - 1) } else { 0 }
}

/// The value that stands for a class.
fn middle(class: usize) -> f64 {
    let class = i32::try_from(class).unwrap_or(i32::MAX);
    FIRST_CLASS * CLASS_STEP.powi(class) * CLASS_STEP.sqrt()
}

/// A number that threads change at once.
#[derive(Debug)]
struct Number(AtomicU64);

impl Number {
    fn new(value: f64) -> Self {
        Self(AtomicU64::new(value.to_bits()))
    }

    fn update(&self, value: f64, with: impl Fn(f64, f64) -> f64) {
        let order = Ordering::Relaxed;
        let changed = |held: u64| {
            let next = with(f64::from_bits(held), value).to_bits();
            (next != held).then_some(next)
        };
        // Whoever changes nothing is answered an error.
        let _unchanged = self.0.try_update(order, order, changed);
    }

    fn swap(&self, value: f64) -> f64 {
        f64::from_bits(self.0.swap(value.to_bits(), Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    #[test]
    fn samples_are_counted_by_the_minute_and_taken_once() {
        let cells = Cells::new(false);
        for (second, value) in [(60, 2.0), (119, 6.0), (120, 1.0), (120, f64::NAN)] {
            cells.add(at(second), value);
        }
        let mut taken = cells.take();
        taken.sort_by_key(|counted| counted.minute);
        let of = |minute, samples, sum, least, greatest| Counted {
            minute,
            samples,
            sum,
            least,
            greatest,
            spread: Vec::new(),
        };
        assert_eq!(taken, [of(1, 2, 8.0, 2.0, 6.0), of(2, 1, 1.0, 1.0, 1.0)]);
        assert_eq!(cells.take(), []);
    }

    #[test]
    fn the_spread_is_within_five_parts_of_a_hundred() {
        let cells = Cells::new(true);
        for value in [0.0, 1e-9, 0.003, 0.25, 1.0, 40.0] {
            cells.add(at(0), value);
        }
        let taken = cells.take();
        let spread = &taken[0].spread;
        assert_eq!(spread.iter().map(|(_, count)| count).sum::<u64>(), 6);
        for wanted in [0.003, 0.25, 1.0, 40.0] {
            let is_near = |(value, _): &(f64, u64)| (value / wanted - 1.0).abs() < 0.05;
            assert!(spread.iter().any(is_near), "{wanted}: {spread:?}");
        }
    }

    #[test]
    fn nothing_is_lost_while_others_take() {
        let cells = Arc::new(Cells::new(true));
        let count = |cells: Arc<Cells>| move || (0..10_000).for_each(|_| cells.add(at(0), 2.0));
        let threads: Vec<_> = (0..4).map(|_| thread::spawn(count(Arc::clone(&cells)))).collect();
        let (mut samples, mut sum, mut spread) = (0, 0.0, 0);
        let mut take = || {
            for counted in cells.take() {
                samples += counted.samples;
                sum += counted.sum;
                spread += counted.spread.iter().map(|(_, count)| count).sum::<u64>();
            }
        };
        while threads.iter().any(|thread| !thread.is_finished()) {
            take();
        }
        for thread in threads {
            thread.join().unwrap();
        }
        take();
        assert_eq!((samples, spread), (40_000, 40_000));
        assert!((sum - 80_000.0).abs() < 1e-6);
    }
}
