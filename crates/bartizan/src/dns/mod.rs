//! DNS in this program: hosted zones and the names of what the edge serves become what is answered,
//! commit by commit; and whose host names are.

mod options;
mod publisher;
mod translate;

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use bartizan_dns::{Dns, DnsParts, FloodSettings, Limits, Published};
use bartizan_service::{NameOwners, given_name};
use bartizan_types::AccountId;
use bartizan_zones::Name;

pub(crate) use options::DnsOptions;
use publisher::Publisher;

use crate::edge::Joint;
use crate::error::CliError;
use crate::health::Checks;
use crate::output;
use crate::start::Started;

/// The hosted zones as they are answered. DNS is entered once it is served.
#[derive(Debug, Clone)]
pub(crate) struct HostedZones {
    published: Arc<Published>,
    dns: Arc<OnceLock<Dns>>,
    /// What they are answered by.
    checks: Checks,
}

impl Default for HostedZones {
    fn default() -> Self {
        let published = Arc::<Published>::default();
        Self { checks: Checks::new(Arc::clone(&published)), published, dns: Arc::default() }
    }
}

impl HostedZones {
    /// Follows what is stored, and each change from now on before its call is answered; and serves it,
    /// where that is wanted.
    ///
    /// # Errors
    /// The store cannot be observed, or the address cannot be bound.
    pub(crate) async fn serve(
        &self,
        joint: &Joint,
        started: &Started,
        options: &DnsOptions,
        flood: FloodSettings,
    ) -> Result<(), CliError> {
        self.published.use_settings(flood);
        let store = started.road.platform().store.clone();
        let publisher = Publisher::new(Arc::clone(&self.published), joint.clone(), options);
        let observed = tokio::task::spawn_blocking(move || store.observe(Box::new(publisher)));
        observed.await.map_err(CliError::failed)?.map_err(CliError::failed)?;
        let Some(address) = options.listen else { return Ok(()) };
        let parts = DnsParts {
            published: Arc::clone(&self.published),
            random: Arc::clone(&started.road.platform().random),
            alarms: Arc::new(joint.alarms(started)),
            limits: Limits::default(),
        };
        let dns = Dns::open(parts, address).await.map_err(|error| {
            CliError::Failed(format!("--dns {address} cannot be served: {error}"))
        })?;
        started.egress.add_own(dns.address());
        output::line(&format!("Hosted zones are answered on {}, UDP and TCP", dns.address()));
        self.dns.get_or_init(|| dns);
        Ok(())
    }

    /// The health checks.
    pub(crate) fn checks(&self) -> Checks {
        self.checks.clone()
    }

    /// What is answered.
    pub(crate) fn published(&self) -> &Published {
        &self.published
    }

    /// Where DNS is served.
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        self.dns.get().map(Dns::address)
    }

    /// Answers no more.
    pub(crate) fn stop(&self) {
        if let Some(dns) = self.dns.get() {
            dns.stop();
        }
    }
}

impl NameOwners for HostedZones {
    fn owner(&self, host: &str) -> Option<AccountId> {
        let name = Name::parse(host).ok()?.wire();
        self.published.with_zones(|zones| zones.claim(&name).map(|zone| zone.account))
    }

    fn has_zone(&self, account: AccountId, id: &str) -> bool {
        self.published
            .with_zones(|zones| zones.zone(id).is_some_and(|zone| zone.account == account))
    }

    fn leads_to(&self, host: &str) -> Vec<String> {
        let Ok(name) = Name::parse(host) else { return Vec::new() };
        let led = self.published.with_zones(|zones| zones.leads_to(&name.wire()));
        led.iter().map(|name| given_name(&translate::text(name)).to_owned()).collect()
    }
}
