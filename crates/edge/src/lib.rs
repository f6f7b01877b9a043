//! The data plane: a reverse proxy in front of applications. What it serves is an immutable
//! [`config::EdgeConfig`], replaced as a whole while requests go on; it knows no service. Requests
//! are read strictly, judged by an [`Inspector`], and sent on as they were judged.

pub mod config;
mod detectors;
mod distribution;
mod flood;
mod half_open;
mod health;
mod hello;
pub mod http1;
mod inspect;
mod log;
mod looped;
mod probe;
mod proxy;
mod record;
mod route;
mod server;
mod shared;
mod sources;
mod tls;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::{Mutex, watch};

pub use bartizan_flood::{
    Alarms, Attack, Baseline, Change, Circumstances, Settings as FloodSettings, Signature, Traffic,
    Vector,
};
pub use flood::LogAlarms;
pub use hello::{Fingerprints, fingerprints};
pub use inspect::{
    Buckets, Geography, Inspector, Location, Names, NoBuckets, NoGeography, NoInspector, NoNames,
    Reach, Verdict, WafAnswer,
};
pub use log::{AccessLog, Entry, NoLog};
pub use probe::{Asked, Probe, ProbeFailure, Probed};
pub use route::{ConfigError, TargetState, TargetStatus, Unserved};
pub use server::http2_frames;
pub use shared::{EdgeParts, Limits};

use config::{Addresses, EdgeConfig};
use route::Routes;
use shared::Shared;

/// Why a port that balancers name is not listened at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    /// It is none of those that balancers may open.
    #[error("the port is outside of --edge-ports")]
    Outside,
    /// The system does not give it; that may change.
    #[error("{0} cannot be listened at: {1}")]
    Unbound(SocketAddr, String),
}

/// The edge while it serves.
pub struct Edge {
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    addresses: Addresses,
    /// The addresses that listeners are bound to, by the ports that balancers name.
    bound: Arc<std::sync::Mutex<HashMap<u16, SocketAddr>>>,
    /// Why others are not.
    unopened: std::sync::Mutex<HashMap<u16, Unopened>>,
    /// What closes the listeners. Held while a configuration is put into force: one after the other.
    open: Mutex<HashMap<u16, watch::Sender<()>>>,
}

impl Edge {
    /// An edge that serves nothing yet: its listeners are opened as configurations want them.
    pub fn new(parts: EdgeParts, addresses: Addresses) -> Self {
        let (stop, stopping) = watch::channel(false);
        let shared = Arc::new(Shared::new(parts, stopping));
        tokio::spawn(flood::watch(Arc::clone(&shared)));
        tokio::spawn(half_open::watch(Arc::clone(&shared)));
        let (bound, unopened) = (Arc::clone(&shared.bound), std::sync::Mutex::default());
        Self { shared, stop, addresses, bound, unopened, open: Mutex::default() }
    }

    /// Serves this configuration from now on. Requests under way end by the one they came under. The
    /// listeners that cannot be served are said: they stand in nobody else's way.
    pub async fn publish(&self, config: &EdgeConfig) -> Vec<Unserved> {
        let mut open = self.open.lock().await;
        let (routes, unserved) =
            Routes::new(config, &self.shared.routes(), &self.shared.tokens, self.shared.flood);
        let routes = routes.with_names(Arc::clone(&self.shared.names));
        for one in &unserved {
            tracing::error!("{one}");
        }
        let routes = Arc::new(routes);
        self.shared.enter(Arc::clone(&routes));
        for target in routes.groups().flat_map(|group| &group.targets) {
            if target.health.begins_to_be_watched() {
                let reach = Arc::clone(&self.shared.reach);
                tokio::spawn(health::watch(Arc::downgrade(target), reach));
            }
        }
        self.open(&mut open).await;
        unserved
    }

    /// Tries again to open the listeners that could not be opened.
    pub async fn retry(&self) {
        let is_unbound = |why: &Unopened| matches!(why, Unopened::Unbound(..));
        let any = self.why().values().any(is_unbound);
        if any {
            self.open(&mut *self.open.lock().await).await;
        }
    }

    /// Opens and closes listeners as what is served wants them.
    async fn open(&self, open: &mut HashMap<u16, watch::Sender<()>>) {
        let wanted: BTreeSet<u16> = self.shared.routes().ports().collect();
        open.retain(|port, _| wanted.contains(port));
        self.bound().retain(|port, _| wanted.contains(port));
        self.why().retain(|port, _| wanted.contains(port));
        for port in wanted {
            if open.contains_key(&port) {
                continue;
            }
            let Some(address) = self.addresses.of(port) else {
                self.why().insert(port, Unopened::Outside);
                continue;
            };
            let (close, closed) = watch::channel(());
            match self.listen(address, port, closed).await {
                Ok(()) => {
                    open.insert(port, close);
                }
                Err(error) => {
                    let why = Unopened::Unbound(address, error.to_string());
                    let before = self.why().insert(port, why.clone());
                    if before != Some(why) {
                        tracing::error!(%address, %error, "a listener cannot be opened: tried again");
                    }
                }
            }
        }
    }

    async fn listen(
        &self,
        address: SocketAddr,
        port: u16,
        mut closed: watch::Receiver<()>,
    ) -> io::Result<()> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        self.bound().insert(port, address);
        self.why().remove(&port);
        let mut stopping = self.shared.stopping.clone();
        let ended = async move {
            // An error says that the sender is gone, which is what closes a listener.
            let gone = async { while closed.changed().await.is_ok() {} };
            tokio::select! {
                () = gone => {}
                _ = stopping.wait_for(|stopping| *stopping) => {}
            }
        };
        tokio::spawn(server::listen(Arc::clone(&self.shared), listener, port, ended));
        Ok(())
    }

    /// The address where a port that balancers name is listened at, while one of them does.
    pub fn address(&self, port: u16) -> Option<SocketAddr> {
        self.bound().get(&port).copied()
    }

    /// All addresses that are listened at.
    pub fn listened(&self) -> Vec<SocketAddr> {
        self.bound().values().copied().collect()
    }

    /// Why a port that a balancer names is not listened at, where it is not.
    pub fn unopened(&self, port: u16) -> Option<Unopened> {
        self.why().get(&port).cloned()
    }

    /// Whether balancers may open a port.
    pub fn may_open(&self, port: u16) -> bool {
        self.addresses.of(port).is_some()
    }

    /// How the targets of a group are, and those that leave it; nothing where no listener's configuration has the group.
    pub fn health(&self, group_arn: &str) -> Option<Vec<TargetStatus>> {
        let routes = self.shared.routes();
        let group = routes.group(group_arn)?;
        let status =
            |target: &Arc<route::Target>| TargetStatus::clone(&target.health.status.load());
        let leaving = group.leaving.iter().filter_map(route::leaving_status);
        Some(group.targets.iter().map(status).chain(leaving).collect())
    }

    /// Forgets what the cache has of a front under paths; a star at their end stands for all that
    /// follows.
    pub fn invalidate(&self, front_arn: &str, paths: &[String]) {
        self.shared.cache.forget(front_arn, paths);
    }

    /// The attack on a front that is under way, where there is one.
    pub fn attack(&self, front_arn: &str) -> Option<Attack> {
        self.shared.routes().flood(front_arn)?.attack()
    }

    /// Whether the signature of an attack hits next to nothing of what is normal for a front. Of one
    /// that is not served nothing is hit.
    pub fn spares(&self, front_arn: &str, signature: &Signature) -> bool {
        self.shared.routes().flood(front_arn).is_none_or(|flood| flood.spares(signature))
    }

    /// Takes no more connections, and lets requests under way end.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let all = u32::try_from(self.shared.limits.connections).unwrap_or(u32::MAX);
        let drained = self.shared.places.acquire_many(all);
        if tokio::time::timeout(self.shared.limits.drain, drained).await.is_err() {
            tracing::warn!("requests through the edge were still under way and were cut off");
        }
    }

    fn why(&self) -> std::sync::MutexGuard<'_, HashMap<u16, Unopened>> {
        self.unopened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bound(&self) -> std::sync::MutexGuard<'_, HashMap<u16, SocketAddr>> {
        self.bound.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edge").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}
