//! Answers of the edge's own.

use bytes::Bytes;

use super::headers::{end_of_head, put};

/// What the edge calls itself in answers of its own, as AWS's balancers do.
const SERVER_NAME: &str = "awselb/2.0";

/// An answer that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// In whose name it is.
    pub(crate) speaker: Speaker,
    /// Whether the body only tells the status.
    pub(crate) is_page: bool,
}

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// A balancer.
    Balancer,
    /// A balancer whose listener does not let it say so.
    Unnamed,
    /// A distribution.
    Distribution,
    /// An origin, whose answer was kept.
    Origin,
}

impl Speaker {
    /// What it calls itself, where it does not say so itself.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Balancer => Some(SERVER_NAME),
            Self::Distribution => Some("CloudFront"),
            Self::Unnamed | Self::Origin => None,
        }
    }

    /// Whether the date is said for it.
    pub(crate) const fn is_of_edge(self) -> bool {
        !matches!(self, Self::Origin)
    }
}

/// How an answer is framed for the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framed {
    /// There is no body, and no length is named.
    None,
    /// By its length.
    Length(u64),
    /// In chunks.
    Chunked,
    /// By the end of the connection.
    Close,
    /// The connection becomes a WebSocket.
    Upgrade,
}

impl Answer {
    /// The balancer's answer of this status, with the page that AWS's have.
    pub(crate) fn of_status(status: u16) -> Self {
        Self::page(status, "")
    }

    /// The same for a request that the firewall refused, with the request's id.
    pub(crate) fn of_refusal(status: u16, request_id: &str) -> Self {
        Self::page(status, &format!("<center>Request id: {request_id}</center>\r\n"))
    }

    fn page(status: u16, more: &str) -> Self {
        let words = words(status);
        let page = format!(
            "<html>\r\n<head><title>{status} {words}</title></head>\r\n<body>\r\n\
             <center><h1>{status} {words}</h1></center>\r\n{more}</body>\r\n</html>\r\n"
        );
        Self { is_page: true, ..Self::new(status, "text/html", page.into()) }
    }

    pub(crate) fn new(status: u16, content_type: &str, body: Bytes) -> Self {
        let headers = if content_type.is_empty() {
            Vec::new()
        } else {
            vec![("Content-Type".to_owned(), content_type.to_owned())]
        };
        Self { status, headers, body, speaker: Speaker::Balancer, is_page: false }
    }
}

/// The words that stand behind a status.
pub(crate) fn words(status: u16) -> &'static str {
    match status {
        408 => "Request Time-out",
        413 => "Request Entity Too Large",
        414 => "Request-URI Too Large",
        460 => "Client Closed Connection",
        463 => "Too Many Forwarded Addresses",
        464 => "Incompatible Protocol",
        503 => "Service Temporarily Unavailable",
        504 => "Gateway Time-out",
        other => http::StatusCode::from_u16(other)
            .ok()
            .and_then(|status| status.canonical_reason())
            .unwrap_or(""),
    }
}

/// Writes the head of an answer of the edge's own, for HTTP/1.
pub(crate) fn own_head(out: &mut Vec<u8>, answer: &Answer, date: &str, keeps_alive: bool) {
    let Answer { status, headers, body, speaker, .. } = answer;
    put(out, format_args!("HTTP/1.1 {status} {}\r\n", words(*status)));
    if let Some(name) = speaker.name() {
        put(out, format_args!("Server: {name}\r\n"));
    }
    if speaker.is_of_edge() {
        put(out, format_args!("Date: {date}\r\n"));
    }
    for (name, value) in headers {
        put(out, format_args!("{name}: {value}\r\n"));
    }
    let framed = match status {
        204 | 304 => Framed::None,
        _ => Framed::Length(body.len() as u64),
    };
    end_of_head(out, framed, keeps_alive);
}
