//! The ways of a request: through the engine, or over HTTP.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Circumstances, Program, Scratch, WebRequest};

use crate::cases::Case;
use crate::policy::policy;

/// How a request is sent.
pub(crate) enum Transport {
    Engine(Box<Program>, Box<Scratch>),
    Http(SocketAddr),
}

impl Transport {
    pub(crate) fn to(address: SocketAddr) -> Self {
        Self::Http(address)
    }

    pub(crate) fn engine() -> Self {
        let program = Program::compile(&policy()).expect("the managed rules compile");
        Self::Engine(Box::new(program), Box::default())
    }

    /// Whether a request is blocked.
    pub(crate) fn blocks(&mut self, case: &Case) -> bool {
        match self {
            Self::Engine(program, scratch) => with_request(case, |request| {
                let decision = program.decide(request, &Circumstances::default(), scratch);
                decision.action() == ActionKind::Block
            }),
            Self::Http(address) => status(*address, case).expect("an answer") == 403,
        }
    }

    /// What made the engine block a request.
    pub(crate) fn reasons(&self, case: &Case) -> Vec<String> {
        if matches!(self, Self::Http(_)) {
            return Vec::new();
        }
        let found = with_request(case, bartizan_inspect::detect::Findings::of);
        let line = |finding: &bartizan_inspect::detect::Finding| {
            let excerpt = String::from_utf8_lossy(&finding.excerpt).into_owned();
            format!("{:?} {:?} {} [{excerpt}]", finding.kind, finding.place, finding.found.what)
        };
        found.all().iter().map(line).collect()
    }
}

fn with_request<T>(case: &Case, look: impl FnOnce(&WebRequest<'_>) -> T) -> T {
    let held = case.headers();
    let headers: Vec<(&[u8], &[u8])> =
        held.iter().map(|(name, value)| (name.as_slice(), value.as_slice())).collect();
    let (path, query) = case.uri.split_once('?').unwrap_or((&case.uri, ""));
    let client = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    let mut request = WebRequest::new(client, path.as_bytes());
    request.method = &case.method;
    request.query = query.as_bytes();
    request.headers = &headers;
    request.body = &case.body;
    look(&request)
}

/// Sends a request as it was recorded, on a connection of its own; answers the status. Bytes that
/// no request line may have are escaped.
fn status(address: SocketAddr, case: &Case) -> std::io::Result<u16> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut bytes = format!("{} ", case.method).into_bytes();
    for byte in case.uri.bytes() {
        match byte {
            0x21..=0x7e => bytes.push(byte),
            _ => bytes.extend_from_slice(format!("%{byte:02X}").as_bytes()),
        }
    }
    bytes.extend_from_slice(b" HTTP/1.1\r\n");
    for (name, value) in case.headers() {
        if !matches!(name.as_slice(), b"content-length" | b"connection" | b"transfer-encoding") {
            let value = value.iter().map(|byte| if *byte < 0x20 { b' ' } else { *byte });
            bytes.extend_from_slice(&name);
            bytes.extend_from_slice(b": ");
            bytes.extend(value);
            bytes.extend_from_slice(b"\r\n");
        }
    }
    let length = case.body.len();
    bytes.extend_from_slice(
        format!("content-length: {length}\r\nconnection: close\r\n\r\n").as_bytes(),
    );
    bytes.extend_from_slice(&case.body);
    // A server may answer before it has read all.
    let _sent = stream.write_all(&bytes);
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    let status = std::str::from_utf8(answer.get(9..).unwrap_or_default()).ok();
    Ok(status.and_then(|status| status.parse().ok()).unwrap_or(0))
}
