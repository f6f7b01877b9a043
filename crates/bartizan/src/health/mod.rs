//! The health checks of Route 53 are made here, and what they come to is what DNS answers by.

mod balancers;
mod look;
mod meters;
mod state;
mod watch;
mod wording;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bartizan_dns::Published;
use bartizan_edge::Reach;
use bartizan_route53::{HealthCheckRecord, Subject};
use bartizan_service::{CheckHealth, HealthChecks, Platform};
use bartizan_types::AccountId;
use bartizan_zones::Health;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::edge::{Guarded, Joint};
use crate::error::CliError;
use crate::start::Started;

use look::Seen;
use state::{Check, is_healthy};
use watch::Follower;

/// How many endpoints are looked at at a time.
const LOOKS_MAX: usize = 256;

/// All health checks, and what is known of them. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Checks(Arc<Inner>);

#[derive(Default)]
struct Inner {
    known: Mutex<Known>,
    published: Arc<Published>,
}

#[derive(Default)]
struct Known {
    checks: HashMap<String, Check>,
    /// The names that were given to balancers which are not well.
    unwell_names: HashSet<Vec<u8>>,
    /// How many watchers were begun: each has its own number.
    begun: u64,
}

/// What watchers look with.
struct Means {
    platform: Arc<Platform>,
    reach: Arc<dyn Reach>,
    places: Semaphore,
    /// How much time lies between two looks, in place of what a health check says.
    interval: Option<Duration>,
    runtime: Handle,
}

impl Checks {
    /// Whose health is told to what is published.
    pub(crate) fn new(published: Arc<Published>) -> Self {
        Self(Arc::new(Inner { known: Mutex::default(), published }))
    }

    /// Makes the checks that are stored, and those that are made from now on.
    ///
    /// # Errors
    /// The store cannot be observed.
    pub(crate) async fn serve(
        &self,
        joint: &Joint,
        started: &Started,
        interval: Option<Duration>,
    ) -> Result<(), CliError> {
        let platform = Arc::clone(started.road.platform());
        let store = platform.store.clone();
        let means = Arc::new(Means {
            platform,
            reach: Arc::new(Guarded(Arc::clone(&started.egress))),
            places: Semaphore::new(LOOKS_MAX),
            interval,
            runtime: Handle::current(),
        });
        let follower = Follower { checks: self.clone(), means: Arc::clone(&means) };
        let observed = tokio::task::spawn_blocking(move || store.observe(Box::new(follower)));
        observed.await.map_err(CliError::failed)?.map_err(CliError::failed)?;
        tokio::spawn(meters::count(self.clone(), Arc::clone(&means.platform)));
        tokio::spawn(balancers::watch(self.clone(), joint.clone()));
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a health check as it is stored. What is thought of its endpoint stays.
    fn enter(&self, record: HealthCheckRecord, is_new: bool, means: &Arc<Means>) {
        let mut known = self.known();
        known.begun += 1;
        let number = known.begun;
        let check =
            known.checks.entry(record.id.clone()).or_insert_with(|| Check::new(&record, is_new));
        let was = (check.number > 0).then(|| check.record.clone());
        let is_same = was.is_some_and(|was| {
            (&was.subject, was.is_disabled) == (&record.subject, record.is_disabled)
        });
        if !is_same {
            check.stop();
            check.number = number;
            if let Subject::Endpoint(endpoint) = &record.subject
                && !record.is_disabled
            {
                let looking = watch::look_on(
                    self.clone(),
                    (record.id.clone(), number),
                    endpoint.clone(),
                    Arc::clone(means),
                );
                check.watcher = Some(means.runtime.spawn(looking).abort_handle());
            }
        }
        check.record = record;
        self.publish(&known);
    }

    fn remove(&self, id: &str) {
        let mut known = self.known();
        if let Some(mut gone) = known.checks.remove(id) {
            gone.stop();
        }
        self.publish(&known);
    }

    /// Enters what a watcher saw, unless another took its place.
    fn saw(&self, (id, number): (&str, u64), seen: Seen) {
        let mut known = self.known();
        let Some(check) = known.checks.get_mut(id).filter(|check| check.number == number) else {
            return;
        };
        if check.saw(seen) {
            let (name, is_well) = (&check.record.id, check.is_well);
            tracing::info!(id = %name, is_well, "what a health check looks at is otherwise");
            self.publish(&known);
        }
    }

    /// Says which balancers are not well.
    fn tell_names(&self, unwell: HashSet<Vec<u8>>) {
        let mut known = self.known();
        if known.unwell_names != unwell {
            known.unwell_names = unwell;
            self.publish(&known);
        }
    }

    /// What is known is what is answered by: one after the other, as the lock is held.
    fn publish(&self, known: &Known) {
        let mut found = HashMap::new();
        let is_unwell = |id: &&String| !is_healthy(&known.checks, id, &mut found);
        let unwell_checks = known.checks.keys().filter(is_unwell).cloned().collect();
        let unwell_names = known.unwell_names.clone();
        self.0.published.note(Health { unwell_checks, unwell_names });
    }
}

impl HealthChecks for Checks {
    fn health(&self, account: AccountId, id: &str) -> Option<CheckHealth> {
        let known = self.known();
        let check = known.checks.get(id).filter(|check| check.record.account == account)?;
        Some(CheckHealth {
            is_healthy: is_healthy(&known.checks, id, &mut HashMap::new()),
            last: check.last.clone(),
            last_failure: check.last_failure.clone(),
        })
    }
}

impl std::fmt::Debug for Checks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checks").finish_non_exhaustive()
    }
}
