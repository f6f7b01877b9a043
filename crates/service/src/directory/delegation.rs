//! The delegation requests whose access was handed over and not taken back.

use std::sync::Arc;

use super::Directory;

impl Directory {
    /// Whether sessions by this delegation request are good.
    pub fn has_delegation(&self, id: &str) -> bool {
        self.delegations.contains(id)
    }

    /// Enters a request: its sessions are good until they end.
    pub fn put_delegation(&mut self, id: &str) {
        self.delegations.insert(Arc::from(id));
    }

    /// Takes a request out, and with it every session by it.
    pub fn remove_delegation(&mut self, id: &str) {
        self.delegations.remove(id);
    }
}
