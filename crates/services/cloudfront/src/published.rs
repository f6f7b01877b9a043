//! What the edge is made of: every distribution that is served, with what its policies mean.

use std::time::Duration;

use bartizan_service::Vault;
use bartizan_service::store::{Change, Key, Reader, Record, StoreError};
use bartizan_types::{AccountId, Timestamp};

use crate::config;
use crate::logging::LogPlace;
use crate::records::{DistributionRecord, INVALIDATIONS, InvalidationRecord};

/// How many records are read at a time.
const PAGE: usize = 1000;

/// A distribution, as it is served.
#[derive(Debug, Clone)]
pub struct Distribution {
    /// Its account.
    pub account: AccountId,
    /// Its ARN.
    pub arn: String,
    /// Its id.
    pub id: String,
    /// When it was made.
    pub created: Timestamp,
    /// The name that it is served by.
    pub domain_name: String,
    /// Its other names; `*.` may begin one.
    pub aliases: Vec<String>,
    /// What `/` leads to; empty where that is what origins say.
    pub root_object: String,
    /// Whether HTTP/2 is spoken.
    pub has_http2: bool,
    /// How it shows who it is over TLS.
    pub certificate: Certificate,
    /// Whether TLS 1.2 is spoken, too.
    pub has_tls12: bool,
    /// Where it asks.
    pub origins: Vec<Origin>,
    /// What it does by path, in order, the default at its end.
    pub behaviours: Vec<Behaviour>,
    /// Where its log goes.
    pub log: Option<LogPlace>,
    /// What errors are answered with.
    pub error_pages: Vec<ErrorPage>,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certificate {
    /// That of `CloudFront`'s own names.
    Default,
    /// The server certificate of IAM with this id.
    Iam(String),
    /// The one with this ARN.
    Acm(String),
}

/// An origin.
#[derive(Clone)]
pub struct Origin {
    /// Its id.
    pub id: String,
    /// The host.
    pub host: String,
    /// What paths are put behind.
    pub path: String,
    /// Headers that are sent to it.
    pub headers: Vec<(String, String)>,
    /// The bucket of this installation that it is, if it is one.
    pub bucket: Option<Bucket>,
    /// The ports of HTTP and HTTPS.
    pub ports: (u16, u16),
    /// What is spoken.
    pub protocol: OriginProtocol,
    /// How often a connection is tried.
    pub attempts: u32,
    /// How long each may take.
    pub connect: Duration,
    /// How long it may be silent.
    pub read: Duration,
    /// How long a connection that nobody uses is kept.
    pub keep_alive: Duration,
}

impl std::fmt::Debug for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Origin")
            .field("id", &self.id)
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

/// A bucket as an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// The region that its name says.
    pub region: String,
    /// As whom it is asked.
    pub access: BucketAccess,
}

/// As whom a bucket is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BucketAccess {
    /// As nobody.
    Anyone,
    /// As the distribution, by an origin access control.
    Control {
        /// Whether viewers cannot speak for themselves.
        overrides: bool,
    },
    /// As the origin access identity with this id.
    Identity(String),
}

/// What is spoken with an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginProtocol {
    /// HTTP.
    Http,
    /// HTTPS.
    Https,
    /// What the viewer speaks.
    Viewers,
}

/// What is done with requests for some paths.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "AWS has as many switches")]
pub struct Behaviour {
    /// The pattern; `*` for all.
    pub path: String,
    /// The id of the origin.
    pub origin: String,
    /// What viewers may speak.
    pub viewer: ViewerProtocol,
    /// The methods that they may use.
    pub methods: Vec<String>,
    /// Whether answers to OPTIONS are cached, as those to GET and HEAD are.
    pub caches_options: bool,
    /// How long.
    pub ttl: Ttl,
    /// What a cached object is found by.
    pub key: Parts,
    /// What the origin is sent beside that.
    pub sent: Parts,
    /// Whether all that no rule is about is sent, as before there were policies.
    pub is_legacy: bool,
    /// The encodings that origins are asked for where viewers accept them.
    pub has_gzip: bool,
    /// The same of brotli.
    pub has_brotli: bool,
    /// Whether answers are compressed for viewers that accept it.
    pub compresses: bool,
}

/// What viewers may speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewerProtocol {
    /// Both.
    Any,
    /// HTTPS; who does not is refused.
    HttpsOnly,
    /// HTTPS; who does not is sent there.
    RedirectToHttps,
}

/// How long objects are kept, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ttl {
    /// At least.
    pub min: u64,
    /// Where the origin says nothing.
    pub default: u64,
    /// At most.
    pub max: u64,
}

/// Parts of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Headers.
    pub headers: Selection,
    /// Cookies.
    pub cookies: Selection,
    /// Fields of the query.
    pub queries: Selection,
}

/// Some of what has a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Selection {
    /// Nothing.
    #[default]
    None,
    /// Everything.
    All,
    /// What has one of these names.
    These(Vec<String>),
    /// What has none of these names.
    AllBut(Vec<String>),
}

/// What an error is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorPage {
    /// The status that it is for.
    pub status: u16,
    /// The page, and the status that stands over it.
    pub page: Option<(String, u16)>,
    /// How long the error is kept at least, in seconds.
    pub ttl: u64,
}

/// What an invalidation names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalidated {
    /// The ARN of the distribution.
    pub arn: String,
    /// Paths; `*` may end one.
    pub paths: Vec<String>,
}

/// A distribution as it is now, by the key of its record; nothing where it is gone or not enabled. What
/// cannot be read is said to `wrong`.
///
/// # Errors
/// The store fails.
pub fn published_one(
    reader: &Reader<'_>,
    vault: &Vault,
    key: &Key,
    wrong: &mut dyn FnMut(&str, &str),
) -> Result<Option<Distribution>, StoreError> {
    let Some(record) = reader.get::<DistributionRecord>(key)? else { return Ok(None) };
    Ok(served(reader, vault, &record, wrong))
}

fn served(
    reader: &Reader<'_>,
    vault: &Vault,
    record: &DistributionRecord,
    wrong: &mut dyn FnMut(&str, &str),
) -> Option<Distribution> {
    config::served(reader, vault, record).unwrap_or_else(|error| {
        wrong(&record.id, &error.to_string());
        None
    })
}

/// Every distribution that is enabled, the oldest first. What cannot be read is said to `wrong`, and
/// left out.
///
/// # Errors
/// The store fails.
pub fn published(
    reader: &Reader<'_>,
    vault: &Vault,
    wrong: &mut dyn FnMut(&str, &str),
) -> Result<Vec<Distribution>, StoreError> {
    let mut records: Vec<DistributionRecord> = all(reader)?;
    records.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
    Ok(records.iter().filter_map(|record| served(reader, vault, record, wrong)).collect())
}

/// The names that all distributions were given, those that are disabled among them.
///
/// # Errors
/// The store fails.
pub fn names(reader: &Reader<'_>) -> Result<Vec<String>, StoreError> {
    let records: Vec<DistributionRecord> = all(reader)?;
    Ok(records.into_iter().map(|record| record.domain_name).collect())
}

/// The invalidations among changes.
///
/// # Errors
/// The store fails.
pub fn invalidated(
    changes: &[Change],
    reader: &Reader<'_>,
) -> Result<Vec<Invalidated>, StoreError> {
    let mut found = Vec::new();
    for change in changes.iter().filter(|change| change.collection == INVALIDATIONS) {
        if let Some(record) = reader.get::<InvalidationRecord>(&change.key)? {
            let arn = crate::naming::distribution_arn(record.account, &record.distribution);
            found.push(Invalidated { arn: arn.to_string(), paths: record.paths });
        }
    }
    Ok(found)
}

fn all<T: Record>(reader: &Reader<'_>) -> Result<Vec<T>, StoreError> {
    let mut records = Vec::new();
    let mut after = None;
    loop {
        let page = reader.scan_all::<T>(after.as_ref(), PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(records) };
        after = Some(last.clone());
        records.extend(page.into_iter().map(|(_, record)| record));
    }
}
