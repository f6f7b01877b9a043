//! What all connections share.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use bartizan_flood::{Alarms, Pace, Settings};
use bartizan_types::{Clock, Random};
use tokio::sync::{Notify, Semaphore, watch};

use crate::distribution::{Cache, LOOKUPS_MAX};

use crate::inspect::{Buckets, Geography, Inspector, Names, OwnFronts, Reach};
use crate::log::AccessLog;
use crate::looped::Loops;
use crate::proxy::{Origin, OriginError, connect, connect_to_itself};
use crate::route::{Routes, Target, is_given};
use crate::sources::Sources;

/// What the edge is given.
pub struct EdgeParts {
    /// Who judges requests.
    pub inspector: Arc<dyn Inspector>,
    /// Who says which targets may be connected to.
    pub reach: Arc<dyn Reach>,
    /// Who reaches buckets.
    pub buckets: Arc<dyn Buckets>,
    /// Who takes the access log.
    pub log: Arc<dyn AccessLog>,
    /// The clock, for the log.
    pub clock: Arc<dyn Clock>,
    /// Randomness, for the ids of connections.
    pub random: Arc<dyn Random>,
    /// Who says where clients are.
    pub geography: Arc<dyn Geography>,
    /// Who says whose host names are.
    pub names: Arc<dyn Names>,
    /// Who is told of attacks.
    pub alarms: Arc<dyn Alarms>,
    /// How attacks are found.
    pub flood: Settings,
    /// How much a client may take.
    pub limits: Limits,
}

/// How much clients may take of the edge.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long a client has to shake hands over TLS.
    pub handshake: Duration,
    /// How long it has to send the head of a request, from its first byte on.
    pub head: Duration,
    /// How slowly the body of a request may come.
    pub body: Pace,
    /// The most connections at a time. Who comes beyond takes the place of who is idle longest.
    pub connections: usize,
    /// The most connections of a source at a time: of an IPv4 address, or of 64 bits of IPv6.
    pub connections_a_source: u32,
    /// How many requests over an HTTP/2 connection a client may reset before they are answered, until
    /// the connection ends.
    pub resets: u32,
    /// The memory for heads of requests, and for bodies that wait for the firewall, in bytes.
    pub memory: usize,
    /// The memory for what distributions keep, in bytes.
    pub cache: usize,
    /// How long requests under way have to end when the edge stops.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(20),
            body: Pace { grace: Duration::from_secs(20), bytes_a_second: 500 },
            connections: 16 * 1024,
            connections_a_source: 512,
            resets: 200,
            memory: 256 * 1024 * 1024,
            cache: 128 * 1024 * 1024,
            drain: Duration::from_secs(20),
        }
    }
}

/// Places are short when less than this part of them is left.
const PLACES_SHORT: usize = 8;
/// What part of the memory for heads may be taken beside by bodies that are sent with them.
const AHEAD_PART: usize = 4;

/// What all connections share.
pub(crate) struct Shared {
    routes: ArcSwap<Routes>,
    pub(crate) inspector: Arc<dyn Inspector>,
    pub(crate) reach: Arc<dyn Reach>,
    /// The same for fronts of this edge that distributions have as origins.
    own_fronts: OwnFronts,
    buckets: Arc<dyn Buckets>,
    /// The connections to them.
    pub(crate) loops: Arc<Loops>,
    /// Bounds how many names are looked up at a time.
    pub(crate) lookups: Arc<Semaphore>,
    /// The addresses that listeners are bound to, by the ports that fronts name.
    pub(crate) bound: Arc<Mutex<HashMap<u16, SocketAddr>>>,
    pub(crate) log: Arc<dyn AccessLog>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) geography: Arc<dyn Geography>,
    pub(crate) names: Arc<dyn Names>,
    pub(crate) alarms: Arc<dyn Alarms>,
    pub(crate) flood: Settings,
    pub(crate) limits: Limits,
    /// The connections of each source.
    pub(crate) sources: Sources,
    pub(crate) memory: Memory,
    /// What of bodies is sent with their heads; apart, so that no head wants for it.
    pub(crate) ahead: Memory,
    /// What distributions keep.
    pub(crate) cache: Arc<Cache>,
    /// The places for connections.
    pub(crate) places: Semaphore,
    /// Tells the connection that is idle longest to make place.
    pub(crate) pressure: Notify,
    pub(crate) stopping: watch::Receiver<bool>,
    /// What the names in sticky cookies are made with.
    pub(crate) tokens: RandomState,
}

impl Shared {
    pub(crate) fn new(parts: EdgeParts, stopping: watch::Receiver<bool>) -> Self {
        Self {
            routes: ArcSwap::from_pointee(Routes::default()),
            inspector: parts.inspector,
            own_fronts: OwnFronts(Arc::clone(&parts.reach)),
            reach: parts.reach,
            buckets: parts.buckets,
            loops: Arc::default(),
            lookups: Arc::new(Semaphore::new(LOOKUPS_MAX)),
            bound: Arc::default(),
            log: parts.log,
            clock: parts.clock,
            random: parts.random,
            geography: parts.geography,
            names: parts.names,
            alarms: parts.alarms,
            flood: parts.flood,
            sources: Sources::new(parts.limits.connections_a_source),
            memory: Memory::new(parts.limits.memory),
            ahead: Memory::new(parts.limits.memory / AHEAD_PART),
            cache: Arc::new(Cache::new(parts.limits.cache)),
            places: Semaphore::new(parts.limits.connections),
            limits: parts.limits,
            pressure: Notify::new(),
            stopping,
            tokens: RandomState::new(),
        }
    }

    /// What is served now.
    pub(crate) fn routes(&self) -> Arc<Routes> {
        self.routes.load_full()
    }

    /// Serves this from now on. Requests under way end by what was served when they came.
    pub(crate) fn enter(&self, routes: Arc<Routes>) {
        self.routes.store(routes);
    }

    /// Connects to a target, if it may be.
    pub(crate) async fn connect(&self, target: &Target) -> Result<Origin, OriginError> {
        if let Some(bucket) = &target.bucket {
            return Ok(Origin::of_bucket(self.buckets.connect(bucket)));
        }
        let Target { address, scheme, .. } = *target;
        let verified = target.verified.as_deref();
        match &target.own_front {
            None => connect(address, scheme, verified, &*self.reach).await,
            Some(front) => {
                let way = (&self.loops, front);
                connect_to_itself((address, scheme), verified, &self.own_fronts, way).await
            }
        }
    }

    /// Where a port of a front with this name is listened at, if there is one. Those that are internal
    /// are not there: what is sent to a distribution comes from the internet. (Amazon `CloudFront`
    /// Developer Guide, "Restrict access with VPC origins".)
    pub(crate) fn front_at(&self, host: &str, port: u16, is_tls: bool) -> Option<SocketAddr> {
        let routes = self.routes();
        let listener = routes.listener(port, host.as_bytes(), is_tls);
        listener.filter(|one| is_given(host) && !one.attributes.is_internal)?;
        self.bound.lock().unwrap_or_else(PoisonError::into_inner).get(&port).copied()
    }

    /// How long a client has that must be waited for: a quarter of the usual while places are short.
    pub(crate) fn hurried(&self, usual: Duration) -> Duration {
        let is_short = self.places.available_permits() < self.limits.connections / PLACES_SHORT;
        if is_short { usual / 4 } else { usual }
    }

    pub(crate) fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}

/// Memory that is counted.
#[derive(Debug)]
pub(crate) struct Memory(Arc<AtomicUsize>);

/// A part of it, until it is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    bytes: usize,
    left: Arc<AtomicUsize>,
}

impl Memory {
    pub(crate) fn new(bytes: usize) -> Self {
        Self(Arc::new(AtomicUsize::new(bytes)))
    }

    /// Takes nothing yet: what is held grows.
    pub(crate) fn hold(&self) -> Held {
        Held { bytes: 0, left: Arc::clone(&self.0) }
    }
}

impl Held {
    /// Takes as many bytes more as make this many; whether there were as many.
    pub(crate) fn grow_to(&mut self, bytes: usize) -> bool {
        let more = bytes.saturating_sub(self.bytes);
        let order = Ordering::Relaxed;
        let is_there =
            more == 0 || self.left.try_update(order, order, |left| left.checked_sub(more)).is_ok();
        if is_there {
            self.bytes += more;
        }
        is_there
    }

    /// Holds nothing from now on.
    pub(crate) fn give_back(&mut self) {
        self.left.fetch_add(std::mem::take(&mut self.bytes), Ordering::Relaxed);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.give_back();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_taken_as_it_is_needed_and_given_back() {
        let memory = Memory::new(10);
        let (mut one, mut other) = (memory.hold(), memory.hold());
        assert!(one.grow_to(6) && one.grow_to(4) && other.grow_to(4));
        assert!(!one.grow_to(7) && !other.grow_to(5));
        one.give_back();
        assert!(!one.grow_to(7) && one.grow_to(6));
        drop(one);
        assert!(other.grow_to(10) && !other.grow_to(11));
    }
}
