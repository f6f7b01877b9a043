//! What waits for the agent of a host.

use std::time::Duration;

use bartizan_service::store::Reader;
use bartizan_service::{HostChecks, NetworkPlace, WaitingChecks};
use bartizan_types::{Fault, Timestamp};

use super::records::{self, BY_INSTANCE, Checker, Session, TargetRecord};

/// For how long an agent at work may say nothing before another session may begin.
const PATIENCE: Duration = Duration::from_mins(2);

impl Session {
    /// Whether the agent was heard of a short time ago.
    pub(super) fn is_alive(&self, now: Timestamp) -> bool {
        now.since(self.heard) < PATIENCE
    }
}

/// The port.
#[derive(Debug)]
pub(crate) struct Port;

impl HostChecks for Port {
    fn waiting(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        instance: &str,
        now: Timestamp,
    ) -> Result<Option<WaitingChecks>, Fault> {
        let waiting = records::waiting(place.account, place.region.as_str(), instance);
        let found = reader.find::<TargetRecord>(BY_INSTANCE, &waiting)?;
        let mut oldest = None::<(Timestamp, WaitingChecks)>;
        for (_, target) in found {
            let Checker::Agent { job, session } = target.checker else { continue };
            if session.is_some_and(|session| session.is_alive(now)) {
                // One scan at a time.
                return Ok(None);
            }
            if oldest.as_ref().is_none_or(|(since, _)| target.since < *since) {
                oldest = Some((target.since, WaitingChecks { job, level: target.level }));
            }
        }
        Ok(oldest.map(|(_, checks)| checks))
    }
}
