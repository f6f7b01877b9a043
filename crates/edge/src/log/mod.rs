//! Access logs.

mod balancer;
mod distribution;

pub(crate) use distribution::LOCATION;

use std::net::SocketAddr;

use bartizan_types::Timestamp;

use crate::http1::Head;
use crate::tls::TlsFacts;

/// Takes the access log, request by request. It must not block.
pub trait AccessLog: Send + Sync {
    /// Takes the entry of a request whose front is logged.
    fn record(&self, entry: &Entry<'_>);

    /// Counts a request, whether its front is logged or not.
    fn count(&self, entry: &Entry<'_>) {
        let _ = entry;
    }
}

/// Forgets the access log.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoLog;

impl AccessLog for NoLog {
    fn record(&self, _: &Entry<'_>) {}
}

/// A request that has ended.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The ARN of the balancer or distribution.
    pub front_arn: &'a str,
    pub(crate) front_id: &'a str,
    pub(crate) port: u16,
    /// When it ended.
    pub ended: Timestamp,
    pub(crate) client: SocketAddr,
    pub(crate) connection_id: u128,
    pub(crate) tls: Option<&'a TlsFacts>,
    pub(crate) head: &'a Head,
    pub(crate) trace: &'a str,
    /// The target that was asked.
    pub target: Option<SocketAddr>,
    /// The ARN of its group.
    pub group_arn: Option<&'a str>,
    /// Whether it is the first request of its connection.
    pub is_first: bool,
    pub(crate) times: Times,
    /// What the client was answered.
    pub status: u16,
    /// What the target answered.
    pub target_status: Option<u16>,
    /// The bytes that came from the client.
    pub received: u64,
    /// The bytes that went to it.
    pub sent: u64,
    pub(crate) rule_priority: Option<u32>,
    /// What was done with it, as `forward`.
    pub actions: &'a [&'static str],
    pub(crate) redirect: Option<&'a str>,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) content_length: Option<u64>,
}

/// The seconds that parts of a request took, where they came to pass.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Times {
    pub(crate) total: f64,
    pub(crate) request: Option<f64>,
    pub(crate) target: Option<f64>,
    pub(crate) response: Option<f64>,
}

impl Entry<'_> {
    /// The line of a load balancer's access log.
    pub fn balancer_line(&self) -> String {
        balancer::line(self)
    }

    /// The line of a distribution's standard log, with cookies or without.
    pub fn distribution_line(&self, includes_cookies: bool) -> String {
        distribution::line(self, includes_cookies)
    }

    /// The seconds that the target took until it began to answer.
    pub const fn target_seconds(&self) -> Option<f64> {
        self.times.target
    }

    fn header(&self, name: &[u8]) -> Option<&[u8]> {
        self.head.value(name)
    }
}
