//! Events in the order that they are due, as they are stored.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bartizan_service::store::Key;
use tokio::sync::Notify;

use crate::records::Event;

/// How many events of one account are worked on at once: others have their turn beside it.
const OF_ACCOUNT_MAX: usize = 128;

/// The events that wait, and those that are worked on.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    state: Mutex<State>,
    news: Notify,
}

#[derive(Debug, Default)]
struct State {
    order: BTreeSet<(i64, Key)>,
    due: HashMap<Key, i64>,
    worked_on: HashSet<Key>,
    /// How many are worked on of each account.
    of_account: HashMap<String, usize>,
}

impl Waiting {
    /// Enters an event as it is stored now; none where it is gone.
    pub(crate) fn put(&self, key: &Key, event: Option<&Event>) {
        let mut state = self.lock();
        if let Some(before) = state.due.remove(key) {
            state.order.remove(&(before, key.clone()));
        }
        if let Some(event) = event {
            state.due.insert(key.clone(), event.due);
            state.order.insert((event.due, key.clone()));
        }
        drop(state);
        self.news.notify_one();
    }

    /// Claims an event that is due and that nobody works on; or else tells when the next one is due.
    pub(crate) fn claim(&self, now: i64) -> Result<Key, Option<i64>> {
        let mut state = self.lock();
        let may = |key: &Key| {
            let busy = state.of_account.get(&key.account).copied().unwrap_or_default();
            busy < OF_ACCOUNT_MAX && !state.worked_on.contains(key)
        };
        let next = state.order.iter().find(|(_, key)| may(key)).cloned();
        match next {
            Some((due, key)) if due <= now => {
                state.worked_on.insert(key.clone());
                *state.of_account.entry(key.account.clone()).or_default() += 1;
                Ok(key)
            }
            next => Err(next.map(|(due, _)| due)),
        }
    }

    /// Lets go of a claim.
    pub(crate) fn done(&self, key: &Key) {
        let mut state = self.lock();
        if state.worked_on.remove(key)
            && let Some(busy) = state.of_account.get_mut(&key.account)
        {
            *busy -= 1;
            if *busy == 0 {
                state.of_account.remove(&key.account);
            }
        }
        drop(state);
        self.news.notify_one();
    }

    /// Returns when something may have changed.
    pub(crate) async fn news(&self) {
        self.news.notified().await;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
