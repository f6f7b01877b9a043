//! Who is the agent of an instance.

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Caller, HostAgents, NetworkPlace, Ports, Projection};
use bartizan_types::{AccessKeyId, Fault, Principal, Session, SessionKind, Timestamp};

use super::{Agent, key_of};

/// Opens the port to agents. Decisions need none of what is known of them.
#[derive(Debug, Default)]
pub struct AgentsProjection;

impl Projection for AgentsProjection {
    fn offer(&self, ports: &mut Ports) {
        ports.host_agents = Some(Arc::new(Port));
    }
}

/// The port.
struct Port;

impl HostAgents for Port {
    fn is_agent(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        instance: &str,
        caller: &Caller,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let agent = reader.get::<Agent>(&key_of(place, instance))?;
        Ok(agent.is_some_and(|agent| agent.is_caller(caller, now)))
    }
}

impl Agent {
    /// Whether a caller is a session of the agent's role that was given to it, by the proof of its key: others
    /// may give themselves one of the same name.
    pub(super) fn is_caller(&self, caller: &Caller, now: Timestamp) -> bool {
        let Principal::Session(Session { name, kind: SessionKind::Role { role_arn, .. }, .. }) =
            &caller.principal
        else {
            return false;
        };
        let signed_by = caller.access_key.as_ref().map(AccessKeyId::as_str);
        let is_issued = self
            .sessions
            .iter()
            .any(|one| signed_by == Some(one.access_key.as_str()) && now < one.expires);
        *role_arn == self.role && *name == self.instance && is_issued
    }
}
