//! Users that environments run as, each by itself.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

pub(super) struct Uids {
    range: Range<u32>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    next: u32,
    used: HashSet<u32>,
}

impl Uids {
    pub(super) fn new(range: Range<u32>) -> Self {
        Self { range, state: Mutex::default() }
    }

    /// A user that nobody else is, or none if all are somebody.
    pub(super) fn lease(self: &Arc<Self>) -> Option<Lease> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let many = u32::try_from(self.range.len()).ok()?;
        if many == 0 || state.used.len() >= self.range.len() {
            return None;
        }
        loop {
            let uid = self.range.start + state.next % many;
            state.next = (state.next + 1) % many;
            if state.used.insert(uid) {
                return Some(Lease { uids: Arc::clone(self), uid });
            }
        }
    }
}

pub(super) struct Lease {
    uids: Arc<Uids>,
    pub(super) uid: u32,
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut state = self.uids.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.used.remove(&self.uid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_user_is_two_environments() {
        let uids = Arc::new(Uids::new(70..72));
        let first = uids.lease().unwrap();
        let second = uids.lease().unwrap();
        assert_eq!((first.uid, second.uid), (70, 71));
        assert!(uids.lease().is_none());
        drop(first);
        assert_eq!(uids.lease().unwrap().uid, 70);
    }
}
