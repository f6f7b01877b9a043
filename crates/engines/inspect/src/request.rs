//! A web request as the firewall sees it: bytes as they were received, nothing decoded.

use std::net::IpAddr;

/// The version of HTTP that a request came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum HttpVersion {
    /// HTTP/1.0.
    Http10,
    /// HTTP/1.1.
    #[default]
    Http11,
    /// HTTP/2.
    Http2,
}

impl HttpVersion {
    /// The version as sampled requests and logs name it.
    pub fn as_str(self) -> &'static str {
        match self {
            HttpVersion::Http10 => "HTTP/1.0",
            HttpVersion::Http11 => "HTTP/1.1",
            HttpVersion::Http2 => "HTTP/2.0",
        }
    }
}

/// A web request, borrowed from whoever received it.
#[derive(Debug, Clone, Copy)]
pub struct WebRequest<'a> {
    /// The address that the connection came from.
    pub client: IpAddr,
    /// The method, as it was sent.
    pub method: &'a str,
    /// The path, undecoded and without the query.
    pub path: &'a [u8],
    /// The query string, undecoded and without its `?`.
    pub query: &'a [u8],
    /// The version of the protocol.
    pub http_version: HttpVersion,
    /// The headers in the order received: names in lower case, values as they came.
    pub headers: &'a [(&'a [u8], &'a [u8])],
    /// As much of the body as there is to inspect.
    pub body: &'a [u8],
    /// Whether there was more of the body than that.
    pub body_truncated: bool,
    /// The country of the client, in two capital letters, where it is known.
    pub country: Option<&'a str>,
    /// The autonomous system of the client, where it is known.
    pub asn: Option<u32>,
    /// The JA3 fingerprint of the TLS hello, in hexadecimal.
    pub ja3: Option<&'a str>,
    /// The JA4 fingerprint of the TLS hello.
    pub ja4: Option<&'a str>,
    /// The fragment of the URI, where a client sent one.
    pub uri_fragment: Option<&'a [u8]>,
}

impl<'a> WebRequest<'a> {
    /// A request for a path by GET, with nothing else to it.
    pub fn new(client: IpAddr, path: &'a [u8]) -> Self {
        Self {
            client,
            method: "GET",
            path,
            query: b"",
            http_version: HttpVersion::Http11,
            headers: &[],
            body: b"",
            body_truncated: false,
            country: None,
            asn: None,
            ja3: None,
            ja4: None,
            uri_fragment: None,
        }
    }

    /// The values of a header, in the order received; its name is given in lower case.
    pub fn header_values<'n>(
        &self,
        name: &'n [u8],
    ) -> impl Iterator<Item = &'a [u8]> + use<'a, 'n> {
        self.headers.iter().filter(move |(held, _)| *held == name).map(|(_, value)| *value)
    }
}
