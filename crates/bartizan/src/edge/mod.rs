//! The edge in this program: what services keep becomes what it serves, commit by commit.

mod access_log;
mod attacks;
mod balancers;
mod buckets;
mod command;
mod default_certificate;
mod distribution;
mod distribution_log;
mod geography;
mod options;
mod parts;
mod publisher;
mod served;
mod target_counts;
mod traffic;
mod translate;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use bartizan_edge::{AccessLog, Edge, Entry, FloodSettings};
use bartizan_eventbridge::Exchange;
use bartizan_gateway::Gateway;
use bartizan_guardduty::GuardDuty;
use bartizan_lambda::Engine;
use bartizan_service::logs::LogDelivery;
use bartizan_service::{EdgeFront, EdgeFronts, Ports, Projection};
use bartizan_shield::AttackLog;
use bartizan_sqs::Hall;
use bartizan_types::AccountId;
use bartizan_wafv2::Firewall;

use access_log::AccessLogs;
use attacks::Alarmed;
pub(crate) use attacks::engage;
pub(crate) use command::{EdgeCommand, run};
use distribution_log::DistributionLogs;
use geography::Databases;
pub(crate) use options::{EdgeOptions, PortRange};
pub(crate) use parts::Guarded;
use parts::Healths;
use publisher::Publisher;
use served::Served;

use crate::config::Config;
use crate::dns::HostedZones;
use crate::error::CliError;
use crate::output;
use crate::start::Started;

/// What services and the edge have in common. The edge is entered once it is there.
#[derive(Clone, Default)]
pub(crate) struct Joint {
    /// Decides about requests.
    pub(crate) firewall: Arc<Firewall>,
    /// Delivers logs to buckets.
    pub(crate) logs: LogDelivery,
    /// Is told of attacks.
    pub(crate) attacks: Arc<AttackLog>,
    /// The queues.
    pub(crate) queues: Hall,
    /// What runs functions.
    pub(crate) functions: Engine,
    /// The rules of event buses.
    pub(crate) exchange: Exchange,
    edge: Arc<OnceLock<Edge>>,
    geography: Arc<Databases>,
    /// What is served, as it was published last.
    served: Arc<ArcSwap<Served>>,
    /// The hosted zones, which say whose host names are.
    pub(crate) zones: HostedZones,
    /// What watches accounts.
    pub(crate) detection: GuardDuty,
}

/// The logs of requests. Clones are the same.
#[derive(Clone)]
struct Logs {
    balancers: Arc<AccessLogs>,
    distributions: DistributionLogs,
}

impl AccessLog for Logs {
    fn record(&self, entry: &Entry<'_>) {
        if distribution::is_one(entry.front_arn) {
            self.distributions.record(entry);
        } else {
            self.balancers.record(entry);
        }
    }
}

/// Opens the ports that the edge stands behind. Decisions need none of its facts.
struct EdgePorts(Joint);

impl Joint {
    /// With what the operator says of addresses.
    ///
    /// # Errors
    /// A database cannot be read.
    pub(crate) fn open(config: &Config) -> Result<Self, CliError> {
        let named = (config.countries.as_ref(), config.networks.as_ref());
        let geography = Arc::new(Databases::open(named)?);
        let joint = Self { geography: Arc::clone(&geography), ..Self::default() };
        let (has_countries, has_networks) = (geography.has_countries(), geography.has_networks());
        if has_countries || has_networks {
            joint.firewall.use_geography(geography, has_countries, has_networks);
        }
        Ok(joint)
    }

    /// Who is told of attacks.
    pub(crate) fn alarms(&self, started: &Started) -> Alarmed {
        let clock = Arc::clone(&started.road.platform().clock);
        Alarmed { log: Arc::clone(&self.attacks), clock }
    }

    /// What opens the ports that the edge stands behind.
    pub(crate) fn projection(&self) -> Arc<dyn Projection> {
        Arc::new(EdgePorts(self.clone()))
    }

    /// Serves what is stored, and each change from now on before its call is answered.
    ///
    /// # Errors
    /// The store cannot be observed, or an address that was named cannot be listened at.
    pub(crate) async fn serve(
        &self,
        started: &Started,
        options: &EdgeOptions,
        flood: FloodSettings,
        gateway: &Arc<Gateway>,
    ) -> Result<(), CliError> {
        let told = options.try_out()?;
        let keys = bartizan_wafv2::keep_up_token_keys(started.road.platform()).await;
        keys.map_err(|fault| CliError::failed(fault.message))?;
        let addresses = options.addresses();
        let logs = Logs {
            balancers: Arc::new(AccessLogs::new(self.logs.clone(), addresses.http.ip())),
            distributions: DistributionLogs::new(self.logs.clone()),
        };
        let parts = parts::edge_parts(started, self, flood, logs.clone(), gateway);
        if let Some(metrics) = &started.road.platform().ports.metrics {
            self.firewall.use_metrics(Arc::clone(metrics));
        }
        attacks::keep(started, self, &flood);
        self.edge.get_or_init(|| Edge::new(parts, addresses));
        let (store, publisher) =
            (started.road.platform().store.clone(), Publisher::new(self, started, logs));
        let (seen, follower) = (store.clone(), Box::new(publisher.clone()));
        let observed = tokio::task::spawn_blocking(move || seen.observe(follower));
        observed.await.map_err(CliError::failed)?.map_err(CliError::failed)?;
        let platform = Arc::clone(started.road.platform());
        tokio::spawn(target_counts::count(platform, Arc::clone(&self.edge), publisher.clone()));
        tokio::spawn(publisher.retry(store));
        for line in told {
            output::line(&line);
        }
        Ok(())
    }

    /// The names that what is served was given.
    pub(crate) fn names(&self) -> Vec<String> {
        self.served.load().names().map(str::to_owned).collect()
    }

    /// The names of those that are not well.
    pub(crate) fn unwell_names(&self) -> Vec<String> {
        let edge = self.edge.get();
        edge.map(|edge| self.served.load().unwell_names(edge)).unwrap_or_default()
    }

    /// Ends when `stop` does, and lets requests through the edge end then.
    pub(crate) async fn until(&self, stop: impl Future<Output = ()>) {
        stop.await;
        self.zones.stop();
        if let Some(edge) = self.edge.get() {
            edge.stop().await;
        }
    }
}

impl EdgeFronts for Joint {
    fn of(&self, account: AccountId) -> Vec<EdgeFront> {
        self.served.load().of(account, self.edge.get())
    }

    fn has_others(&self, account: AccountId) -> bool {
        self.served.load().has_others(account)
    }

    fn may_listen(&self, port: u16) -> bool {
        self.edge.get().is_none_or(|edge| edge.may_open(port))
    }

    fn is_given(&self, name: &str) -> bool {
        self.served.load().is_given(name)
    }

    fn dns(&self) -> Option<SocketAddr> {
        self.zones.address()
    }
}

impl Projection for EdgePorts {
    fn offer(&self, ports: &mut Ports) {
        ports.name_owners = Some(Arc::new(self.0.zones.clone()));
        ports.edge_fronts = Some(Arc::new(self.0.clone()));
        ports.health_checks = Some(Arc::new(self.0.zones.checks()));
        ports.target_healths = Some(Arc::new(Healths(Arc::clone(&self.0.edge))));
    }
}
