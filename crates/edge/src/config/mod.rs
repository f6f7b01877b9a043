//! What the edge serves, as plain data: whoever publishes a configuration fills these in, and the
//! edge compiles them. Nothing here does anything.

mod distribution;
mod rule;
mod target;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

pub use distribution::{
    Behaviour, Bucket, BucketAccess, CustomOrigin, Distribution, ErrorPage, OriginProtocol, Parts,
    Selection, Ttl, ViewerProtocol,
};
pub use rule::{
    Action, Condition, FixedResponse, Forward, Redirect, RedirectProtocol, Rule, TextPattern,
    WeightedGroup,
};
pub use target::{
    Algorithm, HealthCheck, HealthPort, Scheme, StatusRange, Stickiness, Target, TargetGroup,
};

/// Everything that is served. It is replaced as a whole; what is the same as before is not compiled
/// anew.
#[derive(Debug, Clone, Default)]
pub struct EdgeConfig {
    /// What stands in front of applications, oldest first: where two claim one name, the older has
    /// it.
    pub fronts: Vec<Front>,
    /// The target groups that their rules name.
    pub groups: Vec<TargetGroup>,
}

/// A load balancer or a distribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// Its ARN, by which the firewall knows its web ACL.
    pub arn: String,
    /// How access logs name it: `app/name/id` of a balancer, the name that a distribution was given.
    pub id: String,
    /// The host names that lead to it, its own DNS name first. `*.` may begin one.
    pub names: Vec<String>,
    /// Its listeners.
    pub listeners: Vec<Listener>,
    /// Its attributes.
    pub attributes: Attributes,
    /// How many bytes of a body the firewall may see. 0 where no web ACL is there to see any; it is
    /// asked all the same.
    pub inspected_body_bytes: usize,
}

/// A port that a front listens at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Its ARN.
    pub arn: String,
    /// The port: 80 and 443 are served by the shared listeners, others by one of their own.
    pub port: u16,
    /// TLS, for HTTPS.
    pub tls: Option<Tls>,
    /// The rules but for the default one, in the order of their priority.
    pub rules: Vec<Rule>,
    /// What is done where no rule matches.
    pub default: Action,
    /// The headers that it sets and names.
    pub headers: ListenerHeaders,
}

/// The headers that a listener sets and names. (ELB User Guide for Application Load Balancers, "HTTP
/// header modification".)
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListenerHeaders {
    /// Headers of every answer, in the place of those that targets give.
    pub set: Vec<(&'static str, String)>,
    /// Whether the balancer's own answers do not say what gave them.
    pub hides_server: bool,
    /// What targets are told the version of TLS by, where that is not `X-Amzn-Tls-Version`.
    pub tls_version: Option<String>,
    /// What they are told the cipher suite by, where that is not `X-Amzn-Tls-Cipher-Suite`.
    pub cipher_suite: Option<String>,
}

impl ListenerHeaders {
    /// The names of the headers with TLS's version and its cipher suite.
    pub(crate) fn of_tls(&self) -> (&str, &str) {
        (
            self.tls_version.as_deref().unwrap_or("X-Amzn-Tls-Version"),
            self.cipher_suite.as_deref().unwrap_or("X-Amzn-Tls-Cipher-Suite"),
        )
    }
}

/// TLS of a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// The certificates; the first is for clients that name no host, or none of theirs.
    pub certificates: Vec<Arc<Certificate>>,
    /// Whether TLS 1.2 is spoken, too; 1.3 always is.
    pub has_tls12: bool,
}

/// A certificate with its private key.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its ARN, for access logs.
    pub arn: String,
    /// The chain, PEM, the certificate itself first.
    pub chain_pem: String,
    /// The private key, PEM.
    pub key_pem: String,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("arn", &self.arn).finish_non_exhaustive()
    }
}

/// The attributes of a balancer. (ELB User Guide for Application Load Balancers, "Edit
/// attributes".) The default is that of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "AWS has as many switches")]
pub struct Attributes {
    /// `idle_timeout.timeout_seconds`.
    pub idle_timeout: Duration,
    /// `client_keep_alive.seconds`.
    pub client_keep_alive: Duration,
    /// `routing.http.desync_mitigation_mode`.
    pub desync: DesyncMode,
    /// `routing.http.drop_invalid_header_fields.enabled`.
    pub drops_invalid_headers: bool,
    /// `routing.http.preserve_host_header.enabled`.
    pub preserves_host: bool,
    /// `routing.http.xff_header_processing.mode`.
    pub forwarded_for: ForwardedFor,
    /// `routing.http.xff_client_port.enabled`.
    pub forwards_client_port: bool,
    /// `routing.http.x_amzn_tls_version_and_cipher_suite.enabled`.
    pub forwards_tls: bool,
    /// `routing.http2.enabled`.
    pub has_http2: bool,
    /// `waf.fail_open.enabled`.
    pub waf_fails_open: bool,
    /// Whether its requests are logged: `access_logs.s3.enabled`.
    pub is_logged: bool,
    /// Whether it is there for clients with private addresses alone: its scheme is `internal`.
    pub is_internal: bool,
}

impl Default for Attributes {
    fn default() -> Self {
        Self {
            idle_timeout: Duration::from_mins(1),
            client_keep_alive: Duration::from_hours(1),
            desync: DesyncMode::Defensive,
            drops_invalid_headers: false,
            preserves_host: false,
            forwarded_for: ForwardedFor::Append,
            forwards_client_port: false,
            forwards_tls: false,
            has_http2: true,
            waf_fails_open: false,
            is_logged: false,
            is_internal: false,
        }
    }
}

/// What is done with requests that are not quite as RFC 9112 has them. There is no `monitor`: what
/// is ambiguous by its length is never forwarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DesyncMode {
    /// Severe ones are refused, and ambiguous ones end their connections.
    Defensive,
    /// All that are not compliant are refused.
    Strictest,
}

/// What becomes of `X-Forwarded-For`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForwardedFor {
    /// The client's address is added at its end.
    Append,
    /// It stays as it came.
    Preserve,
    /// It is taken out.
    Remove,
}

/// Where the edge listens.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// The shared listener of port 80.
    pub http: SocketAddr,
    /// The shared listener of port 443.
    pub https: SocketAddr,
    /// The ports that listeners may open for themselves, on the shared listeners' addresses.
    pub ports: Option<(u16, u16)>,
}

/// The ports of the shared listeners, as balancers name them.
const HTTP: u16 = 80;
const HTTPS: u16 = 443;

impl Addresses {
    /// Where a port that balancers name is listened at; nothing for one that they may not open.
    pub(crate) fn of(&self, port: u16) -> Option<SocketAddr> {
        match port {
            HTTP => Some(self.http),
            HTTPS => Some(self.https),
            _ => {
                let (from, to) = self.ports?;
                let may = (from..=to).contains(&port);
                may.then(|| SocketAddr::new(self.http.ip(), port))
            }
        }
    }
}
