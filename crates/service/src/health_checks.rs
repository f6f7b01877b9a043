//! The port to health checks, for the service that keeps them and those that act by them.

use std::net::IpAddr;

use bartizan_types::{AccountId, Timestamp};

/// What was seen of an endpoint at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// When.
    pub at: Timestamp,
    /// What, in AWS's words.
    pub status: String,
    /// The address from which it was looked at, where there was a connection.
    pub from: Option<IpAddr>,
}

/// What is known of a health check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckHealth {
    /// Whether it is considered healthy.
    pub is_healthy: bool,
    /// What was seen last; nothing of a check that looks at no endpoint, or has not yet.
    pub last: Option<Observation>,
    /// The last failure that was seen.
    pub last_failure: Option<Observation>,
}

/// Who makes health checks.
pub trait HealthChecks: Send + Sync {
    /// What is known of an account's health check; nothing where it has none of this id.
    fn health(&self, account: AccountId, id: &str) -> Option<CheckHealth>;
}
