//! What the disk of a host held when it was looked through last.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{Context, SHA256};
use bartizan_service::{HostPackage, OperatingSystem};

use super::bounded::{self, Begin};
use super::look::{Line, Order, Place, Stamp, stamp_of};
use crate::error::CliError;
use crate::scan::walk;

/// The most that is told of packages, and the longest text, as the server takes them.
const PACKAGES_MAX: usize = 50_000;
pub(super) const TEXT_BYTES_MAX: usize = 2048;
/// How much is told of packages, with what stands around each.
const BYTES_MAX: usize = 16 << 20;
const PACKAGE_BYTES: usize = 24;
/// How many files may end the process that reads them before a look is over all the same, and how many such
/// files are known.
const ENDED_MAX: usize = 32;
const LEFT_OUT_MAX: usize = 1000;
/// How often the disk is looked through, even if none of the files that list packages changed.
const LOOKED_THROUGH_EVERY: Duration = Duration::from_hours(1);
/// By how much longer than it takes to look through the disk, or for changes of what was met there, that is
/// not done again: a hundredth of one core at most is spent on each.
const REST: u32 = 100;
/// Where the release of a distribution is told, below the root, and how much of that is read. (os-release(5).)
const RELEASES: [&str; 2] = ["usr/lib/os-release", "etc/os-release"];
const RELEASE_BYTES_MAX: u64 = 64 << 10;

/// What the disk held.
#[derive(Debug, Default)]
pub(super) struct Disk {
    pub(super) packages: Vec<HostPackage>,
    /// How much is told of them.
    bytes: usize,
    /// The package URLs of what the host's own package manager installed, by name.
    pub(super) installed: BTreeMap<String, String>,
    pub(super) system: OperatingSystem,
    stamps: Vec<(PathBuf, Option<Stamp>)>,
    /// How many packages there was no room for, and how many files could not be read.
    untold: usize,
    problems: usize,
    pub(super) digest: Vec<u8>,
    looked: Option<(Instant, Duration)>,
    /// When it was looked for changes last, and how long that took.
    checked: Option<(Instant, Duration)>,
}

/// What is written is digested, and not kept.
struct Digesting(Context);

impl Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Disk {
    /// Looks through the disk; `left_out` are the files that ended earlier looks.
    ///
    /// # Errors
    /// The disk cannot be looked through at all.
    pub(super) fn look_through(
        root: &Path,
        left_out: &mut BTreeMap<String, Stamp>,
        looks: &impl Begin<Order>,
    ) -> Result<Self, CliError> {
        let begun = Instant::now();
        let releases = RELEASES.map(|name| root.join(name));
        let stamps = releases.map(|file| (file.clone(), stamp_of(&file))).into();
        let mut disk = Self { stamps, system: system(root), ..Self::default() };
        let mut order = Order { after: None, left_out: left_out.clone() };
        for _ in 0..ENDED_MAX {
            let told = looks.begin(&order).map_err(|error| {
                CliError::Failed(format!("looking through the disk cannot be begun: {error}"))
            })?;
            let Some((place, stamp)) = disk.hear(root, told)? else {
                return disk.ended(begun);
            };
            tracing::warn!(
                file = place.1,
                "a file takes more memory or time than it may, and is left out"
            );
            disk.problems += 1;
            if let (Some(stamp), true) = (stamp, left_out.len() < LEFT_OUT_MAX) {
                left_out.insert(place.1.clone(), stamp);
            }
            order.after = Some(place);
        }
        tracing::warn!("too many files are left out: what comes after them is not told");
        disk.ended(begun)
    }

    /// Takes what a look tells; the file that it ended at, if it did not come to its own end.
    fn hear(
        &mut self,
        root: &Path,
        mut told: impl BufRead,
    ) -> Result<Option<(Place, Option<Stamp>)>, CliError> {
        let mut current: Option<(Place, Option<Stamp>)> = None;
        loop {
            match bounded::heard(&mut told) {
                Some(Line::File { place, stamp, is_watched }) => {
                    if is_watched {
                        self.stamps.push((root.join(&place.1), stamp));
                    }
                    current = Some((place, stamp));
                }
                Some(Line::Package { purl, own }) => {
                    let path = current.as_ref().map_or("", |((_, path), _)| path);
                    self.add(path, purl, own);
                }
                Some(Line::Done { problems }) => {
                    self.problems += problems;
                    return Ok(None);
                }
                None if current.is_some() => return Ok(current),
                None => {
                    let message = "the disk could not be looked through: its folders take too much";
                    return Err(CliError::Failed(message.to_owned()));
                }
            }
        }
    }

    fn add(&mut self, path: &str, purl: String, own: Option<String>) {
        if purl.len() > TEXT_BYTES_MAX || path.len() >= TEXT_BYTES_MAX {
            return;
        }
        let bytes = self.bytes + purl.len() + path.len() + PACKAGE_BYTES;
        if self.packages.len() >= PACKAGES_MAX || bytes > BYTES_MAX {
            self.untold += 1;
            return;
        }
        self.bytes = bytes;
        if let Some(name) = own {
            self.installed.insert(name, purl.clone());
        }
        self.packages.push(HostPackage { purl, path: format!("/{path}") });
    }

    fn ended(mut self, begun: Instant) -> Result<Self, CliError> {
        self.packages.sort_by(|one, other| (&one.purl, &one.path).cmp(&(&other.purl, &other.path)));
        // Those of distributions go first, as where there is no room for all.
        let of_hosts = ["pkg:deb/", "pkg:rpm/", "pkg:apk/"];
        self.packages.sort_by_key(|one| !of_hosts.iter().any(|kind| one.purl.starts_with(kind)));
        self.packages.dedup();
        self.packages.shrink_to_fit();
        if self.untold > 0 {
            tracing::warn!(packages = self.untold, "there are more packages than are told");
        }
        if self.problems > 0 {
            tracing::warn!(
                problems = self.problems,
                "some of the disk could not be read: `bartizan scan` tells what"
            );
        }
        let mut digesting = Digesting(Context::new(&SHA256));
        serde_json::to_writer(&mut digesting, &self.packages).map_err(CliError::failed)?;
        self.digest = digesting.0.finish().as_ref().to_vec();
        let ended = Instant::now();
        self.looked = Some((ended, ended.saturating_duration_since(begun)));
        Ok(self)
    }

    /// Whether it is to be looked through again.
    pub(super) fn is_due(&mut self, now: Instant) -> bool {
        let Some((ended, _)) = self.looked else { return true };
        let rests = |last: Option<(Instant, Duration)>| {
            last.is_some_and(|(ended, took)| now.saturating_duration_since(ended) < took * REST)
        };
        if rests(self.looked) {
            return false;
        }
        if now.saturating_duration_since(ended) >= LOOKED_THROUGH_EVERY {
            return true;
        }
        if rests(self.checked) {
            return false;
        }
        let begun = Instant::now();
        let is_changed = self.stamps.iter().any(|(path, stamp)| stamp_of(path) != *stamp);
        self.checked = Some((now, begun.elapsed()));
        is_changed
    }
}

fn system(root: &Path) -> OperatingSystem {
    let read = |name: &&str| {
        let mut bytes = Vec::new();
        let (file, _) = walk::open(&root.join(name)).ok()?;
        file.take(RELEASE_BYTES_MAX).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    };
    let text = RELEASES.iter().find_map(read).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let value = |name: &str| {
        let mut lines = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        let value = lines.next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        value.chars().take(64).collect()
    };
    let architecture = std::env::consts::ARCH.to_owned();
    OperatingSystem { id: value("ID"), version: value("VERSION_ID"), architecture }
}

#[cfg(test)]
pub(super) mod tests;
