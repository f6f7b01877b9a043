//! What the edge asks of others, and others of it.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use bartizan_edge::{
    Edge, EdgeParts, FloodSettings, Inspector, Limits, Names, Reach, TargetState, TargetStatus,
    Verdict, WafAnswer,
};
use bartizan_egress::Connector;
use bartizan_gateway::Gateway;
use bartizan_inspect::WebRequest;
use bartizan_service::{NameOwners, TargetHealth, TargetHealths};
use bartizan_types::{AccountId, Clock};
use bartizan_wafv2::{Firewall, FirewallVerdict};
use rustls::ClientConfig;

use super::buckets::OwnBuckets;
use super::traffic::Counted;
use super::{Joint, Logs};
use crate::start::Started;

/// What the edge is made of.
pub(super) fn edge_parts(
    started: &Started,
    joint: &Joint,
    flood: FloodSettings,
    logs: Logs,
    gateway: &Arc<Gateway>,
) -> EdgeParts {
    let platform = started.road.platform();
    let (firewall, clock) = (Arc::clone(&joint.firewall), Arc::clone(&platform.clock));
    EdgeParts {
        inspector: Arc::new(WebAcls { firewall, clock: Arc::clone(&clock) }),
        reach: Arc::new(Guarded(Arc::clone(&started.egress))),
        buckets: Arc::new(OwnBuckets(Arc::clone(gateway))),
        log: Arc::new(Counted::new(Arc::new(logs), platform.ports.metrics.clone())),
        clock,
        random: Arc::clone(&platform.random),
        geography: joint.geography.clone(),
        names: Arc::new(Owners(platform.ports.name_owners.clone())),
        alarms: Arc::new(joint.alarms(started)),
        flood,
        limits: Limits::default(),
    }
}

/// Judges requests by the web ACLs in force.
struct WebAcls {
    firewall: Arc<Firewall>,
    clock: Arc<dyn Clock>,
}

impl Inspector for WebAcls {
    fn inspect(&self, resource_arn: &str, request_id: &str, request: &WebRequest<'_>) -> Verdict {
        let (named, now) = ((resource_arn, request_id), self.clock.now());
        match self.firewall.inspect(named, request, now) {
            FirewallVerdict::Pass(headers) => Verdict::Pass(headers),
            FirewallVerdict::Failed => Verdict::Failed,
            FirewallVerdict::Answer { status, headers, body } => {
                let body = (!body.is_empty()).then(|| body.into());
                Verdict::Answer(WafAnswer { status, headers, body })
            }
        }
    }
}

/// Targets are reached as everything that principals name.
pub(crate) struct Guarded(pub(crate) Arc<Connector>);

impl Reach for Guarded {
    fn refusal(&self, address: SocketAddr) -> Option<&'static str> {
        self.0.refusal(address)
    }

    fn trust(&self) -> Option<Arc<ClientConfig>> {
        Some(self.0.client_config())
    }
}

/// Host names are whose hosted zones cover them.
struct Owners(Option<Arc<dyn NameOwners>>);

impl Names for Owners {
    fn owner(&self, host: &str) -> Option<AccountId> {
        self.0.as_ref()?.owner(host)
    }

    fn leads_to(&self, host: &str) -> Vec<String> {
        self.0.as_ref().map(|owners| owners.leads_to(host)).unwrap_or_default()
    }
}

/// Tells the health of targets, once there is an edge.
pub(super) struct Healths(pub(super) Arc<OnceLock<Edge>>);

impl TargetHealths for Healths {
    fn of(&self, group: &str) -> Vec<TargetHealth> {
        let known = self.0.get().and_then(|edge| edge.health(group)).unwrap_or_default();
        known.into_iter().map(told).collect()
    }
}

fn told(status: TargetStatus) -> TargetHealth {
    let state = match status.state {
        TargetState::Initial => "initial",
        TargetState::Healthy => "healthy",
        TargetState::Unhealthy => "unhealthy",
        TargetState::Unavailable => "unavailable",
        TargetState::Draining => "draining",
    };
    let TargetStatus { address, reason, description, .. } = status;
    TargetHealth { address, state, reason, description }
}
