//! How the tree of conjunctions is followed.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::members::{Chosen, Member, ROOT};
use super::read::Seen;
use super::{Matcher, Next, Step, Test, Unmatched};

/// How many pairs of values are joined at most for each value and choice. One of each is enough
/// unless an object names the key of an array again, or lists are within lists.
const JOINED_EACH_MAX: usize = 64;

/// The patterns that match.
pub(super) fn walk(matcher: &Matcher, seen: &Seen) -> Result<Vec<usize>, Unmatched> {
    let mut tests: Vec<(Test, Range<usize>)> = Vec::new();
    for (place, (test, _)) in seen.held.iter().enumerate() {
        match tests.last_mut() {
            Some((last, places)) if last == test => places.end = place + 1,
            _ => tests.push((*test, place..place + 1)),
        }
    }
    let mut walk = Walk { matcher, seen, tests, matched: Vec::new(), left: 0 };
    walk.step(0, &[Chosen::new()])?;
    walk.matched.sort_unstable();
    walk.matched.dedup();
    Ok(walk.matched)
}

struct Walk<'m, 's> {
    matcher: &'m Matcher,
    seen: &'s Seen,
    /// The tests that hold, each with its places in `seen.held`.
    tests: Vec<(Test, Range<usize>)>,
    matched: Vec<usize>,
    /// How many pairs may still be joined for the test that is followed.
    left: usize,
}

impl<'m, 's> Walk<'m, 's> {
    /// Follows the tree from a node that was reached with one or more choices of elements.
    fn step(&mut self, step: u32, choices: &[Chosen]) -> Result<(), Unmatched> {
        let matcher: &'m Matcher = self.matcher;
        let step = usize::try_from(step).ok().and_then(|step| matcher.steps.get(step));
        let Some(step) = step else { return Ok(()) };
        self.matched
            .extend(step.matched.iter().filter_map(|pattern| usize::try_from(*pattern).ok()));
        if step.next.len() <= self.tests.len() {
            for next in step.next.iter().filter(|next| !next.holds_absent) {
                if let Ok(place) = self.tests.binary_search_by_key(&next.test, |(test, _)| *test) {
                    self.follow(next, Some(place), choices)?;
                }
            }
        } else {
            for place in 0..self.tests.len() {
                if let Some(next) = self.next(step, place).filter(|next| !next.holds_absent) {
                    self.follow(next, Some(place), choices)?;
                }
            }
        }
        for place in &step.absences {
            let next = usize::try_from(*place).ok().and_then(|place| step.next.get(place));
            let Some(next) = next else { continue };
            let place = self.tests.binary_search_by_key(&next.test, |(test, _)| *test).ok();
            self.follow(next, place, choices)?;
        }
        Ok(())
    }

    /// Which of a node's tests is the one that holds at a place.
    fn next(&self, step: &'m Step, place: usize) -> Option<&'m Next> {
        let (test, _) = self.tests.get(place)?;
        let found = step.next.binary_search_by_key(test, |next| next.test).ok()?;
        step.next.get(found)
    }

    /// Follows a test, by the values for which it holds and, where it may, by there being none.
    fn follow(
        &mut self,
        next: &Next,
        place: Option<usize>,
        choices: &[Chosen],
    ) -> Result<(), Unmatched> {
        let seen: &'s Seen = self.seen;
        let held = place.and_then(|place| self.tests.get(place));
        let held = held.and_then(|(_, places)| seen.held.get(places.clone())).unwrap_or_default();
        if let [only] = choices
            && only.is_empty()
            && held.first().is_some_and(|(_, member)| *member == ROOT)
        {
            return self.step(next.step, choices);
        }
        let field = next.test.field;
        let present = if next.holds_absent { self.present(field) } else { &[] };
        self.left = JOINED_EACH_MAX * (choices.len() + held.len() + present.len());
        let mut joined = FxHashSet::default();
        for chosen in choices {
            self.join(chosen, held, field, |chosen| {
                joined.insert(chosen);
                true
            })?;
            if next.holds_absent {
                let mut is_present = false;
                self.join(chosen, present, field, |_| {
                    is_present = true;
                    false
                })?;
                if !is_present {
                    joined.insert(chosen.clone());
                }
            }
        }
        if joined.is_empty() {
            return Ok(());
        }
        let joined: Vec<Chosen> = joined.into_iter().collect();
        self.step(next.step, &joined)
    }

    /// What the values of a field are in.
    fn present(&self, field: u32) -> &'s [(u32, Member)] {
        let present = &self.seen.present;
        let from = present.partition_point(|(present, _)| *present < field);
        let to = present.partition_point(|(present, _)| *present <= field);
        present.get(from..to).unwrap_or_default()
    }

    /// Joins what was chosen with each member that can be, until `take` answers that it is enough.
    fn join<T>(
        &mut self,
        chosen: &Chosen,
        members: &[(T, Member)],
        field: u32,
        mut take: impl FnMut(Chosen) -> bool,
    ) -> Result<(), Unmatched> {
        let mut rest = members;
        while let Some(((_, member), behind)) = rest.split_first() {
            self.left = self.left.checked_sub(1).ok_or(Unmatched::TooManyCombinations)?;
            rest = match self.seen.members.join(chosen, *member, field) {
                Ok(joined) => {
                    if !take(joined) {
                        return Ok(());
                    }
                    behind
                }
                Err(other) => {
                    let skipped = behind.partition_point(|(_, member)| *member < other);
                    behind.get(skipped..).unwrap_or_default()
                }
            };
        }
        Ok(())
    }
}
