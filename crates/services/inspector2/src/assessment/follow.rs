//! Follows the store: what a commit changes is assessed soon after it, and nothing else is.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bartizan_service::store::{Change, Key, Observer, Reader, Record as _};
use bartizan_service::{Platform, Road};
use bartizan_types::Fault;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::due::{Due, Place, Turn};
use super::resources::Resources;
use super::{Assessor, Slice};
use crate::configuration::ConfigurationRecord;
use crate::inventory::MarkRecord;
use crate::records::AccountRecord;
use crate::report::record::ReportRecord;
use crate::report::write_due;

/// How often it is looked whether other advisories are in force.
const ADVISORIES_LOOKED_AT_EVERY: Duration = Duration::from_secs(5);
/// How long what could not be assessed waits.
const RETRIED_AFTER: Duration = Duration::from_secs(5);
/// How long it is waited for what changes together.
const GATHERED: Duration = Duration::from_millis(200);

/// Assesses what changes, again and again.
pub struct Assessments {
    assessor: Arc<Assessor>,
    due: Arc<Shared>,
}

/// Marks what a commit changes as due.
pub struct Follower {
    resources: Arc<dyn Resources>,
    due: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    due: Mutex<Due>,
    wake: Notify,
    /// Wakes who writes reports.
    report: Notify,
}

/// The collections of the service that what is assessed depends on.
const OWN: [&str; 3] =
    [AccountRecord::COLLECTION, ConfigurationRecord::COLLECTION, MarkRecord::COLLECTION];

impl Shared {
    fn due(&self) -> MutexGuard<'_, Due> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all(&self) {
        self.due().is_all = true;
        self.wake.notify_one();
        self.report.notify_one();
    }
}

impl Follower {
    fn mark(&self, changes: &[Change], reader: &Reader<'_>) {
        let mut places: BTreeSet<Place> = BTreeSet::new();
        let mut is_all = false;
        for change in changes {
            let (collection, Key { account, region, .. }) =
                (change.collection.as_str(), &change.key);
            if collection == ReportRecord::COLLECTION {
                self.due.report.notify_one();
            } else if OWN.contains(&collection) {
                places.insert((account.clone(), region.clone()));
            } else if self.resources.concerns(collection) {
                match self.resources.places(reader, collection, &change.key) {
                    Ok(found) => places.extend(found.into_iter().map(|place| {
                        (place.account.to_string(), place.region.as_str().to_owned())
                    })),
                    // Whom it concerns could not be read: it may be anyone.
                    Err(_) => is_all = true,
                }
            }
        }
        if is_all || !places.is_empty() {
            let mut due = self.due.due();
            due.is_all |= is_all;
            for place in &places {
                due.mark(place);
            }
            drop(due);
            self.due.wake.notify_one();
        }
    }
}

impl Observer for Follower {
    fn attached(&mut self, _reader: &Reader<'_>) -> Result<(), String> {
        self.due.all();
        Ok(())
    }

    fn committed(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<(), String> {
        self.mark(changes, reader);
        Ok(())
    }
}

impl Assessments {
    /// Those of an assessor, and what is to observe the store for them.
    pub fn new(assessor: Assessor) -> (Self, Follower) {
        let (assessor, due) = (Arc::new(assessor), Arc::<Shared>::default());
        let resources = Arc::clone(&assessor.resources);
        let follower = Follower { resources, due: Arc::clone(&due) };
        (Self { assessor, due }, follower)
    }

    /// Writes the reports that are asked for, for as long as the process lives.
    pub fn write_reports(&self, road: Arc<Road>) -> impl Future<Output = ()> + Send + use<> {
        let due = Arc::clone(&self.due);
        async move {
            loop {
                due.report.notified().await;
                // On its own: a round that panics is the last of none but itself.
                let of_round = Arc::clone(&road);
                let round = tokio::spawn(async move { write_due(&of_round).await });
                let problem = match round.await {
                    Ok(Ok(false)) => continue,
                    Ok(Ok(true)) => None,
                    Ok(Err(fault)) => Some(fault.to_string()),
                    Err(error) => Some(error.to_string()),
                };
                if let Some(problem) = problem {
                    tracing::error!(problem, "reports cannot be written: tried again");
                }
                let due = Arc::clone(&due);
                tokio::spawn(async move {
                    tokio::time::sleep(RETRIED_AFTER).await;
                    due.report.notify_one();
                });
            }
        }
    }

    /// Assesses what is due, for as long as the process lives.
    pub async fn keep(self, platform: Arc<Platform>) {
        let mut ticks = tokio::time::interval(ADVISORIES_LOOKED_AT_EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut tried_again = Instant::now();
        loop {
            tokio::select! {
                () = self.due.wake.notified() => tokio::time::sleep(GATHERED).await,
                _ = ticks.tick() => self.look_at_advisories().await,
            }
            if tried_again.elapsed() >= RETRIED_AFTER {
                tried_again = Instant::now();
                self.due.due().retry();
            }
            self.round(&platform).await;
            if self.due.due().len() > 0 {
                self.due.wake.notify_one();
            }
        }
    }

    /// Assesses what is due now, and what failed before; whether all of it could be. What could not is due
    /// again.
    pub async fn assess(&self, platform: &Arc<Platform>) -> bool {
        self.due.due().retry();
        loop {
            self.round(platform).await;
            let due = self.due.due();
            if due.len() == 0 {
                return !due.has_failed() && !due.is_all;
            }
        }
    }

    /// One turn of each that is due now.
    async fn round(&self, platform: &Arc<Platform>) {
        self.mark_all(platform).await;
        let turns = self.due.due().len();
        for _ in 0..turns {
            let Some(turn) = self.due.due().next() else { return };
            self.take(platform, turn).await;
        }
    }

    async fn take(&self, platform: &Arc<Platform>, turn: Turn) {
        let Some(place) = turn.network() else { return self.due.due().end(turn, None, false) };
        let (assessor, platform) = (Arc::clone(&self.assessor), Arc::clone(platform));
        let from = turn.from.clone();
        let work = move || assessor.slice(&platform.store, &place, from.as_deref(), platform.now());
        let (account, region) = &turn.place;
        let problem = match tokio::task::spawn_blocking(work).await {
            Ok(Ok(Slice { next, problem })) => {
                if let Some(fault) = &problem {
                    tracing::error!(account, region, %fault, "not all can be assessed: tried again");
                }
                return self.due.due().end(turn, next, problem.is_some());
            }
            Ok(Err(fault)) => fault.to_string(),
            Err(error) => error.to_string(),
        };
        tracing::error!(account, region, problem, "an account cannot be assessed: tried again");
        self.due.due().fail(turn);
    }

    /// Has all wait where all are due.
    async fn mark_all(&self, platform: &Arc<Platform>) {
        if !std::mem::take(&mut self.due.due().is_all) {
            return;
        }
        let platform = Arc::clone(platform);
        let read = move || platform.store.read(Assessor::places).map_err(Fault::from);
        let problem = match tokio::task::spawn_blocking(read).await {
            Ok(Ok(places)) => {
                let mut due = self.due.due();
                for place in &places {
                    due.mark(place);
                }
                return;
            }
            Ok(Err(fault)) => fault.to_string(),
            Err(error) => error.to_string(),
        };
        tracing::error!(problem, "what is to be assessed cannot be read: tried again");
        self.due.due().is_all = true;
    }

    /// Has all assessed where other advisories are in force than when this was looked at last.
    pub async fn look_at_advisories(&self) {
        let assessor = Arc::clone(&self.assessor);
        match tokio::task::spawn_blocking(move || assessor.has_other_advisories()).await {
            Ok(false) => {}
            Ok(true) => self.due.due().is_all = true,
            Err(error) => tracing::error!(%error, "it was not looked whether advisories are other"),
        }
    }
}
