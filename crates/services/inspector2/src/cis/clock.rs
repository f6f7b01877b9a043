//! What is done by the clock: scans begin when they are due, disks are checked, agents that say nothing
//! are waited for no longer, and old scans are forgotten. All of it is stored, so a restart goes on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bartizan_service::store::{Change, Key, Observer, Reader, Record as _, Writer};
use bartizan_service::{NetworkPlace, Platform};
use bartizan_types::{AccountId, Fault, Region, Timestamp};
use tokio::sync::Notify;

use super::checks::{CheckedDisk, Disks, UncheckedDisk};
use super::outcome::{Counts, Status};
use super::records::{
    BY_AGENT, BY_CHECKER, BY_CONFIGURATION, BY_DUE, BY_SERVER, Checker, ConfigurationRecord, DUE,
    End, ResultRecord, ResultsRecord, ScanRecord, ScanStatus, TargetRecord,
};
use super::schedule::Times;
use crate::assessment::resources::{Instance, Resources};
use crate::document;
use crate::error::InspectorError;
use crate::look::Look;
use crate::scan;
use crate::shapes::Schedule;

/// How often it is looked whether a scan is due.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(5);
/// How long an agent has to check its host.
const AGENTS_WAITED_FOR: Duration = Duration::from_hours(6);
/// How long scans are kept.
const KEPT: Duration = Duration::from_hours(90 * 24);
/// How often it is looked for those whose time is over.
const OLD_LOOKED_FOR_EVERY: Duration = Duration::from_hours(1);
/// How many records are read at a time.
const SCAN: usize = 500;
const DAY_SECONDS: i64 = 86_400;

/// Scans what is due, again and again.
pub struct CisScans {
    resources: Arc<dyn Resources>,
    disks: Arc<dyn Disks>,
    wake: Arc<Notify>,
    forgotten: Mutex<Option<Timestamp>>,
}

/// Wakes who scans when something is to be scanned.
pub struct CisFollower(Arc<Notify>);

impl Observer for CisFollower {
    fn attached(&mut self, _reader: &Reader<'_>) -> Result<(), String> {
        self.0.notify_one();
        Ok(())
    }

    fn committed(&mut self, changes: &[Change], _reader: &Reader<'_>) -> Result<(), String> {
        let is_due = |change: &Change| change.collection == ConfigurationRecord::COLLECTION;
        if changes.iter().any(is_due) {
            self.0.notify_one();
        }
        Ok(())
    }
}

impl CisScans {
    /// Those of these instances and disks, and what is to observe the store for them.
    pub fn new(resources: Arc<dyn Resources>, disks: Arc<dyn Disks>) -> (Self, CisFollower) {
        let wake = Arc::<Notify>::default();
        let scans = Self { resources, disks, wake: Arc::clone(&wake), forgotten: Mutex::default() };
        (scans, CisFollower(wake))
    }

    /// Scans for as long as the process lives.
    pub async fn keep(self, platform: Arc<Platform>) {
        let scans = Arc::new(self);
        let mut ticks = tokio::time::interval(LOOKED_AT_EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = scans.wake.notified() => {}
                _ = ticks.tick() => {}
            }
            let (scans, platform) = (Arc::clone(&scans), Arc::clone(&platform));
            let work = move || scans.step(&platform);
            match tokio::task::spawn_blocking(work).await {
                Ok(Ok(())) => {}
                Ok(Err(fault)) => tracing::warn!(%fault, "CIS scans are tried again"),
                Err(error) => tracing::error!(%error, "CIS scans are tried again"),
            }
        }
    }

    /// Does all that is due now. It blocks.
    ///
    /// # Errors
    /// The store's fault. What was done until then is.
    pub fn step(&self, platform: &Platform) -> Result<(), Fault> {
        let now = platform.now();
        let due = platform
            .store
            .read(|reader| Ok::<_, Fault>(reader.find::<ConfigurationRecord>(BY_DUE, DUE)?))?;
        // What is wrong with one keeps no other from being done.
        let mut done = Ok(());
        for (key, record) in due {
            if record.due.is_some_and(|due| due <= now) {
                done = done.and(self.begin(platform, key, &record, now));
            }
        }
        done.and(self.check_disks(platform, now))
            .and(give_up(platform, now))
            .and(self.forget_old(platform, now))
    }

    /// Begins a scan, and says when the next one is due, in one transaction: none is begun twice.
    fn begin(
        &self,
        platform: &Platform,
        key: Key,
        seen: &ConfigurationRecord,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let Ok(owner) = key.account.parse::<AccountId>() else { return Ok(()) };
        let schedule: Schedule = document::read("Schedule", &seen.schedule)?;
        let next = Times::read(&schedule)?.next(now);
        let look = Look::for_account(platform, owner, &key.region);
        let scan_key = Key::new(owner, &key.region, platform.random.uuid());
        let (record, targets) = platform
            .store
            .read(|reader| {
                let accounts = seen.targets.accounts.now(reader, &look)?;
                let mut targets = Vec::new();
                for account in &accounts {
                    let place =
                        NetworkPlace { account: *account, region: Region::new(&key.region) };
                    for instance in self.resources.instances(reader, &place)? {
                        let id = &scan_key.id;
                        let job = || platform.random.uuid();
                        targets.extend(target(seen, (id, &place), instance, now, job));
                    }
                }
                let open = targets.iter().filter(|one| one.end.is_none()).count();
                let record = ScanRecord {
                    configuration: key.id.clone(),
                    name: seen.name.clone(),
                    level: seen.level,
                    accounts,
                    tags: seen.targets.tags.clone(),
                    started: now,
                    status: ScanStatus::InProgress,
                    open: u64::try_from(open).unwrap_or(u64::MAX),
                    is_any_checked: false,
                    counts: BTreeMap::default(),
                };
                Ok::<_, InspectorError>((record, targets))
            })
            .map_err(Fault::from)?;
        let due = seen.due;
        platform.store.write_blocking(move |writer| {
            let found = writer.get::<ConfigurationRecord>(&key)?;
            // It was changed or forgotten meanwhile, and is looked at again.
            let Some(mut configuration) = found.filter(|found| found.due == due) else {
                return Ok(());
            };
            configuration.due = next;
            writer.put(&key, &configuration)?;
            let is_any = !targets.is_empty();
            for target in targets {
                writer.put(&target.key(&scan_key), &target)?;
            }
            put_scan(writer, &scan_key, record, is_any)
        })
    }

    /// Checks the disks that wait for it, one after the other.
    fn check_disks(&self, platform: &Platform, now: Timestamp) -> Result<(), Fault> {
        let today = now.seconds().div_euclid(DAY_SECONDS);
        let waiting = platform
            .store
            .read(|reader| Ok::<_, Fault>(reader.find::<TargetRecord>(BY_CHECKER, BY_SERVER)?))?;
        for (key, target) in waiting {
            let Checker::Server { disk } = &target.checker else { continue };
            let checked = self.disks.check(disk, target.level, today);
            platform.store.write_blocking(move |writer| {
                let found = writer.get::<TargetRecord>(&key)?;
                // It may have been cancelled meanwhile.
                match found.filter(|target| target.end.is_none()) {
                    Some(target) => settle(writer, &key, target, checked),
                    None => Ok(()),
                }
            })?;
        }
        Ok(())
    }

    /// Forgets scans whose time is over, now and then.
    fn forget_old(&self, platform: &Platform, now: Timestamp) -> Result<(), Fault> {
        let mut forgotten = self.forgotten.lock().unwrap_or_else(PoisonError::into_inner);
        if forgotten.is_some_and(|at| now.since(at) < OLD_LOOKED_FOR_EVERY) {
            return Ok(());
        }
        *forgotten = Some(now);
        drop(forgotten);
        let mut after = None::<Key>;
        loop {
            let page = platform.store.read(|reader| {
                Ok::<_, Fault>(reader.scan_all::<ScanRecord>(after.as_ref(), SCAN)?)
            })?;
            let is_last = page.len() < SCAN;
            after = page.last().map(|(key, _)| key.clone());
            for (key, scan) in page {
                if now.since(scan.started) >= KEPT {
                    platform.store.write_blocking(move |writer| forget(writer, &key))?;
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }
}

/// An instance in a scan that begins, if its tags make it a target.
fn target(
    configuration: &ConfigurationRecord,
    (scan, place): (&str, &NetworkPlace),
    instance: Instance,
    now: Timestamp,
    job: impl FnOnce() -> String,
) -> Option<TargetRecord> {
    let tags = configuration.targets.matched(&instance.tags)?;
    let checker = match (instance.image, instance.disk) {
        (_, Some(disk)) => Checker::Server { disk },
        // Hosts with an agent have no image.
        (None, None) => Checker::Agent { job: job(), session: None },
        (Some(_), None) => Checker::Nobody,
    };
    Some(TargetRecord {
        scan: scan.to_owned(),
        level: configuration.level,
        account: place.account,
        region: place.region.as_str().to_owned(),
        instance: instance.id,
        tags,
        platform: String::new(),
        end: (checker == Checker::Nobody).then_some(End::Unmanaged),
        checker,
        since: now,
        counts: Counts::default(),
        told: BTreeMap::default(),
    })
}

/// Keeps what the checks said of a disk.
fn settle(
    writer: &mut Writer<'_>,
    key: &Key,
    mut target: TargetRecord,
    checked: Result<CheckedDisk, UncheckedDisk>,
) -> Result<(), Fault> {
    let how = match checked {
        Ok(checked) => {
            let mut results = ResultsRecord::default();
            for (id, rule, reason) in checked.results {
                let Some(status) = Status::of_rule(&rule) else { continue };
                results.results.insert(id, ResultRecord { status, reason });
            }
            target.counts = Counts::of(&results);
            target.platform = checked.platform;
            writer.put(key, &results)?;
            End::Completed
        }
        Err(UncheckedDisk::UnsupportedSystem(why)) => {
            target.told.insert("reason".to_owned(), why);
            End::UnsupportedSystem
        }
        Err(UncheckedDisk::Unreadable(why)) => {
            tracing::warn!(instance = target.instance, problem = why, "a disk is not checked");
            target.told.insert("reason".to_owned(), why);
            End::Cancelled
        }
    };
    end(writer, key, target, how)
}

/// Ends the checking of an instance; with the last one, its scan.
pub(super) fn end(
    writer: &mut Writer<'_>,
    key: &Key,
    mut target: TargetRecord,
    how: End,
) -> Result<(), Fault> {
    target.end = Some(how);
    if let Checker::Agent { session, .. } = &mut target.checker {
        *session = None;
    }
    writer.put(key, &target)?;
    let scan_key = Key { id: target.scan.clone(), ..key.clone() };
    let Some(mut scan) = writer.get::<ScanRecord>(&scan_key)? else { return Ok(()) };
    let counts = scan.counts.entry(target.account).or_default();
    *counts = counts.and(target.counts);
    scan.open = scan.open.saturating_sub(1);
    scan.is_any_checked |= how == End::Completed;
    put_scan(writer, &scan_key, scan, true)
}

/// Keeps a scan, which is over when nothing of it is open. It has failed if none of its targets was
/// checked.
fn put_scan(
    writer: &mut Writer<'_>,
    key: &Key,
    mut scan: ScanRecord,
    has_targets: bool,
) -> Result<(), Fault> {
    if scan.open == 0 && scan.status == ScanStatus::InProgress {
        let has_failed = has_targets && !scan.is_any_checked;
        scan.status = if has_failed { ScanStatus::Failed } else { ScanStatus::Completed };
    }
    Ok(writer.put(key, &scan)?)
}

/// Cancels the scans of a configuration that are under way. What was found until now stays.
pub(super) fn cancel(writer: &mut Writer<'_>, configuration: &Key) -> Result<(), InspectorError> {
    for (key, mut scan) in writer.find::<ScanRecord>(BY_CONFIGURATION, &configuration.id)? {
        scan.status = ScanStatus::Cancelled;
        writer.put(&key, &scan)?;
        let mut open = Vec::new();
        let prefix = format!("{}/", key.id);
        scan::each_from::<TargetRecord>(writer, &key, &prefix, |key, target| {
            open.extend(target.end.is_none().then_some((key, target)));
            Ok(())
        })?;
        for (key, target) in open {
            end(writer, &key, target, End::Cancelled)?;
        }
    }
    Ok(())
}

/// Waits no longer for agents that say nothing.
fn give_up(platform: &Platform, now: Timestamp) -> Result<(), Fault> {
    let is_over = move |target: &TargetRecord| now.since(target.since) >= AGENTS_WAITED_FOR;
    let waiting = platform
        .store
        .read(|reader| Ok::<_, Fault>(reader.find::<TargetRecord>(BY_CHECKER, BY_AGENT)?))?;
    for (key, _) in waiting.into_iter().filter(|(_, target)| is_over(target)) {
        platform.store.write_blocking(move |writer| {
            let found = writer.get::<TargetRecord>(&key)?;
            match found.filter(|target| target.end.is_none()) {
                Some(target) => end(writer, &key, target, End::TimedOut),
                None => Ok(()),
            }
        })?;
    }
    Ok(())
}

/// Forgets a scan and all that it found.
fn forget(writer: &mut Writer<'_>, key: &Key) -> Result<(), Fault> {
    let mut found = Vec::new();
    scan::each_from::<TargetRecord>(writer, key, &format!("{}/", key.id), |key, _| {
        found.push(key);
        Ok(())
    })?;
    for target in found {
        writer.delete::<ResultsRecord>(&target)?;
        writer.delete::<TargetRecord>(&target)?;
    }
    writer.delete::<ScanRecord>(key)?;
    Ok(())
}
