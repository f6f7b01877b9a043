//! What is vulnerable and what is reachable, found anew where something of it changes.
//! See `docs/adr/0072-findings-follow-what-changes.md`.

mod affected;
mod desired;
mod disks;
mod due;
mod follow;
mod forget;
mod instance;
mod network;
mod packages;
mod ports;
pub(crate) mod resources;
mod settle;
mod steps;
mod vulnerability;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_assess::advisory::Advisories;
use bartizan_reach::Network;
use bartizan_service::store::{Reader, Store, StoreError};
use bartizan_service::{AdvisoryData, AdvisoryFile, NetworkPlace};
use bartizan_types::{Fault, Timestamp};

pub use follow::{Assessments, Follower};
pub use forget::forget_closed;
pub(crate) use packages::packages as packages_of;

use self::instance::Assessed;
use self::network::Openings;
use self::resources::{Instance, Resources};
use self::settle::Gone;
use crate::configuration::ConfigurationRecord;
use crate::coverage::record::CoveredRecord;
use crate::inventory::{self, MarkRecord};
use crate::records::{AccountRecord, Scans};

/// Assesses accounts, each in a region.
pub struct Assessor {
    resources: Arc<dyn Resources>,
    advisories: Option<Arc<dyn AdvisoryFile>>,
    /// The advisories that were used last, with what tells them from others.
    used: Mutex<Option<(Arc<AdvisoryData>, String)>>,
    /// The advisories by which all accounts were marked last.
    announced: Mutex<Option<Arc<AdvisoryData>>>,
}

/// How many instances are assessed at a turn, if that is not less than a tenth of all, and how long a turn is
/// beside what it takes to look at the account: the others wait for theirs meanwhile.
const SLICE: usize = 200;
const SLICE_PARTS: usize = 10;
const SLICE_TIME: Duration = Duration::from_secs(1);

/// How far a turn came.
#[derive(Debug, Default)]
struct Slice {
    /// The instance behind which it goes on; none at the end.
    next: Option<String>,
    /// What was wrong with an instance.
    problem: Option<Fault>,
}

/// What is left of a turn.
struct Budget {
    of: usize,
    left: usize,
    began: Instant,
    time: Duration,
}

impl Budget {
    fn new() -> Self {
        Self { of: SLICE, left: SLICE, began: Instant::now(), time: SLICE_TIME }
    }

    /// So many instances were looked at, and are assessed from now on.
    fn begin(&mut self, instances: usize) {
        let of = SLICE.max(instances / SLICE_PARTS);
        let time = SLICE_TIME.max(self.began.elapsed());
        *self = Self { of, left: of, began: Instant::now(), time };
    }

    fn spend(&mut self) {
        self.left = self.left.saturating_sub(1);
    }

    /// A turn does something, however long that takes.
    fn is_over(&self) -> bool {
        self.left == 0 || (self.left < self.of && self.began.elapsed() >= self.time)
    }
}

/// The state of the store that an assessment is of.
struct View {
    scans: Scans,
    instances: Vec<Instance>,
    network: Network,
    marks: BTreeMap<String, MarkRecord>,
    covered: BTreeMap<String, CoveredRecord>,
    /// Whether packages of languages count.
    is_deep: bool,
}

impl Assessor {
    /// One of what these know; without advisories, packages are not assessed.
    pub fn new(resources: Arc<dyn Resources>, advisories: Option<Arc<dyn AdvisoryFile>>) -> Self {
        let announced = Mutex::new(advisories.as_ref().map(|file| file.current()));
        Self { resources, advisories, used: Mutex::default(), announced }
    }

    /// Finds what there is to find in a place, and keeps it. It blocks.
    ///
    /// # Errors
    /// The store's fault.
    pub fn assess(&self, store: &Store, place: &NetworkPlace, now: Timestamp) -> Result<(), Fault> {
        let (mut from, mut done) = (None, Ok(()));
        loop {
            let Slice { next, problem } = self.slice(store, place, from.as_deref(), now)?;
            done = done.and(problem.map_or(Ok(()), Err));
            match next {
                Some(next) => from = Some(next),
                None => return done,
            }
        }
    }

    /// Does a bounded part of that, behind an instance.
    fn slice(
        &self,
        store: &Store,
        place: &NetworkPlace,
        from: Option<&str>,
        now: Timestamp,
    ) -> Result<Slice, Fault> {
        let mut budget = Budget::new();
        let goes_on = || Slice { next: Some(from.unwrap_or_default().to_owned()), problem: None };
        let Some(mut view) = store.read(|reader| self.view(reader, place))? else {
            return Ok(Slice::default());
        };
        let there: BTreeSet<&str> = view.instances.iter().map(|one| one.id.as_str()).collect();
        let is_gone = |id: &&String| !there.contains(id.as_str());
        let gone: Vec<String> = view.covered.keys().filter(is_gone).cloned().collect();
        let why = if view.scans.ec2 { Gone::Terminated } else { Gone::NotScanned };
        for instance in gone {
            if budget.is_over() {
                return Ok(goes_on());
            }
            settle::forget(store, place, instance, why, now)?;
            budget.spend();
        }
        if !view.scans.ec2 {
            return Ok(Slice::default());
        }
        let (resources, marks) = (&*self.resources, &mut view.marks);
        if !disks::read(resources, store, place, &view.instances, marks, &mut budget, now)? {
            return Ok(goes_on());
        }
        Ok(self.settle(store, place, &view, (from, &mut budget), now))
    }

    /// Keeps what there is to find of the instances behind one.
    fn settle(
        &self,
        store: &Store,
        place: &NetworkPlace,
        view: &View,
        (from, budget): (Option<&str>, &mut Budget),
        now: Timestamp,
    ) -> Slice {
        let data = self.data();
        let opened = data
            .as_ref()
            .map(|(data, id)| (Advisories::open(&data.bytes, data.trusted.as_ref()), id.as_str()));
        let advisories =
            opened.as_ref().and_then(|(opened, id)| Some((opened.as_ref().ok()?, *id)));
        let openings = Openings::of(&view.network);
        budget.begin(view.instances.len());
        let mut slice = Slice::default();
        let mut last = from;
        let is_next = |one: &&Instance| from.is_none_or(|from| *one.id > *from);
        for instance in view.instances.iter().filter(is_next) {
            if budget.is_over() {
                slice.next = Some(last.unwrap_or_default().to_owned());
                return slice;
            }
            let assessed = Assessed {
                place,
                instance,
                openings: &openings,
                marks: &view.marks,
                is_deep: view.is_deep,
                advisories,
                now,
            };
            // What is wrong with one keeps no other from being assessed.
            match assessed.settle(store, view.covered.get(&instance.id)) {
                Ok(false) => {}
                Ok(true) => budget.spend(),
                Err(fault) => {
                    budget.spend();
                    slice.problem = slice.problem.or(Some(fault));
                }
            }
            last = Some(&instance.id);
        }
        slice
    }

    /// Nothing where an account never was scanned.
    fn view(&self, reader: &Reader<'_>, place: &NetworkPlace) -> Result<Option<View>, Fault> {
        let (account, region) = (place.account, place.region.as_str());
        let key = AccountRecord::key(account, region);
        let Some(AccountRecord { scans }) = reader.get::<AccountRecord>(&key)? else {
            return Ok(None);
        };
        let covered = crate::scan::all::<CoveredRecord>(reader, account, region)?;
        let covered = covered.into_iter().map(|(key, record)| (key.id, record)).collect();
        if !scans.ec2 {
            let (instances, network, marks) = (Vec::new(), Network::default(), BTreeMap::new());
            return Ok(Some(View { scans, instances, network, marks, covered, is_deep: true }));
        }
        let mut instances = self.resources.instances(reader, place)?;
        instances.sort_by(|one, other| one.id.cmp(&other.id));
        let marks = inventory::marks(reader, account, region)?.into_iter();
        let mut marks: BTreeMap<String, MarkRecord> = marks.collect();
        let configuration = ConfigurationRecord::of(reader, account, region)?;
        if configuration.is_agent_based {
            for instance in &mut instances {
                instance.disk = None;
            }
            marks.retain(|id, _| !disks::is_image(id));
        }
        let network = match instances.as_slice() {
            [] => Network::default(),
            _ => self.resources.network(reader, place)?,
        };
        let is_deep = !configuration.is_shallow;
        Ok(Some(View { scans, instances, network, marks, covered, is_deep }))
    }

    /// The advisories that are in force, with what tells them from others.
    fn data(&self) -> Option<(Arc<AdvisoryData>, String)> {
        let data = self.advisories.as_ref()?.current();
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, id)) = &*used
            && Arc::ptr_eq(known, &data)
        {
            return Some((data, id.clone()));
        }
        let id = hex::encode(digest(&SHA256, &data.bytes));
        *used = Some((Arc::clone(&data), id.clone()));
        Some((data, id))
    }

    /// Whether other advisories are in force than when this was asked last, or at the start: one account that
    /// was assessed meanwhile says nothing about the others.
    fn has_other_advisories(&self) -> bool {
        let Some(file) = &self.advisories else { return false };
        let data = file.current();
        let mut announced = self.announced.lock().unwrap_or_else(PoisonError::into_inner);
        let is_other = announced.as_ref().is_none_or(|known| !Arc::ptr_eq(known, &data));
        *announced = Some(data);
        is_other
    }

    /// The places where something is scanned, or was.
    pub(crate) fn places(reader: &Reader<'_>) -> Result<BTreeSet<(String, String)>, StoreError> {
        let mut places = BTreeSet::new();
        let mut after = None;
        loop {
            let page = reader.scan_all::<AccountRecord>(after.as_ref(), PAGE)?;
            let is_last = page.len() < PAGE;
            after = page.last().map(|(key, _)| key.clone());
            places.extend(page.into_iter().map(|(key, _)| (key.account, key.region)));
            if is_last {
                return Ok(places);
            }
        }
    }
}

/// How many records are read at a time.
const PAGE: usize = 500;
