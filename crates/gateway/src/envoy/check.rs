//! What Envoy asks about: a client's request, as either form of the question tells it.

use std::net::IpAddr;

use bartizan_sigv4::SignedRequest;
use bytes::Bytes;
use http::header::HOST;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use prost::Message;

use super::messages::{CheckRequest, HttpRequest, Peer};
use super::{host, path};

/// A client's request at Envoy.
#[derive(Debug)]
pub struct Check {
    pub(super) method: Method,
    /// Not decoded, without the query.
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    /// As far as Envoy passes it on.
    pub(super) body: Bytes,
    /// `http` or `https`; Envoy tells it by gRPC alone, as all that follows.
    pub(super) scheme: Option<String>,
    pub(super) source_ip: Option<IpAddr>,
    /// What the client's certificate says, which Envoy verified.
    pub(super) certificate: Option<String>,
}

/// A question that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no check of an HTTP request")]
pub struct Unreadable;

impl Check {
    /// Reads a `CheckRequest` of gRPC.
    ///
    /// # Errors
    /// It is none, or not about an HTTP request.
    pub fn from_grpc(message: &[u8]) -> Result<Self, Unreadable> {
        let request = CheckRequest::decode(message).map_err(|_| Unreadable)?;
        let attributes = request.attributes.ok_or(Unreadable)?;
        let http = attributes.request.and_then(|request| request.http).ok_or(Unreadable)?;
        let Peer { address, principal } = attributes.source.unwrap_or_default();
        let address = address.and_then(|address| address.socket_address);
        let headers = headers(&http)?;
        let (path, query) = target(&http.path);
        Ok(Self {
            method: http.method.parse().map_err(|_| Unreadable)?,
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: if http.raw_body.is_empty() { Bytes::from(http.body) } else { http.raw_body },
            scheme: Some(http.scheme).filter(|scheme| !scheme.is_empty()),
            source_ip: address
                .and_then(|socket| socket.address.parse::<IpAddr>().ok())
                .map(|address| address.to_canonical()),
            certificate: Some(principal).filter(|name| !name.is_empty()),
        })
    }

    /// Takes the question of the HTTP form: the client's own method, path and headers, the path
    /// behind `prefix`.
    ///
    /// # Errors
    /// The path does not begin with the prefix.
    pub(super) fn from_http(
        parts: http::request::Parts,
        prefix: &str,
        body: Bytes,
    ) -> Result<Self, Unreadable> {
        let path = parts.uri.path().strip_prefix(prefix).ok_or(Unreadable)?;
        let mut headers = parts.headers;
        // The host of the request line is the one that Envoy routes by.
        if let Some(authority) = parts.uri.authority() {
            let host = HeaderValue::from_str(authority.as_str()).map_err(|_| Unreadable)?;
            headers.insert(HOST, host);
        }
        Ok(Self {
            method: parts.method,
            path: path.to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers,
            body,
            scheme: None,
            source_ip: None,
            certificate: None,
        })
    }

    /// The segments of the path, decoded; `None` where servers could read it in more than one way.
    pub fn segments(&self) -> Option<Vec<String>> {
        path::segments(&self.path)
    }

    /// The host without its port, in lower case, if the client names one.
    ///
    /// # Errors
    /// It names two, or one that servers could read in more than one way.
    pub fn host(&self) -> Result<Option<String>, Unreadable> {
        let mut named = self.headers.get_all(HOST).iter();
        match (named.next(), named.next()) {
            (None, _) => Ok(None),
            (Some(one), None) => {
                let host = one.to_str().ok().and_then(host::of_authority);
                host.map(Some).ok_or(Unreadable)
            }
            (Some(_), Some(_)) => Err(Unreadable),
        }
    }

    /// What the client's signature covers.
    pub(super) fn signed(&self) -> SignedRequest<'_> {
        SignedRequest {
            method: self.method.as_str(),
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
        }
    }
}

fn target(path: &str) -> (&str, &str) {
    path.split_once('?').unwrap_or((path, ""))
}

/// The client's headers; Envoy puts the parts of the request line among them, behind colons.
fn headers(http: &HttpRequest) -> Result<HeaderMap, Unreadable> {
    let mut headers = HeaderMap::new();
    let mut enter = |name: &str, value: &[u8]| {
        if name.starts_with(':') {
            return Ok(());
        }
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| Unreadable)?;
        let value = HeaderValue::from_bytes(value).map_err(|_| Unreadable)?;
        headers.try_append(name, value).map(drop).map_err(|_| Unreadable)
    };
    for (name, value) in &http.headers {
        enter(name, value.as_bytes())?;
    }
    for header in http.header_map.iter().flat_map(|map| &map.headers) {
        let is_raw = !header.raw_value.is_empty();
        let value = if is_raw { &header.raw_value } else { header.value.as_bytes() };
        enter(&header.key, value)?;
    }
    // The host of the request line is the one that Envoy routes by.
    if !http.host.is_empty() {
        let host = HeaderValue::from_str(&http.host).map_err(|_| Unreadable)?;
        headers.insert(HOST, host);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::messages::{Address, AttributeContext, Request, SocketAddress};
    use super::*;

    fn message(http: HttpRequest) -> Vec<u8> {
        let address = SocketAddress { address: "::ffff:192.0.2.7".to_owned() };
        let peer = Peer {
            address: Some(Address { socket_address: Some(address) }),
            principal: "spiffe://example.org/ada".to_owned(),
        };
        let attributes =
            AttributeContext { source: Some(peer), request: Some(Request { http: Some(http) }) };
        CheckRequest { attributes: Some(attributes) }.encode_to_vec()
    }

    #[test]
    fn a_check_is_read_from_grpc() {
        let headers = [(":path", "/elsewhere"), ("x-department", "sales")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let check = Check::from_grpc(&message(HttpRequest {
            method: "GET".to_owned(),
            path: "/invoices/7?page=2".to_owned(),
            host: "Api.Example.org:8443".to_owned(),
            scheme: "https".to_owned(),
            headers: headers.into(),
            ..HttpRequest::default()
        }));
        let check = check.unwrap();
        assert_eq!((&*check.path, &*check.query), ("/invoices/7", "page=2"));
        assert_eq!(check.host(), Ok(Some("api.example.org".to_owned())));
        assert_eq!(check.headers.len(), 2);
        assert_eq!(check.source_ip, Some([192, 0, 2, 7].into()));
        assert_eq!(check.certificate.as_deref(), Some("spiffe://example.org/ada"));
    }

    #[test]
    fn the_host_of_the_request_line_counts() {
        let told = |uri: &str, hosts: &[&str]| {
            let mut request = http::Request::builder().uri(uri);
            for host in hosts {
                request = request.header(HOST, *host);
            }
            let parts = request.body(()).unwrap().into_parts().0;
            Check::from_http(parts, "", Bytes::new()).unwrap().host()
        };
        let found = |host: &str| Ok(Some(host.to_owned()));
        assert_eq!(told("/", &["a.example.org:8443"]), found("a.example.org"));
        assert_eq!(told("https://a.example.org:8443/", &["b.example.org"]), found("a.example.org"));
        assert_eq!(told("/", &[]), Ok(None));
        assert_eq!(told("/", &["a.example.org", "b.example.org"]), Err(Unreadable));
        assert_eq!(told("/", &["a@b.example.org"]), Err(Unreadable));
    }

    #[test]
    fn what_is_no_http_request_is_refused() {
        assert_eq!(Check::from_grpc(b"").unwrap_err(), Unreadable);
        assert_eq!(Check::from_grpc(&message(HttpRequest::default())).unwrap_err(), Unreadable);
        let split = [("x-a".to_owned(), "1\r\nhost: evil".to_owned())];
        let http = HttpRequest {
            method: "GET".to_owned(),
            headers: split.into(),
            ..HttpRequest::default()
        };
        assert_eq!(Check::from_grpc(&message(http)).unwrap_err(), Unreadable);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _read = Check::from_grpc(&bytes);
        }
    }
}
