//! The one road every request takes, from HTTP to a service and back. Only this crate knows HTTP.

mod authenticate;
mod compression;
mod cross_origin;
mod destination;
mod dev;
mod door;
pub mod envoy;
mod exchange;
mod head;
mod head_timer;
mod inside;
mod integrity;
mod journey;
mod metrics;
mod patience;
mod payload;
mod request_body;
mod server;
mod tls;

use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use bartizan_service::{BoxFuture, Road, issuers};
use bartizan_sigv4::Verifier;
use bartizan_types::Fault;
use bartizan_wire::WireResponse;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use http::header::{CONNECTION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use tokio::sync::Semaphore;

pub use door::Door;
pub use inside::Inside;
pub use metrics::Metrics;
pub use server::{Answers, serve};
pub use tls::{acceptor, mutual_acceptor};

use exchange::{Answer, Means};
use head::Head;
use payload::BodyMemory;
use request_body::RequestBody;

/// How many signing keys are kept: one a credential, day, region and service.
const SIGNING_KEYS: usize = 16_384;

/// The memory for bodies that are read whole, in bytes: of all requests together.
const BODY_MEMORY: usize = 256 * 1024 * 1024;
/// The most calls under way at a time. Who comes beyond waits.
const CALLS_MAX: usize = 1024;

/// Empties the store: `POST /_bartizan/reset` under `--dev`.
pub type Reset = Box<dyn Fn() -> BoxFuture<'static, Result<(), Fault>> + Send + Sync>;

/// Answers HTTP requests by the road.
pub struct Gateway {
    pub(crate) means: Means,
    pub(crate) metrics: Metrics,
    reset: Option<Reset>,
}

/// The body of an answer.
pub type AnswerBody = UnsyncBoxBody<Bytes, Fault>;

impl Gateway {
    /// A gateway to this road; `reset` only under `--dev`.
    pub fn new(road: Arc<Road>, metrics: Metrics, reset: Option<Reset>) -> Self {
        let means = Means {
            road,
            verifier: Verifier::new(SIGNING_KEYS),
            memory: BodyMemory::new(BODY_MEMORY),
            places: Arc::new(Semaphore::new(CALLS_MAX)),
        };
        Self { means, metrics, reset }
    }

    /// Bartizan's own addresses: `/_bartizan/health`, what issuers of tokens publish, and
    /// `/_bartizan/reset` under `--dev`.
    async fn own(&self, head: &Head) -> Response<AnswerBody> {
        if head.method == Method::GET
            && let Some(path) = head.path().strip_prefix(issuers::PATH)
        {
            return self.published(path);
        }
        match (&head.method, head.path()) {
            (&Method::GET, "/_bartizan/health") => {
                let (status, text) = self.health();
                plain(status, text)
            }
            (&Method::POST, "/_bartizan/reset") => match &self.reset {
                Some(_) if dev::may_come_from_a_web_page(&head.headers) => {
                    plain(403, "a web page may not reset Bartizan\n")
                }
                Some(reset) => match reset().await {
                    Ok(()) => plain(200, "reset\n"),
                    Err(fault) => plain(500, &format!("{fault}\n")),
                },
                None => plain(404, "only `--dev` has a reset\n"),
            },
            _ => plain(404, "no such page\n"),
        }
    }
}

impl Gateway {
    pub(crate) fn health(&self) -> (u16, &'static str) {
        let is_current = self.means.road.platform().directory().is_ok();
        if is_current { (200, "ok\n") } else { (503, "stale\n") }
    }
}

impl Answers for Gateway {
    async fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
        tls: bool,
    ) -> Response<AnswerBody> {
        let (parts, incoming) = request.into_parts();
        let head = Head::new(parts, peer, tls);
        if head.path().starts_with("/_bartizan/") && head.virtual_bucket().is_none() {
            return self.own(&head).await;
        }
        self.answered(head, incoming).await
    }

    async fn settled(&self) {
        let all = u32::try_from(CALLS_MAX).unwrap_or(u32::MAX);
        // The semaphore is never closed, so there is nothing to fail.
        let _all_places = self.means.places.acquire_many(all).await;
    }
}

impl Gateway {
    /// Answers a request of a service.
    async fn answered(&self, head: Head, incoming: Incoming) -> Response<AnswerBody> {
        let clock = &self.means.road.platform().clock;
        let started = clock.monotonic();
        let platform = self.means.road.platform();
        let request_id = platform.random.uuid_at(platform.now());
        let expects_in_vain = head.expects_in_vain();
        let (body, ended) = RequestBody::new(incoming);
        let for_pages = cross_origin::headers(&head, platform);
        let answer = if head.method == Method::OPTIONS {
            cross_origin::preflight(&head, platform, &request_id)
        } else {
            exchange::run(&self.means, head, request_id, body).await
        };
        let is_of_bucket = answer.service == "s3";
        let elapsed = clock.monotonic().saturating_sub(started);
        self.metrics.count(answer.service, answer.operation, answer.response.status, elapsed);
        let mut response = into_http(answer);
        if is_of_bucket {
            response.headers_mut().extend(for_pages);
        }
        if expects_in_vain || !ended.is_reached() {
            // botocore would read the connection's next answer without its status line; and what is
            // left of a body ends the connection, which a client must know before its next request.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// The discovery document or the keys of an account that issues tokens, for anyone.
    fn published(&self, path: &str) -> Response<AnswerBody> {
        match issuers::document(self.means.road.platform(), path) {
            Ok(Some(document)) => {
                let mut response = plain(200, &document.to_string());
                let json = HeaderValue::from_static("application/json");
                response.headers_mut().insert(CONTENT_TYPE, json);
                response
            }
            Ok(None) => plain(404, "no such issuer\n"),
            Err(fault) => plain(503, &format!("{fault}\n")),
        }
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").finish_non_exhaustive()
    }
}

fn into_http(answer: Answer) -> Response<AnswerBody> {
    let WireResponse { status, headers, body } = answer.response;
    let body: AnswerBody = match answer.body {
        Some(stream) => {
            let frames: Pin<Box<_>> = Box::pin(stream.map_ok(Frame::data).boxed());
            StreamBody::new(frames).boxed_unsync()
        }
        None => Full::new(body).map_err(|never| match never {}).boxed_unsync(),
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response.headers_mut().insert(http::header::SERVER, HeaderValue::from_static("Bartizan"));
    response
}

fn plain(status: u16, text: &str) -> Response<AnswerBody> {
    let body = Full::new(Bytes::copy_from_slice(text.as_bytes()))
        .map_err(|never| match never {})
        .boxed_unsync();
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}
