//! Publishes what is stored to the edge, before the commit that changed it is acknowledged.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use bartizan_edge::Edge;
use bartizan_edge::config::EdgeConfig;
use bartizan_egress::Connector;
use bartizan_service::store::{Change, Observer, Reader, Store, StoreError};
use tokio::runtime::Handle;

use super::access_log::AccessLogs;
use super::balancers::Balancers;
use super::distribution::{Distributions, Due};
use super::served::Served;
use super::{Joint, Logs};
use crate::start::Started;

/// How often what could not be published is tried again.
const RETRIED_EVERY: Duration = Duration::from_secs(5);
/// And at most so much later, while it cannot.
const RETRIED_LATER: Duration = Duration::from_mins(5);

/// Observes the store for the edge. What the edge cannot serve is said, and what was served before
/// goes on: calls are answered either way.
#[derive(Clone)]
pub(super) struct Publisher(Arc<Mutex<State>>);

struct State {
    edge: Arc<OnceLock<Edge>>,
    served: Arc<ArcSwap<Served>>,
    logs: Arc<AccessLogs>,
    egress: Arc<Connector>,
    balancers: Balancers,
    distributions: Distributions,
    config: EdgeConfig,
    /// Whether something stored could not be read, so that not all of it is served.
    is_behind: bool,
    /// The addresses that targets may not have, as the edge itself listens there.
    own: HashSet<SocketAddr>,
    runtime: Handle,
}

impl Publisher {
    /// For the edge of a started Bartizan, on the runtime of the caller.
    pub(super) fn new(joint: &Joint, started: &Started, logs: Logs) -> Self {
        let ports = &started.road.platform().ports;
        let (firewall, certificates) =
            (Arc::clone(&joint.firewall), ports.server_certificates.clone());
        Self(Arc::new(Mutex::new(State {
            edge: Arc::clone(&joint.edge),
            served: Arc::clone(&joint.served),
            logs: logs.balancers,
            egress: Arc::clone(&started.egress),
            balancers: Balancers::new(firewall, certificates),
            distributions: Distributions::new(joint, started, logs.distributions),
            config: EdgeConfig::default(),
            is_behind: false,
            own: HashSet::new(),
            runtime: Handle::current(),
        })))
    }

    /// Tries again, for as long as the process lives, what could not be published: ports that the
    /// system did not give, records that could not be read.
    pub(super) async fn retry(self, store: Store) {
        let (edge, mut pause) = (Arc::clone(&self.state().edge), RETRIED_EVERY);
        loop {
            tokio::time::sleep(pause).await;
            if let Some(edge) = edge.get() {
                edge.retry().await;
            }
            let (publisher, store) = (self.clone(), store.clone());
            let tried = tokio::task::spawn_blocking(move || publisher.catch_up(&store)).await;
            let is_behind = tried.unwrap_or(true);
            pause = if is_behind { (pause * 2).min(RETRIED_LATER) } else { RETRIED_EVERY };
        }
    }

    /// The ARNs of balancers, each with those of the groups that it forwards to.
    pub(super) fn forwarded(&self) -> Vec<(String, BTreeSet<String>)> {
        self.state().balancers.forwarded()
    }

    /// Reads all anew where something could not be read; whether there still is.
    fn catch_up(&self, store: &Store) -> bool {
        let mut state = self.state();
        if state.is_behind {
            // No commit is told of meanwhile, so nothing newer is overwritten.
            let read = store.read(|reader| {
                state.load(reader);
                Ok::<_, StoreError>(())
            });
            if let Err(error) = read {
                tracing::error!(%error, "what the edge serves cannot be read: tried again");
            }
        }
        state.is_behind
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Reads and publishes all.
    fn load(&mut self, reader: &Reader<'_>) {
        match self.balancers.load(reader, &mut self.config) {
            Ok(is_whole) => {
                self.is_behind = !is_whole;
                self.publish(reader, &Due::All);
            }
            Err(error) => self.fail(&error),
        }
    }

    /// Publishes what a commit changed. What could not be read before is not read anew here, where
    /// every commit comes by, but by the clock.
    fn apply(&mut self, changes: &[Change], reader: &Reader<'_>) {
        self.distributions.invalidate(changes, reader);
        let due = self.distributions.changed(changes);
        match self.balancers.apply(changes, reader, &mut self.config) {
            Ok(None) if !due.is_any() => {}
            Ok(is_whole) => {
                self.is_behind |= is_whole == Some(false);
                self.publish(reader, &due);
            }
            Err(error) => self.fail(&error),
        }
    }

    fn fail(&mut self, error: &str) {
        self.is_behind = true;
        tracing::error!(
            error,
            "what the edge serves cannot be read: it serves on, and tries again"
        );
    }

    /// Publishes the fronts as they are held; those of distributions anew that are due, or all where
    /// accounts come to share the edge.
    fn publish(&mut self, reader: &Reader<'_>, due: &Due) {
        let is_due = due.is_any() || self.distributions.are_otherwise_shared(&self.config);
        if is_due && let Err(error) = self.distributions.load(reader, due, &mut self.config) {
            self.fail(&error.to_string());
        }
        let Some(edge) = self.edge.get() else { return };
        self.logs.enter(self.balancers.records());
        let unserved = self.runtime.block_on(edge.publish(&self.config));
        for address in edge.listened() {
            if self.own.insert(address) {
                self.egress.add_own(address);
            }
        }
        let problems: HashMap<_, _> =
            unserved.into_iter().map(|one| (one.listener_arn, one.error.to_string())).collect();
        let names = self.distributions.names.clone();
        self.served.store(Arc::new(Served::new(&self.config, &problems, names)));
    }
}

impl Observer for Publisher {
    fn attached(&mut self, reader: &Reader<'_>) -> Result<(), String> {
        self.state().load(reader);
        Ok(())
    }

    fn committed(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<(), String> {
        self.state().apply(changes, reader);
        Ok(())
    }
}
