//! The port to checks of how hosts are configured, for who hears their agents.

use bartizan_store::Reader;
use bartizan_types::{Fault, Timestamp};

use crate::NetworkPlace;

/// Checks that a host's agent is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingChecks {
    /// The id of the scan job, by which the agent tells what they said.
    pub job: String,
    /// The level of the benchmark's profile: 1, or 2, which includes 1.
    pub level: u8,
}

/// Who has hosts checked.
pub trait HostChecks: Send + Sync {
    /// What waits for the agent of an instance of an account in a region: nothing while it is at work.
    ///
    /// # Errors
    /// The store's fault.
    fn waiting(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        instance: &str,
        now: Timestamp,
    ) -> Result<Option<WaitingChecks>, Fault>;
}
