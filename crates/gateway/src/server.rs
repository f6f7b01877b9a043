//! The listener: connections accepted, served and ended gracefully.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;

use crate::AnswerBody;
use crate::head_timer::HeadTimer;
use crate::patience::{Patience, Patient};

/// A client has this long to send a request's headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
/// A client has this long to shake hands.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Requests under way have this long to end when Bartizan stops.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(20);
/// The most bytes that a request's head may have.
pub(crate) const HEAD_BYTES_MAX: usize = 64 * 1024;
/// The most connections at a time. Who comes beyond waits in the listener's queue.
const CONNECTIONS_MAX: usize = 4096;
/// How long connections may stand still.
const PATIENCE: Patience = Patience { greeting: HEADER_TIMEOUT, idle: Duration::from_mins(5) };

/// What answers the requests of a listener.
pub trait Answers: Send + Sync + 'static {
    /// Answers a request of this client, which came over TLS or not.
    fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
        tls: bool,
    ) -> impl Future<Output = Response<AnswerBody>> + Send;

    /// Waits for the calls under way, those of clients that hung up among them.
    fn settled(&self) -> impl Future<Output = ()> + Send;
}

/// Serves until `stop` resolves, then lets the requests under way end.
pub async fn serve<A: Answers>(
    answers: Arc<A>,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    stop: impl Future<Output = ()>,
) {
    let connections = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            accepted = accept(&listener, &places) => match accepted {
                Ok((stream, peer, place)) => {
                    let connection = connection(Arc::clone(&answers), stream, peer, tls.clone());
                    let connection = connection(connections.watcher());
                    tokio::spawn(async move {
                        connection.await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Out of file descriptors, as a rule: let connections end first.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    let drained = async {
        connections.shutdown().await;
        answers.settled().await;
    };
    if tokio::time::timeout(DRAIN_TIMEOUT, drained).await.is_err() {
        tracing::warn!("requests were still under way after {DRAIN_TIMEOUT:?} and were cut off");
    }
}

/// The next connection, when there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

fn connection<A: Answers>(
    answers: Arc<A>,
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<TlsAcceptor>,
) -> impl FnOnce(
    hyper_util::server::graceful::Watcher,
) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
    move |watcher| {
        Box::pin(async move {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "TCP_NODELAY could not be set");
            }
            let Some(acceptor) = tls else {
                return speak_http(answers, stream, peer, false, watcher).await;
            };
            match tokio::time::timeout(HANDSHAKE_TIMEOUT, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => speak_http(answers, stream, peer, true, watcher).await,
                Ok(Err(error)) => tracing::debug!(%peer, %error, "TLS handshake failed"),
                Err(_) => tracing::debug!(%peer, "TLS handshake took too long"),
            }
        })
    }
}

async fn speak_http<A, S>(
    answers: Arc<A>,
    stream: S,
    peer: SocketAddr,
    tls: bool,
    watcher: hyper_util::server::graceful::Watcher,
) where
    A: Answers,
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(HeadTimer::default())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(HEAD_BYTES_MAX)
        .preserve_header_case(false);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(HEAD_BYTES_MAX).unwrap_or(u32::MAX))
        .max_concurrent_streams(128);
    let service = service_fn(move |request| {
        let answers = Arc::clone(&answers);
        async move { Ok::<_, Infallible>(answers.answer(request, peer, tls).await) }
    });
    let stream = TokioIo::new(Patient::new(stream, PATIENCE));
    let connection = builder.serve_connection_with_upgrades(stream, service).into_owned();
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%peer, %error, "connection ended");
    }
}
