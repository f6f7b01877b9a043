//! Which headers go on, and which are added. (RFC 9110, section 7.6.1; ELB User Guide, "HTTP headers
//! and Application Load Balancers".)

use std::io::Write;
use std::net::{IpAddr, SocketAddr};

use super::answer::{Framed, words};
use super::exchange::Facts;
use crate::config::{Attributes, ForwardedFor, ListenerHeaders};
use crate::distribution::taken_out;
use crate::http1::response::ResponseHead;
use crate::http1::{Framing, Head};
use crate::route::StickyCookie;

/// How many addresses `X-Forwarded-For` may have. (ELB User Guide, "Troubleshoot your Application
/// Load Balancers", HTTP 463.)
const FORWARDED_MAX: usize = 30;

/// Headers about a connection, not about what is said over it; the name is in lower case.
pub(crate) fn is_hop_by_hop(name: &[u8]) -> bool {
    matches!(
        name,
        b"connection"
            | b"keep-alive"
            | b"proxy-connection"
            | b"te"
            | b"trailer"
            | b"transfer-encoding"
            | b"upgrade"
    )
}

/// What `Connection` cannot take out of a request: else a client could hide from the origin what the
/// firewall has seen.
fn is_kept(name: &[u8]) -> bool {
    matches!(
        name,
        b"host"
            | b"content-length"
            | b"content-type"
            | b"content-encoding"
            | b"cookie"
            | b"authorization"
            | b"user-agent"
            | b"origin"
            | b"referer"
            | b"expect"
    ) || name.starts_with(b"x-")
}

/// What a target is told beside the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) port: u16,
    pub(crate) attributes: &'a Attributes,
    pub(crate) headers: &'a ListenerHeaders,
    pub(crate) trace: &'a str,
    /// What the firewall adds.
    pub(crate) inserted: &'a [(String, String)],
    /// Whether the connection may become a WebSocket.
    pub(crate) is_upgrade: bool,
}

/// Whether `X-Forwarded-For` names more addresses than may be.
pub(crate) fn has_too_many_forwarded(head: &Head) -> bool {
    let values = head.headers().filter(|(name, _)| *name == b"x-forwarded-for");
    let commas = |(_, value): (&[u8], &[u8])| memchr::memchr_iter(b',', value).count() + 1;
    values.map(commas).sum::<usize>() > FORWARDED_MAX
}

/// Writes the head of a request as the target receives it.
pub(crate) fn request_head(out: &mut Vec<u8>, head: &Head, told: Told<'_>) {
    out.extend_from_slice(head.method());
    out.push(b' ');
    out.extend_from_slice(head.target());
    out.extend_from_slice(b" HTTP/1.1\r\n");
    let attributes = told.attributes;
    let connection = connection(head);
    let nominated = nominated(&connection);
    for (lower, name, value) in head.named_headers() {
        let is_replaced = match lower {
            b"host" => {
                field(out, name, |out| host(out, value, told));
                true
            }
            b"content-length" | b"expect" | b"x-forwarded-proto" | b"x-forwarded-port"
            | b"x-amzn-trace-id" => true,
            b"x-forwarded-for" => attributes.forwarded_for != ForwardedFor::Preserve,
            b"x-amzn-tls-version" | b"x-amzn-tls-cipher-suite" => attributes.forwards_tls,
            lower if attributes.forwards_tls && tells_tls(told.headers, lower) => true,
            lower => {
                is_hop_by_hop(lower)
                    || (!is_kept(lower) && nominated.binary_search(&lower).is_ok())
                    || told
                        .inserted
                        .iter()
                        .any(|(held, _)| held.as_bytes().eq_ignore_ascii_case(lower))
                    || (attributes.drops_invalid_headers && !is_plain(lower))
            }
        };
        if !is_replaced {
            field(out, name, |out| out.extend_from_slice(value));
        }
    }
    added(out, head, told);
    framing(out, head);
    if told.is_upgrade {
        out.extend_from_slice(b"Connection: upgrade\r\nUpgrade: websocket\r\n");
    }
    out.extend_from_slice(b"\r\n");
}

/// Says how the body is framed: as it was read.
pub(crate) fn framing(out: &mut Vec<u8>, head: &Head) {
    match head.framing {
        Framing::Empty if head.value(b"content-length").is_some() => {
            out.extend_from_slice(b"Content-Length: 0\r\n");
        }
        Framing::Empty => {}
        Framing::Length(length) => put(out, format_args!("Content-Length: {length}\r\n")),
        Framing::Chunked => out.extend_from_slice(b"Transfer-Encoding: chunked\r\n"),
    }
}

fn added(out: &mut Vec<u8>, head: &Head, told: Told<'_>) {
    let Told { facts, attributes, .. } = told;
    if attributes.forwarded_for == ForwardedFor::Append {
        out.extend_from_slice(b"X-Forwarded-For: ");
        for (_, value) in head.headers().filter(|(name, _)| *name == b"x-forwarded-for") {
            out.extend_from_slice(value);
            out.extend_from_slice(b", ");
        }
        put_client(out, facts.client, attributes.forwards_client_port);
        out.extend_from_slice(b"\r\n");
    }
    let protocol = if facts.tls.is_some() { "https" } else { "http" };
    put(out, format_args!("X-Forwarded-Proto: {protocol}\r\nX-Forwarded-Port: {}\r\n", told.port));
    out.extend_from_slice(b"X-Amzn-Trace-Id: ");
    match head.value(b"x-amzn-trace-id") {
        // The balancer names itself, and leaves the root as it is. (ELB User Guide, "Request tracing".)
        Some(trace) if memchr::memmem::find(trace, b"Root=").is_some() => {
            put(out, format_args!("Self={};", told.trace));
            let fields = trace.split(|byte| *byte == b';').filter(|one| !one.starts_with(b"Self="));
            for (index, one) in fields.enumerate() {
                if index > 0 {
                    out.push(b';');
                }
                out.extend_from_slice(one);
            }
        }
        _ => put(out, format_args!("Root={}", told.trace)),
    }
    out.extend_from_slice(b"\r\n");
    if let Some(tls) = facts.tls.as_ref().filter(|_| attributes.forwards_tls) {
        let (version, cipher) = (tls.version, tls.cipher);
        let (version_is, cipher_is) = told.headers.of_tls();
        put(out, format_args!("{version_is}: {version}\r\n{cipher_is}: {cipher}\r\n"));
    }
    for (name, value) in told.inserted {
        put(out, format_args!("{name}: {value}\r\n"));
    }
}

/// Whether a header, by its name in lower case, tells of TLS: no client may set it.
fn tells_tls(headers: &ListenerHeaders, lower: &[u8]) -> bool {
    let (version, cipher) = headers.of_tls();
    [version, cipher].iter().any(|name| name.as_bytes().eq_ignore_ascii_case(lower))
}

/// The host as it goes on: with the port of the listener, unless that is the usual one. (ELB User
/// Guide, "Edit attributes", host header preservation.)
fn host(out: &mut Vec<u8>, value: &[u8], told: Told<'_>) {
    let is_usual = told.port == if told.facts.tls.is_some() { 443 } else { 80 };
    let name = crate::route::host_name(value);
    if told.attributes.preserves_host {
        out.extend_from_slice(value);
    } else if is_usual {
        let port = value.get(name.len()..).unwrap_or_default();
        let is_named = matches!(port, b":80" | b":443");
        out.extend_from_slice(if is_named { name } else { value });
    } else if name.len() == value.len() {
        out.extend_from_slice(name);
        put(out, format_args!(":{}", told.port));
    } else {
        out.extend_from_slice(value);
    }
}

pub(crate) fn put_client(out: &mut Vec<u8>, client: SocketAddr, has_port: bool) {
    let ip = client.ip().to_canonical();
    match (has_port, ip) {
        (false, ip) => put(out, format_args!("{ip}")),
        (true, IpAddr::V4(ip)) => put(out, format_args!("{ip}:{}", client.port())),
        (true, IpAddr::V6(ip)) => put(out, format_args!("[{ip}]:{}", client.port())),
    }
}

/// What `Connection` says, in lower case.
fn connection(head: &Head) -> Vec<u8> {
    let values = head.headers().filter(|(name, _)| *name == b"connection");
    let mut all = Vec::new();
    for (_, value) in values {
        all.extend(value.iter().map(u8::to_ascii_lowercase));
        all.push(b',');
    }
    all
}

/// The headers that it names, sorted: they may be thousands, and each header is looked for.
fn nominated(connection: &[u8]) -> Vec<&[u8]> {
    let names = connection.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    let mut names: Vec<_> = names
        .filter(|name| !matches!(*name, b"" | b"close" | b"keep-alive" | b"upgrade"))
        .collect();
    names.sort_unstable();
    names
}

/// Whether a name has letters, digits and hyphens alone. (ELB User Guide, "Edit attributes":
/// `routing.http.drop_invalid_header_fields.enabled`.)
fn is_plain(lower: &[u8]) -> bool {
    lower.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

fn field(out: &mut Vec<u8>, name: &[u8], value: impl FnOnce(&mut Vec<u8>)) {
    out.extend_from_slice(name);
    out.extend_from_slice(b": ");
    value(out);
    out.extend_from_slice(b"\r\n");
}

/// Writes text; writing to memory does not fail.
pub(crate) fn put(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

/// Writes a chunk.
pub(crate) fn put_chunk(out: &mut Vec<u8>, piece: &[u8]) {
    put(out, format_args!("{:x}\r\n", piece.len()));
    out.extend_from_slice(piece);
    out.extend_from_slice(b"\r\n");
}

/// Writes the head of a target's answer as the client receives it over HTTP/1.
pub(crate) fn response_head(
    out: &mut Vec<u8>,
    head: &ResponseHead,
    cookies: &[StickyCookie],
    added: &[(&'static str, String)],
    framed: Framed,
    keeps_alive: bool,
) {
    put(out, format_args!("HTTP/1.1 {} ", head.status));
    if head.reason().is_empty() {
        out.extend_from_slice(words(head.status).as_bytes());
    } else {
        out.extend_from_slice(head.reason());
    }
    out.extend_from_slice(b"\r\n");
    let names_length = framed == Framed::None;
    for (name, value) in passed_on(head, names_length).filter(|(name, _)| !taken_out(added, name)) {
        field(out, name, |out| out.extend_from_slice(value));
    }
    for (name, value) in added {
        put(out, format_args!("{name}: {value}\r\n"));
    }
    for cookie in cookies {
        for line in cookie.lines() {
            put(out, format_args!("Set-Cookie: {line}\r\n"));
        }
    }
    end_of_head(out, framed, keeps_alive);
}

/// The headers of a target's answer that go on.
pub(crate) fn passed_on(
    head: &ResponseHead,
    names_length: bool,
) -> impl Iterator<Item = (&[u8], &[u8])> {
    let has_nominations = head.value(b"connection").is_some();
    head.headers().filter(move |(name, _)| {
        let mut lower = [0; 24];
        let Some(short) = lower.get_mut(..name.len()) else { return true };
        short.copy_from_slice(name);
        short.make_ascii_lowercase();
        let is_length = *short == *b"content-length";
        let is_nominated = has_nominations
            && *short != *b"set-cookie"
            && head.connection().any(|one| one.eq_ignore_ascii_case(short));
        !is_hop_by_hop(short) && !is_nominated && (!is_length || names_length)
    })
}

/// Writes the headers that frame an answer, and the empty line.
pub(crate) fn end_of_head(out: &mut Vec<u8>, framed: Framed, keeps_alive: bool) {
    match framed {
        Framed::Upgrade => {
            out.extend_from_slice(b"Connection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            return;
        }
        Framed::None | Framed::Close => {}
        Framed::Length(length) => put(out, format_args!("Content-Length: {length}\r\n")),
        Framed::Chunked => out.extend_from_slice(b"Transfer-Encoding: chunked\r\n"),
    }
    if keeps_alive {
        out.extend_from_slice(b"Connection: keep-alive\r\n\r\n");
    } else {
        out.extend_from_slice(b"Connection: close\r\n\r\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::http1::read_head;
    use crate::inspect::Location;

    /// A head as the target receives it, read by another parser.
    fn reread(sent: &[u8]) -> (String, String, Vec<(String, Vec<u8>)>) {
        let mut fields = [httparse::EMPTY_HEADER; 300];
        let mut request = httparse::Request::new(&mut fields);
        let parsed = request.parse(sent).unwrap();
        assert_eq!(parsed, httparse::Status::Complete(sent.len()));
        let fields = request.headers.iter();
        let fields = fields.map(|one| (one.name.to_ascii_lowercase(), one.value.to_vec()));
        let method = request.method.unwrap_or_default().to_owned();
        (method, request.path.unwrap_or_default().to_owned(), fields.collect())
    }

    fn told<'a>(
        facts: &'a Facts,
        attributes: &'a Attributes,
        headers: &'a ListenerHeaders,
    ) -> Told<'a> {
        Told {
            facts,
            port: 80,
            attributes,
            headers,
            trace: "1-2-3",
            inserted: &[],
            is_upgrade: false,
        }
    }

    proptest! {
        #[test]
        fn another_parser_reads_what_was_inspected(
            method in "[A-Z]{1,8}",
            path in "/[!-\"$-~]{0,40}",
            fields in prop::collection::vec(("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}", "[ -~\t\u{80}-\u{ff}]{0,30}"), 0..20),
        ) {
            let mut bytes = format!("{method} {path} HTTP/1.1\r\nHost: app.test\r\n").into_bytes();
            for (name, value) in &fields {
                bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
            }
            bytes.extend_from_slice(b"\r\n");
            let Ok(Some((head, _))) = read_head(&bytes) else { return Ok(()) };
            let client = "192.0.2.1:5".parse().unwrap();
            let facts = Facts { client, port: 80, tls: None, shaken: None, is_looped: false, balancer: None, connection_id: 0, location: Location::default(), asked: std::sync::Arc::default() };
            let mut sent = Vec::new();
            request_head(&mut sent, &head, told(&facts, &Attributes::default(), &ListenerHeaders::default()));
            let (sent_method, sent_path, sent_fields) = reread(&sent);
            prop_assert_eq!(sent_method.as_bytes(), head.method());
            prop_assert_eq!(sent_path.as_bytes(), head.target());
            let inspected: Vec<_> = head.headers().map(|(name, value)| {
                (String::from_utf8_lossy(name).into_owned(), value.to_vec())
            }).collect();
            // The target gets what was inspected in its order, and behind it the balancer's own.
            let passed: Vec<_> = sent_fields.iter().take_while(|(name, _)| name != "x-forwarded-for").collect();
            prop_assert!(passed.iter().all(|one| inspected.contains(one)));
            let framing = sent_fields.iter().filter(|(name, _)| matches!(name.as_str(), "content-length" | "transfer-encoding"));
            prop_assert!(framing.count() <= 1);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = read_head(&bytes);
        }
    }
}
