//! When a running query is to be given up.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::Platform;
use bartizan_service::store::{Key, StoreError};
use bartizan_types::Timestamp;

use super::records::{Query, Status};

/// How long a query may run.
const TIME_MAX: Duration = Duration::from_mins(10);
/// By how many bytes the process may grow while a query runs.
const GROWTH_BYTES_MAX: u64 = 1 << 30;
/// How often it is looked whether the query was cancelled.
const LOOKED_EVERY: Duration = Duration::from_millis(250);
/// At which of the calls the clock and the memory are looked at: each costs microseconds, as the
/// work between two calls does.
const CALLS: u32 = 8;
/// The size of a page of memory on Linux.
const PAGE_BYTES: u64 = 4096;

/// Why a query was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Cancelled,
    TimedOut,
    TooLarge,
}

/// Looks after one running query.
pub(super) struct Watch {
    platform: Arc<Platform>,
    key: Key,
    started: Timestamp,
    looked: Timestamp,
    resident: u64,
    calls: u32,
    reason: Option<Reason>,
}

impl Watch {
    pub(super) fn new(platform: Arc<Platform>, key: Key) -> Self {
        let now = platform.now();
        let resident = resident_bytes().unwrap_or(0);
        Self { platform, key, started: now, looked: now, resident, calls: 0, reason: None }
    }

    /// Whether to give up.
    pub(super) fn stops(&mut self) -> bool {
        self.calls = self.calls.wrapping_add(1);
        if self.reason.is_none() && self.calls.is_multiple_of(CALLS) {
            self.reason = self.look();
        }
        self.reason.is_some()
    }

    /// Why it was given up.
    pub(super) const fn reason(&self) -> Option<Reason> {
        self.reason
    }

    fn look(&mut self) -> Option<Reason> {
        let now = self.platform.now();
        if now > self.started.plus(TIME_MAX) {
            return Some(Reason::TimedOut);
        }
        if resident_bytes().is_some_and(|bytes| bytes > self.resident + GROWTH_BYTES_MAX) {
            return Some(Reason::TooLarge);
        }
        if now < self.looked.plus(LOOKED_EVERY) {
            return None;
        }
        self.looked = now;
        let found: Result<_, StoreError> =
            self.platform.store.read(|reader| reader.get::<Query>(&self.key));
        // A store that cannot be read for a moment is no reason: the end of the query needs it too.
        let found = found.unwrap_or(None);
        found.filter(|query| query.status != Status::Running).map(|_| Reason::Cancelled)
    }
}

/// How many bytes of memory the process has, where the system tells. (proc(5), `/proc/pid/statm`.)
fn resident_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = text.split_whitespace().nth(1)?.parse().ok()?;
    pages.checked_mul(PAGE_BYTES)
}
