//! Bartizan's own API, `bartizan`: why a request was allowed or denied, what a policy would change,
//! hosts with agents, the seeds of hardware MFA tokens, security keys and passkeys, the templates and notifications of
//! temporary delegation. It travels the one road as every other service, and asks for permissions as `bartizan:ExplainRequest`.

mod agent;
mod delegations;
mod edge;
mod error;
mod mfa_tokens;
mod operations;
mod passkeys;
mod plan;
mod record;
mod recorded_use;
mod request;
mod shapes;
mod subject;
mod tree;
mod usage;
mod web_request;

pub use agent::{AgentsProjection, keep_up_agents};
pub use usage::{count_usage, forget_events};

use bartizan_service::LongWork;

/// The service.
#[derive(Debug, Default)]
pub struct OwnApi {
    /// How much of agents' reports is taken.
    reports: agent::Throttle,
    /// Whose inventories are read.
    inventories: LongWork,
}
