//! What is noted of a request while it is carried, and logged at its end.

use std::net::SocketAddr;
use std::sync::Arc;

use bartizan_flood::Vector;
use tokio::time::Instant;

use crate::http1::Head;
use crate::log::{Entry, Times};
use crate::proxy::Facts;
use crate::route::{Group, Listener};
use crate::shared::{Held, Shared};

/// The number of the first request of a connection.
const FIRST: u32 = 1;

/// The record of a request. It is logged when it is dropped.
pub(crate) struct Record {
    shared: Arc<Shared>,
    pub(crate) facts: Arc<Facts>,
    pub(crate) head: Head,
    /// The memory that the head takes.
    _memory: Held,
    /// The `Root` of its trace id.
    pub(crate) trace: String,
    /// Whether it is the first of its connection.
    is_first: bool,
    started: Instant,
    sent_at: Option<Instant>,
    answered_at: Option<Instant>,
    pub(crate) listener: Option<Arc<Listener>>,
    pub(crate) group: Option<Arc<Group>>,
    pub(crate) rule_priority: Option<u32>,
    actions: Vec<&'static str>,
    pub(crate) redirect: Option<String>,
    target: Option<SocketAddr>,
    target_status: Option<u16>,
    /// What the client is answered; 0 until then.
    pub(crate) status: u16,
    pub(crate) received: u64,
    pub(crate) sent: u64,
    /// The type and length of the answer.
    pub(crate) content: (Option<String>, Option<u64>),
}

impl Record {
    pub(crate) fn new(
        shared: &Arc<Shared>,
        facts: &Arc<Facts>,
        (head, memory): (Head, Held),
        number: u32,
    ) -> Self {
        let seconds = u32::try_from(shared.clock.now().seconds()).unwrap_or_default();
        let low = u64::try_from(facts.connection_id & u128::from(u64::MAX)).unwrap_or_default();
        Self {
            trace: format!("1-{seconds:08x}-{low:016x}{number:08x}"),
            shared: Arc::clone(shared),
            facts: Arc::clone(facts),
            received: head.bytes() as u64,
            head,
            _memory: memory,
            is_first: number == FIRST,
            started: Instant::now(),
            sent_at: None,
            answered_at: None,
            listener: None,
            group: None,
            rule_priority: None,
            actions: Vec::new(),
            redirect: None,
            target: None,
            target_status: None,
            status: 0,
            sent: 0,
            content: (None, None),
        }
    }

    /// Notes an action.
    pub(crate) fn did(&mut self, action: &'static str) {
        self.actions.push(action);
    }

    /// Notes what the client did beside its request.
    pub(crate) fn incident(&self, vector: Vector) {
        if let Some(listener) = &self.listener {
            listener.flood.incident(vector, &self.facts);
        }
    }

    /// Notes that a target is asked.
    pub(crate) fn sending(&mut self, target: SocketAddr) {
        self.target = Some(target);
        self.sent_at = Some(Instant::now());
    }

    /// Notes that it has begun to answer.
    pub(crate) fn answered(&mut self, status: u16) {
        self.target_status = Some(status);
        self.answered_at = Some(Instant::now());
    }

    fn times(&self, ended: Instant) -> Times {
        let seconds = |from: Instant, to: Instant| to.saturating_duration_since(from).as_secs_f64();
        Times {
            total: seconds(self.started, ended),
            request: self.sent_at.map(|sent| seconds(self.started, sent)),
            target: self.sent_at.zip(self.answered_at).map(|(sent, came)| seconds(sent, came)),
            response: self.answered_at.map(|answered| seconds(answered, ended)),
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let Some(listener) = self.listener.take() else { return };
        let entry = Entry {
            front_arn: &listener.front_arn,
            front_id: &listener.front_id,
            port: listener.port,
            ended: self.shared.clock.now(),
            client: self.facts.client,
            connection_id: self.facts.connection_id,
            tls: self.facts.tls.as_ref(),
            head: &self.head,
            trace: &self.trace,
            target: self.target,
            group_arn: self.group.as_ref().map(|group| group.arn.as_str()),
            is_first: self.is_first,
            times: self.times(Instant::now()),
            // Who has no status went before there was one.
            status: if self.status == 0 { 460 } else { self.status },
            target_status: self.target_status,
            received: self.received,
            sent: self.sent,
            rule_priority: self.rule_priority,
            actions: &self.actions,
            redirect: self.redirect.as_deref(),
            content_type: self.content.0.as_deref(),
            content_length: self.content.1,
        };
        self.shared.log.count(&entry);
        if listener.attributes.is_logged {
            self.shared.log.record(&entry);
        }
    }
}
