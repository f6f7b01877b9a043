//! Distributions: what is done with requests by path, and how answers are cached. (Amazon `CloudFront`
//! API Reference, `DistributionConfig`.)

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A distribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// Its own name, which it tells origins and viewers.
    pub domain: String,
    /// What `/` leads to; empty where that is what origins say.
    pub root_object: String,
    /// Where it asks.
    pub origins: Vec<CustomOrigin>,
    /// What it does by path: the first that matches. The last matches all.
    pub behaviours: Vec<Behaviour>,
    /// What errors are answered with.
    pub error_pages: Vec<ErrorPage>,
}

/// An origin with a name.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomOrigin {
    /// The host.
    pub host: String,
    /// What paths are put behind.
    pub path: String,
    /// Headers that are sent to it, instead of those that viewers send.
    pub headers: Vec<(String, String)>,
    /// The bucket that it is, which is asked inside of this program; then nobody connects to the
    /// host.
    pub bucket: Option<Arc<Bucket>>,
    /// The ports of HTTP and HTTPS.
    pub ports: (u16, u16),
    /// What is spoken. Certificates are verified.
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

impl fmt::Debug for CustomOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomOrigin").field("host", &self.host).finish_non_exhaustive()
    }
}

/// A bucket as an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// The ARN of the distribution that asks.
    pub front_arn: String,
    /// The region that the bucket is said to be in.
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "AWS has as many switches")]
pub struct Behaviour {
    /// The pattern, case-sensitive; the slash that it may begin with counts for nothing.
    pub path: String,
    /// The place of the origin in the list.
    pub origin: usize,
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
    /// Whether what is kept is compressed for viewers that accept gzip.
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
    /// Headers; their names count in any case.
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

impl Selection {
    /// Whether what has this name is among it.
    pub(crate) fn has(&self, name: &[u8]) -> bool {
        let is_listed =
            |names: &[String]| names.iter().any(|one| one.as_bytes().eq_ignore_ascii_case(name));
        match self {
            Self::None => false,
            Self::All => true,
            Self::These(names) => is_listed(names),
            Self::AllBut(names) => !is_listed(names),
        }
    }
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
