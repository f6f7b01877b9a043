//! Requests to a registry, and to where it sends them on.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bartizan_egress::{Connector, Options};
use http::header::{ACCEPT, AUTHORIZATION, HOST, LOCATION, USER_AGENT};
use http::uri::{Authority, Scheme};
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// How long an answer may be waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many redirects are followed.
const REDIRECTS_MAX: usize = 5;
/// How many addresses of a name are tried.
const ADDRESSES_MAX: usize = 4;
/// The longest head of an answer, in bytes.
const HEAD_BYTES_MAX: usize = 32 * 1024;

/// Sends requests.
pub(super) struct Exchange {
    trust: Arc<ClientConfig>,
    guard: Connector,
    /// Whether what is not encrypted may be asked.
    is_plain: bool,
    /// Whom the operator named; where that sends on to is judged.
    own: Authority,
}

/// What is asked for.
pub(super) struct Question<'q> {
    pub(super) uri: &'q Uri,
    pub(super) accept: &'static str,
    /// Told to the host of the URL, and to no other that this sends on to.
    pub(super) authorization: Option<&'q str>,
}

impl Exchange {
    pub(super) fn new(
        trust: Arc<ClientConfig>,
        own: Authority,
        is_plain: bool,
    ) -> Result<Self, String> {
        let all = ["0.0.0.0/0", "::/0"].map(str::parse).into_iter().flatten().collect();
        let is_loopback = |host: &str| {
            let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
            host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
        };
        let options =
            Options { allowed: all, loopback: is_loopback(own.host()), authorities: None };
        let guard = Connector::new(options).map_err(|error| error.to_string())?;
        Ok(Self { trust, guard, is_plain, own })
    }

    /// The answer that is no redirect.
    pub(super) async fn ask(&self, question: Question<'_>) -> Result<Response<Incoming>, String> {
        let asked = tokio::time::timeout(PATIENCE, self.follow(question)).await;
        asked.unwrap_or_else(|_| Err(format!("it did not answer in {} s", PATIENCE.as_secs())))
    }

    async fn follow(&self, question: Question<'_>) -> Result<Response<Incoming>, String> {
        let (mut uri, mut authorization) = (question.uri.clone(), question.authorization);
        for _ in 0..=REDIRECTS_MAX {
            let response = self.send(&uri, question.accept, authorization).await?;
            if !response.status().is_redirection() {
                return Ok(response);
            }
            let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            let location = location.ok_or("it redirects to nowhere")?;
            let next = redirected(&uri, location)?;
            if (next.authority(), next.scheme()) != (uri.authority(), uri.scheme()) {
                authorization = None;
            }
            uri = next;
        }
        Err("it redirects too often".to_owned())
    }

    async fn send(
        &self,
        uri: &Uri,
        accept: &'static str,
        authorization: Option<&str>,
    ) -> Result<Response<Incoming>, String> {
        let authority = uri.authority().ok_or_else(|| format!("`{uri}` names no host"))?;
        let is_tls = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP && self.is_plain => false,
            _ => return Err(format!("{authority} is not asked without encryption")),
        };
        let target = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        let value = |text: &str| HeaderValue::from_str(text).map_err(|error| error.to_string());
        let mut request = Request::get(target).body(Empty::new()).map_err(|e| e.to_string())?;
        let headers = request.headers_mut();
        headers.insert(HOST, value(authority.as_str())?);
        headers.insert(USER_AGENT, HeaderValue::from_static("Bartizan"));
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        if let Some(authorization) = authorization {
            let mut authorization = value(authorization)?;
            authorization.set_sensitive(true);
            headers.insert(AUTHORIZATION, authorization);
        }
        let stream = self.reach(authority, if is_tls { 443 } else { 80 }).await?;
        if !is_tls {
            return exchange(stream, request).await;
        }
        let host = authority.host().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|error| error.to_string())?;
        let stream = TlsConnector::from(Arc::clone(&self.trust)).connect(name, stream).await;
        exchange(stream.map_err(|error| format!("{authority}: {error}"))?, request).await
    }

    /// Connects to the first address that answers. Whom the registry names may not be this machine, a
    /// neighbour's link or a cloud's metadata.
    async fn reach(&self, authority: &Authority, port: u16) -> Result<TcpStream, String> {
        let failed = |problem: &dyn std::fmt::Display| format!("{authority}: {problem}");
        let host = authority.host().trim_matches(['[', ']']);
        let port = authority.port_u16().unwrap_or(port);
        let found = tokio::net::lookup_host((host, port)).await.map_err(|error| failed(&error))?;
        let mut failure = failed(&"the name has no address");
        for address in found.take(ADDRESSES_MAX) {
            let refusal = self.guard.refusal(address).filter(|_| *authority != self.own);
            if let Some(refusal) = refusal {
                failure = failed(&refusal);
                continue;
            }
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => failure = failed(&error),
            }
        }
        Err(failure)
    }
}

/// Sends a request over a connection, which ends with the body of the answer.
async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Empty<Bytes>>,
) -> Result<Response<Incoming>, String> {
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(HEAD_BYTES_MAX)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| error.to_string())?;
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(|error| error.to_string())
}

/// The whole of a body that may have so many bytes.
pub(super) async fn body(response: Response<Incoming>, max: usize) -> Result<Bytes, String> {
    let status = response.status();
    let read = Limited::new(response.into_body(), max).collect();
    let read = tokio::time::timeout(PATIENCE, read).await;
    let read = read.map_err(|_| format!("it did not end in {} s", PATIENCE.as_secs()))?;
    let bytes = read.map_err(|error| error.to_string())?.to_bytes();
    if status == StatusCode::OK { Ok(bytes) } else { Err(refusal(status, &bytes)) }
}

/// What an answer that is none tells.
pub(super) fn refusal(status: StatusCode, body: &[u8]) -> String {
    let told: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let error = told.pointer("/errors/0");
    let text = |name: &str| error.and_then(|error| error.get(name)?.as_str()).unwrap_or_default();
    let told = [text("code"), text("message")].map(crate::output::harmless);
    let told: Vec<&str> = told.iter().map(|text| &**text).filter(|text| !text.is_empty()).collect();
    match (status, told.is_empty()) {
        (StatusCode::UNAUTHORIZED, true) => "401: it wants another login".to_owned(),
        (_, true) => status.to_string(),
        (_, false) => format!("{}: {}", status.as_u16(), told.join(": ")),
    }
}

/// Where an answer sends on to: a whole URL, or a path at the same place.
fn redirected(from: &Uri, location: &str) -> Result<Uri, String> {
    let wrong = || format!("it redirects to `{}`", crate::output::harmless(location));
    if !location.starts_with('/') || location.starts_with("//") {
        return location.parse().map_err(|_| wrong());
    }
    let mut parts = from.clone().into_parts();
    parts.path_and_query = Some(location.parse().map_err(|_| wrong())?);
    Uri::from_parts(parts).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn refused(own: &str, is_plain: bool, url: &str) -> String {
        let exchange = Exchange::new(client(), own.parse().unwrap(), is_plain).unwrap();
        let uri = url.parse().unwrap();
        let question = Question { uri: &uri, accept: "*/*", authorization: None };
        exchange.ask(question).await.unwrap_err()
    }

    fn client() -> Arc<ClientConfig> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider);
        let config = config.with_safe_default_protocol_versions().unwrap();
        Arc::new(
            config.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth(),
        )
    }

    #[tokio::test]
    async fn nothing_is_asked_that_may_not_be() {
        for (is_plain, url, problem) in [
            (false, "http://registry.example/v2/", "is not asked without encryption"),
            (true, "ftp://registry.example/v2/", "is not asked without encryption"),
            (true, "/v2/", "names no host"),
            (true, "http://127.0.0.1:1/v2/", "it is of loopback"),
            (false, "https://[::1]:1/v2/", "it is of loopback"),
            (true, "http://169.254.169.254/latest/", "it is link-local"),
        ] {
            let refused = refused("registry.example", is_plain, url).await;
            assert!(refused.contains(problem), "{url}: {refused}");
        }
    }

    #[test]
    fn redirects_lead_to_urls_or_to_paths_of_the_same_place() {
        let from: Uri = "https://r.example:5000/v2/a?x=1".parse().unwrap();
        for (location, expected) in [
            ("/b?c=d", "https://r.example:5000/b?c=d"),
            ("https://s.example/b", "https://s.example/b"),
        ] {
            assert_eq!(redirected(&from, location).unwrap().to_string(), expected);
        }
        for wrong in ["", "http://", "/a b"] {
            assert!(redirected(&from, wrong).is_err(), "{wrong}");
        }
    }
}
