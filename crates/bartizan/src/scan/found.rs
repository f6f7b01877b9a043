//! Files read and packages matched, on all cores.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_assess::advisory::{Advisories, FileError};
use bartizan_assess::inventory::{Distribution, Inventory, Kind, Package, distribution};
use bartizan_assess::matching::{Finding, Target, findings};

use super::walk::{self, Walked};

/// A package, where it was found, and what is known of it.
#[derive(Debug)]
pub(super) struct Assessed {
    pub(super) package: Package,
    /// The files that list it.
    pub(super) places: Vec<String>,
    pub(super) findings: Vec<Finding>,
}

/// What a scan found.
#[derive(Debug)]
pub(super) struct Found {
    /// The packages.
    packages: Vec<Assessed>,
    /// How many files list packages.
    pub(super) files_count: usize,
    /// Links that were not followed.
    pub(super) links_count: usize,
    /// What could not be read, each with its path and why.
    pub(super) problems: Vec<(String, String)>,
    /// What files could not tell, each with its path.
    pub(super) notes: Vec<(String, String)>,
}

/// What a file holds, by its place among the files.
pub(super) type Read = Vec<(usize, Result<Inventory, String>)>;

/// Reads the files.
pub(super) fn read(root: &Path, walked: &Walked) -> Read {
    let distributions = Distributions::default();
    let files = &walked.files;
    let mut read = on_all_cores(files.len(), |at| {
        let (path, file, kind) = files.get(at)?;
        let bytes = walk::read(file).map_err(|error| error.to_string());
        let distribution = distributions.of(root, path, *kind);
        let inventory = bytes.and_then(|bytes| kind.read(&bytes, distribution.as_ref()));
        Some((at, inventory))
    });
    read.sort_by_key(|(at, _)| *at);
    read
}

/// Does a piece of work for each number, in threads that take the next one when they have done one.
fn on_all_cores<T: Send>(count: usize, work: impl Fn(usize) -> Option<T> + Sync) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(count)));
    let take_and_do = || {
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                break;
            }
            own.extend(work(at));
        }
        if let Ok(mut done) = done.lock() {
            done.append(&mut own);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..cores.min(count) {
            scope.spawn(take_and_do);
        }
        take_and_do();
    });
    done.into_inner().unwrap_or_default()
}

/// The distributions of the trees in which package databases lie.
#[derive(Default)]
struct Distributions(Mutex<BTreeMap<String, Option<Distribution>>>);

impl Distributions {
    fn of(&self, root: &Path, path: &str, kind: Kind) -> Option<Distribution> {
        let database = match kind {
            Kind::Dpkg => "var/lib/dpkg/",
            Kind::Apk => "lib/apk/db/",
            _ => return None,
        };
        let (tree, _) = path.rsplit_once(database)?;
        let mut known = self.0.lock().ok()?;
        let found = known.entry(tree.to_owned()).or_insert_with(|| {
            // The name below `etc` usually is a link to the other.
            ["usr/lib/os-release", "etc/os-release"].iter().find_map(|name| {
                let base = if root.is_dir() { root.join(tree) } else { tree.into() };
                let bytes = walk::read(&base.join(name)).ok()?;
                distribution(&String::from_utf8_lossy(&bytes))
            })
        });
        found.clone()
    }
}

impl Found {
    /// Matches each package once, wherever it was found.
    ///
    /// # Errors
    /// The advisories are damaged.
    pub(super) fn match_all(
        advisories: &Advisories<'_>,
        read: Read,
        walked: Walked,
        target: &Target,
    ) -> Result<Self, FileError> {
        let Walked { files, links, mut problems, .. } = walked;
        let (mut notes, mut places) = (Vec::new(), BTreeMap::new());
        let path = |at: usize| files.get(at).map(|file| file.0.clone()).unwrap_or_default();
        for (at, inventory) in read {
            match inventory {
                Ok(inventory) => {
                    notes.extend(inventory.notes.into_iter().map(|note| (path(at), note)));
                    for package in inventory.packages {
                        let key = (
                            package.ecosystem.name(),
                            package.name.clone(),
                            package.version.clone(),
                            package.release.clone(),
                        );
                        let entry = places.entry(key).or_insert_with(|| (package, Vec::new()));
                        if entry.1.last() != Some(&at) {
                            entry.1.push(at);
                        }
                    }
                }
                Err(problem) => problems.push((path(at), problem)),
            }
        }
        let unique: Vec<(Package, Vec<usize>)> = places.into_values().collect();
        let mut matched = on_all_cores(unique.len(), |at| {
            let (package, _) = unique.get(at)?;
            Some((at, findings(advisories, package, target)))
        });
        matched.sort_by_key(|(at, _)| *at);
        let mut packages = Vec::new();
        for ((_, findings), (package, at)) in matched.into_iter().zip(unique) {
            let places = at.iter().map(|at| path(*at)).collect();
            packages.push(Assessed { package, places, findings: findings? });
        }
        Ok(Self { packages, files_count: files.len(), links_count: links, problems, notes })
    }

    /// Every package.
    pub(super) fn all(&self) -> Vec<&Package> {
        self.packages.iter().map(|assessed| &assessed.package).collect()
    }

    /// How many packages there are, and how many of them have findings.
    pub(super) fn counts(&self) -> (usize, usize) {
        let affected = self.packages.iter().filter(|assessed| !assessed.findings.is_empty());
        (self.packages.len(), affected.count())
    }

    /// Every finding, with what it is about.
    pub(super) fn findings(&self) -> impl Iterator<Item = (&Assessed, &Finding)> {
        self.packages
            .iter()
            .flat_map(|assessed| assessed.findings.iter().map(move |finding| (assessed, finding)))
    }
}
