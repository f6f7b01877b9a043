//! What options come to.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use bartizan_cloudtrail::Schedule;
use bartizan_edge::FloodSettings;
use bartizan_egress::Options;
use bartizan_gateway::envoy::EnvoyOptions;
use bartizan_hsm::HsmOptions;
use bartizan_store::StoreConfig;
use bartizan_types::AccountId;

use super::{LambdaOptions, LogFormat};
use crate::advisories::AdvisoryOptions;
use crate::dns::DnsOptions;
use crate::edge::EdgeOptions;
use crate::seal::SealOptions;

/// The configuration in force.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// The API's address.
    pub(crate) listen: SocketAddr,
    /// The data folder.
    pub(crate) data: PathBuf,
    /// Where facts are stored.
    pub(crate) store: StoreConfig,
    /// Whether `--dev` is on.
    pub(crate) dev: bool,
    /// The account that the first start makes and later ones must find, where one was named.
    pub(crate) account: Option<AccountId>,
    /// Certificate chain and key.
    pub(crate) tls: Option<(PathBuf, PathBuf)>,
    /// The metrics' address.
    pub(crate) metrics: Option<SocketAddr>,
    /// The listener for Envoy.
    pub(crate) envoy: Option<EnvoyOptions>,
    /// The clusters of hardware security modules.
    pub(crate) hsm: HsmOptions,
    /// Where the edge listens.
    pub(crate) edge: EdgeOptions,
    /// The databases with the countries and the autonomous systems of addresses.
    pub(crate) countries: Option<PathBuf>,
    pub(crate) networks: Option<PathBuf>,
    /// The advisories that vulnerabilities are told by.
    pub(crate) advisories: AdvisoryOptions,
    /// What is an attack on what the edge serves.
    pub(crate) flood: FloodSettings,
    /// Where DNS is served.
    pub(crate) dns: DnsOptions,
    /// How much time lies between two looks of a health check, where it is not as each says.
    pub(crate) health_check_interval: Option<Duration>,
    /// The URL that is told of attacks on what is unhealthy.
    pub(crate) engagement_webhook: Option<String>,
    /// How far the event history reaches back, in days.
    pub(crate) activity_days: u32,
    /// The URL under which the world reaches the API, without a slash at its end.
    pub(crate) public_url: Option<String>,
    /// The origin that security keys and passkeys are registered for, where it is another.
    pub(crate) passkey_origin: Option<String>,
    /// The way out.
    pub(crate) egress: Options,
    /// The files with the keys of OpenID Connect issuers, by the issuer's URL.
    pub(crate) oidc_keys: Vec<(String, PathBuf)>,
    /// The folder of images.
    pub(crate) images: Option<PathBuf>,
    /// How functions are run.
    pub(crate) lambda: LambdaOptions,
    /// How often trails deliver.
    pub(crate) trails: Schedule,
    /// How log lines are written.
    pub(crate) log_format: LogFormat,
    /// Where the seal's secret is found.
    pub(crate) seal: SealOptions,
}
