//! A small HTTP server on loopback that hands secrets out: it answers nothing that a web page or
//! another host could have made a program ask.

use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// The most connections at a time.
const CONNECTIONS_MAX: usize = 64;
/// How long a client may take for the head of its request.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// Answers go no further than the first hop. (EC2 User Guide, "Use the Instance Metadata Service",
/// hop limit.)
const HOP_LIMIT: u32 = 1;

/// An answer.
pub(crate) type Answer = Response<Full<Bytes>>;

/// Something that answers requests which came to loopback.
pub(crate) trait Answers: Send + Sync + 'static {
    /// Answers a request; its body is of no meaning.
    fn answer(&self, request: &Request<()>) -> impl Future<Output = Answer> + Send;
}

/// Serves for ever.
pub(crate) async fn serve(listener: TcpListener, answers: Arc<impl Answers>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        if let Err(error) = stream.set_ttl(HOP_LIMIT) {
            tracing::warn!(%error, "the hop limit could not be set");
            continue;
        }
        let answers = Arc::clone(&answers);
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let answers = Arc::clone(&answers);
                async move {
                    let request = request.map(drop);
                    Ok::<_, Infallible>(match refused(&request) {
                        Some(refusal) => refusal,
                        None => answers.answer(&request).await,
                    })
                }
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_PATIENCE)
                .serve_connection(TokioIo::new(stream), service);
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop(place);
        });
    }
}

/// Refuses what came through a proxy, from a web page, or under another name than loopback's.
fn refused(request: &Request<()>) -> Option<Answer> {
    let headers = request.headers();
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let is_local = hosts.next().is_none() && host.is_some_and(is_loopback);
    let is_relayed = ["x-forwarded-for", "forwarded", "origin", "sec-fetch-site"]
        .iter()
        .any(|name| headers.contains_key(*name));
    (!is_local || is_relayed || request.uri().authority().is_some()).then(|| {
        error(StatusCode::FORBIDDEN, "Forbidden", "only programs of this host are answered")
    })
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<http::uri::Authority>() else { return false };
    let name = authority.host().trim_matches(['[', ']']);
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// An answer in JSON.
pub(crate) fn answer_json(status: StatusCode, body: &Json) -> Answer {
    answer(status, "application/json", body.to_string())
}

/// An answer in text.
pub(crate) fn answer_text(body: impl Into<String>) -> Answer {
    answer(StatusCode::OK, "text/plain", body.into())
}

/// A refusal.
pub(crate) fn error(status: StatusCode, code: &str, message: &str) -> Answer {
    answer_json(status, &json!({ "code": code, "message": message }))
}

/// The refusal of a method that the path does not have.
pub(crate) fn only(method: &Method) -> Answer {
    error(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", &format!("ask by {method}"))
}

fn answer(status: StatusCode, kind: &'static str, body: String) -> Answer {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static(kind));
    response
}

/// Whether two secrets are the same, in a time that tells nothing but their lengths.
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |sum, (one, other)| sum | (one ^ other));
    std::hint::black_box(differing) == 0 && one.len() == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_this_host() {
        for host in ["127.0.0.1", "127.0.0.1:80", "localhost:1", "LOCALHOST", "[::1]:80"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "169.254.169.254", "127.0.0.1.evil.example", "evil", "a@b@c", "0.0.0.0"] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn secrets_are_the_same_in_whole_only() {
        assert!(is_same(b"token", b"token"));
        for other in ["", "toke", "tokens", "Token"] {
            assert!(!is_same(b"token", other.as_bytes()), "{other}");
        }
    }
}
