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
    /// Takes a request's entry.
    fn record(&self, entry: &Entry<'_>);
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
    pub(crate) target: Option<SocketAddr>,
    pub(crate) group_arn: Option<&'a str>,
    pub(crate) times: Times,
    /// What the client was answered.
    pub status: u16,
    pub(crate) target_status: Option<u16>,
    pub(crate) received: u64,
    pub(crate) sent: u64,
    pub(crate) rule_priority: Option<u32>,
    pub(crate) actions: &'a [&'static str],
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

    /// The line of a distribution's standard log.
    pub fn distribution_line(&self) -> String {
        distribution::line(self)
    }

    fn header(&self, name: &[u8]) -> Option<&[u8]> {
        self.head.value(name)
    }
}
