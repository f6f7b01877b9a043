//! The decisions of the last requests, kept to be explained when someone asks.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use bartizan_types::AccountId;
use serde_json::Value as Json;

use crate::decide::{Decided, Kept};

/// How many rings there are: threads take turns at them.
const RINGS: usize = 4;
/// How many decisions each ring remembers. Each shares its policies with the directory and has its own
/// condition keys, mostly of less than a kilobyte: what two rings hold stays in a processor's cache.
const REMEMBERED: usize = 512;
/// A decision whose condition keys take more counts as several, so that long headers fill no memory.
const BYTES_OF_ONE: usize = 4096;
/// How many of one request's are, denials first.
const OF_ONE_REQUEST: usize = 32;

/// The decisions of the last requests, by request id. Refusals are also written to the activity
/// record in full; this holds what was allowed, too.
///
/// A thread's requests have a ring that few others use, so that their memory is mostly given back by who
/// asked for it.
#[derive(Debug, Default)]
pub struct Explanations([Mutex<Ring<Kept>>; RINGS]);

/// How many threads remembered anything.
static THREADS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// The turn of this thread.
    static TURN: usize = THREADS.fetch_add(1, Ordering::Relaxed);
}

/// What was remembered last, oldest first. Each call adds to it and few ask, so there is no index:
/// who asks looks at all.
#[derive(Debug)]
struct Ring<D> {
    requests: VecDeque<Remembered<D>>,
    /// How many decisions there are, long ones counted as several.
    held: usize,
}

#[derive(Debug)]
struct Remembered<D> {
    request_id: String,
    account: AccountId,
    decisions: Vec<D>,
    weight: usize,
}

impl<D> Default for Ring<D> {
    fn default() -> Self {
        Self { requests: VecDeque::new(), held: 0 }
    }
}

impl<D> Ring<D> {
    /// Takes the oldest, where they must go for so much more.
    fn make_room(&mut self, weight: usize) -> Option<Remembered<D>> {
        if self.held + weight <= REMEMBERED {
            return None;
        }
        let oldest = self.requests.pop_front()?;
        self.held = self.held.saturating_sub(oldest.weight);
        Some(oldest)
    }

    /// Takes the decisions of a request in the place of the oldest. The last of these is given back, to
    /// be forgotten when nobody waits any more: its memory is far away.
    fn insert(&mut self, remembered: Remembered<D>) -> Option<Remembered<D>> {
        let mut gone = None;
        while let Some(oldest) = self.make_room(remembered.weight) {
            gone = Some(oldest);
        }
        self.held += remembered.weight;
        self.requests.push_back(remembered);
        gone
    }

    fn find(&self, request_id: &str) -> Option<&Remembered<D>> {
        self.requests.iter().rev().find(|one| one.request_id == request_id)
    }
}

impl Explanations {
    pub(crate) fn remember(
        &self,
        request_id: &str,
        account: AccountId,
        mut decisions: Vec<Decided>,
    ) {
        if decisions.is_empty() {
            return;
        }
        if decisions.len() > OF_ONE_REQUEST {
            decisions.sort_by_key(|decided| decided.decision.is_allowed());
            decisions.truncate(OF_ONE_REQUEST);
        }
        let weight = decisions.iter().map(|one| 1 + one.context().bytes() / BYTES_OF_ONE).sum();
        let decisions = decisions.into_iter().map(Decided::kept).collect();
        let remembered =
            Remembered { request_id: request_id.to_owned(), account, decisions, weight };
        let Some(ring) = self.0.get(TURN.with(|turn| turn % RINGS)) else { return };
        let gone = ring.lock().unwrap_or_else(PoisonError::into_inner).insert(remembered);
        drop(gone);
    }

    /// A request's decisions with the whole path of each, if it is remembered and was `account`'s:
    /// `principal`, `action`, `resource`, `context`, `decision`, `message`, `layers`, `remedies`.
    pub fn of(&self, request_id: &str, account: AccountId) -> Option<Vec<Json>> {
        let decisions = self.0.iter().find_map(|ring| {
            let ring = ring.lock().unwrap_or_else(PoisonError::into_inner);
            let remembered = ring.find(request_id).filter(|one| one.account == account)?;
            Some(remembered.decisions.clone())
        })?;
        Some(decisions.into_iter().map(|kept| kept.decided().told()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_decisions_are_remembered_and_no_more() {
        let account: AccountId = "123456789012".parse().unwrap();
        let remembered = |request_id: &str, weight| Remembered {
            request_id: request_id.to_owned(),
            account,
            decisions: vec![()],
            weight,
        };
        let mut ring = Ring::default();
        for number in 0..1000 {
            ring.insert(remembered(&number.to_string(), OF_ONE_REQUEST));
            assert!(ring.held <= REMEMBERED);
        }
        let kept = REMEMBERED / OF_ONE_REQUEST;
        assert_eq!((ring.requests.len(), ring.held), (kept, REMEMBERED));
        assert!(ring.find("999").is_some() && ring.find("0").is_none());
        ring.insert(remembered("small", 1));
        assert_eq!(ring.held, REMEMBERED - OF_ONE_REQUEST + 1, "the oldest goes as a whole");
    }
}
