//! What is to be assessed, in turn: each account in a region once, behind those who wait already.

use std::collections::{BTreeMap, VecDeque};

use bartizan_service::NetworkPlace;
use bartizan_types::Region;

/// An account and a region.
pub(super) type Place = (String, String);

/// Who waits.
#[derive(Default)]
pub(super) struct Due {
    /// Whether all are to be assessed, and it was not looked yet who these are.
    pub(super) is_all: bool,
    order: VecDeque<Place>,
    waiting: BTreeMap<Place, Wait>,
    /// Whose turn it is, and whether something of it changed meanwhile.
    running: Option<(Place, bool)>,
    /// Those who could not be assessed, and wait to be tried again.
    failed: BTreeMap<Place, Wait>,
}

/// How far one is.
#[derive(Debug, Clone, Default)]
struct Wait {
    /// The instance behind which the assessment goes on; it begins where there is none.
    from: Option<String>,
    /// Whether something changed before it was at its end, so that it has to begin anew then.
    is_marked: bool,
    /// Whether some could not be assessed.
    has_failed: bool,
}

/// One whose turn it is.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(super) place: Place,
    pub(super) from: Option<String>,
    is_marked: bool,
    has_failed: bool,
}

impl Turn {
    pub(super) fn network(&self) -> Option<NetworkPlace> {
        let (account, region) = (&self.place.0, Region::new(&self.place.1));
        account.parse().ok().map(|account| NetworkPlace { account, region })
    }
}

impl Due {
    /// Something of a place changed: it is assessed from the start, once for all that changes before.
    pub(super) fn mark(&mut self, place: &Place) {
        if let Some((running, is_marked)) = &mut self.running
            && running == place
        {
            *is_marked = true;
        } else if let Some(wait) = self.waiting.get_mut(place) {
            wait.is_marked = wait.from.is_some();
        } else {
            let failed = self.failed.remove(place).unwrap_or_default();
            self.wait(place.clone(), Wait { is_marked: failed.from.is_some(), ..failed });
        }
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn has_failed(&self) -> bool {
        !self.failed.is_empty()
    }

    /// The first who waits.
    pub(super) fn next(&mut self) -> Option<Turn> {
        let place = self.order.pop_front()?;
        let Wait { from, is_marked, has_failed } = self.waiting.remove(&place).unwrap_or_default();
        self.running = Some((place.clone(), false));
        Some(Turn { place, from, is_marked, has_failed })
    }

    /// A turn is over: it waits again behind the others where it is not at its end, which is behind an
    /// instance, or was marked; and apart where some could not be assessed.
    pub(super) fn end(&mut self, turn: Turn, next: Option<String>, has_failed: bool) {
        let is_marked = self.ended(&turn);
        let has_failed = has_failed || turn.has_failed;
        if next.is_some() {
            self.wait(turn.place, Wait { from: next, is_marked, has_failed });
        } else if is_marked {
            self.wait(turn.place, Wait::default());
        } else if has_failed {
            self.failed.insert(turn.place, Wait::default());
        }
    }

    /// One could not be assessed, and is to be tried again, from the same instance on.
    pub(super) fn fail(&mut self, turn: Turn) {
        let is_marked = self.ended(&turn);
        let (from, has_failed) = (turn.from, turn.has_failed);
        self.failed.insert(turn.place, Wait { from, is_marked, has_failed });
    }

    /// Has those tried again that failed.
    pub(super) fn retry(&mut self) {
        for (place, wait) in std::mem::take(&mut self.failed) {
            self.wait(place, wait);
        }
    }

    fn wait(&mut self, place: Place, wait: Wait) {
        if self.waiting.insert(place.clone(), wait).is_none() {
            self.order.push_back(place);
        }
    }

    fn ended(&mut self, turn: &Turn) -> bool {
        let running = self.running.take();
        turn.is_marked || running.is_some_and(|(_, is_marked)| is_marked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(account: &str) -> Place {
        (account.to_owned(), "us-east-1".to_owned())
    }

    fn next(due: &mut Due) -> Turn {
        due.next().unwrap()
    }

    #[test]
    fn who_is_not_at_its_end_waits_behind_the_others() {
        let mut due = Due::default();
        due.mark(&place("1"));
        due.mark(&place("2"));
        due.mark(&place("1"));
        assert_eq!(due.len(), 2);
        let turn = next(&mut due);
        assert_eq!((turn.place.0.as_str(), &turn.from), ("1", &None));
        due.end(turn, Some("i-1".to_owned()), false);
        let turn = next(&mut due);
        assert_eq!(turn.place.0, "2");
        due.end(turn, None, false);
        let turn = next(&mut due);
        assert_eq!((turn.place.0.as_str(), turn.from.as_deref()), ("1", Some("i-1")));
        due.end(turn, None, false);
        assert!(due.next().is_none());
    }

    #[test]
    fn what_changes_before_the_end_is_assessed_from_the_start() {
        for marks_while_running in [true, false] {
            let mut due = Due::default();
            due.mark(&place("1"));
            let turn = next(&mut due);
            if marks_while_running {
                due.mark(&place("1"));
            }
            due.end(turn, Some("i-1".to_owned()), false);
            if !marks_while_running {
                due.mark(&place("1"));
            }
            let turn = next(&mut due);
            assert_eq!(turn.from.as_deref(), Some("i-1"));
            due.end(turn, None, false);
            let turn = next(&mut due);
            assert_eq!(turn.from, None);
            due.end(turn, None, false);
            assert!(due.next().is_none());
        }
    }

    #[test]
    fn who_failed_waits_apart_until_it_is_tried_again() {
        let mut due = Due::default();
        due.mark(&place("1"));
        let turn = next(&mut due);
        due.fail(turn);
        assert!(due.next().is_none() && due.has_failed());
        due.retry();
        let turn = next(&mut due);
        due.fail(turn);
        due.mark(&place("1"));
        assert_eq!((due.len(), due.has_failed()), (1, false));
        // What failed for some is tried again when the others were assessed.
        let turn = next(&mut due);
        due.end(turn, Some("i-1".to_owned()), true);
        let turn = next(&mut due);
        due.end(turn, None, false);
        assert!(due.next().is_none() && due.has_failed());
    }
}
