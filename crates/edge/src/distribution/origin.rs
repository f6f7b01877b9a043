//! Origins that have a name.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::timeout;

use super::resolver::Resolver;
use crate::config::{CustomOrigin, OriginProtocol, Scheme};
use crate::looped::{Bound, OwnFront};
use crate::proxy::OriginError;
use crate::route::{Target, is_balancers};
use crate::shared::Shared;

/// What is known of an origin.
#[derive(Debug)]
pub(super) struct NamedOrigin {
    /// The domain of its distribution.
    domain: String,
    resolver: Arc<Resolver>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
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
    pub(super) fn new(domain: &str) -> Self {
        Self { domain: domain.to_owned(), resolver: Arc::default(), known: Mutex::default() }
    }

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
                None => self.addresses(origin, port, shared).await,
            };
            let addresses = match found {
                Ok(addresses) => addresses,
                Err(error) => {
                    last = error;
                    continue;
                }
            };
            for address in addresses {
                let bound = own.map(|_| shared.loops.bound(&self.domain));
                let target = self.target(origin, (address, scheme), bound.as_ref());
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
        shared: &Shared,
    ) -> Result<Vec<SocketAddr>, OriginError> {
        let found = self.resolver.addresses(&origin.host, origin.connect, &shared.lookups).await?;
        let mut known = self.lock();
        known.targets.retain(|(held, _, is_own), _| *is_own || found.contains(&held.ip()));
        Ok(found.into_iter().map(|ip| SocketAddr::new(ip, port)).collect())
    }

    fn target(
        &self,
        origin: &CustomOrigin,
        (address, scheme): (SocketAddr, Scheme),
        own: Option<&Arc<Bound>>,
    ) -> Arc<Target> {
        let is_own = own.is_some();
        let made = || {
            let front = own.map(|bound| OwnFront {
                bound: Arc::clone(bound),
                balancer: is_balancers(&origin.host).then(|| origin.host.as_str().into()),
            });
            let named = (origin.host.as_str(), front);
            let target = Arc::new(Target::of_origin(address, scheme, named, origin.keep_alive));
            if let Some(own) = own {
                own.counts(&target);
            }
            target
        };
        let mut known = self.lock();
        Arc::clone(known.targets.entry((address, scheme, is_own)).or_insert_with(made))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
