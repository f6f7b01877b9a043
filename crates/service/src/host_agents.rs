//! The port to the agents of hosts, for who hears from them by an API of its own.

use bartizan_store::Reader;
use bartizan_types::{Fault, Timestamp};

use crate::{Caller, NetworkPlace};

/// Who knows the agents of hosts.
pub trait HostAgents: Send + Sync {
    /// Whether a caller is the agent of an instance of an account in a region: by a session that this agent
    /// was given by the proof of its key, whatever other sessions of its role are named.
    ///
    /// # Errors
    /// The store's fault.
    fn is_agent(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        instance: &str,
        caller: &Caller,
        now: Timestamp,
    ) -> Result<bool, Fault>;
}
