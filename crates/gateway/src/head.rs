//! The head of a request, as the rest of the gateway reads it.

use std::net::SocketAddr;
use std::sync::Arc;

use bartizan_model::ServiceModel;
use bartizan_service::{Origin, SignatureForm};
use bartizan_sigv4::{Form, PathStyle, PayloadHash, Presented, SignedRequest};
use bartizan_types::{Fault, Timestamp};
use bartizan_wire::WireRequest;
use http::header::{
    AsHeaderName, CONTENT_LENGTH, EXPECT, HOST, REFERER, TRANSFER_ENCODING, USER_AGENT,
};
use http::{HeaderMap, HeaderName, Method, request::Parts};

use crate::destination;
use crate::inside::Inside;

/// Method, target, headers and where they came from; nothing decoded.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) method: Method,
    path: String,
    query: String,
    pub(crate) headers: HeaderMap,
    /// The client; none inside of the process.
    peer: Option<SocketAddr>,
    tls: bool,
    /// As whom it comes, where that is inside of the process.
    pub(crate) inside: Option<Arc<Inside>>,
}

impl Head {
    pub(crate) fn new(parts: Parts, peer: SocketAddr, tls: bool) -> Self {
        Self::of(parts, Some(peer), tls, None)
    }

    /// The head of a request that comes from inside of the process.
    pub(crate) fn inside(parts: Parts, inside: Arc<Inside>) -> Self {
        Self::of(parts, None, true, Some(inside))
    }

    fn of(parts: Parts, peer: Option<SocketAddr>, tls: bool, inside: Option<Arc<Inside>>) -> Self {
        let mut headers = parts.headers;
        // HTTP/2 names the host in `:authority`; signatures cover it as `host`.
        if !headers.contains_key(HOST)
            && let Some(authority) = parts.uri.authority()
            && let Ok(value) = http::HeaderValue::from_str(authority.as_str())
        {
            headers.insert(HOST, value);
        }
        Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers,
            peer,
            tls,
            inside,
        }
    }

    pub(crate) fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    /// What the signature covers.
    pub(crate) fn signed(&self) -> SignedRequest<'_> {
        SignedRequest {
            method: self.method.as_str(),
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
        }
    }

    /// The path that leads to the operation: for S3 with the bucket first, wherever the client
    /// named it; for the others without dot segments and repeated slashes, since that is the path
    /// their signatures cover.
    pub(crate) fn routed_path(&self, service: &ServiceModel) -> String {
        if PathStyle::of_service(service.signing_name) == PathStyle::Normalized {
            return bartizan_sigv4::normalized_path(&self.path);
        }
        let bucket = (service.name == "s3").then(|| self.virtual_bucket()).flatten();
        bucket.map_or_else(|| self.path.clone(), |bucket| format!("/{bucket}{}", self.path))
    }

    /// The bucket that the host names.
    pub(crate) fn virtual_bucket(&self) -> Option<&str> {
        self.header(HOST).and_then(destination::virtual_bucket)
    }

    /// Whether the host is named more than once. (RFC 9112, section 3.2: that is a bad request.)
    pub(crate) fn has_two_hosts(&self) -> bool {
        self.headers.get_all(HOST).iter().nth(1).is_some()
    }

    /// What the codec reads.
    pub(crate) fn wire<'a>(&'a self, path: &'a str, body: &'a [u8]) -> WireRequest<'a> {
        WireRequest { method: &self.method, path, query: &self.query, headers: &self.headers, body }
    }

    /// Whether the client waits for `100 Continue` before it sends a body that is empty: none is
    /// read, so none is sent. (RFC 9110, section 10.1.1.)
    pub(crate) fn expects_in_vain(&self) -> bool {
        self.header(EXPECT).is_some_and(|text| text.eq_ignore_ascii_case("100-continue"))
            && self.header(CONTENT_LENGTH).is_none_or(|text| text == "0")
            && self.header(TRANSFER_ENCODING).is_none()
    }

    /// The length that the client announced, in bytes.
    ///
    /// # Errors
    /// The header is no number.
    pub(crate) fn content_length(&self) -> Result<Option<u64>, Fault> {
        let Some(text) = self.header(CONTENT_LENGTH) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            Fault::new("InvalidArgument", "Content-Length must be a number of bytes", 400)
        })
    }

    /// Where the request came from, for conditions and the activity record.
    pub(crate) fn origin(&self, presented: Option<&Presented>, now: Timestamp) -> Origin {
        // Bytes beyond ASCII must not hide a header from conditions and from the record.
        let text = |name: HeaderName| {
            let value = self.headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Origin {
            source_ip: self.peer.map(|peer| peer.ip().to_canonical()),
            user_agent: text(USER_AGENT),
            referer: text(REFERER),
            tls: self.tls,
            host: text(HOST),
            signature: match presented.map(|presented| presented.form) {
                None => SignatureForm::None,
                Some(Form::Header) => SignatureForm::Header,
                Some(Form::Query { .. }) => SignatureForm::Query,
            },
            signature_age_millis: presented.and_then(|presented| {
                u64::try_from(now.since(presented.timestamp).as_millis()).ok()
            }),
            content_sha256: presented
                .map(|presented| presented.payload)
                .filter(|payload| *payload != PayloadHash::OfBody)
                .and_then(PayloadHash::header_value),
        }
    }
}
