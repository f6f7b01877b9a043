//! How much of what an agent sends is taken: each instance has so much to spend, and gets some of it back
//! all the time, so that no host keeps the server from the others.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bartizan_types::Timestamp;

use crate::error::OwnError;

/// What an instance can spend at once, and what it gets back a second.
const MOST: u64 = 60;
const PER_SECOND: u64 = 2;
/// From how many instances on those are forgotten that spent nothing for a while.
const KEPT: usize = 4096;

/// What something costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost(u64);

impl Cost {
    /// A word that the host runs.
    pub(super) const REPORT: Self = Self(1);
    /// Flows.
    pub(super) const FLOWS: Self = Self(2);
    /// One with an inventory, and a session.
    pub(super) const INVENTORY: Self = Self(10);
    pub(super) const CREDENTIALS: Self = Self(10);
}

/// What each instance spent.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<String, Spent>>);

/// How much was spent and not got back at a time, in thousandths.
#[derive(Debug, Clone, Copy)]
struct Spent {
    thousandths: u64,
    at: Timestamp,
}

impl Spent {
    fn now(self, now: Timestamp) -> u64 {
        let millis = u64::try_from(now.since(self.at).as_millis()).unwrap_or(u64::MAX);
        self.thousandths.saturating_sub(millis.saturating_mul(PER_SECOND))
    }
}

impl Throttle {
    /// Lets an instance spend something.
    ///
    /// # Errors
    /// It has not so much left: the error says when it has.
    pub(super) fn take(&self, instance: &str, cost: Cost, now: Timestamp) -> Result<(), OwnError> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT {
            all.retain(|_, spent| spent.now(now) > 0);
        }
        let before = all.get(instance).map_or(0, |spent| spent.now(now));
        let after = before + cost.0 * 1000;
        let over = after.saturating_sub(MOST * 1000);
        if over > 0 {
            let seconds = Duration::from_millis(over.div_ceil(PER_SECOND)).as_secs() + 1;
            return Err(OwnError::Throttled(instance.to_owned(), seconds));
        }
        all.insert(instance.to_owned(), Spent { thousandths: after, at: now });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_spends_all_waits_and_others_do_not() {
        let (throttle, start) = (Throttle::default(), Timestamp::from_seconds(1_000));
        for _ in 0..6 {
            throttle.take("i-1", Cost::INVENTORY, start).unwrap();
        }
        let told = throttle.take("i-1", Cost::INVENTORY, start).unwrap_err().to_string();
        assert_eq!(told, "i-1 reports too often: once more in 6 s.");
        throttle.take("i-2", Cost::INVENTORY, start).unwrap();
        let later = |seconds: i64| Timestamp::from_seconds(1_000 + seconds);
        assert!(throttle.take("i-1", Cost::INVENTORY, later(4)).is_err(), "it has 8");
        throttle.take("i-1", Cost::REPORT, later(4)).unwrap();
        throttle.take("i-1", Cost::INVENTORY, later(6)).unwrap();
    }

    #[test]
    fn who_reports_each_second_is_never_refused() {
        let throttle = Throttle::default();
        for second in 0..1_000 {
            throttle.take("i-1", Cost::REPORT, Timestamp::from_seconds(second)).unwrap();
        }
    }

    #[test]
    fn who_has_all_again_is_forgotten() {
        let throttle = Throttle::default();
        for number in 0..KEPT {
            let at = Timestamp::from_seconds(1);
            throttle.take(&number.to_string(), Cost::REPORT, at).unwrap();
        }
        throttle.take("i-1", Cost::REPORT, Timestamp::from_seconds(2)).unwrap();
        assert_eq!(throttle.0.lock().unwrap().len(), 1);
    }
}
