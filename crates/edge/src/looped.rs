//! Connections of the edge to itself: of distributions to fronts that they have as origins. Whoever is
//! behind them is none of the private network, and they share one address.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::proxy::OriginError;
use crate::route::Target;

/// The most of a distribution at a time.
const CONNECTIONS_MAX: usize = 512;
/// How long an address is known after its connection ended: it may wait to be accepted, still.
const KNOWN_AFTER: Duration = Duration::from_mins(1);

/// All of them, by the addresses that they come from.
#[derive(Debug, Default)]
pub(crate) struct Loops(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// How many connections have or had each address.
    from: HashMap<SocketAddr, u32>,
    /// The names of the balancers that connections are to, while they last.
    balancers: HashMap<SocketAddr, Arc<str>>,
    ended: VecDeque<(Instant, SocketAddr)>,
    /// By the domains of distributions.
    bounds: HashMap<String, Weak<Bound>>,
}

/// A front of this edge as an origin.
#[derive(Debug, Clone)]
pub(crate) struct OwnFront {
    pub(crate) bound: Arc<Bound>,
    /// Its name, where it is a balancer: that has an address of its own elsewhere, and answers there
    /// whatever host is asked for.
    pub(crate) balancer: Option<Arc<str>>,
}

/// How many a distribution may have.
#[derive(Debug)]
pub(crate) struct Bound {
    places: Arc<Semaphore>,
    targets: Mutex<Vec<Weak<Target>>>,
}

/// One of them, until it is dropped.
#[derive(Debug)]
pub(crate) struct Looped {
    loops: Arc<Loops>,
    from: SocketAddr,
    _place: OwnedSemaphorePermit,
}

impl Loops {
    /// Whether a connection from this address is one.
    pub(crate) fn contains(&self, client: SocketAddr) -> bool {
        self.lock().from.contains_key(&canonical(client))
    }

    /// The name of the balancer that a connection from this address is to.
    pub(crate) fn balancer(&self, client: SocketAddr) -> Option<Arc<str>> {
        self.lock().balancers.get(&canonical(client)).cloned()
    }

    /// How many the distribution with this domain may have.
    pub(crate) fn bound(&self, domain: &str) -> Arc<Bound> {
        let mut state = self.lock();
        if let Some(bound) = state.bounds.get(domain).and_then(Weak::upgrade) {
            return bound;
        }
        state.bounds.retain(|_, bound| bound.strong_count() > 0);
        let bound = Arc::new(Bound::new(CONNECTIONS_MAX));
        state.bounds.insert(domain.to_owned(), Arc::downgrade(&bound));
        bound
    }

    /// Connects to a listener of this edge. The address is known before anybody can accept what comes
    /// from it.
    pub(crate) async fn connect(
        self: &Arc<Self>,
        listener: SocketAddr,
        front: &OwnFront,
    ) -> Result<(TcpStream, Looped), OriginError> {
        let place = front.bound.place().ok_or_else(|| {
            tracing::warn!("a distribution has too many connections to fronts of this edge");
            OriginError::Connect
        })?;
        let failed = |error: std::io::Error| {
            tracing::debug!(%listener, %error, "the edge could not connect to itself");
            OriginError::Connect
        };
        let ip = match listener.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let socket = if ip.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
        let socket = socket.map_err(failed)?;
        socket.bind(SocketAddr::new(ip, 0)).map_err(failed)?;
        let from = canonical(socket.local_addr().map_err(failed)?);
        let looped = self.entered(from, place);
        if let Some(balancer) = &front.balancer {
            self.lock().balancers.insert(from, Arc::clone(balancer));
        }
        let connected = socket.connect(SocketAddr::new(ip, listener.port())).await;
        Ok((connected.map_err(failed)?, looped))
    }

    fn entered(self: &Arc<Self>, from: SocketAddr, place: OwnedSemaphorePermit) -> Looped {
        let mut state = self.lock();
        while let Some((_, address)) =
            state.ended.pop_front_if(|(ended, _)| ended.elapsed() > KNOWN_AFTER)
        {
            if let Some(count) = state.from.get_mut(&address) {
                *count -= 1;
                if *count == 0 {
                    state.from.remove(&address);
                }
            }
        }
        *state.from.entry(from).or_default() += 1;
        Looped { loops: Arc::clone(self), from, _place: place }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Looped {
    fn drop(&mut self) {
        let mut state = self.loops.lock();
        state.balancers.remove(&self.from);
        state.ended.push_back((Instant::now(), self.from));
    }
}

impl Bound {
    fn new(max: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(max)), targets: Mutex::default() }
    }

    /// Notes a target whose connections count.
    pub(crate) fn counts(&self, target: &Arc<Target>) {
        let mut targets = self.targets();
        targets.retain(|held| held.strong_count() > 0);
        targets.push(Arc::downgrade(target));
    }

    /// A place for a connection. Where none is left, those go that nobody uses.
    fn place(&self) -> Option<OwnedSemaphorePermit> {
        let place = || Arc::clone(&self.places).try_acquire_owned().ok();
        place().or_else(|| {
            for target in self.targets().iter().filter_map(Weak::upgrade) {
                target.pool.clear();
            }
            place()
        })
    }

    fn targets(&self) -> MutexGuard<'_, Vec<Weak<Target>>> {
        self.targets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn the_edges_own_connections_are_known_when_they_come_and_for_a_while_after() {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (loops, bound) = (Arc::new(Loops::default()), Arc::new(Bound::new(1)));
        let front = OwnFront { bound: Arc::clone(&bound), balancer: Some("app".into()) };
        let (stream, looped) = loops.connect(address, &front).await.unwrap();
        let (_, client) = listener.accept().await.unwrap();
        assert!(loops.contains(client));
        assert_eq!(loops.balancer(client).as_deref(), Some("app"));
        assert!(matches!(loops.connect(address, &front).await, Err(OriginError::Connect)));
        drop((stream, looped));
        assert!(loops.contains(client));
        assert_eq!(loops.balancer(client), None);
        let _other = TcpStream::connect(("127.0.0.1", address.port())).await.unwrap();
        let (_, other) = listener.accept().await.unwrap();
        assert!(!loops.contains(other));
        tokio::time::pause();
        tokio::time::advance(KNOWN_AFTER * 2).await;
        let place = bound.place().unwrap();
        let looped = loops.entered("127.0.0.9:1".parse().unwrap(), place);
        assert!(!loops.contains(client) && loops.contains(looped.from));
    }

    #[test]
    fn distributions_have_bounds_of_their_own_that_last_while_they_are_used() {
        let loops = Loops::default();
        let one = loops.bound("a.cloudfront.net");
        assert!(Arc::ptr_eq(&one, &loops.bound("a.cloudfront.net")));
        assert!(!Arc::ptr_eq(&one, &loops.bound("b.cloudfront.net")));
        drop(one);
        let _third = loops.bound("c.cloudfront.net");
        assert_eq!(loops.lock().bounds.len(), 1);
    }
}
