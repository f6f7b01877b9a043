//! What origins are sent. (Amazon `CloudFront` Developer Guide, "Request and response behavior for
//! custom origins", HTTP request headers and `CloudFront` behavior.)

use crate::config::{Behaviour, CustomOrigin, Scheme};
use crate::http1::Head;
use crate::proxy::{Facts, framing, is_hop_by_hop, put, put_client};

use super::cache::Stored;
use super::select::{cookies, encodings, is_sent, queries};

/// What `CloudFront` calls itself where the viewer's own is not forwarded.
const AGENT: &str = "Amazon CloudFront";

/// What a request to an origin is made of.
pub(super) struct Sent<'a> {
    pub(super) behaviour: &'a Behaviour,
    pub(super) origin: &'a CustomOrigin,
    pub(super) spoken: (Scheme, u16),
    pub(super) domain: &'a str,
    pub(super) id: &'a str,
    pub(super) facts: &'a Facts,
    /// The path that the viewer asks for.
    pub(super) path: &'a [u8],
    /// What the firewall adds.
    pub(super) inserted: &'a [(String, String)],
    pub(super) is_upgrade: bool,
    /// What is kept and must be asked about.
    pub(super) asked_about: Option<&'a Stored>,
}

/// Writes the head of a request.
pub(super) fn request_head(out: &mut Vec<u8>, head: &Head, sent: &Sent<'_>) {
    let Sent { behaviour, origin, .. } = sent;
    out.extend_from_slice(head.method());
    out.push(b' ');
    out.extend_from_slice(origin.path.as_bytes());
    out.extend_from_slice(sent.path);
    let (_, query) = head.split_target();
    let query = queries(query, &[&behaviour.key.queries, &behaviour.sent.queries]);
    if !query.is_empty() {
        out.push(b'?');
        out.extend_from_slice(&query);
    }
    out.extend_from_slice(b" HTTP/1.1\r\n");
    host(out, head, sent);
    for (lower, name, value) in head.named_headers() {
        if goes_on(lower, head, sent) {
            field(out, name, value);
        }
    }
    added(out, head, sent);
    framing(out, head);
    let connection = if sent.is_upgrade { "upgrade\r\nUpgrade: websocket" } else { "Keep-Alive" };
    put(out, format_args!("Connection: {connection}\r\n\r\n"));
}

fn host(out: &mut Vec<u8>, head: &Head, sent: &Sent<'_>) {
    let Sent { behaviour, origin, spoken: (scheme, port), .. } = sent;
    // A bucket is asked by its own name. (The Developer Guide, "Request and response behavior for Amazon
    // S3 origins", Host.)
    if origin.bucket.is_none() && is_sent(&behaviour.key, &behaviour.sent, b"host") {
        field(out, b"Host", head.host().unwrap_or_default());
        return;
    }
    let is_usual =
        origin.bucket.is_some() || *port == if *scheme == Scheme::Https { 443 } else { 80 };
    let host = &origin.host;
    if is_usual {
        put(out, format_args!("Host: {host}\r\n"));
    } else {
        put(out, format_args!("Host: {host}:{port}\r\n"));
    }
}

/// Whether a header goes on as it came; its name is in lower case.
fn goes_on(lower: &[u8], head: &Head, sent: &Sent<'_>) -> bool {
    let Sent { behaviour, origin, .. } = sent;
    let is_replaced = |(name, _): &(String, String)| name.as_bytes().eq_ignore_ascii_case(lower);
    if is_hop_by_hop(lower)
        || origin.headers.iter().any(is_replaced)
        || sent.inserted.iter().any(is_replaced)
        || lower.starts_with(b"x-amz-cf-")
        || lower.starts_with(b"x-edge-")
        || lower.starts_with(b"cloudfront-")
    {
        return false;
    }
    let is_selected = is_sent(&behaviour.key, &behaviour.sent, lower);
    let is_read = matches!(head.method(), b"GET" | b"HEAD")
        || (head.method() == b"OPTIONS" && behaviour.caches_options);
    match lower {
        // Written anew.
        b"host"
        | b"content-length"
        | b"expect"
        | b"cookie"
        | b"via"
        | b"x-forwarded-for"
        | b"proxy-authorization" => false,
        b"accept-encoding" => is_selected && !behaviour.has_gzip && !behaviour.has_brotli,
        b"authorization" => is_selected || !is_read,
        b"user-agent"
        | b"accept"
        | b"accept-charset"
        | b"accept-language"
        | b"referer"
        | b"x-forwarded-proto"
        | b"x-http-method-override"
        | b"x-real-ip"
        | b"max-forwards" => is_selected,
        b"if-match"
        | b"if-none-match"
        | b"if-modified-since"
        | b"if-unmodified-since"
        | b"if-range"
        | b"range" => sent.asked_about.is_none(),
        b"cache-control" | b"date" | b"from" | b"origin" | b"pragma" | b"request-range"
        | b"warning" => true,
        lower if lower.starts_with(b"content-") => true,
        lower if sent.is_upgrade && lower.starts_with(b"sec-websocket-") => true,
        _ => is_selected || behaviour.is_legacy,
    }
}

fn added(out: &mut Vec<u8>, head: &Head, sent: &Sent<'_>) {
    let Sent { behaviour, origin, facts, .. } = sent;
    let cookies = cookies(head, &[&behaviour.key.cookies, &behaviour.sent.cookies]);
    if !cookies.is_empty() {
        field(out, b"Cookie", &cookies);
    }
    if !is_sent(&behaviour.key, &behaviour.sent, b"user-agent") {
        put(out, format_args!("User-Agent: {AGENT}\r\n"));
    }
    let encodings = encodings(behaviour, head);
    if !encodings.is_empty() {
        put(out, format_args!("Accept-Encoding: {encodings}\r\n"));
    }
    if let Some(stored) = sent.asked_about {
        if let Some(etag) = stored.value("etag") {
            put(out, format_args!("If-None-Match: {etag}\r\n"));
        }
        if let Some(modified) = stored.value("last-modified") {
            put(out, format_args!("If-Modified-Since: {modified}\r\n"));
        }
    }
    out.extend_from_slice(b"X-Forwarded-For: ");
    for (_, value) in head.headers().filter(|(name, _)| *name == b"x-forwarded-for") {
        out.extend_from_slice(value);
        out.extend_from_slice(b", ");
    }
    put_client(out, facts.client, false);
    out.extend_from_slice(b"\r\nVia: ");
    for (_, value) in head.headers().filter(|(name, _)| *name == b"via") {
        out.extend_from_slice(value);
        out.extend_from_slice(b", ");
    }
    let version = head.version.as_str().trim_start_matches("HTTP/");
    let (domain, id) = (sent.domain, sent.id);
    put(out, format_args!("{version} {domain} (CloudFront)\r\nX-Amz-Cf-Id: {id}\r\n"));
    for (name, value) in origin.headers.iter().chain(sent.inserted) {
        put(out, format_args!("{name}: {value}\r\n"));
    }
}

/// Whether a request came through the distribution before.
pub(super) fn is_loop(head: &Head, domain: &str) -> bool {
    let own = format!(" {domain} (CloudFront)");
    let mut values = head.headers().filter(|(name, _)| *name == b"via");
    values.any(|(_, value)| memchr::memmem::find(value, own.as_bytes()).is_some())
}

fn field(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    out.extend_from_slice(name);
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::config::{OriginProtocol, Parts, Selection, Ttl, ViewerProtocol};
    use crate::http1::read_head;
    use crate::inspect::Location;

    fn behaviour(sent: Selection, is_legacy: bool) -> Behaviour {
        Behaviour {
            path: "*".to_owned(),
            origin: 0,
            viewer: ViewerProtocol::Any,
            methods: Vec::new(),
            caches_options: false,
            ttl: Ttl { min: 0, default: 1, max: 1 },
            key: Parts::default(),
            sent: Parts { headers: sent.clone(), cookies: sent.clone(), queries: sent },
            is_legacy,
            has_gzip: true,
            has_brotli: false,
            compresses: false,
        }
    }

    fn origin() -> CustomOrigin {
        CustomOrigin {
            host: "app.test".to_owned(),
            path: "/v1".to_owned(),
            headers: vec![("X-Secret".to_owned(), "sesame".to_owned())],
            bucket: None,
            ports: (80, 443),
            protocol: OriginProtocol::Http,
            attempts: 1,
            connect: Duration::from_secs(1),
            read: Duration::from_secs(1),
            keep_alive: Duration::from_secs(1),
        }
    }

    proptest! {
        #[test]
        fn origins_are_sent_what_was_judged_and_no_more(
            method in "(GET|POST|PUT)",
            path in "/[!-\"$-~]{0,40}",
            fields in prop::collection::vec(("(x-secret|cookie|via|content-length|transfer-encoding|connection|[A-Za-z0-9-]{1,20})", "[ -~\t\u{80}-\u{ff}]{0,30}"), 0..20),
            is_all in any::<bool>(),
            is_legacy in any::<bool>(),
        ) {
            let mut bytes = format!("{method} {path} HTTP/1.1\r\nHost: d.test\r\n").into_bytes();
            for (name, value) in &fields {
                bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
            }
            bytes.extend_from_slice(b"\r\n");
            let Ok(Some((head, _))) = read_head(&bytes) else { return Ok(()) };
            let client = "192.0.2.1:5".parse().unwrap();
            let facts = Facts { client, port: 80, tls: None, shaken: None, is_looped: false, balancer: None, connection_id: 0, location: Location::default(), asked: std::sync::Arc::default() };
            let (behaviour, origin) = (behaviour(if is_all { Selection::All } else { Selection::None }, is_legacy), origin());
            let (asked, query) = head.split_target();
            let sent = Sent { behaviour: &behaviour, origin: &origin, spoken: (Scheme::Http, 80), domain: "d.test", id: "id", facts: &facts, path: asked, inserted: &[], is_upgrade: false, asked_about: None };
            let mut out = Vec::new();
            request_head(&mut out, &head, &sent);
            let mut space = [httparse::EMPTY_HEADER; 300];
            let mut request = httparse::Request::new(&mut space);
            prop_assert_eq!(request.parse(&out).unwrap(), httparse::Status::Complete(out.len()));
            let wanted = [b"/v1".as_slice(), asked, if is_all && !query.is_empty() { b"?" } else { b"" }, if is_all { query } else { b"" }].concat();
            prop_assert_eq!(request.path.unwrap().as_bytes(), wanted.as_slice());
            let named = |wanted: &str| request.headers.iter().filter(|one| one.name.eq_ignore_ascii_case(wanted)).collect::<Vec<_>>();
            prop_assert!(named("content-length").len() + named("transfer-encoding").len() <= 1);
            prop_assert_eq!(named("host").len(), 1);
            let secret = named("x-secret");
            prop_assert!(secret.len() == 1 && secret.iter().all(|one| one.value == b"sesame"));
        }
    }
}
