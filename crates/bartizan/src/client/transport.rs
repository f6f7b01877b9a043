//! One request and its answer, over TCP or TLS, signed where there are credentials.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use bartizan_sigv4::{BodyDigest, PayloadHash, SignedRequest, SigningParams};
use bartizan_types::{Clock, SystemClock};
use http::header::HOST;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::trust::trust;
use crate::credentials::Credentials;
use crate::error::CliError;

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one of several addresses may take to connect to.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;
/// A server: how it is called, and where it is known to be, unless that is told by its name.
#[derive(Clone, Copy)]
pub(crate) struct Server<'s> {
    pub(crate) endpoint: &'s str,
    pub(crate) addresses: &'s [SocketAddr],
}

impl<'s> From<&'s str> for Server<'s> {
    fn from(endpoint: &'s str) -> Self {
        Self { endpoint, addresses: &[] }
    }
}

/// The host and the port of an endpoint.
///
/// # Errors
/// It is none.
pub(crate) fn place(endpoint: &str) -> Result<(String, u16), CliError> {
    Place::of(endpoint).map(|place| (place.host, place.port))
}

/// What is sent.
pub(crate) struct Message<'m> {
    /// The service's signing name.
    pub(crate) service: &'m str,
    pub(crate) method: Method,
    /// Percent-encoded, and what follows its `?`.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
}

impl<'m> Message<'m> {
    /// What is posted to `/`.
    pub(crate) fn new(
        service: &'m str,
        headers: Vec<(&'static str, String)>,
        body: impl Into<Bytes>,
    ) -> Self {
        let (path, query) = ("/".to_owned(), String::new());
        Self { service, method: Method::POST, path, query, headers, body: body.into() }
    }
}

/// What is answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Sends, and waits for the answer.
///
/// # Errors
/// The server cannot be reached.
pub(crate) fn converse(
    server: Server<'_>,
    credentials: Option<&Credentials>,
    message: Message<'_>,
) -> Result<Answer, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Failed(format!("the runtime could not be started: {error}")))?;
    runtime.block_on(send(server, credentials, message))
}

pub(super) async fn send(
    server: Server<'_>,
    credentials: Option<&Credentials>,
    message: Message<'_>,
) -> Result<Answer, CliError> {
    let answered = tokio::time::timeout(PATIENCE, deliver(server, credentials, message)).await;
    let endpoint = server.endpoint;
    answered.map_err(|_| CliError::Failed(format!("{endpoint} did not answer in {PATIENCE:?}")))?
}

async fn deliver(
    server: Server<'_>,
    credentials: Option<&Credentials>,
    message: Message<'_>,
) -> Result<Answer, CliError> {
    let endpoint = server.endpoint;
    let place = Place::of(endpoint)?;
    let request = request(&place, credentials, message)?;
    let unreachable =
        |error: io::Error| CliError::Failed(format!("{endpoint} cannot be reached: {error}"));
    let stream = connected(&place, server.addresses).await.map_err(unreachable)?;
    if !place.tls {
        return exchange(stream, request).await;
    }
    let name = ServerName::try_from(place.host.clone()).map_err(|_| {
        CliError::Usage(format!("{} is no host name that a certificate can have", place.host))
    })?;
    let stream = TlsConnector::from(trust()?).connect(name, stream).await;
    exchange(stream.map_err(unreachable)?, request).await
}

/// A connection to where a server is known to be, or to where its name leads.
async fn connected(place: &Place, addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut last = None;
    for address in addresses {
        match tokio::time::timeout(CONNECT_PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = Some(error),
            Err(_) => last = Some(io::ErrorKind::TimedOut.into()),
        }
    }
    match last {
        Some(error) => Err(error),
        None => TcpStream::connect((place.host.as_str(), place.port)).await,
    }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Answer, CliError> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(CliError::failed)?;
    let driver = tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(CliError::failed)?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
    driver.abort();
    Ok(Answer { status, headers, body: body.map_err(CliError::failed)?.to_bytes() })
}

/// A request, signed where there are credentials.
fn request(
    place: &Place,
    credentials: Option<&Credentials>,
    message: Message<'_>,
) -> Result<Request<Full<Bytes>>, CliError> {
    let mut headers = HeaderMap::new();
    let value = |text: &str| HeaderValue::from_str(text).map_err(CliError::failed);
    headers.insert(HOST, value(&place.authority)?);
    for (name, text) in &message.headers {
        headers.insert(*name, value(text)?);
    }
    if let Some(credentials) = credentials {
        sign(&mut headers, credentials, &message)?;
    }
    let Message { method, path, query, body, .. } = message;
    let target = if query.is_empty() { path } else { format!("{path}?{query}") };
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = method;
    *request.uri_mut() = target.parse().map_err(CliError::failed)?;
    *request.headers_mut() = headers;
    Ok(request)
}

fn sign(
    headers: &mut HeaderMap,
    credentials: &Credentials,
    message: &Message<'_>,
) -> Result<(), CliError> {
    let mut digest = BodyDigest::new();
    digest.update(&message.body);
    let params = SigningParams::new(
        bartizan_sigv4::Credentials {
            access_key_id: &credentials.access_key_id,
            secret: &credentials.secret,
            security_token: credentials.session_token.as_deref(),
        },
        &credentials.region,
        message.service,
        SystemClock::default().now(),
        PayloadHash::Sha256(digest.finish()),
    );
    let (path, query) = (message.path.as_str(), message.query.as_str());
    let request = SignedRequest { method: message.method.as_str(), path, query, headers };
    let signed = bartizan_sigv4::sign(&request, &params).map_err(CliError::failed)?;
    headers.extend(signed.headers);
    Ok(())
}

/// Where a server is.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    tls: bool,
    host: String,
    port: u16,
    authority: String,
}

impl Place {
    fn of(endpoint: &str) -> Result<Self, CliError> {
        let wrong =
            || CliError::Usage(format!("`{endpoint}` is no endpoint: write http://127.0.0.1:4566"));
        let uri: Uri = endpoint.parse().map_err(|_| wrong())?;
        let tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(wrong()),
        };
        let authority = uri.authority().ok_or_else(wrong)?;
        Ok(Self {
            tls,
            host: authority.host().trim_matches(['[', ']']).to_owned(),
            port: authority.port_u16().unwrap_or(if tls { 443 } else { 80 }),
            authority: authority.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_names_a_place() {
        for (endpoint, tls, host, port) in [
            ("http://127.0.0.1:4566", false, "127.0.0.1", 4566),
            ("http://[::1]:4566/", false, "::1", 4566),
            ("https://bartizan.example", true, "bartizan.example", 443),
            ("http://localhost", false, "localhost", 80),
        ] {
            let place = Place::of(endpoint).unwrap();
            assert_eq!((place.tls, &*place.host, place.port), (tls, host, port), "{endpoint}");
        }
        for wrong in ["", "127.0.0.1:4566", "ftp://host", "/path", "http://"] {
            assert!(Place::of(wrong).is_err(), "{wrong}");
        }
    }
}
