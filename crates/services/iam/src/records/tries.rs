//! How often a code or a password was tried in vain, and until when none is looked at.

use std::time::Duration;

use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

/// How many tries may fail in a row before none is looked at for a while.
const FREE: u32 = 5;
/// For how long first; each further failure doubles it.
const FIRST_REFUSAL: Duration = Duration::from_mins(1);
/// For how long at most: then a guesser has about a hundred tries a day.
const LONGEST_REFUSAL: Duration = Duration::from_mins(15);

/// The tries since the last that did not fail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tries {
    failures: u32,
    refused_until: Option<Timestamp>,
}

impl Tries {
    /// Whether so many failed that none is looked at now.
    pub(crate) fn are_refused(&self, now: Timestamp) -> bool {
        self.refused_until.is_some_and(|until| now < until)
    }

    /// Counts one that has failed, or that has not succeeded yet.
    pub(crate) fn count(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if let Some(doublings) = self.failures.checked_sub(FREE) {
            let refusal = FIRST_REFUSAL * (1 << doublings.min(8));
            self.refused_until = Some(now.plus(refusal.min(LONGEST_REFUSAL)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_make_it_refuse_for_longer_and_longer() {
        let mut tries = Tries::default();
        let mut now = Timestamp::from_seconds(1_795_510_800);
        let mut refusals = Vec::new();
        for _ in 0..12 {
            assert!(!tries.are_refused(now));
            tries.count(now);
            if let Some(until) = tries.refused_until {
                assert!(tries.are_refused(now));
                refusals.push(until.since(now).as_secs());
                now = until;
            }
        }
        assert_eq!(refusals, [60, 120, 240, 480, 900, 900, 900, 900]);
    }
}
