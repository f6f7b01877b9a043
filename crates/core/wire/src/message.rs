//! A request and a response as the gateway carries them.

use bytes::Bytes;
use http::{HeaderMap, Method};

/// The parts of an HTTP request that a codec reads.
#[derive(Debug, Clone, Copy)]
pub struct WireRequest<'a> {
    /// The method.
    pub method: &'a Method,
    /// The path as it came, percent-encoded. For S3 the bucket is its first part, also where the
    /// client named it in the host.
    pub path: &'a str,
    /// The query string as it came, without `?`.
    pub query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body; empty where the operation streams it.
    pub body: &'a [u8],
}

impl<'a> WireRequest<'a> {
    /// The header's text, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// An HTTP response that a codec wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireResponse {
    /// The HTTP status.
    pub status: u16,
    /// Headers, by lower-case name. Values hold no control characters.
    pub headers: Vec<(String, String)>,
    /// The body; empty where the operation streams it.
    pub body: Bytes,
}

impl WireResponse {
    pub(crate) fn new(status: u16) -> Self {
        /// More than most responses have.
        const HEADERS: usize = 8;
        Self { status, headers: Vec::with_capacity(HEADERS), body: Bytes::new() }
    }

    /// The first header of this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn push_header(&mut self, name: &str, value: &str) {
        let is_plain = value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let clean = if is_plain {
            value.to_owned()
        } else {
            value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
        };
        self.headers.push((name.to_ascii_lowercase(), clean));
    }
}
