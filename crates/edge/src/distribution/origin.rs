//! Origins that have a name.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::config::{CustomOrigin, OriginProtocol, Scheme};
use crate::proxy::OriginError;
use crate::route::Target;
use crate::shared::Shared;

/// How long an answer of the resolver counts.
const RESOLVED: Duration = Duration::from_secs(20);
/// How many addresses of a name are tried.
const ADDRESSES_MAX: usize = 4;

/// What is known of an origin.
#[derive(Debug, Default)]
pub(super) struct NamedOrigin {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Addresses by their port, and since when.
    resolved: HashMap<u16, (Instant, Vec<SocketAddr>)>,
    /// Those that are this edge itself apart: a name that leads to its addresses is none of its fronts.
    targets: HashMap<(SocketAddr, Scheme, bool), Arc<Target>>,
    /// The bucket, where it is one.
    bucket: Option<Arc<Target>>,
}

/// What is spoken with an origin for a viewer, and its port.
pub(super) fn spoken(origin: &CustomOrigin, is_tls: bool) -> (Scheme, u16) {
    let (http, https) = origin.ports;
    match (origin.protocol, is_tls) {
        (OriginProtocol::Https, _) | (OriginProtocol::Viewers, true) => (Scheme::Https, https),
        (OriginProtocol::Http, _) | (OriginProtocol::Viewers, false) => (Scheme::Http, http),
    }
}

/// A target, once it has a connection that nobody uses.
async fn opened(
    target: Arc<Target>,
    within: Duration,
    shared: &Shared,
) -> Result<Arc<Target>, OriginError> {
    let connection = match target.pool.take() {
        Some(idle) => idle,
        None => match timeout(within, shared.connect(&target)).await {
            Ok(opened) => opened?,
            Err(_) => return Err(OriginError::Timeout),
        },
    };
    target.pool.put(connection);
    Ok(target)
}

impl NamedOrigin {
    /// An address of the origin that a connection is there to, tried as often as the origin says.
    pub(super) async fn reached(
        &self,
        origin: &CustomOrigin,
        (scheme, port): (Scheme, u16),
        shared: &Shared,
    ) -> Result<Arc<Target>, OriginError> {
        if let Some(bucket) = &origin.bucket {
            let made = || Arc::new(Target::of_bucket(bucket, origin.keep_alive));
            let target = Arc::clone(self.lock().bucket.get_or_insert_with(made));
            return opened(target, origin.connect, shared).await;
        }
        let host = origin.host.to_ascii_lowercase();
        let own = shared.front_at(&host, port, scheme == Scheme::Https);
        let mut last = OriginError::Connect;
        for _ in 0..origin.attempts.max(1) {
            let found = match own {
                Some(address) => Ok(vec![address]),
                None => self.addresses(origin, port).await,
            };
            let addresses = match found {
                Ok(addresses) => addresses,
                Err(error) => {
                    last = error;
                    continue;
                }
            };
            for address in addresses {
                let target = self.target(origin, (address, scheme), own.is_some());
                match opened(target, origin.connect, shared).await {
                    Ok(target) => return Ok(target),
                    Err(error) => last = error,
                }
            }
        }
        Err(last)
    }

    async fn addresses(
        &self,
        origin: &CustomOrigin,
        port: u16,
    ) -> Result<Vec<SocketAddr>, OriginError> {
        let known = self.lock().resolved.get(&port).cloned();
        if let Some((since, addresses)) = known
            && since.elapsed() < RESOLVED
        {
            return Ok(addresses);
        }
        let found = timeout(origin.connect, tokio::net::lookup_host((origin.host.as_str(), port)));
        let found = match found.await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => {
                tracing::debug!(host = %origin.host, %error, "an origin's name leads nowhere");
                return Err(OriginError::Connect);
            }
            Err(_) => return Err(OriginError::Timeout),
        };
        let addresses: Vec<_> = found.filter(SocketAddr::is_ipv4).take(ADDRESSES_MAX).collect();
        if addresses.is_empty() {
            return Err(OriginError::Connect);
        }
        let mut known = self.lock();
        known
            .targets
            .retain(|(address, ..), _| address.port() != port || addresses.contains(address));
        known.resolved.insert(port, (Instant::now(), addresses.clone()));
        Ok(addresses)
    }

    fn target(
        &self,
        origin: &CustomOrigin,
        (address, scheme): (SocketAddr, Scheme),
        is_own: bool,
    ) -> Arc<Target> {
        let named = (origin.host.as_str(), is_own);
        let made = || Arc::new(Target::of_origin(address, scheme, named, origin.keep_alive));
        let mut known = self.lock();
        Arc::clone(known.targets.entry((address, scheme, is_own)).or_insert_with(made))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
