//! The data plane: a reverse proxy in front of applications. What it serves is an immutable
//! [`config::EdgeConfig`], replaced as a whole while requests go on; it knows no service. Requests
//! are read strictly, judged by an [`Inspector`], and sent on as they were judged.

pub mod config;
mod health;
pub mod http1;
mod inspect;
mod log;
mod proxy;
mod record;
mod route;
mod server;
mod shared;
mod tls;

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::{Mutex, watch};

pub use inspect::{Inspector, NoInspector, Reach, Verdict, WafAnswer};
pub use log::{AccessLog, Entry, NoLog};
pub use route::{ConfigError, TargetState, TargetStatus};
pub use shared::{EdgeParts, Limits};

use config::{Addresses, EdgeConfig};
use route::Routes;
use shared::Shared;

/// The ports of the shared listeners, as balancers name them.
const HTTP: u16 = 80;
const HTTPS: u16 = 443;

/// The edge while it serves.
pub struct Edge {
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    addresses: Addresses,
    /// The addresses that listeners are bound to, by the ports that balancers name.
    bound: std::sync::Mutex<HashMap<u16, SocketAddr>>,
    /// What closes the listeners that balancers have for themselves. Held while a configuration is
    /// put into force: one after the other.
    own: Mutex<HashMap<u16, watch::Sender<()>>>,
}

impl Edge {
    /// Opens the shared listeners. Nothing is served before a configuration is published.
    ///
    /// # Errors
    /// An address cannot be bound.
    pub async fn open(parts: EdgeParts, addresses: Addresses) -> io::Result<Self> {
        let (stop, stopping) = watch::channel(false);
        let edge = Self {
            shared: Arc::new(Shared::new(parts, stopping)),
            stop,
            addresses,
            bound: std::sync::Mutex::default(),
            own: Mutex::default(),
        };
        edge.listen(edge.addresses.http, HTTP, None).await?;
        edge.listen(edge.addresses.https, HTTPS, None).await?;
        Ok(edge)
    }

    /// Serves this configuration from now on. Requests under way end by the one they came under.
    ///
    /// # Errors
    /// It cannot be used: the one before goes on being served.
    pub async fn publish(&self, config: &EdgeConfig) -> Result<(), ConfigError> {
        let mut own = self.own.lock().await;
        let routes = Routes::new(config, &self.shared.routes(), &self.shared.tokens)?;
        let routes = Arc::new(routes);
        self.shared.enter(Arc::clone(&routes));
        for target in routes.groups().flat_map(|group| &group.targets) {
            if target.health.begins_to_be_watched() {
                let reach = Arc::clone(&self.shared.reach);
                tokio::spawn(health::watch(Arc::downgrade(target), reach));
            }
        }
        let wanted: Vec<u16> =
            routes.ports().filter(|port| !matches!(*port, HTTP | HTTPS)).collect();
        own.retain(|port, _| wanted.contains(port));
        self.bound().retain(|port, _| matches!(*port, HTTP | HTTPS) || wanted.contains(port));
        for port in wanted {
            let may = self.addresses.ports.is_some_and(|(from, to)| (from..=to).contains(&port));
            if own.contains_key(&port) {
                continue;
            }
            if !may {
                tracing::warn!(
                    port,
                    "a listener's port is outside of --edge-ports: it is not opened"
                );
                continue;
            }
            let (close, closed) = watch::channel(());
            let address = SocketAddr::new(self.addresses.http.ip(), port);
            match self.listen(address, port, Some(closed)).await {
                Ok(()) => {
                    own.insert(port, close);
                }
                Err(error) => tracing::error!(%address, %error, "a listener cannot be opened"),
            }
        }
        Ok(())
    }

    async fn listen(
        &self,
        address: SocketAddr,
        port: u16,
        closed: Option<watch::Receiver<()>>,
    ) -> io::Result<()> {
        let listener = TcpListener::bind(address).await?;
        self.bound().insert(port, listener.local_addr()?);
        let mut stopping = self.shared.stopping.clone();
        let ended = async move {
            let gone = async {
                match closed {
                    // An error says that the sender is gone, which is what closes a listener.
                    Some(mut closed) => while closed.changed().await.is_ok() {},
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = gone => {}
                _ = stopping.wait_for(|stopping| *stopping) => {}
            }
        };
        tokio::spawn(server::listen(Arc::clone(&self.shared), listener, port, ended));
        Ok(())
    }

    /// The address where a port that balancers name is really listened at.
    pub fn address(&self, port: u16) -> Option<SocketAddr> {
        self.bound().get(&port).copied()
    }

    /// How the targets of a group are; nothing where no listener's configuration has the group.
    pub fn health(&self, group_arn: &str) -> Option<Vec<TargetStatus>> {
        let routes = self.shared.routes();
        let group = routes.group(group_arn)?;
        let status =
            |target: &Arc<route::Target>| TargetStatus::clone(&target.health.status.load());
        Some(group.targets.iter().map(status).collect())
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

    fn bound(&self) -> std::sync::MutexGuard<'_, HashMap<u16, SocketAddr>> {
        self.bound.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edge").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}
