//! The port to the edge, for whoever tells where what is served is reached.

use std::net::SocketAddr;

use bartizan_types::AccountId;

/// Knows what is served.
pub trait EdgeFronts: Send + Sync {
    /// What an account has there.
    fn of(&self, account: AccountId) -> Vec<EdgeFront>;

    /// Whether another account has anything there.
    fn has_others(&self, account: AccountId) -> bool;

    /// Whether a balancer may open a listener of this port.
    fn may_listen(&self, port: u16) -> bool {
        let _ = port;
        true
    }

    /// Whether a balancer or a distribution was given this name, whoever has it. A name is as it is
    /// without regard to case, with no dot at its end.
    fn is_given(&self, name: &str) -> bool {
        let _ = name;
        false
    }

    /// Where hosted zones are answered over DNS, if they are.
    fn dns(&self) -> Option<SocketAddr>;
}

/// What stands in front of applications: a load balancer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeFront {
    /// Its ARN.
    pub arn: String,
    /// The host name that leads to it.
    pub name: String,
    /// Where it is reached.
    pub listeners: Vec<EdgeListener>,
}

/// A port of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeListener {
    /// The port, as the balancer names it.
    pub port: u16,
    /// Whether TLS is spoken there.
    pub is_tls: bool,
    /// Where that is really listened at; `None` where it could not be opened.
    pub address: Option<SocketAddr>,
    /// Why it is not served, where it is not.
    pub problem: Option<String>,
}
