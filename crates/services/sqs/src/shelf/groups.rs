//! The message groups of a FIFO queue: each is received in order, and not at all while a message of it
//! is in flight. (Amazon SQS Developer Guide, "FIFO queue delivery logic".)

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

#[derive(Debug, Default)]
pub(super) struct Groups {
    all: HashMap<Arc<str>, Group>,
    /// The first messages of the groups that can be received from.
    open: BTreeSet<u64>,
}

#[derive(Debug, Default)]
struct Group {
    members: BTreeSet<u64>,
    in_flight: usize,
    /// Its message among the open ones.
    open: Option<u64>,
}

impl Groups {
    pub(super) fn add(&mut self, group: &Arc<str>, sequence: u64, in_flight: bool) {
        let group = self.all.entry(Arc::clone(group)).or_default();
        group.members.insert(sequence);
        group.in_flight += usize::from(in_flight);
    }

    pub(super) fn take(&mut self, group: &Arc<str>, sequence: u64, in_flight: bool) {
        if let Some(group) = self.all.get_mut(group) {
            group.members.remove(&sequence);
            group.in_flight = group.in_flight.saturating_sub(usize::from(in_flight));
        }
    }

    /// Finds out whether a group can be received from, after it has changed.
    pub(super) fn look_at(&mut self, name: &Arc<str>, is_ready: impl Fn(u64) -> bool) {
        let Some(group) = self.all.get_mut(name) else { return };
        if let Some(before) = group.open.take() {
            self.open.remove(&before);
        }
        let first = group.members.first().copied().filter(|first| is_ready(*first));
        if let Some(first) = first.filter(|_| group.in_flight == 0) {
            group.open = Some(first);
            self.open.insert(first);
        }
        if group.members.is_empty() {
            self.all.remove(name);
        }
    }

    /// The oldest message of those that can be received.
    pub(super) fn next_open(&self) -> Option<u64> {
        self.open.first().copied()
    }

    pub(super) fn members(&self, group: &str) -> impl Iterator<Item = u64> {
        self.all.get(group).into_iter().flat_map(|group| group.members.iter().copied())
    }
}
