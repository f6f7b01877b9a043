//! A flow as it looks from the side that is ours.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::finding::{Evidence, Finding, Kind, Resource, Role, Subject};
use crate::record::{Address, Flow, flags, protocols};

/// A flow between a host of ours and another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub(crate) flow: &'a Flow,
    /// The host of ours.
    pub(crate) ours: Address,
    /// The other one.
    pub(crate) remote: Address,
    /// Whether ours sent these packets.
    pub(crate) sent: bool,
    /// Whether ours opened the connection.
    pub(crate) opened: bool,
    /// The port of who answers.
    pub(crate) service: u16,
    /// The port of who opened.
    pub(crate) client: u16,
}

impl<'a> Sight<'a> {
    /// Looks from the source, or from the destination.
    pub(crate) fn new(flow: &'a Flow, ours_is_source: bool) -> Self {
        let source_opened = source_opened(flow);
        let (ours, remote) = if ours_is_source {
            (flow.source, flow.destination)
        } else {
            (flow.destination, flow.source)
        };
        let (client, service) = if source_opened {
            (flow.source_port, flow.destination_port)
        } else {
            (flow.destination_port, flow.source_port)
        };
        let opened = source_opened == ours_is_source;
        Self { flow, ours, remote, sent: ours_is_source, opened, service, client }
    }

    /// A number for the host of ours, at its interface.
    pub(crate) fn host(&self) -> u64 {
        let mut hasher = FxHasher::default();
        self.flow.interface.hash(&mut hasher);
        self.ours.hash(&mut hasher);
        hasher.finish()
    }

    /// Whether it is of TCP.
    pub(crate) fn is_tcp(&self) -> bool {
        self.flow.protocol == protocols::TCP
    }

    /// Whether ours opens, or tries to, and sends these packets.
    pub(crate) fn is_request(&self) -> bool {
        self.opened && self.sent
    }

    /// Whether these packets carry nothing: a connection that is tried, refused or only opened. Those that
    /// open have 40 to 64 bytes with IPv4; what is refused on the way is tried a few times more.
    pub(crate) fn is_knock(&self) -> bool {
        let header = if self.remote.as_v4().is_some() { 64 } else { 84 };
        let many = if self.flow.accepted { 3 } else { 10 };
        let is_of_hosts = matches!(self.flow.protocol, protocols::TCP | protocols::UDP);
        is_of_hosts && self.flow.packets <= many && self.flow.bytes <= header * self.flow.packets
    }

    /// A finding about this flow, with what else is known.
    pub(crate) fn finding(
        &self,
        kind: Kind,
        role: Role,
        subject: Subject,
        first: i64,
        facts: Vec<(&'static str, u64)>,
    ) -> Finding {
        let Flow { account, interface, instance, start, end, .. } = *self.flow;
        Finding {
            kind,
            severity: kind.about().severity(role),
            role,
            resource: Resource { account, interface, instance, address: self.ours },
            subject,
            evidence: Evidence {
                first: first.min(start),
                last: end,
                facts,
                flow: Some(*self.flow),
                ..Evidence::default()
            },
        }
    }
}

/// Who opened a connection. Flow logs do not say; a first packet does where flags are told, and then the
/// port that is a service's.
fn source_opened(flow: &Flow) -> bool {
    let (source, destination) = (flow.source_port, flow.destination_port);
    let seen = flow.tcp_flags.filter(|_| flow.protocol == protocols::TCP).unwrap_or(0);
    if seen & (flags::SYN | flags::ACK) == flags::SYN {
        return true;
    }
    let rank = |port: u16| match port {
        0..1_024 => 0,
        1_024..32_768 => 1,
        _ => 2,
    };
    match rank(destination).cmp(&rank(source)) {
        std::cmp::Ordering::Less => return true,
        std::cmp::Ordering::Greater => return false,
        std::cmp::Ordering::Equal => {}
    }
    // AWS tells ACK only with SYN, and never PSH.
    let answers = seen & (flags::SYN | flags::ACK | flags::PSH) == flags::SYN | flags::ACK;
    !answers && destination <= source
}
