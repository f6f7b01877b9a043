//! Publishes what is stored to the edge, before the commit that changed it is acknowledged.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bartizan_edge::config::{Front, Listener};
use bartizan_edge::{Edge, Unserved};
use bartizan_egress::Connector;
use bartizan_service::store::{Change, Observer, Reader};
use bartizan_service::{EdgeFront, EdgeListener, ServerCertificates};
use bartizan_types::{AccountId, Arn};
use bartizan_wafv2::Firewall;
use tokio::runtime::Handle;

use super::Joint;
use super::distribution::Distributions;
use super::translate::Translation;
use crate::start::Started;

/// Observes the store for the edge. What the edge cannot serve is logged, and what was served before
/// goes on: calls are answered either way.
pub(super) struct Publisher {
    edge: Arc<OnceLock<Edge>>,
    fronts: Arc<Mutex<Vec<(AccountId, EdgeFront)>>>,
    firewall: Arc<Firewall>,
    certificates: Option<Arc<dyn ServerCertificates>>,
    distributions: Distributions,
    egress: Arc<Connector>,
    /// The addresses that targets may not have, as the edge itself listens there.
    own: HashSet<SocketAddr>,
    runtime: Handle,
}

impl Publisher {
    /// For the edge of a started Bartizan, on the runtime of the caller.
    pub(super) fn new(joint: &Joint, started: &Started) -> Self {
        Self {
            edge: Arc::clone(&joint.edge),
            fronts: Arc::clone(&joint.fronts),
            firewall: Arc::clone(&joint.firewall),
            certificates: started.road.platform().ports.server_certificates.clone(),
            distributions: Distributions::new(joint, started),
            egress: Arc::clone(&started.egress),
            own: HashSet::new(),
            runtime: Handle::current(),
        }
    }

    fn publish(&mut self, reader: &Reader<'_>) {
        let Some(edge) = self.edge.get() else { return };
        let translation = Translation {
            reader,
            certificates: self.certificates.as_deref(),
            is_protected: &|arn| self.firewall.published().is_protected(arn),
        };
        let config = translation.config().and_then(|mut config| {
            self.distributions.load(reader, &mut config)?;
            Ok(config)
        });
        let config = match config {
            Ok(config) => config,
            Err(error) => {
                tracing::error!(%error, "what the edge serves cannot be read: it serves on");
                return;
            }
        };
        let unserved = self.runtime.block_on(edge.publish(&config));
        let listeners = config.fronts.iter().flat_map(|front| &front.listeners);
        for address in listeners.filter_map(|listener| edge.address(listener.port)) {
            if self.own.insert(address) {
                self.egress.add_own(address);
            }
        }
        let fronts = config.fronts.iter().filter_map(|front| shown(front, &unserved)).collect();
        *self.fronts.lock().unwrap_or_else(PoisonError::into_inner) = fronts;
    }
}

/// A front as it is shown to its account, with the listeners that are served; its addresses are looked
/// up when it is.
fn shown(front: &Front, unserved: &[Unserved]) -> Option<(AccountId, EdgeFront)> {
    let account = front.arn.parse::<Arn>().ok()?.account_id()?;
    let is_served =
        |listener: &&Listener| unserved.iter().all(|one| one.listener_arn != listener.arn);
    let listeners = front.listeners.iter().filter(is_served).map(|listener| EdgeListener {
        port: listener.port,
        is_tls: listener.tls.is_some(),
        address: None,
    });
    let (arn, name) = (front.arn.clone(), front.names.first().cloned().unwrap_or_default());
    Some((account, EdgeFront { arn, name, listeners: listeners.collect() }))
}

impl Observer for Publisher {
    fn attached(&mut self, reader: &Reader<'_>) -> Result<(), String> {
        self.publish(reader);
        Ok(())
    }

    fn committed(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<(), String> {
        let is_served = |change: &Change| {
            let collection = change.collection.as_str();
            bartizan_elbv2::COLLECTIONS.contains(&collection)
                || [
                    bartizan_wafv2::ASSOCIATIONS,
                    bartizan_iam::SERVER_CERTIFICATES,
                    bartizan_acm::CERTIFICATES,
                ]
                .contains(&collection)
        };
        self.distributions.invalidate(changes, reader);
        if changes.iter().any(is_served) || self.distributions.are_changed(changes) {
            self.publish(reader);
        }
        Ok(())
    }
}
