//! The addresses of a name. It is asked for once at a time, whoever waits, and what is known is used
//! while it is asked for again.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, timeout};

use crate::proxy::OriginError;

/// How long an answer counts, and how long it is used while a new one is looked for.
const KNOWN: Duration = Duration::from_secs(20);
const USED: Duration = Duration::from_mins(5);
/// How long it counts that there was none.
const FAILED: Duration = Duration::from_secs(5);
/// How many addresses of a name are tried.
const ADDRESSES_MAX: usize = 4;
/// The most look-ups of all names at a time: each takes a thread.
pub(crate) const LOOKUPS_MAX: usize = 64;

#[derive(Debug)]
pub(super) struct Resolver {
    state: Mutex<State>,
    told: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct State {
    addresses: Vec<IpAddr>,
    /// When they were found.
    found: Option<Instant>,
    failed: Option<Instant>,
    is_asking: bool,
}

impl Default for Resolver {
    fn default() -> Self {
        Self { state: Mutex::default(), told: watch::Sender::new(()) }
    }
}

impl Resolver {
    /// The addresses of a host, waited for at most this long.
    pub(super) async fn addresses(
        self: &Arc<Self>,
        host: &str,
        within: Duration,
        lookups: &Arc<Semaphore>,
    ) -> Result<Vec<IpAddr>, OriginError> {
        let host = host.to_owned();
        let look_up = async move || {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await;
            found.map(Iterator::collect::<Vec<_>>).inspect_err(|error| {
                tracing::debug!(host, %error, "an origin's name leads nowhere");
            })
        };
        self.found(look_up, within, lookups).await
    }

    async fn found<F>(
        self: &Arc<Self>,
        look_up: impl FnOnce() -> F + Send + 'static,
        within: Duration,
        lookups: &Arc<Semaphore>,
    ) -> Result<Vec<IpAddr>, OriginError>
    where
        F: Future<Output = io::Result<Vec<SocketAddr>>> + Send,
    {
        let mut told = self.told.subscribe();
        {
            let mut state = self.lock();
            if state.is_within(KNOWN) {
                return Ok(state.addresses.clone());
            }
            let has_failed = state.failed.is_some_and(|failed| failed.elapsed() < FAILED);
            if !has_failed && !std::mem::replace(&mut state.is_asking, true) {
                let asking = Asking(Arc::clone(self));
                let lookups = Arc::clone(lookups);
                tokio::spawn(async move {
                    let _turn = lookups.acquire().await;
                    asking.0.enter(look_up().await);
                });
            }
            if state.is_within(USED) {
                return Ok(state.addresses.clone());
            }
            if has_failed {
                return Err(OriginError::Connect);
            }
        }
        if timeout(within, told.changed()).await.is_err() {
            return Err(OriginError::Timeout);
        }
        let state = self.lock();
        if state.is_within(USED) { Ok(state.addresses.clone()) } else { Err(OriginError::Connect) }
    }

    fn enter(&self, found: io::Result<Vec<SocketAddr>>) {
        let mut state = self.lock();
        let found = found.unwrap_or_default();
        let found = found.iter().map(SocketAddr::ip).filter(IpAddr::is_ipv4).take(ADDRESSES_MAX);
        let found: Vec<IpAddr> = found.collect();
        if found.is_empty() {
            state.failed = Some(Instant::now());
        } else {
            (state.addresses, state.found, state.failed) = (found, Some(Instant::now()), None);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// That a name is asked for, until it is dropped.
struct Asking(Arc<Resolver>);

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.lock().is_asking = false;
        self.0.told.send_replace(());
    }
}

impl State {
    fn is_within(&self, time: Duration) -> bool {
        self.found.is_some_and(|found| found.elapsed() < time)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    struct Names {
        resolver: Arc<Resolver>,
        lookups: Arc<Semaphore>,
        asked: Arc<AtomicUsize>,
    }

    impl Names {
        /// Asks, where the answer takes so many seconds and is this address, or none.
        async fn ask(&self, seconds: u64, last: Option<u8>) -> Result<Vec<IpAddr>, OriginError> {
            let asked = Arc::clone(&self.asked);
            let look_up = async move || {
                asked.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                Ok(last.map(|last| SocketAddr::from(([192, 0, 2, last], 0))).into_iter().collect())
            };
            self.resolver.found(look_up, Duration::from_secs(3), &self.lookups).await
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_name_is_asked_for_once_at_a_time() {
        let lookups = Arc::new(Semaphore::new(1));
        let names = Names { resolver: Arc::default(), lookups, asked: Arc::default() };
        let count = || names.asked.load(Ordering::Relaxed);
        let is = |last| Ok(vec![IpAddr::from([192, 0, 2, last])]);
        let both = tokio::join!(names.ask(1, Some(1)), names.ask(1, Some(2)));
        assert_eq!((both.0, both.1, count()), (is(1), is(1), 1));
        // What is known is used while it is asked for again.
        tokio::time::advance(KNOWN).await;
        assert_eq!((names.ask(1, Some(3)).await, names.ask(1, Some(4)).await), (is(1), is(1)));
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!((names.ask(1, None).await, count()), (is(3), 2));
        // And while it fails, but not for ever.
        tokio::time::advance(KNOWN).await;
        assert_eq!(names.ask(0, None).await, is(3));
        tokio::time::advance(USED).await;
        assert_eq!(names.ask(0, None).await, Err(OriginError::Connect));
        let before = count();
        assert_eq!((names.ask(0, Some(5)).await, count()), (Err(OriginError::Connect), before));
        tokio::time::advance(FAILED).await;
        assert_eq!(names.ask(4, Some(5)).await, Err(OriginError::Timeout));
        assert_eq!((names.ask(0, Some(6)).await, count()), (is(5), before + 1));
    }
}
