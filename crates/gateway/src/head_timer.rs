//! The timer for the heads of a connection's requests.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};
use tokio::time;

/// A timer that lends the same entry among the runtime's timers again and again. hyper asks for one with
/// each request and gives it up when the head is there: to enter it and to take it out locks what all
/// connections share, and to move it to a later time does not.
#[derive(Debug, Clone, Default)]
pub(crate) struct HeadTimer(Arc<Mutex<Option<Entry>>>);

type Entry = Pin<Box<time::Sleep>>;

/// The entry, until it is given back.
struct Lent {
    entry: Option<Entry>,
    owner: HeadTimer,
}

impl HeadTimer {
    /// The entry that is kept, in exchange for this one.
    fn swap(&self, entry: Option<Entry>) -> Option<Entry> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut kept, entry)
    }
}

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        let entry = match self.swap(None) {
            Some(mut entry) => {
                entry.as_mut().reset(deadline.into());
                entry
            }
            None => Box::pin(time::sleep_until(deadline.into())),
        };
        Box::pin(Lent { entry: Some(entry), owner: self.clone() })
    }

    fn now(&self) -> Instant {
        time::Instant::now().into()
    }
}

impl Future for Lent {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // It is there until this is dropped.
        self.entry.as_mut().map_or(Poll::Pending, |entry| entry.as_mut().poll(context))
    }
}

impl Sleep for Lent {}

impl Drop for Lent {
    fn drop(&mut self) {
        drop(self.owner.swap(self.entry.take()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_time_is_kept_whatever_was_waited_for_before() {
        let timer = HeadTimer::default();
        let start = time::Instant::now();
        let passed = || start.elapsed().as_secs();
        timer.sleep(Duration::from_secs(30)).await;
        assert_eq!(passed(), 30);
        drop(timer.sleep(Duration::from_secs(20)));
        timer.sleep(Duration::from_secs(50)).await;
        assert_eq!(passed(), 80, "later than the one that was given up");
        drop(timer.sleep(Duration::from_secs(20)));
        timer.sleep(Duration::from_secs(5)).await;
        assert_eq!(passed(), 85, "sooner than the one that was given up");
        let (first, second) =
            (timer.sleep(Duration::from_secs(7)), timer.sleep(Duration::from_secs(3)));
        second.await;
        assert_eq!(passed(), 88);
        first.await;
        assert_eq!(passed(), 92, "two at a time");
        let mut moved = timer.sleep(Duration::from_secs(1));
        timer.reset(&mut moved, timer.now() + Duration::from_secs(8));
        moved.await;
        assert_eq!(passed(), 100);
    }
}
