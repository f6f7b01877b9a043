//! Reads of whole collections, away from the threads that serve calls: few at once, so that they take
//! neither all processors nor the store's connections; of an account one after the other, and no more wait
//! than may.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bartizan_service::Call;
use bartizan_service::store::{Reader, Store};
use bartizan_types::{AccountId, Fault};
use tokio::sync::Semaphore;

use crate::error::InspectorError;

/// How many are made at once.
const AT_ONCE: usize = 2;
/// How many of an account are made or wait.
const OF_ACCOUNT_MAX: usize = 32;

/// Who may read now.
pub(crate) struct Walks {
    turns: Arc<Semaphore>,
    lines: Arc<Mutex<HashMap<AccountId, Line>>>,
}

/// Where the reads of an account wait for each other.
struct Line {
    turn: Arc<Semaphore>,
    there: usize,
}

/// One who is in a line, until it is dropped.
struct There(Arc<Mutex<HashMap<AccountId, Line>>>, AccountId);

impl There {
    /// Takes a place in the line of an account, where there is one, with what its turn is.
    fn take(
        lines: &Arc<Mutex<HashMap<AccountId, Line>>>,
        account: AccountId,
    ) -> Option<(Self, Arc<Semaphore>)> {
        let mut all = locked(lines);
        let line = all
            .entry(account)
            .or_insert_with(|| Line { turn: Arc::new(Semaphore::new(1)), there: 0 });
        if line.there >= OF_ACCOUNT_MAX {
            return None;
        }
        line.there += 1;
        Some((Self(Arc::clone(lines), account), Arc::clone(&line.turn)))
    }
}

impl Drop for There {
    fn drop(&mut self) {
        let mut all = locked(&self.0);
        if let Some(line) = all.get_mut(&self.1) {
            line.there = line.there.saturating_sub(1);
            if line.there == 0 {
                all.remove(&self.1);
            }
        }
    }
}

fn locked(lines: &Mutex<HashMap<AccountId, Line>>) -> MutexGuard<'_, HashMap<AccountId, Line>> {
    // Nothing under the lock can panic half way.
    lines.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for Walks {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), lines: Arc::default() }
    }
}

impl Walks {
    /// Reads one state of the store when it is the turn of the caller's account.
    ///
    /// # Errors
    /// The read's own; too many wait already.
    pub(crate) async fn read<R: Send + 'static>(
        &self,
        call: &Call,
        read: impl FnOnce(&Reader<'_>) -> Result<R, InspectorError> + Send + 'static,
    ) -> Result<R, InspectorError> {
        let store: Store = call.platform.store.clone();
        self.run(call.account()?, move || store.read(read)).await
    }

    /// The same of other work.
    ///
    /// # Errors
    /// The work's own; too many wait already.
    pub(crate) async fn run<R: Send + 'static>(
        &self,
        account: AccountId,
        work: impl FnOnce() -> Result<R, InspectorError> + Send + 'static,
    ) -> Result<R, InspectorError> {
        let taken = There::take(&self.lines, account);
        let (there, own) = taken.ok_or(InspectorError::Throttled)?;
        let own = own.acquire_owned().await.map_err(|_| ended())?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| ended())?;
        // The turns end with the work, not with the call that waits for it.
        let done = tokio::task::spawn_blocking(move || {
            let _held = (own, turn, there);
            work()
        });
        done.await.map_err(|_| ended())?
    }
}

fn ended() -> InspectorError {
    Fault::new("InternalServerException", "what was asked for could not be read", 500).into()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    fn account(number: u64) -> AccountId {
        AccountId::from_number(number).unwrap()
    }

    /// Work that says that it has begun, and ends when it may.
    fn held() -> (impl FnOnce() -> Result<(), InspectorError> + Send, Receiver<()>, Sender<()>) {
        let ((begun, begins), (end, ends)) = (channel(), channel::<()>());
        let work = move || {
            begun.send(()).unwrap();
            let _ = ends.recv();
            Ok(())
        };
        (work, begins, end)
    }

    #[tokio::test]
    async fn an_account_that_reads_much_holds_up_no_other() {
        let walks = Arc::new(Walks::default());
        let (work, begins, end) = held();
        let of = |number, work| {
            let walks = Arc::clone(&walks);
            tokio::spawn(async move { walks.run(account(number), work).await })
        };
        let first = of(1, work);
        tokio::task::spawn_blocking(move || begins.recv().unwrap()).await.unwrap();
        let (second_work, second_begins, second_end) = held();
        let second = of(1, second_work);
        // While the first of the account reads, another account is answered, and the second is not begun.
        assert_eq!(walks.run(account(2), || Ok(7)).await, Ok(7));
        assert!(second_begins.try_recv().is_err());
        end.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(()));
        second_end.send(()).unwrap();
        assert_eq!(second.await.unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn no_more_wait_than_may() {
        let walks = Arc::new(Walks::default());
        let (work, begins, end) = held();
        let holding = Arc::clone(&walks);
        let first = tokio::spawn(async move { holding.run(account(1), work).await });
        tokio::task::spawn_blocking(move || begins.recv().unwrap()).await.unwrap();
        let mut waiting: Vec<_> = (1..OF_ACCOUNT_MAX)
            .map(|_| Box::pin(walks.run(account(1), || Ok::<_, InspectorError>(()))))
            .collect();
        for one in &mut waiting {
            let is_waiting = waits(one.as_mut());
            assert!(is_waiting);
        }
        assert_eq!(walks.run(account(1), || Ok(())).await, Err(InspectorError::Throttled));
        assert_eq!(walks.run(account(2), || Ok(())).await, Ok(()));
        // Who gives up makes room.
        waiting.pop();
        let mut last = Box::pin(walks.run(account(1), || Ok::<_, InspectorError>(())));
        assert!(waits(last.as_mut()));
        end.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(()));
        for one in waiting {
            assert_eq!(one.await, Ok(()));
        }
        assert_eq!(last.await, Ok(()));
        // Of who is gone nothing is kept.
        assert!(walks.lines.lock().unwrap().is_empty());
    }

    /// Whether a future waits.
    fn waits<F: Future>(future: std::pin::Pin<&mut F>) -> bool {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        future.poll(&mut context).is_pending()
    }
}
