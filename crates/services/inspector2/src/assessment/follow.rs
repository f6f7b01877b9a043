//! Follows the store: what a commit changes is assessed soon after it, and nothing else is.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bartizan_service::store::{Change, Key, Observer, Reader, Record as _};
use bartizan_service::{NetworkPlace, Platform, Road};
use bartizan_types::{AccountId, Fault, Region};
use tokio::sync::Notify;

use super::Assessor;
use super::resources::Resources;
use crate::configuration::ConfigurationRecord;
use crate::finding::record::{Closed, FindingRecord};
use crate::inventory::MarkRecord;
use crate::records::AccountRecord;
use crate::report::record::ReportRecord;
use crate::report::write_due;

/// How often it is looked whether other advisories are in force.
const ADVISORIES_LOOKED_AT_EVERY: Duration = Duration::from_secs(5);
/// How long what could not be assessed waits.
const RETRIED_AFTER: Duration = Duration::from_secs(5);
/// How many findings are looked at in one read for those that are to be forgotten.
const SCAN: usize = 500;

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

/// What is to be assessed.
#[derive(Default)]
struct Due {
    is_all: bool,
    /// Accounts and regions.
    places: BTreeSet<(String, String)>,
}

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
    fn mark(&self, changes: &[Change]) {
        let mut due = self.due.due();
        let mut is_any = false;
        for change in changes {
            let collection = change.collection.as_str();
            if collection == ReportRecord::COLLECTION {
                self.due.report.notify_one();
            }
            let is_own = OWN.contains(&collection);
            if self.resources.concerns_all(collection) {
                due.is_all = true;
            } else if is_own || self.resources.concerns(collection) {
                let Key { account, region, .. } = &change.key;
                due.places.insert((account.clone(), region.clone()));
            } else {
                continue;
            }
            is_any = true;
        }
        if is_any {
            self.due.wake.notify_one();
        }
    }
}

impl Observer for Follower {
    fn attached(&mut self, _reader: &Reader<'_>) -> Result<(), String> {
        self.due.all();
        Ok(())
    }

    fn committed(&mut self, changes: &[Change], _reader: &Reader<'_>) -> Result<(), String> {
        self.mark(changes);
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
                if let Err(fault) = write_due(&road).await {
                    tracing::error!(%fault, "reports cannot be written: tried again");
                    tokio::time::sleep(RETRIED_AFTER).await;
                    due.report.notify_one();
                }
            }
        }
    }

    /// Assesses what is due, for as long as the process lives.
    pub async fn keep(self, platform: Arc<Platform>) {
        let mut ticks = tokio::time::interval(ADVISORIES_LOOKED_AT_EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.due.wake.notified() => {}
                _ = ticks.tick() => self.look_at_advisories().await,
            }
            if !self.assess(&platform).await {
                tokio::time::sleep(RETRIED_AFTER).await;
                self.due.wake.notify_one();
            }
        }
    }

    /// Assesses what is due now; whether all of it could be. What could not is due again.
    pub async fn assess(&self, platform: &Arc<Platform>) -> bool {
        let due = std::mem::take(&mut *self.due.due());
        let places = match places(platform, &due) {
            Ok(places) => places,
            Err(fault) => {
                tracing::error!(%fault, "what is to be assessed cannot be read: tried again");
                self.due.due().is_all = true;
                return false;
            }
        };
        let mut is_whole = true;
        for (account, region) in places {
            let Ok(id) = account.parse::<AccountId>() else { continue };
            let place = NetworkPlace { account: id, region: Region::new(&region) };
            let (assessor, platform) = (Arc::clone(&self.assessor), Arc::clone(platform));
            let work = move || assessor.assess(&platform.store, &place, platform.now());
            let problem = match tokio::task::spawn_blocking(work).await {
                Ok(Ok(())) => continue,
                Ok(Err(fault)) => fault.to_string(),
                Err(error) => error.to_string(),
            };
            tracing::error!(account, region, problem, "an account cannot be assessed: tried again");
            self.due.due().places.insert((account, region));
            is_whole = false;
        }
        is_whole
    }

    async fn look_at_advisories(&self) {
        let assessor = Arc::clone(&self.assessor);
        let looked = tokio::task::spawn_blocking(move || assessor.has_other_advisories()).await;
        if looked.unwrap_or_default() {
            self.due.due().is_all = true;
        }
    }
}

/// The places that are due and have something to do with Inspector.
fn places(platform: &Platform, due: &Due) -> Result<BTreeSet<(String, String)>, Fault> {
    if !due.is_all && due.places.is_empty() {
        return Ok(BTreeSet::new());
    }
    let scanned = platform.store.read(Assessor::places)?;
    if due.is_all {
        return Ok(scanned);
    }
    Ok(due.places.intersection(&scanned).cloned().collect())
}

/// Forgets closed findings whose time is over.
///
/// # Errors
/// The store's fault.
pub async fn forget_closed(platform: &Platform) -> Result<(), Fault> {
    let (now, mut after) = (platform.now(), None::<Key>);
    loop {
        let page = platform.store.read(|reader| {
            Ok::<_, Fault>(reader.scan_all::<FindingRecord>(after.as_ref(), SCAN)?)
        })?;
        let is_last = page.len() < SCAN;
        after = page.last().map(|(key, _)| key.clone());
        let is_over = move |closed: Option<Closed>| closed.is_some_and(|one| one.forgotten <= now);
        let over = page.into_iter().filter(|(_, finding)| is_over(finding.closed));
        let over: Vec<Key> = over.map(|(key, _)| key).collect();
        if !over.is_empty() {
            let write = move |writer: &mut bartizan_service::store::Writer<'_>| {
                for key in over {
                    let found = writer.get::<FindingRecord>(&key)?;
                    if found.is_some_and(|finding| is_over(finding.closed)) {
                        writer.delete::<FindingRecord>(&key)?;
                    }
                }
                Ok::<_, Fault>(())
            };
            platform.store.write(write).await?;
        }
        if is_last {
            return Ok(());
        }
    }
}
