//! One look at an endpoint, as a DNS health check looks. (Route 53 Developer Guide, "How Amazon Route 53
//! determines whether a health check is healthy".)

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use memchr::memmem;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::http1::Chunks;
use crate::http1::response::{ResponseFraming, ResponseHead};
use crate::inspect::Reach;
use crate::proxy::{Origin, OriginError};

/// How long a connection may take that nothing is asked over. (The same page.)
const CONNECT_ALONE_MAX: Duration = Duration::from_secs(10);
/// How long one may take over which a request is sent. (The same page.)
const CONNECT_MAX: Duration = Duration::from_secs(4);
/// How long the status may take, and how long the body behind it. (The same page.)
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// How far into a body a text is looked for. (The same page.)
const SEARCHED_BYTES: usize = 5120;

/// What is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The endpoint's address.
    pub address: SocketAddr,
    /// What is asked of it. That it takes connections is enough where nothing is.
    pub asked: Option<Asked>,
}

/// What an endpoint is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Whether TLS is spoken; no certificate is verified.
    pub is_tls: bool,
    /// The name that TLS tells, if one is told.
    pub server_name: Option<String>,
    /// The value of the header `Host`.
    pub host: String,
    /// The path, with a query.
    pub path: String,
    /// The value of the header `User-Agent`.
    pub user_agent: String,
    /// What the body must have near its beginning.
    pub text: Option<String>,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probed {
    /// The address that it was looked at from.
    pub from: Option<IpAddr>,
    /// Status and reason, where something was asked; or why the endpoint is not well.
    pub result: Result<Option<(u16, String)>, ProbeFailure>,
    /// How long the connection took.
    pub connected: Option<Duration>,
    /// How long the handshake of TLS took after that.
    pub encrypted: Option<Duration>,
    /// How long it then was to the first bytes of the answer.
    pub answered: Option<Duration>,
}

/// Why an endpoint is not well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProbeFailure {
    /// It may not be looked at.
    Forbidden(&'static str),
    /// It could not be connected to.
    Unconnected(io::ErrorKind),
    /// The connection took too long.
    ConnectTimeout,
    /// TLS could not be agreed on.
    Handshake(String),
    /// It ended the connection, or answered what is no HTTP.
    NoAnswer,
    /// Its answer took too long.
    AnswerTimeout,
    /// It answered with this status, and this reason.
    Status(u16, String),
    /// It answered so, without the text.
    NoText(u16, String),
}

impl Probe {
    /// Looks at the endpoint, in bounded time.
    pub async fn look(&self, reach: &dyn Reach) -> Probed {
        let nothing = Ok(None);
        let mut probed = Probed {
            from: None,
            result: nothing,
            connected: None,
            encrypted: None,
            answered: None,
        };
        if let Some(why) = reach.refusal(self.address) {
            probed.result = Err(ProbeFailure::Forbidden(why));
            return probed;
        }
        probed.result = self.ask(&mut probed).await;
        probed
    }

    async fn ask(&self, probed: &mut Probed) -> Result<Option<(u16, String)>, ProbeFailure> {
        let patience = if self.asked.is_some() { CONNECT_MAX } else { CONNECT_ALONE_MAX };
        let started = Instant::now();
        let connected = timeout(patience, TcpStream::connect(self.address)).await;
        let stream = connected
            .map_err(|_| ProbeFailure::ConnectTimeout)?
            .map_err(|error| ProbeFailure::Unconnected(error.kind()))?;
        probed.connected = Some(started.elapsed());
        probed.from = stream.local_addr().ok().map(|address| address.ip());
        let Some(asked) = &self.asked else { return Ok(None) };
        let mut origin = if asked.is_tls {
            let begun = Instant::now();
            let origin = timeout(ANSWER_MAX, self.encrypt(stream, asked)).await;
            let origin = origin.map_err(|_| ProbeFailure::AnswerTimeout)?;
            probed.encrypted = Some(begun.elapsed());
            origin.map_err(|error| ProbeFailure::Handshake(reason_of(&error)))?
        } else {
            Origin::plain(stream)
        };
        let begun = Instant::now();
        let head = in_time(asked.head(&mut origin)).await?;
        probed.answered = Some(begun.elapsed());
        let reason = String::from_utf8_lossy(head.reason()).into_owned();
        if !(200..400).contains(&head.status) {
            return Err(ProbeFailure::Status(head.status, reason));
        }
        match &asked.text {
            Some(text) if !in_time(has_text(&mut origin, &head, text)).await? => {
                Err(ProbeFailure::NoText(head.status, reason))
            }
            _ => Ok(Some((head.status, reason))),
        }
    }

    async fn encrypt(&self, stream: TcpStream, asked: &Asked) -> io::Result<Origin> {
        let name = asked.server_name.clone().map(ServerName::try_from);
        let name = name.transpose().map_err(io::Error::other)?;
        Origin::encrypted(stream, name.unwrap_or_else(|| self.address.ip().into())).await
    }
}

impl Asked {
    async fn head(&self, origin: &mut Origin) -> Result<ResponseHead, OriginError> {
        let Self { path, host, user_agent, .. } = self;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             User-Agent: {user_agent}\r\nAccept: */*\r\n\r\n"
        );
        origin.write(request.as_bytes()).await.map_err(|_| OriginError::Closed)?;
        origin.read_head(false).await
    }
}

async fn in_time<T>(work: impl Future<Output = Result<T, OriginError>>) -> Result<T, ProbeFailure> {
    let done = timeout(ANSWER_MAX, work).await;
    done.map_err(|_| ProbeFailure::AnswerTimeout)?.map_err(|_| ProbeFailure::NoAnswer)
}

/// Whether the beginning of a body has a text.
async fn has_text(
    origin: &mut Origin,
    head: &ResponseHead,
    text: &str,
) -> Result<bool, OriginError> {
    let (finder, mut seen) = (memmem::Finder::new(text), Vec::new());
    let mut body = Body::new(head.framing);
    loop {
        while let Some(piece) = body.next(origin)? {
            let room = SEARCHED_BYTES - seen.len();
            seen.extend(piece.iter().take(room));
            if finder.find(&seen).is_some() {
                return Ok(true);
            }
            if seen.len() == SEARCHED_BYTES {
                return Ok(false);
            }
        }
        if body.is_done() {
            return Ok(false);
        }
        match std::future::poll_fn(|context| origin.poll_more(context)).await {
            Ok(0) | Err(_) if body.framing == ResponseFraming::Close => return Ok(false),
            Ok(0) | Err(_) => return Err(OriginError::CutOff),
            Ok(_) => {}
        }
    }
}

/// A body as it comes.
struct Body {
    framing: ResponseFraming,
    chunks: Chunks,
}

impl Body {
    fn new(framing: ResponseFraming) -> Self {
        Self { framing, chunks: Chunks::default() }
    }

    /// The next piece that came already.
    fn next(&mut self, origin: &mut Origin) -> Result<Option<Bytes>, OriginError> {
        let buffer = &mut origin.buffer;
        let here = match &mut self.framing {
            ResponseFraming::Chunked => {
                return self.chunks.next(buffer).map_err(|_| OriginError::Malformed);
            }
            ResponseFraming::Empty => 0,
            ResponseFraming::Close => buffer.len(),
            ResponseFraming::Length(left) => {
                let here = usize::try_from(*left).unwrap_or(usize::MAX).min(buffer.len());
                *left -= here as u64;
                here
            }
        };
        Ok((here > 0).then(|| buffer.split_to(here).freeze()))
    }

    fn is_done(&self) -> bool {
        match self.framing {
            ResponseFraming::Empty | ResponseFraming::Length(0) => true,
            ResponseFraming::Chunked => self.chunks == Chunks::Done,
            ResponseFraming::Length(_) | ResponseFraming::Close => false,
        }
    }
}

fn reason_of(error: &io::Error) -> String {
    match error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::AlertReceived(alert)) => {
            format!("alert {}", snake(&format!("{alert:?}")))
        }
        _ => "handshake failed".to_owned(),
    }
}

/// `HandshakeFailure` as `handshake_failure`.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
