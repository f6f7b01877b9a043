//! The port to the world outside: how a service reaches an address that a principal named.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::BoxFuture;

/// The one guarded way out.
///
/// **Architecture invariant:** no service opens a connection by itself. What stands behind this port
/// refuses addresses that a principal must not reach through Bartizan, and bounds time and size.
pub trait Egress: Send + Sync {
    /// Reads what is at a URL.
    fn fetch<'a>(&'a self, fetch: Fetch<'a>) -> BoxFuture<'a, Result<Bytes, EgressError>>;

    /// Sends bytes to a URL. Whatever status the answer has, it is read; where it sends on to is not
    /// followed.
    fn post<'a>(&'a self, post: Post<'a>) -> BoxFuture<'a, Result<Posted, EgressError>>;
}

/// What to send.
#[derive(Debug, Clone, Copy)]
pub struct Post<'a> {
    /// The URL, of HTTPS.
    pub url: &'a str,
    /// The headers, but for `Host`.
    pub headers: &'a [(&'a str, String)],
    /// The body.
    pub body: &'a Bytes,
    /// The longest answer that is read, in bytes.
    pub bytes_max: usize,
    /// How long it may take in whole.
    pub patience: Duration,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Bytes,
}

/// What to read.
#[derive(Debug, Clone, Copy)]
pub struct Fetch<'a> {
    /// The URL, of HTTPS.
    pub url: &'a str,
    /// SHA-1 fingerprints, in lower-case hexadecimal, of certificates that vouch for the server
    /// where no trusted authority does.
    pub thumbprints: &'a [String],
    /// The longest answer that is read, in bytes.
    pub bytes_max: usize,
}

/// Why nothing was read. For the log: who named the URL is told no more than that it failed, or the
/// difference would map the network for them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EgressError {
    /// The URL is none that can be fetched.
    Url,
    /// The address is one that no principal may reach through Bartizan.
    Refused(String),
    /// Nothing answered, or not in HTTP.
    Unreachable(String),
    /// No authority and no thumbprint vouches for the server.
    Certificate,
    /// The answer's status is not 200.
    Status(u16),
    /// The answer is too long.
    TooLarge,
    /// The answer took too long.
    Late,
}

impl fmt::Display for EgressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url => f.write_str("the URL is none of HTTPS"),
            Self::Refused(why) => write!(f, "the address is refused: {why}"),
            Self::Unreachable(why) => write!(f, "the server cannot be reached: {why}"),
            Self::Certificate => f.write_str("nobody trusted vouches for the server's certificate"),
            Self::Status(status) => write!(f, "the server answered with status {status}"),
            Self::TooLarge => f.write_str("the answer is too long"),
            Self::Late => f.write_str("the answer took too long"),
        }
    }
}

impl std::error::Error for EgressError {}
