//! The connector: a URL to an answer.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use bartizan_service::{BoxFuture, Egress, EgressError, Fetch, Post, Posted};
use bytes::Bytes;
use http::header::{ACCEPT, HOST, LOCATION, USER_AGENT};
use http::uri::Scheme;
use http::{HeaderValue, Request, Response, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::guard::Guard;
use crate::trust::{Trust, TrustError};

/// How long a fetch may take in whole, redirects among it.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many redirects are followed.
const REDIRECTS_MAX: usize = 3;
/// How many addresses of a name are tried.
const ADDRESSES_MAX: usize = 4;
/// The longest head of an answer, in bytes.
const HEAD_BYTES_MAX: usize = 32 * 1024;

/// What the operator says about the way out.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Private networks that may be reached.
    pub allowed: Vec<IpNet>,
    /// Whether loopback may be reached, but for Bartizan's own ports: under `--dev`.
    pub loopback: bool,
    /// A PEM file with authorities to trust beside the public ones.
    pub authorities: Option<PathBuf>,
}

/// Reaches what principals name.
pub struct Connector {
    guard: Guard,
    trust: Trust,
    /// What believes the authorities alone.
    client: Arc<ClientConfig>,
    own: RwLock<Vec<SocketAddr>>,
}

impl Connector {
    /// A connector by these options.
    ///
    /// # Errors
    /// The file of authorities cannot be read.
    pub fn new(options: Options) -> Result<Self, TrustError> {
        let trust = Trust::new(options.authorities.as_deref())?;
        let client = trust.client(&[]).map_err(|error| TrustError(error.to_string()))?;
        Ok(Self {
            client: Arc::new(client),
            trust,
            guard: Guard { allowed: options.allowed, loopback: options.loopback },
            own: RwLock::default(),
        })
    }

    /// Notes an address that Bartizan listens at: it is never reached.
    pub fn add_own(&self, address: SocketAddr) {
        self.own.write().unwrap_or_else(PoisonError::into_inner).push(address);
    }

    /// Why an address may not be reached; nothing where it may. For those who connect by themselves.
    pub fn refusal(&self, address: SocketAddr) -> Option<&'static str> {
        let own = self.own.read().unwrap_or_else(PoisonError::into_inner);
        self.guard.refusal(address, &own)
    }

    /// How certificates are verified, for those who connect by themselves.
    pub fn client_config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.client)
    }

    /// Reads what is at a URL that the operator names, which may be large, in so much time as `patience`.
    ///
    /// # Errors
    /// Nothing was read.
    pub async fn download(
        &self,
        url: &str,
        bytes_max: usize,
        patience: Duration,
    ) -> Result<Bytes, EgressError> {
        let fetch = Fetch { url, thumbprints: &[], bytes_max };
        let followed = tokio::time::timeout(patience, self.follow(fetch)).await;
        followed.unwrap_or(Err(EgressError::Late))
    }

    async fn follow(&self, fetch: Fetch<'_>) -> Result<Bytes, EgressError> {
        let mut uri: Uri = fetch.url.parse().map_err(|_| EgressError::Url)?;
        for _ in 0..=REDIRECTS_MAX {
            let response = self.ask(&uri, fetch.thumbprints).await?;
            let status = response.status();
            if status.is_redirection() {
                uri = redirected(&uri, &response)?;
                continue;
            }
            if status != http::StatusCode::OK {
                return Err(EgressError::Status(status.as_u16()));
            }
            return read(response, fetch.bytes_max).await;
        }
        Err(EgressError::Unreachable("it redirects too often".to_owned()))
    }

    async fn ask(
        &self,
        uri: &Uri,
        thumbprints: &[String],
    ) -> Result<Response<Incoming>, EgressError> {
        let request = Request::get(target(uri)).header(ACCEPT, "application/json");
        let request = request.body(Full::default()).map_err(|_| EgressError::Url)?;
        self.send(uri, request, thumbprints).await
    }

    async fn tell(&self, post: Post<'_>) -> Result<Posted, EgressError> {
        let uri: Uri = post.url.parse().map_err(|_| EgressError::Url)?;
        let request =
            post.headers.iter().fold(Request::post(target(&uri)), |request, (name, value)| {
                request.header(*name, value.as_str())
            });
        let request = request.body(Full::new(post.body.clone())).map_err(|_| EgressError::Url)?;
        let response = self.send(&uri, request, &[]).await?;
        let status = response.status().as_u16();
        Ok(Posted { status, body: read(response, post.bytes_max).await? })
    }

    /// One request to one address, which was judged.
    async fn send(
        &self,
        uri: &Uri,
        mut request: Request<Full<Bytes>>,
        thumbprints: &[String],
    ) -> Result<Response<Incoming>, EgressError> {
        let unreachable = |error: hyper::Error| EgressError::Unreachable(error.to_string());
        let authority = uri.authority().ok_or(EgressError::Url)?;
        if uri.scheme() != Some(&Scheme::HTTPS) || authority.as_str().contains('@') {
            return Err(EgressError::Url);
        }
        let host = HeaderValue::from_str(authority.as_str()).map_err(|_| EgressError::Url)?;
        request.headers_mut().insert(HOST, host);
        request.headers_mut().insert(USER_AGENT, HeaderValue::from_static("Bartizan"));
        let stream = self.connect(authority, thumbprints).await?;
        let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
            .max_buf_size(HEAD_BYTES_MAX)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(unreachable)?;
        // Ends with the sender, or with the body that the answer has.
        tokio::spawn(connection);
        sender.send_request(request).await.map_err(unreachable)
    }

    async fn connect(
        &self,
        authority: &http::uri::Authority,
        thumbprints: &[String],
    ) -> Result<TlsStream<TcpStream>, EgressError> {
        let host = authority.host().trim_matches(['[', ']']);
        let name = ServerName::try_from(host.to_owned()).map_err(|_| EgressError::Url)?;
        let client = self
            .trust
            .client(thumbprints)
            .map_err(|error| EgressError::Unreachable(error.to_string()))?;
        let stream = self.reach(host, authority.port_u16().unwrap_or(443)).await?;
        TlsConnector::from(Arc::new(client)).connect(name, stream).await.map_err(|error| {
            let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
            match cause {
                Some(rustls::Error::InvalidCertificate(_)) => EgressError::Certificate,
                _ => EgressError::Unreachable(error.to_string()),
            }
        })
    }

    /// Resolves once, judges every address, and connects to the first that may and does answer.
    async fn reach(&self, host: &str, port: u16) -> Result<TcpStream, EgressError> {
        let unreachable = |error: std::io::Error| EgressError::Unreachable(error.to_string());
        let own = self.own.read().unwrap_or_else(PoisonError::into_inner).clone();
        let found = tokio::net::lookup_host((host, port)).await.map_err(unreachable)?;
        let mut failure = EgressError::Unreachable("the name has no address".to_owned());
        for address in found.take(ADDRESSES_MAX) {
            if let Some(why) = self.guard.refusal(address, &own) {
                failure = EgressError::Refused(format!("{}: {why}", address.ip()));
                continue;
            }
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => failure = unreachable(error),
            }
        }
        Err(failure)
    }
}

impl Egress for Connector {
    fn fetch<'a>(&'a self, fetch: Fetch<'a>) -> BoxFuture<'a, Result<Bytes, EgressError>> {
        Box::pin(async move {
            tokio::time::timeout(PATIENCE, self.follow(fetch))
                .await
                .unwrap_or(Err(EgressError::Late))
        })
    }

    fn post<'a>(&'a self, post: Post<'a>) -> BoxFuture<'a, Result<Posted, EgressError>> {
        Box::pin(async move {
            tokio::time::timeout(post.patience, self.tell(post))
                .await
                .unwrap_or(Err(EgressError::Late))
        })
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector").field("guard", &self.guard).finish_non_exhaustive()
    }
}

fn target(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str)
}

/// The body of an answer, which has at most so many bytes.
async fn read(response: Response<Incoming>, bytes_max: usize) -> Result<Bytes, EgressError> {
    let body = Limited::new(response.into_body(), bytes_max).collect().await;
    body.map(http_body_util::Collected::to_bytes).map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() {
            EgressError::TooLarge
        } else {
            EgressError::Unreachable(error.to_string())
        }
    })
}

/// Where an answer sends on to: a whole URL, or a path at the same place.
fn redirected(from: &Uri, response: &Response<Incoming>) -> Result<Uri, EgressError> {
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let location = location.ok_or(EgressError::Status(response.status().as_u16()))?;
    if location.starts_with('/') && !location.starts_with("//") {
        let authority = from.authority().ok_or(EgressError::Url)?;
        return format!("https://{authority}{location}").parse().map_err(|_| EgressError::Url);
    }
    location.parse().map_err(|_| EgressError::Url)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn failure(connector: &Connector, url: &str) -> EgressError {
        connector.fetch(Fetch { url, thumbprints: &[], bytes_max: 10 }).await.unwrap_err()
    }

    #[tokio::test]
    async fn what_is_no_url_of_https_is_not_fetched() {
        let connector = Connector::new(Options::default()).unwrap();
        for url in
            ["", "/", "http://1.1.1.1/", "ftp://1.1.1.1/", "https:///x", "https://a@1.1.1.1/"]
        {
            assert_eq!(failure(&connector, url).await, EgressError::Url, "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_is_judged_by_its_addresses() {
        let connector = Connector::new(Options::default()).unwrap();
        for url in ["https://localhost/", "https://127.0.0.1/", "https://[::1]/"] {
            let refused = failure(&connector, url).await;
            assert!(matches!(refused, EgressError::Refused(_)), "{url}: {refused}");
        }
    }

    #[tokio::test]
    async fn under_dev_loopback_is_reached_but_for_bartizans_own_ports() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connector = Connector::new(Options { loopback: true, ..Options::default() }).unwrap();
        let url = format!("https://{address}/");
        let closed = tokio::spawn(async move { drop(listener.accept().await) });
        let reached = failure(&connector, &url).await;
        assert!(matches!(reached, EgressError::Unreachable(_)), "{reached}");
        closed.await.unwrap();
        connector.add_own(address);
        let refused = failure(&connector, &url).await;
        assert!(matches!(refused, EgressError::Refused(_)), "{refused}");
    }
}
