//! When a running query is to be given up.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use bartizan_service::Platform;
use bartizan_service::store::{Key, StoreError};
use bartizan_types::Timestamp;

use super::queue;
use super::records::{Query, Status};

/// How long a query may run.
const TIME_MAX: Duration = Duration::from_mins(10);
/// How long it may run while a query of an account that has none running lacks a place.
const TIME_WANTED_MAX: Duration = Duration::from_mins(3);
/// How long a query waits before it lacks a place: a free one is taken sooner.
const WAITS: Duration = Duration::from_secs(10);
/// How often it is looked.
const LOOKED_EVERY: Duration = Duration::from_millis(250);

/// Why a query was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Cancelled,
    TimedOut,
    /// Others waited for its place.
    GaveWay,
}

/// Looks after one running query.
pub(super) struct Watch {
    platform: Arc<Platform>,
    key: Key,
    started: Timestamp,
}

impl Watch {
    pub(super) fn new(platform: Arc<Platform>, key: Key) -> Self {
        let started = platform.now();
        Self { platform, key, started }
    }

    /// Looks until the query has ended, which the other end of `ended` tells by its drop, or is to be
    /// given up, which `stop` does.
    pub(super) fn until(&self, ended: &Receiver<()>, stop: impl FnOnce()) -> Option<Reason> {
        while ended.recv_timeout(LOOKED_EVERY) == Err(RecvTimeoutError::Timeout) {
            if let Some(reason) = self.look() {
                stop();
                return Some(reason);
            }
        }
        None
    }

    fn look(&self) -> Option<Reason> {
        let now = self.platform.now();
        if now > self.started.plus(TIME_MAX) {
            return Some(Reason::TimedOut);
        }
        let store = &self.platform.store;
        let found: Result<_, StoreError> = store.read(|reader| reader.get::<Query>(&self.key));
        // A store that cannot be read for a moment is no reason: the end of the query needs it too.
        if found.is_ok_and(|query| query.is_none_or(|query| query.status != Status::Running)) {
            return Some(Reason::Cancelled);
        }
        if now <= self.started.plus(TIME_WANTED_MAX) {
            return None;
        }
        let open: Result<_, StoreError> = store.read(|reader| reader.find::<Query>("open", "yes"));
        let open: Vec<Query> = open.unwrap_or_default().into_iter().map(|(_, it)| it).collect();
        let since = Timestamp::from_millis(
            now.millis().saturating_sub(i64::try_from(WAITS.as_millis()).unwrap_or(i64::MAX)),
        );
        queue::lacks_place(&open, since).then_some(Reason::GaveWay)
    }
}

#[cfg(test)]
mod tests {
    use bartizan_service::testkit::World;

    use super::*;

    #[test]
    fn a_query_is_given_up_when_it_takes_too_long_or_others_lack_its_place() {
        let world = World::new(Vec::new(), |_| Vec::new());
        let platform = world.road.platform();
        let put = |account: &str, status| {
            let (id, account) = (account.to_owned(), account.parse().unwrap());
            let query = Query { id, account, status, created: platform.now(), ..Query::example() };
            let key = query.key();
            platform.store.write_blocking(move |tx| tx.put(&key, &query)).unwrap();
        };
        put("111111111111", Status::Running);
        let key = Query::key_of("111111111111".parse().unwrap(), "", "111111111111");
        let watch = Watch::new(Arc::clone(platform), key);
        let after = |wait: Duration| {
            world.clock.advance(wait);
            watch.look()
        };
        assert_eq!(after(Duration::from_mins(4)), None, "nobody else waits");
        put("222222222222", Status::Queued);
        assert_eq!(after(Duration::from_secs(1)), None, "it may be that a place is free");
        assert_eq!(after(Duration::from_secs(10)), Some(Reason::GaveWay));
        put("222222222222", Status::Running);
        assert_eq!(after(Duration::from_secs(1)), None, "it has a place");
        assert_eq!(after(Duration::from_mins(6)), Some(Reason::TimedOut));
        let watch = Watch::new(Arc::clone(platform), watch.key);
        put("111111111111", Status::Cancelled);
        assert_eq!(watch.look(), Some(Reason::Cancelled));
    }
}
