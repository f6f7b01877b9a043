//! The connections of each source.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bartizan_flood::{Caps, Source};
use tokio::sync::Notify;

/// Counts connections by source, and asks those that are idle longest to make place.
pub(crate) struct Sources(Mutex<Inner>);

struct Inner {
    caps: Caps,
    asked: HashMap<Source, Arc<Notify>>,
}

/// A place for a connection, until it is dropped.
pub(crate) struct Place<'a> {
    sources: &'a Sources,
    address: IpAddr,
    /// Wakes whoever of the source is idle longest.
    pub(crate) asked: Arc<Notify>,
}

impl Sources {
    /// So many places a source.
    pub(crate) fn new(max: u32) -> Self {
        Self(Mutex::new(Inner { caps: Caps::new(max), asked: HashMap::new() }))
    }

    /// Takes a place. Where the source has none left, whoever of it is idle longest is asked to go.
    pub(crate) fn enter(&self, address: IpAddr) -> Option<Place<'_>> {
        let mut inner = self.inner();
        if inner.caps.enter(address) {
            let asked = Arc::clone(inner.asked.entry(Source::of(address)).or_default());
            return Some(Place { sources: self, address, asked });
        }
        if let Some(asked) = inner.asked.get(&Source::of(address)) {
            asked.notify_one();
        }
        None
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut inner = self.sources.inner();
        if inner.caps.leave(self.address) {
            inner.asked.remove(&Source::of(self.address));
        }
    }
}
