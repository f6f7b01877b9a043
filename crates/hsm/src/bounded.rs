//! Calls that block, on threads of their own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use bartizan_service::HsmError;
use tokio::sync::Semaphore;

/// How few calls are made at once.
pub(crate) struct Bounds {
    /// The calls that are made at once.
    places: Arc<Semaphore>,
    /// The calls that are made or waited for: each holds what it was asked.
    queue: Semaphore,
    places_max: usize,
    running: Arc<Mutex<Running>>,
}

/// The calls that are being made, each with the time when it is overdue.
#[derive(Default)]
struct Running {
    count: u64,
    calls: BTreeMap<u64, Instant>,
}

/// A call that is being made, until this is dropped.
struct Run {
    running: Arc<Mutex<Running>>,
    number: u64,
}

/// Whoever asked for something to be done.
pub(crate) struct Asker(Weak<()>);

impl Asker {
    /// Whether it is still waited for.
    pub(crate) fn waits(&self) -> bool {
        self.0.strong_count() > 0
    }
}

impl Bounds {
    pub(crate) fn new(places_max: usize, queue_max: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places_max)),
            queue: Semaphore::new(queue_max),
            places_max,
            running: Arc::default(),
        }
    }

    /// Has something done that blocks, and waits for it no longer than `patience`. What takes longer keeps
    /// its place among the few that are done at once, so that a module that hangs holds no more threads;
    /// nor more of those who ask: once all places are held by such, nobody waits for one.
    pub(crate) async fn done<T: Send + 'static>(
        &self,
        patience: Duration,
        act: impl FnOnce(&Asker) -> Result<T, HsmError> + Send + 'static,
    ) -> Result<T, HsmError> {
        let Ok(_queued) = self.queue.try_acquire() else { return Err(HsmError::Late) };
        if self.is_hung() {
            return Err(HsmError::Late);
        }
        let waits = Arc::new(());
        let asker = Asker(Arc::downgrade(&waits));
        let end = Instant::now() + patience;
        let acted = async {
            let failed = |why: String| HsmError::Failed(why);
            let place = Arc::clone(&self.places).acquire_owned().await;
            let place = place.map_err(|error| failed(error.to_string()))?;
            let run = Run::begin(&self.running, end);
            let acted = tokio::task::spawn_blocking(move || {
                let (_place, _run) = (place, run);
                act(&asker)
            });
            acted.await.map_err(|error| failed(error.to_string()))?
        };
        tokio::time::timeout(patience, acted).await.unwrap_or(Err(HsmError::Late))
    }

    /// Whether each call that may be made at once is one that does not end.
    fn is_hung(&self) -> bool {
        let (running, now) = (lock(&self.running), Instant::now());
        running.calls.len() >= self.places_max && running.calls.values().all(|end| *end <= now)
    }
}

impl Run {
    fn begin(running: &Arc<Mutex<Running>>, end: Instant) -> Self {
        let mut held = lock(running);
        held.count += 1;
        let number = held.count;
        held.calls.insert(number, end);
        Self { running: Arc::clone(running), number }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        lock(&self.running).calls.remove(&self.number);
    }
}

fn lock(running: &Mutex<Running>) -> MutexGuard<'_, Running> {
    running.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn what_hangs_is_not_waited_for_and_holds_its_place() {
        let bounds = Bounds::new(2, 2);
        let (release, held) = mpsc::channel::<()>();
        let (tell, told) = mpsc::channel();
        let patience = Duration::from_millis(20);
        let hung = bounds.done(patience, move |asker| {
            let _ = held.recv();
            let _ = tell.send(asker.waits());
            Ok(())
        });
        assert_eq!(hung.await, Err(HsmError::Late));
        assert_eq!(bounds.places.available_permits(), 1);
        assert_eq!(bounds.done(LONG, |asker| Ok(asker.waits())).await, Ok(true));
        drop(release);
        let both = Arc::clone(&bounds.places).acquire_many_owned(2).await;
        assert!(both.is_ok());
        assert_eq!(told.recv(), Ok(false));
    }

    #[tokio::test]
    async fn nobody_waits_for_what_hangs_for_good_nor_behind_too_many() {
        let bounds = Bounds::new(1, 2);
        let (release, held) = mpsc::channel::<()>();
        let patience = Duration::from_millis(20);
        let hung = bounds.done(patience, move |_| {
            let _ = held.recv();
            Ok(())
        });
        let second = bounds.done(patience, |_| Ok(()));
        let third = bounds.done(LONG, |_| Ok(()));
        let late = Err(HsmError::Late);
        assert_eq!(tokio::join!(hung, second, third), (late.clone(), late.clone(), late.clone()));
        assert_eq!(bounds.done(LONG, |_| Ok(())).await, late);
        drop(release);
        assert!(Arc::clone(&bounds.places).acquire_many_owned(1).await.is_ok());
        assert_eq!(bounds.done(LONG, |_| Ok(())).await, Ok(()));
    }
}
