//! Files read and packages matched, on all cores.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_assess::advisory::{Advisories, FileError};

use bartizan_assess::inventory::{
    Distribution, Inventory, Kind, Package, Tree, distribution, settle,
};
use bartizan_assess::kernel::Running;
use bartizan_assess::matching::{Finding, Target, findings};

use super::walk;
use crate::error::CliError;
use crate::on_disk::OnDisk;

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
    pub(super) packages: Vec<Assessed>,
    /// How many files list packages.
    pub(super) files_count: usize,
    /// Links that were not followed.
    pub(super) links_count: usize,
    /// What could not be read, each with its path and why.
    pub(super) problems: Vec<(String, String)>,
    /// What files could not tell, each with its path.
    pub(super) notes: Vec<(String, String)>,
}

/// What lists packages, read.
#[derive(Debug, Default)]
pub(super) struct Inventoried {
    /// Files, by their paths, each with what it holds or why it cannot be read.
    pub(super) files: Vec<(String, Result<Inventory, String>)>,
    /// Links that were not followed.
    pub(super) links: usize,
    /// What could not be looked at, each with its path and why.
    pub(super) problems: Vec<(String, String)>,
}

/// Reads what lists packages in a folder, or one file, each file as it is met.
///
/// # Errors
/// There is no such folder or file, or it lists no packages.
pub(super) fn read(root: &Path) -> Result<Inventoried, CliError> {
    let reading = Reading::new(root);
    let walked = walk::walk(root, |met| reading.file(met.path, met.kind, || met.open()))?;
    let mut files = walked.files;
    settle(&mut files);
    Ok(Inventoried { files, links: walked.links, problems: walked.problems })
}

/// The reading of files that were met below a root.
pub(crate) struct Reading<'r> {
    root: &'r Path,
    distributions: Distributions,
}

impl<'r> Reading<'r> {
    /// That of the files below this root.
    pub(crate) fn new(root: &'r Path) -> Self {
        Self { root, distributions: Distributions::default() }
    }

    /// What a file holds, or why it cannot be read; none for a program that does not tell.
    pub(crate) fn file(
        &self,
        path: &str,
        kind: Kind,
        open: impl FnOnce() -> io::Result<(File, u64)>,
    ) -> Option<Result<Inventory, String>> {
        let in_place = |(file, size)| kind.read_in_place(&OnDisk::of_size(file, size));
        if kind == Kind::Binary {
            // What cannot be opened need not be a program, and most of them tell nothing.
            let read = in_place(open().ok()?)?;
            return Some(read).filter(|read| *read != Ok(Inventory::default()));
        }
        if kind == Kind::Jar {
            // An archive may be large.
            return open().map_or_else(|error| Some(Err(error.to_string())), in_place);
        }
        let bytes = open().and_then(walk::read_whole).map_err(|error| error.to_string());
        let distribution = self.distributions.of(self.root, path, kind);
        Some(bytes.and_then(|bytes| kind.read(&bytes, distribution.as_ref())))
    }
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
        let tree = Tree::of_database(path).filter(|_| kind.is_of_distribution())?;
        let mut known = self.0.lock().ok()?;
        let found = known.entry(tree.root().to_owned()).or_insert_with(|| {
            tree.releases().iter().find_map(|path| {
                let file = if root.is_dir() { root.join(path) } else { path.into() };
                let bytes = walk::open(&file).and_then(walk::read_whole).ok()?;
                distribution(&String::from_utf8_lossy(&bytes))
            })
        });
        found.clone()
    }
}

impl Inventoried {
    /// Leaves out what is of kernels that do not run, and tells how much that is.
    pub(super) fn keep_running_kernel(&mut self, running: Running<'_>) {
        for (_, read) in &mut self.files {
            let Ok(inventory) = read else { continue };
            let excluded = inventory.packages.extract_if(.., |package| running.excludes(package));
            let count = excluded.count();
            if count > 0 {
                let note = format!(
                    "{count} packages of kernels are not the one that runs ({}), and do not count",
                    running.0
                );
                inventory.notes.push(note);
            }
        }
    }
}

impl Found {
    /// Matches each package once, wherever it was found.
    ///
    /// # Errors
    /// The advisories are damaged.
    pub(super) fn match_all(
        advisories: &Advisories<'_>,
        inventoried: Inventoried,
        target: &Target,
    ) -> Result<Self, FileError> {
        let Inventoried { files, links, mut problems } = inventoried;
        let (mut notes, mut places, mut paths) = (Vec::new(), BTreeMap::new(), Vec::new());
        for (at, (path, inventory)) in files.into_iter().enumerate() {
            match inventory {
                Ok(inventory) => {
                    notes.extend(inventory.notes.into_iter().map(|note| (path.clone(), note)));
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
                Err(problem) => problems.push((path.clone(), problem)),
            }
            paths.push(path);
        }
        let path = |at: usize| paths.get(at).cloned().unwrap_or_default();
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
        Ok(Self { packages, files_count: paths.len(), links_count: links, problems, notes })
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
