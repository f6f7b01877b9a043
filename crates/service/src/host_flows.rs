//! The port to what watches networks, for who hears from the agents of hosts what passed their interfaces.

use std::sync::Arc;

use bartizan_types::Fault;

use crate::{BoxFuture, NetworkPlace, Platform};

/// Flows that were seen at a host: a piece of all that its agent sends, without gaps and repetitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFlows {
    /// The id of the instance, `i-…`.
    pub instance: String,
    /// What the agent sends, from its start on: another name for each start.
    pub source: String,
    /// How many bytes of it came before this piece.
    pub offset: u64,
    /// Whole lines, each a flow with the fields of [`HOST_FLOW_FIELDS`].
    pub rows: Vec<u8>,
}

/// The fields of a line, named as those of VPC flow logs. (Amazon VPC User Guide, "Flow log records".)
pub const HOST_FLOW_FIELDS: &str = "srcaddr dstaddr srcport dstport protocol packets bytes start end action flow-direction log-status";

/// What became of flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenFlows {
    /// How many bytes of the source are taken and stored: the next piece begins there.
    pub next_offset: u64,
    /// Whether anybody watches.
    pub is_wanted: bool,
}

/// Who watches networks.
pub trait HostFlows: Send + Sync {
    /// Takes what an instance of an account in a region sent. What is answered as taken is stored; where the
    /// piece does not begin where the source was taken to, nothing of it is taken.
    ///
    /// # Errors
    /// The store's fault.
    fn take<'a>(
        &'a self,
        platform: &'a Arc<Platform>,
        place: &'a NetworkPlace,
        sent: SentFlows,
    ) -> BoxFuture<'a, Result<TakenFlows, Fault>>;
}
