//! Publishes what is stored to the edge, before the commit that changed it is acknowledged.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bartizan_edge::config::{Certificate, Front, Listener};
use bartizan_edge::{Edge, Unserved};
use bartizan_egress::Connector;
use bartizan_service::store::{Change, Observer, Reader, StoreError};
use bartizan_service::{EdgeFront, EdgeListener, NameOwners, ServerCertificates, Vault};
use bartizan_types::{AccountId, Arn};
use bartizan_wafv2::Firewall;
use tokio::runtime::Handle;

use super::Joint;
use super::default_certificate;
use super::distribution::{Distributions, is_alone};
use super::translate::Translation;
use crate::start::Started;

/// Observes the store for the edge. What the edge cannot serve is logged, and what was served before
/// goes on: calls are answered either way.
pub(super) struct Publisher {
    edge: Arc<OnceLock<Edge>>,
    fronts: Arc<Mutex<Vec<(AccountId, EdgeFront)>>>,
    firewall: Arc<Firewall>,
    certificates: Option<Arc<dyn ServerCertificates>>,
    /// The certificate of the names that distributions are given.
    default_certificate: Option<Arc<Certificate>>,
    /// Who says whose host names are.
    owners: Option<Arc<dyn NameOwners>>,
    vault: Vault,
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
            default_certificate: default_certificate::made(),
            certificates: started.road.platform().ports.server_certificates.clone(),
            owners: started.road.platform().ports.name_owners.clone(),
            vault: started.road.platform().vault.clone(),
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
            config.fronts.extend(self.distributions(reader, &config.fronts)?);
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

impl Publisher {
    /// The fronts of distributions, beside those of balancers.
    fn distributions(
        &self,
        reader: &Reader<'_>,
        balancers: &[Front],
    ) -> Result<Vec<Front>, StoreError> {
        let mut accounts: HashSet<AccountId> =
            balancers.iter().filter_map(|front| account_of(&front.arn)).collect();
        accounts.extend(bartizan_cloudfront::accounts(reader)?);
        let published = self.firewall.published();
        let distributions = Distributions {
            reader,
            vault: &self.vault,
            certificates: self.certificates.as_deref(),
            default_certificate: self.default_certificate.as_ref(),
            protection: &|arn| {
                let said = |arn| published.of_resource(arn)?.body_bytes.get("CLOUDFRONT").copied();
                published.is_protected(arn).then(|| said(arn))
            },
            owns: &|account, name| match self.owners.as_ref().and_then(|one| one.owner(name)) {
                Some(owner) => owner == account,
                None => is_alone(&accounts, account),
            },
        };
        distributions.fronts()
    }

    /// Forgets what invalidations among changes name.
    fn invalidate(&self, changes: &[Change], reader: &Reader<'_>) {
        let Some(edge) = self.edge.get() else { return };
        match bartizan_cloudfront::invalidated(changes, reader) {
            Ok(found) => found.iter().for_each(|one| edge.invalidate(&one.arn, &one.paths)),
            Err(error) => tracing::error!(%error, "an invalidation cannot be read"),
        }
    }
}

fn account_of(arn: &str) -> Option<AccountId> {
    arn.parse::<Arn>().ok()?.account_id()
}

/// A front as it is shown to its account, with the listeners that are served; its addresses are looked
/// up when it is.
fn shown(front: &Front, unserved: &[Unserved]) -> Option<(AccountId, EdgeFront)> {
    let account = account_of(&front.arn)?;
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
                || bartizan_cloudfront::COLLECTIONS.contains(&collection)
                // Web ACLs say what they protect, and how much of a body they see.
                || collection.starts_with("wafv2.")
                // Hosted zones say whose names are.
                || collection.starts_with("route53.")
                || collection == bartizan_iam::SERVER_CERTIFICATES
        };
        self.invalidate(changes, reader);
        if changes.iter().any(is_served) {
            self.publish(reader);
        }
        Ok(())
    }
}
