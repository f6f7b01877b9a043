//! Health checks.

use bartizan_service::store::Record;
use bartizan_types::{AccountId, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::BY_REFERENCE;

/// A health check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCheckRecord {
    /// Its id.
    pub id: String,
    /// The account that it belongs to.
    pub account: AccountId,
    /// What its caller called it.
    pub caller_reference: String,
    /// How often it was changed, and one.
    pub version: i64,
    /// When it was made.
    pub created: Timestamp,
    /// What it looks at.
    pub subject: Subject,
    /// Whether it is healthy where what it looks at is not.
    pub is_inverted: bool,
    /// Whether it looks at nothing, and takes that to be well.
    pub is_disabled: bool,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// What a health check looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// An endpoint.
    Endpoint(Endpoint),
    /// Other health checks.
    Others {
        /// How many of them must be healthy.
        threshold: u32,
        /// Their ids, where any were named.
        children: Option<Vec<String>>,
    },
}

/// An endpoint that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// How.
    pub kind: EndpointKind,
    /// Its address, as it was written.
    pub address: Option<String>,
    /// Its name, or the one that it is told.
    pub domain: Option<String>,
    /// Its port.
    pub port: u16,
    /// What it is asked for.
    pub path: Option<String>,
    /// What its answer must have.
    pub text: Option<String>,
    /// How many seconds lie between two looks.
    pub interval: u32,
    /// How many looks in a row change what is thought of it.
    pub threshold: u32,
    /// Whether times are measured.
    pub measures_latency: bool,
    /// Whether TLS tells the name.
    pub tells_name: bool,
}

/// How an endpoint is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndpointKind {
    /// It takes connections.
    Tcp,
    /// It answers over HTTP.
    Http,
    /// It answers over HTTPS.
    Https,
    /// It answers over HTTP, with a text.
    HttpText,
    /// It answers over HTTPS, with a text.
    HttpsText,
}

impl EndpointKind {
    const ALL: [Self; 5] = [Self::Tcp, Self::Http, Self::Https, Self::HttpText, Self::HttpsText];

    /// As the API names it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Http => "HTTP",
            Self::Https => "HTTPS",
            Self::HttpText => "HTTP_STR_MATCH",
            Self::HttpsText => "HTTPS_STR_MATCH",
        }
    }

    /// The kind that the API names so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether TLS is spoken.
    pub const fn is_tls(self) -> bool {
        matches!(self, Self::Https | Self::HttpsText)
    }

    /// Whether a text is looked for.
    pub(crate) const fn has_text(self) -> bool {
        matches!(self, Self::HttpText | Self::HttpsText)
    }
}

impl HealthCheckRecord {
    /// What tells a caller's reference from others'.
    pub(crate) fn reference(account: AccountId, reference: &str) -> String {
        format!("{account}/{reference}")
    }
}

impl Record for HealthCheckRecord {
    const COLLECTION: &'static str = "route53.health_check";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_REFERENCE, Self::reference(self.account, &self.caller_reference))]
    }
}

/// What a health check was called that is deleted: no other is called so. Later ones have greater keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct UsedReference {
    /// With its account.
    pub(crate) reference: String,
}

impl Record for UsedReference {
    const COLLECTION: &'static str = "route53.used_health_check_reference";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_REFERENCE, self.reference.clone())]
    }
}
