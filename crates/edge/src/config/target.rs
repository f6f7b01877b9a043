//! Target groups, and how their health is checked.

use std::net::SocketAddr;
use std::time::Duration;

/// A target group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetGroup {
    /// Its ARN.
    pub arn: String,
    /// How its targets are spoken to.
    pub scheme: Scheme,
    /// Its targets.
    pub targets: Vec<Target>,
    /// How their health is checked.
    pub health: HealthCheck,
    /// `load_balancing.algorithm.type`.
    pub algorithm: Algorithm,
    /// How clients stay with their targets, where they do.
    pub stickiness: Option<Stickiness>,
    /// `deregistration_delay.timeout_seconds`: how long what is under way at a target has when that is
    /// taken out.
    pub deregistration_delay: Duration,
}

/// How targets are spoken to. Their certificates are not verified, as AWS's balancers do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// HTTP.
    Http,
    /// HTTPS.
    Https,
}

/// A target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its address and port.
    pub address: SocketAddr,
}

/// How a target is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// One after the other.
    RoundRobin,
    /// The one with the fewest requests under way.
    LeastOutstanding,
}

/// How clients stay with their targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stickiness {
    /// By a cookie of the balancer's own, for this long.
    Balancer(Duration),
    /// By a cookie of the application with this name, for this long.
    Application(String, Duration),
}

/// Health checks of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthCheck {
    /// Whether targets are checked. Those that are not count as healthy.
    pub is_enabled: bool,
    /// How the target is spoken to.
    pub scheme: Scheme,
    /// The port.
    pub port: HealthPort,
    /// The path, with its query if there is one.
    pub path: String,
    /// How much time lies between two checks of a target.
    pub interval: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How many successes make an unhealthy target healthy.
    pub healthy_threshold: u32,
    /// How many failures make a healthy target unhealthy.
    pub unhealthy_threshold: u32,
    /// The statuses that are successes.
    pub matcher: Vec<StatusRange>,
}

/// The port of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HealthPort {
    /// `traffic-port`: the target's own.
    Traffic,
    /// This one.
    Port(u16),
}

/// Statuses from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusRange {
    /// The lowest.
    pub first: u16,
    /// The highest.
    pub last: u16,
}

impl Default for HealthCheck {
    /// Those of a new group. (ELB User Guide, "Health checks for target groups".)
    fn default() -> Self {
        Self {
            is_enabled: true,
            scheme: Scheme::Http,
            port: HealthPort::Traffic,
            path: "/".to_owned(),
            interval: Duration::from_secs(30),
            timeout: Duration::from_secs(5),
            healthy_threshold: 5,
            unhealthy_threshold: 2,
            matcher: vec![StatusRange { first: 200, last: 200 }],
        }
    }
}
