//! Work that takes long, away from the threads that serve calls: little of it at once, so that it takes neither
//! all processors nor the store's connections; of an account one after the other, and no more waits than may.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bartizan_store::{Reader, Store, StoreError};
use bartizan_types::{AccountId, Fault};
use tokio::sync::Semaphore;

use crate::Call;

/// How much is done at once.
const AT_ONCE: usize = 2;
/// How much of an account is done or waits.
const OF_ACCOUNT_MAX: usize = 32;

/// Whose work is done now.
#[derive(Debug)]
pub struct LongWork {
    turns: Arc<Semaphore>,
    lines: Arc<Mutex<HashMap<AccountId, Line>>>,
}

/// Where the work of an account waits.
#[derive(Debug)]
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

impl Default for LongWork {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), lines: Arc::default() }
    }
}

impl LongWork {
    /// Reads one state of the store when it is the turn of the caller's account.
    ///
    /// # Errors
    /// The read's own; too many wait already.
    pub async fn read<R, E>(
        &self,
        call: &Call,
        read: impl FnOnce(&Reader<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<Fault> + From<StoreError> + Send + 'static,
    {
        let store: Store = call.platform.store.clone();
        self.run(call.account()?, move || store.read(read)).await
    }

    /// The same of other work.
    ///
    /// # Errors
    /// The work's own; too many wait already.
    pub async fn run<R, E>(
        &self,
        account: AccountId,
        work: impl FnOnce() -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let taken = There::take(&self.lines, account);
        let (there, own) = taken.ok_or_else(crowded)?;
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

fn crowded() -> Fault {
    let message = "Too many requests that take long are waiting. Try again later.";
    Fault::new("ThrottlingException", message, 429).with_header("retry-after", "1")
}

fn ended() -> Fault {
    Fault::new("InternalServerException", "what was asked for broke off", 500)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    fn account(number: u64) -> AccountId {
        AccountId::from_number(number).unwrap()
    }

    /// Work that says that it has begun, and ends when it may.
    fn held() -> (impl FnOnce() -> Result<(), Fault> + Send, Receiver<()>, Sender<()>) {
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
        let works = Arc::new(LongWork::default());
        let (work, begins, end) = held();
        let of = |number, work| {
            let works = Arc::clone(&works);
            tokio::spawn(async move { works.run(account(number), work).await })
        };
        let first = of(1, work);
        tokio::task::spawn_blocking(move || begins.recv().unwrap()).await.unwrap();
        let (second_work, second_begins, second_end) = held();
        let second = of(1, second_work);
        // While the first of the account reads, another account is answered, and the second is not begun.
        assert_eq!(works.run(account(2), || Ok::<_, Fault>(7)).await, Ok(7));
        assert!(second_begins.try_recv().is_err());
        end.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(()));
        second_end.send(()).unwrap();
        assert_eq!(second.await.unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn no_more_wait_than_may() {
        let works = Arc::new(LongWork::default());
        let (work, begins, end) = held();
        let holding = Arc::clone(&works);
        let first = tokio::spawn(async move { holding.run(account(1), work).await });
        tokio::task::spawn_blocking(move || begins.recv().unwrap()).await.unwrap();
        let mut waiting: Vec<_> = (1..OF_ACCOUNT_MAX)
            .map(|_| Box::pin(works.run(account(1), || Ok::<_, Fault>(()))))
            .collect();
        for one in &mut waiting {
            let is_waiting = waits(one.as_mut());
            assert!(is_waiting);
        }
        assert_eq!(works.run(account(1), || Ok::<(), _>(())).await, Err(crowded()));
        assert_eq!(works.run(account(2), || Ok::<_, Fault>(())).await, Ok(()));
        // Who gives up makes room.
        waiting.pop();
        let mut last = Box::pin(works.run(account(1), || Ok::<_, Fault>(())));
        assert!(waits(last.as_mut()));
        end.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(()));
        for one in waiting {
            assert_eq!(one.await, Ok(()));
        }
        assert_eq!(last.await, Ok(()));
        // Of who is gone nothing is kept.
        assert!(works.lines.lock().unwrap().is_empty());
    }

    /// Whether a future waits.
    fn waits<F: Future>(future: std::pin::Pin<&mut F>) -> bool {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        future.poll(&mut context).is_pending()
    }
}
