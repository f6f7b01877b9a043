//! A listener: connections accepted, greeted and handed on.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bartizan_flood::Vector;
use rustls::server::Acceptor;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, TryAcquireError};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use super::{http1, http2};
use crate::flood;
use crate::hello::Recorded;
use crate::proxy::Facts;
use crate::route::Listener;
use crate::shared::Shared;
use crate::sources::Place;
use crate::tls::TlsFacts;

/// How long to wait where the system has no connection to give.
const PAUSE: Duration = Duration::from_millis(50);
/// How often a place for a connection is looked for, and the time between.
const PLACE_TRIES: u32 = 10;
const PLACE_PAUSE: Duration = Duration::from_millis(10);

/// Accepts connections until the edge stops, or nobody wants this listener any more. `port` is the
/// one that balancers' listeners name.
pub(crate) async fn listen(
    shared: Arc<Shared>,
    listener: TcpListener,
    port: u16,
    closed: impl Future<Output = ()>,
) {
    let mut closed = std::pin::pin!(closed);
    loop {
        tokio::select! {
            accepted = accept(&shared, &listener) => match accepted {
                Ok((stream, client, place)) => {
                    let shared = Arc::clone(&shared);
                    tokio::spawn(async move {
                        connection(&shared, stream, client, port).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Out of file descriptors, as a rule: who is idle makes place.
                    tracing::warn!(%error, "a connection could not be accepted");
                    shared.pressure.notify_one();
                    tokio::time::sleep(PAUSE).await;
                }
            },
            () = &mut closed => break,
        }
    }
}

/// The next connection, with a place for it. Where there is none, whoever is idle longest makes one.
async fn accept(
    shared: &Shared,
    listener: &TcpListener,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let (stream, client) = listener.accept().await?;
    let place = match Arc::clone(&shared.places).try_acquire_owned() {
        Ok(place) => place,
        Err(TryAcquireError::NoPermits) => {
            shared.pressure.notify_one();
            Arc::clone(&shared.places).acquire_owned().await.map_err(io::Error::other)?
        }
        Err(error) => return Err(io::Error::other(error)),
    };
    Ok((stream, client, place))
}

async fn connection(shared: &Arc<Shared>, stream: TcpStream, client: SocketAddr, port: u16) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    let Some(place) = place(shared, client.ip()).await else {
        flood::incident_at(shared, port, Vector::Connections, client.ip());
        return;
    };
    let mut id = [0; 16];
    shared.random.fill(&mut id);
    let connection_id = u128::from_le_bytes(id);
    let location = shared.geography.locate(client.ip().to_canonical());
    let facts =
        Facts { client, port, tls: None, connection_id, location, asked: Arc::clone(&place.asked) };
    let is_tls = shared.routes().listeners(port).iter().any(|one| one.tls.is_some());
    if !is_tls {
        return http1::serve(shared, stream, facts).await;
    }
    let shaken = tokio::time::timeout(shared.limits.handshake, handshake(shared, stream, port));
    match shaken.await {
        Ok(Ok((stream, tls))) => {
            let facts = Facts { tls: Some(tls), ..facts };
            if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                http2::serve(shared, stream, facts).await;
            } else {
                http1::serve(shared, stream, facts).await;
            }
        }
        Ok(Err(error)) => tracing::debug!(%client, %error, "TLS handshake failed"),
        Err(_) => tracing::debug!(%client, "TLS handshake took too long"),
    }
}

/// A place among those of the source. Whoever of it is idle may need a moment to go.
async fn place(shared: &Shared, client: IpAddr) -> Option<Place<'_>> {
    for _ in 0..PLACE_TRIES {
        let place = shared.sources.enter(client);
        if place.is_some() {
            return place;
        }
        tokio::time::sleep(PLACE_PAUSE).await;
    }
    None
}

async fn handshake(
    shared: &Shared,
    stream: TcpStream,
    port: u16,
) -> io::Result<(TlsStream<Recorded<TcpStream>>, TlsFacts)> {
    let stream = Recorded::new(stream);
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    let name = start.client_hello().server_name().map(str::to_owned);
    let listener = for_name(shared, port, name.as_deref());
    let nobody = || io::Error::new(io::ErrorKind::NotFound, "no listener of TLS is there");
    let listener = listener.ok_or_else(nobody)?;
    let tls = listener.tls.as_ref().ok_or_else(nobody)?;
    let mut stream = start.into_stream(Arc::clone(&tls.config)).await?;
    let hello = stream.get_mut().0.take();
    let facts = tls.facts(stream.get_ref().1, &hello);
    Ok((stream, facts))
}

/// The listener whose certificates a client gets: by the front's name, else by those of
/// certificates, else the first.
fn for_name(shared: &Shared, port: u16, name: Option<&str>) -> Option<Arc<Listener>> {
    let routes = shared.routes();
    let has_tls = |listener: &&Arc<Listener>| listener.tls.is_some();
    if let Some(name) = name {
        let of_front = routes.listener(port, name.as_bytes()).filter(has_tls);
        let is_certified =
            |listener: &&Arc<Listener>| listener.tls.as_ref().is_some_and(|tls| tls.is_for(name));
        let found = of_front.or_else(|| routes.listeners(port).iter().find(is_certified));
        if let Some(found) = found {
            return Some(Arc::clone(found));
        }
    }
    routes.listeners(port).iter().find(has_tls).cloned()
}
