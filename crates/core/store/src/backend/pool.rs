//! Connections kept open between uses.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::StoreError;

/// How long a reader waits for a connection before it is told to retry.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// A bounded set of connections.
pub(crate) struct Pool<C> {
    state: Mutex<State<C>>,
    freed: Condvar,
    open_max: usize,
}

struct State<C> {
    idle: Vec<C>,
    open: usize,
}

impl<C> Pool<C> {
    pub(crate) fn new(open_max: usize) -> Self {
        let state = Mutex::new(State { idle: Vec::new(), open: 0 });
        Self { state, freed: Condvar::new(), open_max }
    }

    /// Runs `f` on a connection: an idle one, or one from `open`. The connection is kept if `f`
    /// says so; an idle one that `ready` fails on (its server was restarted) is replaced.
    pub(crate) fn with<R>(
        &self,
        open: impl Fn() -> Result<C, StoreError>,
        ready: impl Fn(&C) -> Result<(), StoreError>,
        f: impl FnOnce(&C) -> (R, bool),
    ) -> Result<R, StoreError> {
        let mut slot = Slot { pool: self, connection: self.take()? };
        loop {
            let (connection, fresh) = match slot.connection.take() {
                Some(idle) => (idle, false),
                None => (open()?, true),
            };
            match ready(&connection) {
                Ok(()) => {
                    let (answer, keep) = f(&connection);
                    slot.connection = keep.then_some(connection);
                    return Ok(answer);
                }
                Err(error) if fresh => return Err(error),
                Err(_) => slot.connection = self.state().idle.pop(),
            }
        }
    }

    /// Room for a connection, and an idle one if there is.
    fn take(&self) -> Result<Option<C>, StoreError> {
        let state = self.state();
        let (mut state, wait) = self
            .freed
            .wait_timeout_while(state, WAIT_MAX, |state| state.open >= self.open_max)
            .unwrap_or_else(PoisonError::into_inner);
        if wait.timed_out() && state.open >= self.open_max {
            return Err(StoreError::Unavailable("all its connections are busy".to_owned()));
        }
        state.open += 1;
        Ok(state.idle.pop())
    }

    fn state(&self) -> MutexGuard<'_, State<C>> {
        // Nothing under the lock can panic half way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One use's place in the pool; given back even if the use panics.
struct Slot<'p, C> {
    pool: &'p Pool<C>,
    connection: Option<C>,
}

impl<C> Drop for Slot<'_, C> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        state.open -= 1;
        state.idle.extend(self.connection.take());
        drop(state);
        self.pool.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_kept_connection_is_used_again_and_a_broken_one_replaced() {
        let pool = Pool::new(1);
        let opened = Cell::new(0);
        let open = || {
            opened.set(opened.get() + 1);
            Ok(opened.get())
        };
        let used = |keep| pool.with(open, |_| Ok(()), |connection| (*connection, keep)).unwrap();
        assert_eq!((used(true), used(true), used(false), used(true)), (1, 1, 1, 2));

        let broken = |connection: &i32| match connection {
            2 => Err(StoreError::Unavailable("gone".to_owned())),
            _ => Ok(()),
        };
        assert_eq!(pool.with(open, broken, |connection| (*connection, true)), Ok(3));
    }

    #[test]
    fn a_panic_gives_the_place_back() {
        let pool = Pool::new(1);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            pool.with(|| Ok(1), |_| Ok(()), |_| -> ((), bool) { panic!("in a closure") })
        }));
        assert!(panicked.is_err());
        assert_eq!(pool.with(|| Ok(2), |_| Ok(()), |connection| (*connection, true)), Ok(2));
    }
}
