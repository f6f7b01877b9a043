//! Who judges requests.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use bartizan_inspect::WebRequest;
use bartizan_types::AccountId;
use bytes::Bytes;
use rustls::ClientConfig;
use tokio::io::DuplexStream;

use crate::config::Bucket;

/// The firewall, as the edge asks it.
pub trait Inspector: Send + Sync {
    /// Judges a request to the resource with this ARN. The request's id is the `Root` of its
    /// `X-Amzn-Trace-Id`.
    fn inspect(&self, resource_arn: &str, request_id: &str, request: &WebRequest<'_>) -> Verdict;
}

/// What the firewall says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The request goes on, with these headers put in place of any that have their names.
    Pass(Vec<(String, String)>),
    /// The request is answered so: it is blocked, or must solve something first.
    Answer(WafAnswer),
    /// It cannot say.
    Failed,
}

/// An answer of the firewall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WafAnswer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body. Where there is none, a page tells the status.
    pub body: Option<Bytes>,
}

/// Lets all requests pass.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoInspector;

impl Inspector for NoInspector {
    fn inspect(&self, _: &str, _: &str, _: &WebRequest<'_>) -> Verdict {
        Verdict::Pass(Vec::new())
    }
}

/// Says where addresses are.
pub trait Geography: Send + Sync {
    /// Where this one is.
    fn locate(&self, address: IpAddr) -> Location;
}

/// Where an address is, as far as that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// The country, in two capital letters.
    pub country: Option<String>,
    /// The autonomous system.
    pub asn: Option<u32>,
}

/// Knows no address.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoGeography;

impl Geography for NoGeography {
    fn locate(&self, _: IpAddr) -> Location {
        Location::default()
    }
}

/// Lets a distribution reach a front of this edge, by its name alone.
pub(crate) struct OwnFronts(pub(crate) Arc<dyn Reach>);

impl Reach for OwnFronts {
    fn refusal(&self, _: SocketAddr) -> Option<&'static str> {
        None
    }

    fn trust(&self) -> Option<Arc<ClientConfig>> {
        self.0.trust()
    }
}

/// Says which addresses may be connected to. Targets are named by principals.
pub trait Reach: Send + Sync {
    /// Why this address may not be connected to; nothing where it may.
    fn refusal(&self, address: SocketAddr) -> Option<&'static str>;

    /// Which certificates of origins are trusted; without, those that speak HTTPS are not reached.
    fn trust(&self) -> Option<Arc<ClientConfig>> {
        None
    }
}

/// Reaches buckets, which distributions have as origins.
pub trait Buckets: Send + Sync {
    /// A new connection over which a bucket answers HTTP/1.1.
    fn connect(&self, bucket: &Bucket) -> DuplexStream;
}

/// Has no bucket: connections end at once.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoBuckets;

impl Buckets for NoBuckets {
    fn connect(&self, _: &Bucket) -> DuplexStream {
        tokio::io::duplex(1).0
    }
}

/// Says whose host names are, and where they lead.
pub trait Names: Send + Sync {
    /// The account that a host name, in lower case, belongs to.
    fn owner(&self, host: &str) -> Option<AccountId>;

    /// The names of fronts that the records of a host name lead to, the likeliest first.
    fn leads_to(&self, host: &str) -> Vec<String>;
}

/// Knows no name.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn owner(&self, _: &str) -> Option<AccountId> {
        None
    }

    fn leads_to(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}
