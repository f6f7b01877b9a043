//! Publishes what is stored to the edge, before the commit that changed it is acknowledged.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bartizan_edge::config::{EdgeConfig, Front, Listener};
use bartizan_edge::{ConfigError, Edge};
use bartizan_egress::Connector;
use bartizan_service::store::{Change, Observer, Reader};
use bartizan_service::{EdgeFront, EdgeListener, ServerCertificates};
use bartizan_types::{AccountId, Arn};
use bartizan_wafv2::Firewall;
use tokio::runtime::Handle;

use super::Joint;
use super::translate::Translation;
use crate::start::Started;

/// Observes the store for the edge. What the edge cannot serve is logged, and what was served before
/// goes on: calls are answered either way.
pub(super) struct Publisher {
    edge: Arc<OnceLock<Edge>>,
    fronts: Arc<Mutex<Vec<(AccountId, EdgeFront)>>>,
    firewall: Arc<Firewall>,
    certificates: Option<Arc<dyn ServerCertificates>>,
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
            is_protected: &|arn| self.firewall.published().of_resource(arn).is_some(),
        };
        let mut config = match translation.config() {
            Ok(config) => config,
            Err(error) => {
                tracing::error!(%error, "what the edge serves cannot be read: it serves on");
                return;
            }
        };
        while let Err(error) = self.runtime.block_on(edge.publish(&config)) {
            // Whoever brought it has no more than their own listener closed by it.
            if let ConfigError::Certificate(certificate, why) = &error
                && leave_out(&mut config, certificate)
            {
                tracing::error!(certificate, why, "a certificate is left out: it cannot be used");
                continue;
            }
            tracing::error!(%error, "a configuration cannot be served: the one before it is");
            return;
        }
        let listeners = config.fronts.iter().flat_map(|front| &front.listeners);
        for address in listeners.filter_map(|listener| edge.address(listener.port)) {
            if self.own.insert(address) {
                self.egress.add_own(address);
            }
        }
        let fronts = config.fronts.iter().filter_map(shown).collect();
        *self.fronts.lock().unwrap_or_else(PoisonError::into_inner) = fronts;
    }
}

/// Takes a certificate out, and each listener that has no other; whether it was there.
fn leave_out(config: &mut EdgeConfig, certificate: &str) -> bool {
    let mut was_there = false;
    let mut is_left = |listener: &mut Listener| {
        let Some(tls) = &mut listener.tls else { return true };
        let count = tls.certificates.len();
        tls.certificates.retain(|one| one.arn != certificate);
        was_there |= tls.certificates.len() < count;
        !tls.certificates.is_empty()
    };
    config.fronts.iter_mut().for_each(|front| front.listeners.retain_mut(&mut is_left));
    was_there
}

/// A front as it is shown to its account; its addresses are looked up when it is.
fn shown(front: &Front) -> Option<(AccountId, EdgeFront)> {
    let account = front.arn.parse::<Arn>().ok()?.account_id()?;
    let listeners = front.listeners.iter().map(|listener| EdgeListener {
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
                || collection == bartizan_wafv2::ASSOCIATIONS
        };
        if changes.iter().any(is_served) {
            self.publish(reader);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use bartizan_edge::config::{Action, Attributes, Certificate, FixedResponse, Tls};

    use super::*;

    fn listener(certificates: &[&str]) -> Listener {
        let certificate = |arn: &&str| {
            let (chain_pem, key_pem) = (String::new(), String::new());
            Arc::new(Certificate { arn: (*arn).to_owned(), chain_pem, key_pem })
        };
        let certificates: Vec<_> = certificates.iter().map(certificate).collect();
        let has_tls12 = true;
        let (content_type, body) = (String::new(), String::new());
        Listener {
            arn: String::new(),
            port: 443,
            tls: (!certificates.is_empty()).then_some(Tls { certificates, has_tls12 }),
            rules: Vec::new(),
            default: Action::Fixed(FixedResponse { status: 200, content_type, body }),
        }
    }

    #[test]
    fn a_certificate_that_cannot_be_used_costs_no_other_listener() {
        let listeners = vec![listener(&["bad", "good"]), listener(&["bad"]), listener(&[])];
        let front = Front {
            arn: String::new(),
            id: String::new(),
            names: Vec::new(),
            listeners,
            attributes: Attributes::default(),
            inspected_body_bytes: 0,
        };
        let mut config = EdgeConfig { fronts: vec![front], groups: Vec::new() };
        assert!(leave_out(&mut config, "bad"));
        let left: Vec<usize> = config.fronts[0]
            .listeners
            .iter()
            .map(|listener| listener.tls.as_ref().map_or(0, |tls| tls.certificates.len()))
            .collect();
        assert_eq!(left, [1, 0]);
        assert!(!leave_out(&mut config, "bad"));
    }
}
