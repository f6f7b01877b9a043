//! Configuration: flags before environment before file before default.

mod flood;
mod in_force;
mod lambda;
mod over;
mod seal;
mod store;

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bartizan_cloudtrail::Schedule;
use bartizan_egress::Options;
use bartizan_types::AccountId;
use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};
use ipnet::IpNet;
use serde::Deserialize;

use crate::advisories::AdvisoryOptions;
use crate::dns::DnsOptions;
use crate::edge::{EdgeOptions, PortRange};
use crate::error::CliError;
use crate::key_file::KeyFile;
use crate::seal::SealOptions;
use crate::{envoy, hsm};

pub(crate) use in_force::Config;
pub(crate) use lambda::LambdaOptions;
pub(crate) use store::store;

const DEFAULT_LISTEN: &str = "127.0.0.1:4566";
/// The data folder where none is named.
pub(crate) const DEFAULT_DATA: &str = "./bartizan-data";
/// As CloudTrail's event history. (CloudTrail User Guide, "Working with event history".)
const DEFAULT_ACTIVITY_DAYS: u32 = 90;

/// As CloudTrail delivers log files. (CloudTrail User Guide, "How CloudTrail works".)
const DEFAULT_TRAIL_DELIVERY: Duration = Duration::from_mins(5);
/// As CloudTrail delivers digests. (CloudTrail User Guide, "Validating CloudTrail log file
/// integrity".)
const DEFAULT_TRAIL_DIGEST: Duration = Duration::from_hours(1);

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What `serve` and `init` can be told, by flag, by environment variable or in a TOML file with
/// the same names.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ServeOptions {
    /// A TOML file with any of these options.
    #[arg(long, env = "BARTIZAN_CONFIG")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// The address of the API [default: 127.0.0.1:4566].
    #[arg(long, env = "BARTIZAN_LISTEN")]
    listen: Option<SocketAddr>,
    /// The data folder [default: ./bartizan-data].
    #[arg(long, env = "BARTIZAN_DATA")]
    data: Option<PathBuf>,
    /// `sqlite`, or the URL of a PostgreSQL database [default: sqlite].
    #[arg(long, env = "BARTIZAN_STORE", hide_env_values = true)]
    store: Option<String>,
    /// For laptops and CI: unissued access keys are root. Binds to loopback only.
    #[arg(long, env = "BARTIZAN_DEV", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    dev: Option<bool>,
    /// The account that unissued access keys stand for under --dev [default: 000000000000].
    #[arg(long, env = "BARTIZAN_DEV_ACCOUNT")]
    dev_account: Option<AccountId>,
    /// The id of the account that the first start makes [default: random].
    #[arg(long, env = "BARTIZAN_ACCOUNT")]
    account: Option<AccountId>,
    /// A PEM file with the certificate chain; TLS needs the key too.
    #[arg(long, env = "BARTIZAN_TLS_CERT")]
    tls_cert: Option<PathBuf>,
    /// A PEM file with the certificate's private key.
    #[arg(long, env = "BARTIZAN_TLS_KEY")]
    tls_key: Option<PathBuf>,
    /// Serve beyond loopback without TLS.
    #[arg(long, env = "BARTIZAN_INSECURE_HTTP", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    insecure_http: Option<bool>,
    /// The address of metrics and health, off unless given, such as 127.0.0.1:9466.
    #[arg(long, env = "BARTIZAN_METRICS")]
    metrics: Option<SocketAddr>,
    /// A TOML file that tells how Envoy's filter `ext_authz` asks, and what its questions mean.
    #[arg(long, env = "BARTIZAN_ENVOY", value_name = "FILE")]
    envoy: Option<PathBuf>,
    /// A TOML file that tells the PKCS#11 tokens that stand for `CloudHSM` clusters.
    #[arg(long, env = "BARTIZAN_CLOUDHSM", value_name = "FILE")]
    cloudhsm: Option<PathBuf>,
    /// The address of what load balancers serve on port 80 [default: 127.0.0.1:8080].
    #[arg(long, env = "BARTIZAN_EDGE_HTTP", value_name = "ADDR")]
    edge_http: Option<SocketAddr>,
    /// The address of what load balancers serve on port 443 [default: 127.0.0.1:8443].
    #[arg(long, env = "BARTIZAN_EDGE_HTTPS", value_name = "ADDR")]
    edge_https: Option<SocketAddr>,
    /// The other ports that load balancers may open, as 18000-18999 [default: none; those under
    /// --dev].
    #[arg(long, env = "BARTIZAN_EDGE_PORTS", value_name = "RANGE")]
    edge_ports: Option<PortRange>,
    /// A database in the MMDB format with the countries of addresses, for rules of web ACLs.
    #[arg(long, env = "BARTIZAN_GEO", value_name = "FILE")]
    geo: Option<PathBuf>,
    /// A database in the MMDB format with the autonomous systems of addresses, likewise.
    #[arg(long, env = "BARTIZAN_ASN", value_name = "FILE")]
    asn: Option<PathBuf>,
    /// The compiled advisories that Inspector tells vulnerabilities by, which are read anew when they
    /// are changed: `bartizan advisories build` [default: none].
    #[arg(long, env = "BARTIZAN_ADVISORIES", value_name = "FILE")]
    advisories: Option<PathBuf>,
    /// The public key (PEM) whose signature the advisories must bear.
    #[arg(long, env = "BARTIZAN_ADVISORIES_TRUST", value_name = "FILE")]
    advisories_trust: Option<PathBuf>,
    /// How many seconds the edge learns what is usual before a volume is an attack [default: 3600].
    #[arg(long, env = "BARTIZAN_FLOOD_LEARNING_SECONDS")]
    flood_learning_seconds: Option<NonZeroU32>,
    /// How many seconds of traffic it looks at, at a time [default: 10].
    #[arg(long, env = "BARTIZAN_FLOOD_WINDOW_SECONDS")]
    flood_window_seconds: Option<NonZeroU32>,
    /// How many seconds it must be calm until an attack is over [default: 300].
    #[arg(long, env = "BARTIZAN_FLOOD_COOL_DOWN_SECONDS")]
    flood_cool_down_seconds: Option<NonZeroU32>,
    /// The address of DNS for hosted zones, over UDP and TCP [default: off; 127.0.0.1:8053 under
    /// --dev].
    #[arg(long, env = "BARTIZAN_DNS", value_name = "ADDR")]
    dns: Option<SocketAddr>,
    /// The addresses by which clients reach the edge, which DNS answers for load balancers
    /// [default: of --edge-http].
    #[arg(long, env = "BARTIZAN_EDGE_ADDRESS", value_name = "IP", value_delimiter = ',')]
    edge_address: Option<Vec<IpAddr>>,
    /// How many seconds lie between two looks of a health check [default: as each says].
    #[arg(long, env = "BARTIZAN_HEALTH_CHECK_SECONDS")]
    health_check_seconds: Option<NonZeroU32>,
    /// The URL of HTTPS that is told of attacks on what is unhealthy, for the emergency contacts of
    /// accounts with proactive engagement [default: none].
    #[arg(long, env = "BARTIZAN_ENGAGEMENT_WEBHOOK", value_name = "URL", hide_env_values = true)]
    engagement_webhook: Option<String>,
    /// How many days the event history reaches back [default: 90].
    #[arg(long, env = "BARTIZAN_ACTIVITY_DAYS")]
    activity_days: Option<u32>,
    /// The URL under which the world reaches the API: tokens' issuers begin with it [default: by
    /// --listen].
    #[arg(long, env = "BARTIZAN_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// The origin of the pages that ask for security keys and passkeys [default: of --public-url].
    #[arg(long, env = "BARTIZAN_PASSKEY_ORIGIN", value_name = "ORIGIN")]
    passkey_origin: Option<String>,
    /// Private networks that may be reached where a principal names an address there, as
    /// 10.1.0.0/16.
    #[arg(long, env = "BARTIZAN_EGRESS_ALLOW", value_name = "CIDR", value_delimiter = ',')]
    egress_allow: Option<Vec<IpNet>>,
    /// A PEM file with authorities to trust beside the public ones, for what Bartizan fetches.
    #[arg(long, env = "BARTIZAN_EGRESS_CA", value_name = "FILE")]
    egress_ca: Option<PathBuf>,
    /// The file with the key set of an OpenID Connect issuer, by the issuer's URL: it is never
    /// fetched.
    #[arg(long, env = "BARTIZAN_OIDC_KEYS", value_name = "URL=FILE", value_delimiter = ',')]
    oidc_keys: Option<Vec<KeyFile>>,
    /// The folder below which images lie: files and folders that EC2's instances may have as their
    /// disks [default: none].
    #[arg(long, env = "BARTIZAN_IMAGES", value_name = "FOLDER")]
    images: Option<PathBuf>,
    /// How many seconds lie between the log files of a trail, or of a load balancer [default: 300].
    #[arg(long, env = "BARTIZAN_TRAIL_DELIVERY_SECONDS")]
    trail_delivery_seconds: Option<NonZeroU32>,
    /// How many seconds a digest of a trail covers [default: 3600].
    #[arg(long, env = "BARTIZAN_TRAIL_DIGEST_SECONDS")]
    trail_digest_seconds: Option<NonZeroU32>,
    /// The folder that the code of Lambda's functions is unpacked in, which every user can go through where
    /// Bartizan is root's [default: of the data folder, or below /var/cache where Bartizan is root's].
    #[arg(long, env = "BARTIZAN_LAMBDA_WORK", value_name = "FOLDER")]
    lambda_work: Option<PathBuf>,
    /// Folders of libraries that functions find behind their own, as Lambda has the SDKs: python=FOLDER,
    /// nodejs=FOLDER.
    #[arg(
        long,
        env = "BARTIZAN_LAMBDA_LIBRARIES",
        value_name = "KIND=FOLDER",
        value_delimiter = ','
    )]
    lambda_libraries: Option<Vec<String>>,
    /// How many seconds lie between a function's failure and the next try of its event, at first
    /// [default: 60].
    #[arg(long, env = "BARTIZAN_LAMBDA_RETRY_SECONDS")]
    lambda_retry_seconds: Option<NonZeroU32>,
    /// Run functions without a sandbox, under --dev and not as root: they can do what Bartizan can.
    #[arg(long, env = "BARTIZAN_LAMBDA_UNCONFINED", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    lambda_unconfined: Option<bool>,
    /// How log lines are written [default: text].
    #[arg(long, env = "BARTIZAN_LOG_FORMAT")]
    log_format: Option<LogFormat>,
    /// A file with the passphrase that the root key is sealed by: without one, a server waits for
    /// `bartizan operator unseal`.
    #[arg(long, env = "BARTIZAN_SEAL_PASSPHRASE_FILE", value_name = "FILE")]
    seal_passphrase_file: Option<PathBuf>,
    /// A file with the PIN of the PKCS#11 token that the root key is sealed by, likewise.
    #[arg(long, env = "BARTIZAN_SEAL_PIN_FILE", value_name = "FILE")]
    seal_pin_file: Option<PathBuf>,
    /// The library of that token, if it is not where it was when the seal was made.
    #[arg(long, env = "BARTIZAN_SEAL_TOKEN_LIBRARY", value_name = "FILE")]
    seal_token_library: Option<PathBuf>,
    /// The folder with systemd's credentials: `bartizan.seal-key`, `.seal-passphrase`, `.seal-pin`.
    #[arg(long, env = "CREDENTIALS_DIRECTORY", value_name = "FOLDER")]
    credentials_directory: Option<PathBuf>,
}

impl ServeOptions {
    /// What a command needs that opens a data folder and serves nothing.
    pub(crate) fn of(data: PathBuf, store: Option<String>, dev: bool) -> Self {
        Self { data: Some(data), store, dev: Some(dev), ..Self::default() }
    }

    /// The same, of a server that a file configures.
    pub(crate) fn configured(self, config: Option<PathBuf>, seal: SealOptions) -> Self {
        Self {
            config,
            seal_passphrase_file: seal.seal_passphrase_file,
            seal_pin_file: seal.seal_pin_file,
            seal_token_library: seal.seal_token_library,
            credentials_directory: seal.credentials_directory,
            ..self
        }
    }

    /// Joins these options with the file they name, and checks the whole.
    ///
    /// # Errors
    /// The file cannot be read or has unknown names, or options contradict each other.
    pub(crate) fn resolve(self) -> Result<Config, CliError> {
        let file = match &self.config {
            Some(path) => read_file(path)?,
            None => Self::default(),
        };
        self.over(file).checked()
    }

    fn listen(&self) -> Result<SocketAddr, CliError> {
        self.listen.map_or_else(|| DEFAULT_LISTEN.parse(), Ok).map_err(|_| {
            CliError::Usage(format!("the default address {DEFAULT_LISTEN} cannot be used"))
        })
    }

    fn check_accounts(&self) -> Result<(), CliError> {
        let usage = |text: &str| Err(CliError::Usage(text.to_owned()));
        if self.dev_account.is_some() && self.dev != Some(true) {
            return usage("--dev-account goes with --dev: the first start's account is --account");
        }
        if self.dev_account.is_some() && self.account.is_some() {
            return usage("--dev-account is --account under --dev: give one");
        }
        Ok(())
    }

    fn checked(self) -> Result<Config, CliError> {
        let usage = |text: &str| Err(CliError::Usage(text.to_owned()));
        let (seal, listen, flood) = (self.seal(), self.listen()?, self.flood());
        let lambda = self.lambda()?;
        self.check_webhook().and_then(|()| self.check_accounts())?;
        let tls = match (self.tls_cert, self.tls_key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => return usage("--tls-cert and --tls-key go together: give both"),
        };
        let (dev, loopback) = (self.dev.unwrap_or(false), listen.ip().is_loopback());
        if dev && !loopback {
            return usage("--dev serves loopback only: listen on 127.0.0.1 or [::1]");
        }
        if !loopback && tls.is_none() && self.insecure_http != Some(true) {
            return usage(
                "beyond loopback TLS is needed: give --tls-cert and --tls-key, or \
                 --insecure-http where something else encrypts",
            );
        }
        let public_url = self.public_url.map(|url| url.trim_end_matches('/').to_owned());
        let is_url = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        if !public_url.as_ref().is_none_or(is_url) {
            return usage("--public-url is a URL, as https://bartizan.example");
        }
        if !self.passkey_origin.as_ref().is_none_or(is_url) {
            return usage("--passkey-origin is an origin, as https://bartizan.example");
        }
        let at = (self.edge_http, self.edge_https);
        let edge = EdgeOptions::checked(at, self.edge_ports, dev, &[Some(listen), self.metrics])?;
        let dns = DnsOptions::checked(self.dns, self.edge_address, edge.ip(), dev)?;
        let data = self.data.unwrap_or_else(|| PathBuf::from(DEFAULT_DATA));
        let store = store(self.store.as_deref(), &data)?;
        Ok(Config {
            listen,
            data,
            store,
            dev,
            account: self.dev_account.or(self.account),
            tls,
            metrics: self.metrics,
            envoy: self.envoy.as_deref().map(envoy::read).transpose()?,
            hsm: self.cloudhsm.as_deref().map(hsm::read).transpose()?.unwrap_or_default(),
            edge,
            countries: self.geo,
            networks: self.asn,
            advisories: AdvisoryOptions::checked(self.advisories, self.advisories_trust)?,
            flood,
            dns,
            health_check_interval: self.health_check_seconds.map(every),
            engagement_webhook: self.engagement_webhook,
            activity_days: self.activity_days.unwrap_or(DEFAULT_ACTIVITY_DAYS),
            public_url,
            passkey_origin: self.passkey_origin,
            egress: Options {
                allowed: self.egress_allow.unwrap_or_default(),
                loopback: dev,
                authorities: self.egress_ca,
            },
            oidc_keys: KeyFile::all(self.oidc_keys),
            images: self.images,
            lambda,
            trails: Schedule {
                delivery: seconds(self.trail_delivery_seconds, DEFAULT_TRAIL_DELIVERY),
                digest: seconds(self.trail_digest_seconds, DEFAULT_TRAIL_DIGEST),
            },
            log_format: self.log_format.unwrap_or(LogFormat::Text),
            seal,
        })
    }
}

fn seconds(asked: Option<NonZeroU32>, default: Duration) -> Duration {
    asked.map_or(default, every)
}

fn every(seconds: NonZeroU32) -> Duration {
    Duration::from_secs(seconds.get().into())
}

fn read_file(path: &Path) -> Result<ServeOptions, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    toml::from_str(&text)
        .map_err(|error| CliError::Usage(format!("{}: {}", path.display(), error.message())))
}

#[cfg(test)]
mod tests;
