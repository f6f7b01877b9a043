//! Metrics and health, on an address of their own.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;

use bartizan_gateway::Door;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;

/// Serves `GET /metrics` (Prometheus text format) and `GET /health` until `stop` resolves.
pub(crate) async fn serve(
    listener: TcpListener,
    registry: Arc<Registry>,
    door: Arc<Door>,
    stop: impl Future<Output = ()>,
) {
    let mut stop = std::pin::pin!(stop);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a metrics connection could not be accepted");
                    continue;
                }
            },
            () = &mut stop => return,
        };
        let (registry, door) = (Arc::clone(&registry), Arc::clone(&door));
        tokio::spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let answer = answer(&request, &registry, &door);
                async move { Ok::<_, Infallible>(answer) }
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a metrics connection ended");
            }
        });
    }
}

fn answer(request: &Request<Incoming>, registry: &Registry, door: &Door) -> Response<Full<Bytes>> {
    let (status, kind, text) = match (request.method(), request.uri().path()) {
        (&Method::GET, "/metrics") => {
            let mut text = String::new();
            match prometheus_client::encoding::text::encode(&mut text, registry) {
                Ok(()) => (
                    StatusCode::OK,
                    "application/openmetrics-text; version=1.0.0; charset=utf-8",
                    text,
                ),
                Err(error) => {
                    (StatusCode::INTERNAL_SERVER_ERROR, "text/plain", format!("{error}\n"))
                }
            }
        }
        (&Method::GET, "/health") => {
            let (status, text) = door.health();
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, "text/plain", text.to_owned())
        }
        _ => (StatusCode::NOT_FOUND, "text/plain", "ask for /metrics or /health\n".to_owned()),
    };
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    if let Ok(kind) = kind.parse() {
        response.headers_mut().insert(hyper::header::CONTENT_TYPE, kind);
    }
    response
}
