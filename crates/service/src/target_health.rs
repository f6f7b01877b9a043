//! The port to the health of targets, for the service that keeps target groups.

use std::net::SocketAddr;

/// How a target is, as its checks say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetHealth {
    /// Its address.
    pub address: SocketAddr,
    /// AWS's word for its state, as `healthy`.
    pub state: &'static str,
    /// AWS's code of the reason, where it is not healthy.
    pub reason: Option<&'static str>,
    /// The reason in words.
    pub description: Option<String>,
}

/// Who checks targets.
pub trait TargetHealths: Send + Sync {
    /// How the targets of the group with this ARN are. Those that nobody has checked yet are not named.
    fn of(&self, group: &str) -> Vec<TargetHealth>;
}
