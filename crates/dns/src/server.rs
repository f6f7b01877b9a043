//! The sockets.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bartizan_flood::Alarms;
use bartizan_types::Random;
use bartizan_zones::{Asker, Transport, answer};
use rustix::net::sockopt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::detectors::arn;
use crate::flood::now;
use crate::places::{Place, Places};
use crate::rate::{Rates, Verdict};
use crate::state::Published;

/// The longest query over UDP that is read whole; of a longer one the rest is not looked at.
const QUERY_BYTES: usize = 4096;
/// How much may wait to be read, as the system counts it: a few thousand queries.
const RECEIVED_BYTES: usize = 4 * 1024 * 1024;
/// How often a port is looked for that both UDP and TCP have free.
const PORTS_TRIED: usize = 8;

/// What DNS is given.
pub struct DnsParts {
    /// What is served.
    pub published: Arc<Published>,
    /// What chooses among several records.
    pub random: Arc<dyn Random>,
    /// Who is told of attacks.
    pub alarms: Arc<dyn Alarms>,
    /// How much clients may take.
    pub limits: Limits,
}

/// How much clients may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Answers over UDP to a network, a second.
    pub answers_a_second: u32,
    /// Connections at a time. Who comes beyond takes the place of who is idle longest.
    pub connections: usize,
    /// Connections of a network at a time.
    pub connections_a_network: u32,
    /// How long a connection may be idle, take to send a query or to take an answer: less while places
    /// are short.
    pub patience: Duration,
    /// Queries of a connection.
    pub queries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answers_a_second: 1000,
            connections: 1024,
            connections_a_network: 64,
            patience: Duration::from_secs(10),
            queries: 1000,
        }
    }
}

/// DNS while it is served.
pub struct Dns {
    address: SocketAddr,
    stop: watch::Sender<bool>,
}

struct Shared {
    parts: DnsParts,
    places: Arc<Places>,
}

impl Dns {
    /// Serves at an address, over UDP and TCP.
    ///
    /// # Errors
    /// The address cannot be bound.
    pub async fn open(parts: DnsParts, address: SocketAddr) -> io::Result<Self> {
        let (udp, tcp) = bind(address).await?;
        let address = udp.local_addr()?;
        let (stop, stopping) = watch::channel(false);
        let Limits { connections: places, connections_a_network, .. } = parts.limits;
        let places = Arc::new(Places::new(places, connections_a_network));
        let shared = Arc::new(Shared { parts, places });
        tokio::spawn(until(stopping.clone(), datagrams(Arc::clone(&shared), udp)));
        tokio::spawn(until(stopping.clone(), connections(Arc::clone(&shared), tcp)));
        tokio::spawn(until(stopping, watch_floods(shared)));
        Ok(Self { address, stop })
    }

    /// Where it is served.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers no more.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }
}

impl fmt::Debug for Dns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dns").field("address", &self.address).finish_non_exhaustive()
    }
}

async fn until(mut stopping: watch::Receiver<bool>, work: impl Future<Output = ()>) {
    tokio::select! {
        () = work => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

/// The sockets of one port.
async fn bind(address: SocketAddr) -> io::Result<(UdpSocket, TcpListener)> {
    let mut tried = 0;
    loop {
        let udp = UdpSocket::bind(address).await?;
        buffer(&udp);
        match TcpListener::bind(udp.local_addr()?).await {
            Ok(tcp) => return Ok((udp, tcp)),
            Err(_) if address.port() == 0 && tried < PORTS_TRIED => tried += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Asks for room for the queries of a moment in which nobody reads them. The system gives as much as it
/// lets this process have.
fn buffer(udp: &UdpSocket) {
    #[cfg(target_os = "linux")]
    if sockopt::set_socket_recv_buffer_size_force(udp, RECEIVED_BYTES).is_ok() {
        return;
    }
    if let Err(error) = sockopt::set_socket_recv_buffer_size(udp, RECEIVED_BYTES) {
        tracing::debug!(%error, "the receive buffer stays as it was");
    }
}

impl Shared {
    /// Answers a message, and counts it for its zone.
    fn answer(&self, message: &[u8], client: IpAddr, asker: Asker, out: &mut Vec<u8>) -> bool {
        let state = self.parts.published.state();
        let health = self.parts.published.health();
        let answered = answer(&state.zones, &health, message, asker, out);
        let Some(answered) = answered else { return false };
        if let Some(zone) = answered.zone
            && let Some(flood) = state.floods.get(&zone.id)
        {
            flood.observe(client, &answered.name);
        }
        true
    }
}

/// Answers over UDP, one after the other.
async fn datagrams(shared: Arc<Shared>, socket: UdpSocket) {
    let mut rates = Rates::new(shared.parts.limits.answers_a_second);
    let (mut message, mut out) = (vec![0; QUERY_BYTES], Vec::with_capacity(QUERY_BYTES));
    loop {
        let (length, from) = match socket.recv_from(&mut message).await {
            Ok(received) => received,
            Err(error) => {
                // Such as what an earlier answer could not reach: nothing of the socket is wrong.
                tracing::debug!(%error, "a query could not be received");
                tokio::task::yield_now().await;
                continue;
            }
        };
        let verdict = rates.verdict(from.ip(), now().as_secs());
        let asker = Asker {
            transport: Transport::Udp,
            random: shared.parts.random.next_u64(),
            is_cut: verdict == Verdict::Cut,
        };
        let query = message.get(..length).unwrap_or_default();
        let is_answered = shared.answer(query, from.ip(), asker, &mut out);
        if is_answered
            && verdict != Verdict::Dropped
            && let Err(error) = socket.send_to(&out, from).await
        {
            tracing::debug!(%error, "an answer could not be sent");
        }
    }
}

/// Takes connections.
async fn connections(shared: Arc<Shared>, listener: TcpListener) {
    /// How long is waited where no connection can be taken, such as without a free descriptor.
    const PAUSE: Duration = Duration::from_millis(50);
    loop {
        let Ok((stream, from)) = listener.accept().await else {
            shared.places.shed();
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let Some(place) = shared.places.enter(from.ip()) else { continue };
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            tokio::select! {
                ended = converse(&shared, stream, from.ip(), &place) => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, "a connection ended");
                    }
                }
                () = place.taken() => {}
            }
        });
    }
}

/// Answers the queries of a connection, one after the other. (RFC 7766.)
async fn converse(
    shared: &Shared,
    mut stream: TcpStream,
    client: IpAddr,
    place: &Place,
) -> io::Result<()> {
    let Limits { patience, queries, .. } = shared.parts.limits;
    let (mut message, mut out, mut framed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..queries {
        let read = async {
            let length = stream.read_u16().await?;
            message.resize(length.into(), 0);
            stream.read_exact(&mut message).await
        };
        timeout(shared.places.patience(patience), read).await??;
        place.is_busy();
        let random = shared.parts.random.next_u64();
        let asker = Asker { transport: Transport::Tcp, random, is_cut: false };
        if !shared.answer(&message, client, asker, &mut out) {
            return Ok(());
        }
        let length = u16::try_from(out.len()).map_err(io::Error::other)?;
        framed.clear();
        framed.extend_from_slice(&length.to_be_bytes());
        framed.extend_from_slice(&out);
        timeout(shared.places.patience(patience), stream.write_all(&framed)).await??;
    }
    Ok(())
}

/// Looks at all detectors, again and again.
async fn watch_floods(shared: Arc<Shared>) {
    let published = &shared.parts.published;
    let pause = (published.settings().window / 5).max(Duration::from_millis(10));
    loop {
        tokio::time::sleep(pause).await;
        let state = published.state();
        let changes: Vec<_> =
            state.floods.iter().filter_map(|(id, flood)| Some((arn(id), flood.tick()?))).collect();
        drop(state);
        for (arn, change) in changes {
            shared.parts.alarms.changed(&arn, &change);
        }
    }
}
