//! Which robots ask for which paths, by web ACL, for a day: as the labels of Bot Control tell.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bartizan_inspect::managed::{Robot, robot};
use bartizan_inspect::{Decision, WebRequest};
use bartizan_service::RobotTraffic;
use bartizan_types::Timestamp;

use super::shared::Shared;

/// What the labels of robots begin with. (AWS WAF Developer Guide, "AWS WAF Bot Control rule group",
/// labels.)
const LABEL: &str = "awswaf:managed:aws:bot-control:bot:";
/// Requests of so many milliseconds are counted as one.
const STEP_MILLIS: i64 = 5 * 60 * 1_000;
/// So many of those are kept: a day. AWS publishes no period.
const STEPS_MAX: usize = 288;
/// The most paths and robots of a web ACL, and of all: whoever has most loses the oldest.
const WEB_ACL_MAX: usize = 8_192;
const ALL_MAX: usize = 65_536;
/// So much of a path is kept. (AWS WAF API Reference, `PathStatistics`.)
const PATH_BYTES_MAX: usize = 512;

/// Counts of requests by path and robot.
#[derive(Debug)]
pub(super) struct Robots(Mutex<Held>);

#[derive(Debug)]
struct Held {
    shared: Shared<Steps, ()>,
    /// How many counts there are.
    counts: usize,
}

/// The counts of a web ACL, by when they began.
#[derive(Debug, Default)]
struct Steps {
    steps: BTreeMap<i64, BTreeMap<(Box<str>, Robot), u64>>,
    counts: usize,
}

impl Steps {
    /// Forgets the oldest; how many counts that were.
    fn forget_oldest(&mut self) -> usize {
        let gone = self.steps.pop_first().map_or(0, |(_, counts)| counts.len());
        self.counts -= gone;
        gone
    }
}

impl Default for Robots {
    fn default() -> Self {
        Self(Mutex::new(Held { shared: Shared::new(0), counts: 0 }))
    }
}

impl Robots {
    /// Counts a request, if a robot made it.
    pub(super) fn note(
        &self,
        web_acl: &str,
        request: &WebRequest<'_>,
        decision: &Decision<'_>,
        now: Timestamp,
    ) {
        if !decision.labels().any(|label| label.starts_with(LABEL)) {
            return;
        }
        let agent = request.header_values(b"user-agent").next().unwrap_or_default();
        let Some(robot) = robot(agent) else { return };
        let path = request.path.get(..PATH_BYTES_MAX).unwrap_or(request.path);
        let path = path.escape_ascii().to_string();
        let cut = path.char_indices().nth(PATH_BYTES_MAX).map_or(path.len(), |(at, _)| at);
        let path = path.get(..cut).unwrap_or_default();
        self.held().count(web_acl, (path.into(), robot), now.millis());
    }

    /// What was counted between two instants, as far as the steps tell.
    pub(super) fn between(
        &self,
        web_acl: &str,
        from: Timestamp,
        to: Timestamp,
    ) -> Vec<RobotTraffic> {
        let held = self.held();
        let Some(owned) = held.shared.of(web_acl) else { return Vec::new() };
        let step = |at: Timestamp| at.millis().div_euclid(STEP_MILLIS);
        let mut sums: BTreeMap<&(Box<str>, Robot), u64> = BTreeMap::new();
        if from <= to {
            for (counted, count) in owned.state.steps.range(step(from)..=step(to)).flat_map(|s| s.1)
            {
                *sums.entry(counted).or_default() += count;
            }
        }
        let told = sums.into_iter().map(|((path, robot), requests)| RobotTraffic {
            path: path.to_string(),
            category: robot.category,
            organization: robot.organization,
            name: robot.name.clone(),
            requests,
        });
        told.collect()
    }

    /// Forgets a web ACL.
    pub(super) fn forget(&self, web_acl: &str) {
        let mut held = self.held();
        let gone = held.shared.of(web_acl).map_or(0, |owned| owned.state.counts);
        held.counts -= gone;
        held.shared.forget(web_acl);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn count(&mut self, web_acl: &str, counted: (Box<str>, Robot), now_millis: i64) {
        let at = now_millis.div_euclid(STEP_MILLIS);
        let state = self.shared.state(web_acl, now_millis);
        let counts = state.steps.entry(at).or_default();
        let held = counts.len();
        *counts.entry(counted).or_default() += 1;
        let is_new = counts.len() - held;
        state.counts += is_new;
        let mut gone = 0;
        while state.steps.len() > STEPS_MAX || state.counts > WEB_ACL_MAX {
            gone += state.forget_oldest();
        }
        self.counts = self.counts + is_new - gone;
        if self.counts > ALL_MAX {
            let most = self.shared.states().max_by_key(|state| state.counts);
            most.map(Steps::forget_oldest);
            // Web ACLs that made place have taken theirs along.
            self.counts = self.shared.states().map(|state| state.counts).sum();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(path: &str) -> (Box<str>, Robot) {
        (path.into(), robot(b"curl/8").unwrap())
    }

    #[test]
    fn requests_are_counted_for_a_day_and_within_bounds() {
        let robots = Robots::default();
        let at = |step: i64| Timestamp::from_millis(step * STEP_MILLIS);
        let told = |from, to| {
            let told = robots.between("acl", at(from), at(to)).into_iter();
            told.map(|one| (one.path, one.requests)).collect::<Vec<_>>()
        };
        for (step, path) in [(0, "/a"), (1, "/a"), (1, "/b"), (1, "/a")] {
            robots.held().count("acl", counted(path), at(step).millis());
        }
        assert_eq!(told(0, 1), [("/a".to_owned(), 3), ("/b".to_owned(), 1)]);
        assert_eq!(told(1, 1), [("/a".to_owned(), 2), ("/b".to_owned(), 1)]);
        assert_eq!(told(2, 1), []);
        for step in 2..300 {
            robots.held().count("acl", counted("/c"), at(step).millis());
        }
        assert_eq!(told(0, 11), []);
        for number in 0..=WEB_ACL_MAX {
            robots.held().count("acl", counted(&number.to_string()), at(300).millis());
        }
        assert!(robots.held().counts <= WEB_ACL_MAX);
        robots.forget("acl");
        assert_eq!(robots.held().counts, 0);
    }
}
