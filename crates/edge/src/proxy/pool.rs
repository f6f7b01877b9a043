//! Connections to a target that nobody uses now.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Origin;

/// The most idle connections to one target.
const IDLE_MAX: usize = 256;
/// How long one is kept: less than most servers keep theirs.
const KEPT: Duration = Duration::from_secs(50);

/// Idle connections, the last used first: what is busy stays warm, the rest grows old.
#[derive(Debug)]
pub(crate) struct Pool {
    idle: Mutex<Vec<(Origin, Instant)>>,
    kept: Duration,
}

impl Default for Pool {
    fn default() -> Self {
        Self::keeping(KEPT)
    }
}

impl Pool {
    /// A pool that keeps each for so long.
    pub(crate) fn keeping(kept: Duration) -> Self {
        Self { idle: Mutex::default(), kept }
    }

    /// A connection that is still open.
    pub(crate) fn take(&self) -> Option<Origin> {
        loop {
            let (mut origin, since) = self.lock().pop()?;
            if since.elapsed() > self.kept {
                // Those below are older.
                self.lock().clear();
                return None;
            }
            if origin.is_idle() {
                return Some(origin);
            }
        }
    }

    /// Keeps a connection for later.
    pub(crate) fn put(&self, origin: Origin) {
        let mut idle = self.lock();
        if idle.len() < IDLE_MAX {
            idle.push((origin, Instant::now()));
        }
    }

    /// Lets go of all.
    pub(crate) fn clear(&self) {
        let idle = std::mem::take(&mut *self.lock());
        drop(idle);
    }

    /// Lets go of those that are old.
    pub(crate) fn tidy(&self) {
        self.lock().retain(|(_, since)| since.elapsed() <= self.kept);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(Origin, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
