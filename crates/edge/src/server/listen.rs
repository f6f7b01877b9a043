//! A listener: connections accepted, greeted and handed on.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bartizan_flood::Vector;
use rustls::server::Acceptor;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;
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
/// How many of a listener's connections may wait for a place.
const WAITING_MAX: usize = 1024;
/// Where distributions ask from, as balancers see it: one of the addresses that AWS's ask from. The true
/// one is this machine's, which rules about private networks would let in. (Amazon `CloudFront` Developer
/// Guide, "Locations and IP address ranges of `CloudFront` edge servers".)
const DISTRIBUTION: IpAddr = IpAddr::V4(Ipv4Addr::new(130, 176, 0, 1));
/// The first byte of a handshake of TLS. (RFC 8446, section 5.1.)
const HANDSHAKE: u8 = 0x16;

/// Accepts connections until the edge stops, or nobody wants this listener any more. `port` is the
/// one that balancers' listeners name. It waits for nobody: who finds no place is let go.
pub(crate) async fn listen(
    shared: Arc<Shared>,
    listener: TcpListener,
    port: u16,
    closed: impl Future<Output = ()>,
) {
    let waiting = Arc::new(Semaphore::new(WAITING_MAX));
    let mut closed = std::pin::pin!(closed);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, client)) => {
                    let Ok(waits) = Arc::clone(&waiting).try_acquire_owned() else { continue };
                    // A source beyond its own places must not take those where others wait.
                    let is_calm = waiting.available_permits() > WAITING_MAX / 2;
                    let tries = if is_calm { PLACE_TRIES } else { 1 };
                    let shared = Arc::clone(&shared);
                    tokio::spawn(async move {
                        let Some(places) = places(&shared, client, port, tries).await else { return };
                        drop(waits);
                        connection(&shared, stream, client, port, places.0.as_ref()).await;
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

/// A place among those of the source, and then one among all: no source takes more than its own.
/// Distributions, which come from one address, have bounds of their own. Whoever is idle longest may
/// need a moment to go.
async fn places(
    shared: &Shared,
    client: SocketAddr,
    port: u16,
    tries: u32,
) -> Option<(Option<Place<'_>>, SemaphorePermit<'_>)> {
    let own = if shared.loops.contains(client) {
        None
    } else {
        let own = place(shared, client.ip(), tries).await;
        if own.is_none() {
            flood::incident_of(shared, port, Vector::Connections, client.ip());
            return None;
        }
        own
    };
    if let Ok(one) = shared.places.try_acquire() {
        return Some((own, one));
    }
    shared.pressure.notify_one();
    let Ok(one) = timeout(PLACE_PAUSE * PLACE_TRIES, shared.places.acquire()).await else {
        // Nobody was idle. Who comes next must not be taken for one that was asked.
        tokio::select! {
            biased;
            () = shared.pressure.notified() => {}
            () = std::future::ready(()) => {}
        }
        return None;
    };
    Some((own, one.ok()?))
}

async fn connection(
    shared: &Arc<Shared>,
    stream: TcpStream,
    client: SocketAddr,
    port: u16,
    own: Option<&Place<'_>>,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    let mut id = [0; 16];
    shared.random.fill(&mut id);
    let connection_id = u128::from_le_bytes(id);
    let balancer = if own.is_none() { shared.loops.balancer(client) } else { None };
    let client = match own {
        Some(_) => client,
        None => SocketAddr::new(DISTRIBUTION, client.port()),
    };
    let location = shared.geography.locate(client.ip().to_canonical());
    let facts = Facts {
        client,
        port,
        tls: None,
        shaken: None,
        is_looped: own.is_none(),
        balancer,
        connection_id,
        location,
        asked: own.map(|own| Arc::clone(&own.asked)).unwrap_or_default(),
    };
    let Some(is_tls) = speaks_tls(shared, &stream, &facts).await else { return };
    if !is_tls {
        return http1::serve(shared, stream, facts).await;
    }
    let patience = shared.hurried(shared.limits.handshake);
    // What is larger than what waits over plain HTTP/1.1 has a place of its own.
    let shaken = Box::pin(handshake(shared, stream, port, facts.private()));
    match timeout(patience, shaken).await {
        Ok(Ok((stream, tls, shaken))) => {
            let facts = Facts { tls: Some(tls), shaken: Some(shaken), ..facts };
            if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                Box::pin(http2::serve(shared, stream, facts)).await;
            } else {
                Box::pin(http1::serve(shared, stream, facts)).await;
            }
        }
        Ok(Err(error)) => tracing::debug!(%client, %error, "TLS handshake failed"),
        Err(_) => {
            flood::incident_at(shared, &facts, Vector::Connections);
            tracing::debug!(%client, "TLS handshake took too long");
        }
    }
}

/// Whether a client speaks TLS: what the listeners of the port do, and its first byte where some do
/// and some do not. Nothing where it says nothing.
async fn speaks_tls(shared: &Shared, stream: &TcpStream, facts: &Facts) -> Option<bool> {
    let routes = shared.routes();
    let has = |is_tls| !routes.listeners(facts.port, is_tls).is_empty();
    if !(has(false) && has(true)) {
        return Some(has(true));
    }
    drop(routes);
    let mut first = [0];
    let peeked = tokio::select! {
        biased;
        peeked = timeout(shared.limits.handshake, stream.peek(&mut first)) => peeked.ok(),
        () = shared.pressure.notified() => None,
        () = facts.asked.notified() => None,
    };
    if peeked.is_none() {
        flood::incident_at(shared, facts, Vector::Connections);
    }
    matches!(peeked, Some(Ok(1..))).then_some(first == [HANDSHAKE])
}

/// A place among those of the source.
async fn place(shared: &Shared, client: IpAddr, tries: u32) -> Option<Place<'_>> {
    for number in 0..tries {
        if number > 0 {
            tokio::time::sleep(PLACE_PAUSE).await;
        }
        let place = shared.sources.enter(client);
        if place.is_some() {
            return place;
        }
    }
    None
}

async fn handshake(
    shared: &Shared,
    stream: TcpStream,
    port: u16,
    client: Option<IpAddr>,
) -> io::Result<(TlsStream<Recorded<TcpStream>>, TlsFacts, Arc<Listener>)> {
    let stream = Recorded::new(stream);
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    let name = start.client_hello().server_name().map(str::to_owned);
    let listener = shared.routes().certified(port, client, name.as_deref()).cloned();
    let nobody = || io::Error::new(io::ErrorKind::NotFound, "no listener of TLS is there");
    let listener = listener.ok_or_else(nobody)?;
    let tls = listener.tls.as_ref().ok_or_else(nobody)?;
    let mut stream = start.into_stream(Arc::clone(&tls.config)).await?;
    let hello = stream.get_mut().0.take();
    let facts = tls.facts(stream.get_ref().1, &hello);
    Ok((stream, facts, listener))
}
