//! Tells detectors what is known of protected resources beside their own traffic: what their health
//! checks say, and what the traffic of their protection groups comes to. (AWS WAF Developer Guide,
//! "Configuring health-based detection using health checks" and "Detection logic for multiple resources in
//! an application".)

mod accounts;
mod together;

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bartizan_flood::{Baseline, Circumstances, Settings, Together, Traffic};
use bartizan_service::store::{Change, Observer, Reader, Record};
use bartizan_service::{HealthChecks, Platform};
use bartizan_types::Timestamp;
use tokio::time::{Instant, MissedTickBehavior};

use crate::health_check::health_of;
use crate::records::{GroupRecord, ProtectionRecord, SubscriptionRecord};
use accounts::Account;
use together::Groups;

/// How many times it is looked in a window.
const LOOKS: u32 = 5;
/// The least time between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// Has the detectors of resources.
pub trait Detectors: Send + Sync {
    /// What came to a resource so far; nothing where there is no detector.
    fn traffic(&self, resource: &str) -> Option<Traffic>;

    /// Tells the detector of a resource what is known beside its traffic.
    fn tell(&self, resource: &str, circumstances: Circumstances);
}

/// What is watched. Clones are the same.
#[derive(Clone)]
pub struct Watch(Arc<Inner>);

struct Inner {
    settings: Settings,
    began: Instant,
    /// Whether something was stored that is not known yet.
    is_behind: AtomicBool,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    accounts: Vec<Account>,
    groups: Groups,
    /// Whose detectors were told something.
    told: BTreeSet<String>,
}

impl Watch {
    /// What is an attack, these settings say.
    pub fn new(settings: Settings) -> Self {
        let (began, is_behind) = (Instant::now(), AtomicBool::new(true));
        Self(Arc::new(Inner { settings, began, is_behind, known: Mutex::default() }))
    }

    /// Tells detectors what is known, until the process ends.
    pub async fn keep(&self, platform: &Platform, detectors: &dyn Detectors) {
        let mut ticks = tokio::time::interval((self.0.settings.window / LOOKS).max(PAUSE));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.look(platform, detectors);
        }
    }

    /// Looks once.
    pub fn look(&self, platform: &Platform, detectors: &dyn Detectors) {
        if self.0.is_behind.swap(false, Ordering::AcqRel) {
            match platform.store.read(accounts::all) {
                Ok(accounts) => self.known().accounts = accounts,
                Err(error) => {
                    self.0.is_behind.store(true, Ordering::Release);
                    tracing::warn!(%error, "protections cannot be read: those before go on");
                }
            }
        }
        let checks = platform.ports.health_checks.as_deref();
        let passed = self.0.began.elapsed();
        self.known().look((platform.now(), passed), self.0.settings, checks, detectors);
    }

    /// What was learnt of groups, by their ARNs.
    pub(crate) fn learnt(&self) -> Vec<(String, Baseline)> {
        let passed = self.0.began.elapsed();
        self.known().groups.learnt(passed)
    }

    /// Lets a group begin with what was learnt before, once there is one; false where the ARN is that of
    /// something else.
    pub(crate) fn restore(&self, arn: &str, baseline: &Baseline) -> bool {
        let is_group = arn.contains(":protection-group/");
        if is_group {
            self.known().groups.restore(arn, baseline);
        }
        is_group
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

/// What is stored is read at the next look: a commit waits for nothing.
impl Observer for Watch {
    fn committed(&mut self, changes: &[Change], _: &Reader<'_>) -> Result<(), String> {
        let collections =
            [ProtectionRecord::COLLECTION, GroupRecord::COLLECTION, SubscriptionRecord::COLLECTION];
        if changes.iter().any(|change| collections.contains(&&*change.collection)) {
            self.0.is_behind.store(true, Ordering::Release);
        }
        Ok(())
    }
}

impl Known {
    fn look(
        &mut self,
        (now, passed): (Timestamp, Duration),
        settings: Settings,
        checks: Option<&dyn HealthChecks>,
        detectors: &dyn Detectors,
    ) {
        let active = || self.accounts.iter().filter(|account| account.is_active(now));
        let mut found: HashMap<&str, Circumstances> = HashMap::new();
        for account in active() {
            for one in &account.protections {
                let health = health_of(checks, account.id, one);
                let one = found.entry(&one.resource).or_default();
                *one = Circumstances { health, together: Together::Unknown };
            }
        }
        let groups = active().flat_map(Account::groups);
        let traffic = |resource: &str| detectors.traffic(resource);
        self.groups.look(groups, (settings, passed), &mut found, &traffic);
        let told: BTreeSet<String> = found
            .iter()
            .filter(|(_, one)| **one != Circumstances::default())
            .map(|(resource, _)| (*resource).to_owned())
            .collect();
        for resource in told.union(&self.told) {
            detectors.tell(resource, found.get(&**resource).copied().unwrap_or_default());
        }
        self.told = told;
    }
}
