//! What is seen of a host: its packages, its kernel, and the sockets that something listens at.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{Context, SHA256};
use bartizan_assess::inventory::{Kind, Package, Tree};
use bartizan_service::{HostInventory, HostPackage, ListeningSocket, OperatingSystem};
use bartizan_types::Timestamp;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::holders::Holders;
use super::mounts;
use super::sockets::Sockets;
use crate::error::CliError;
use crate::scan::{found, walk};

/// The most that is told of packages and of sockets, and the longest text, as the server takes them.
const PACKAGES_MAX: usize = 50_000;
const SOCKETS_MAX: usize = 10_000;
const TEXT_BYTES_MAX: usize = 2048;
/// How much is told of packages, with what stands around each, and how much of it compressed: the server takes
/// reports with no more than that.
const BYTES_MAX: usize = 16 << 20;
const PACKAGE_BYTES: usize = 24;
const PACKED_BYTES_MAX: usize = 2 << 20;
/// The most files and folders that are looked at.
const ENTRIES_MAX: usize = 5_000_000;
/// How often the disk is looked through, even if none of the files that list packages changed.
const LOOKED_THROUGH_EVERY: Duration = Duration::from_hours(1);
/// By how much longer than it takes to look through the disk, or for changes of what was met there, that is
/// not done again: a hundredth of one core at most is spent on each.
const REST: u32 = 100;
/// Where the release of a distribution is told, below the root. (os-release(5).)
const RELEASES: [&str; 2] = ["usr/lib/os-release", "etc/os-release"];

/// A host that is looked at again and again.
pub(super) struct Watched {
    root: PathBuf,
    disk: Disk,
    sockets: Sockets,
    holders: Holders,
    listening: Vec<ListeningSocket>,
    kernel: String,
}

/// What the disk held when it was looked through last.
#[derive(Default)]
struct Disk {
    packages: Vec<HostPackage>,
    /// How much is told of them.
    bytes: usize,
    /// The package URLs of what the host's own package manager installed, by name.
    installed: BTreeMap<String, String>,
    system: OperatingSystem,
    stamps: Vec<(PathBuf, Option<Stamp>)>,
    /// How many packages there was no room for.
    untold: usize,
    digest: Vec<u8>,
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

/// What shows that a file was changed.
type Stamp = (i64, i64, u64, u64);

impl Watched {
    /// A host whose files are below this root.
    ///
    /// # Errors
    /// There is no such folder.
    pub(super) fn new(root: &Path) -> Result<Self, CliError> {
        let root = root.canonicalize().map_err(CliError::file(root))?;
        if !root.is_dir() {
            return Err(CliError::Usage(format!("{} is no folder", root.display())));
        }
        Ok(Self {
            holders: Holders::new(root.clone()),
            root,
            disk: Disk::default(),
            sockets: Sockets::default(),
            listening: Vec::new(),
            kernel: rustix::system::uname().release().to_string_lossy().into_owned(),
        })
    }

    /// Looks at what may have changed; tells by what the state of the host is known.
    ///
    /// # Errors
    /// The disk or the kernel's tables cannot be read.
    pub(super) fn look(&mut self) -> Result<String, CliError> {
        if self.disk.is_due(Instant::now()) {
            self.disk = Disk::look_through(&self.root)?;
            self.holders.forget_packages();
        }
        let failed = |error| CliError::Failed(format!("sockets cannot be listed: {error}"));
        let mut sockets = self.sockets.look().map_err(failed)?;
        if sockets.len() > SOCKETS_MAX {
            tracing::warn!(sockets = sockets.len(), "there are more sockets than are told");
            sockets.truncate(SOCKETS_MAX);
        }
        let inodes: BTreeSet<u64> = sockets.iter().map(|socket| socket.inode).collect();
        self.holders.look(&inodes);
        self.listening = sockets
            .into_iter()
            .map(|socket| {
                let holder = self.holders.of(socket.inode);
                let package = holder.and_then(|holder| holder.package.as_ref());
                ListeningSocket {
                    transport: socket.transport,
                    address: socket.address,
                    port: socket.port,
                    program: holder
                        .map(|holder| holder.program.clone())
                        .filter(|program| program.len() <= TEXT_BYTES_MAX),
                    package: package.and_then(|name| self.disk.installed.get(name).cloned()),
                }
            })
            .collect();
        // Sockets that share a port, as those of several workers, are one.
        self.listening.dedup();
        self.version()
    }

    fn version(&self) -> Result<String, CliError> {
        let mut context = Context::new(&SHA256);
        context.update(&self.disk.digest);
        let rest = (&self.disk.system, &self.kernel, &self.listening);
        context.update(&serde_json::to_vec(&rest).map_err(CliError::failed)?);
        Ok(hex::encode(context.finish()))
    }

    /// How many packages and sockets are told.
    pub(super) const fn counts(&self) -> (usize, usize) {
        (self.disk.packages.len(), self.listening.len())
    }

    /// What was seen, as the server takes it: JSON, compressed. Of packages that take too much even so the
    /// first are told, which are the host's own.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn packed(&mut self, instance: &str, taken: Timestamp) -> Result<Vec<u8>, CliError> {
        let mut inventory = HostInventory {
            instance: instance.to_owned(),
            taken,
            system: self.disk.system.clone(),
            kernel: Some(self.kernel.clone()),
            // They go there and back: there may be many.
            packages: std::mem::take(&mut self.disk.packages),
            sockets: self.listening.clone(),
        };
        let mut untold = Vec::new();
        let packed = loop {
            let packed = compressed(&inventory);
            let count = inventory.packages.len();
            match &packed {
                Ok(bytes) if bytes.len() > PACKED_BYTES_MAX && count > 0 => {
                    untold.push(inventory.packages.split_off(count / 2));
                }
                _ => break packed,
            }
        };
        if !untold.is_empty() {
            let (told, count) =
                (inventory.packages.len(), untold.iter().map(Vec::len).sum::<usize>());
            tracing::warn!(
                told,
                untold = count,
                "there are more packages than a report has room for"
            );
        }
        self.disk.packages = inventory.packages;
        self.disk.packages.extend(untold.into_iter().rev().flatten());
        packed
    }
}

fn compressed(inventory: &HostInventory) -> Result<Vec<u8>, CliError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    serde_json::to_writer(&mut encoder, inventory).map_err(CliError::failed)?;
    encoder.finish().map_err(CliError::failed)
}

impl Disk {
    /// Whether it is to be looked through.
    fn is_due(&mut self, now: Instant) -> bool {
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

    fn look_through(root: &Path) -> Result<Self, CliError> {
        let begun = Instant::now();
        let skipped = mounts::foreign(root);
        let bounds = walk::Bounds { skipped, entries_max: ENTRIES_MAX, is_alone: true };
        let walked = walk::walk_within(root, bounds)?;
        let releases = RELEASES.map(|name| root.join(name));
        let stamps = releases.map(|file| (file.clone(), stamp_of(&file))).into();
        let mut disk = Self { stamps, system: system(root), ..Self::default() };
        let mut problems = walked.problems.len();
        let (mut files, reading) = (walked.files, found::Reading::new(root));
        // What the host's own package manager installed is told before there is no more room.
        files.sort_by_key(|(_, _, kind)| !kind.is_of_distribution());
        for (path, file, kind) in files {
            if kind != Kind::Binary {
                disk.stamps.push((file.clone(), stamp_of(&file)));
            }
            match reading.file(&path, &file, kind) {
                Some(Ok(inventory)) => disk.add(&path, inventory.packages),
                Some(Err(_)) => problems += 1,
                None => {}
            }
        }
        disk.packages.sort_by(|one, other| (&one.purl, &one.path).cmp(&(&other.purl, &other.path)));
        // Those of distributions go first, as where there is no room for all.
        let of_hosts = ["pkg:deb/", "pkg:rpm/", "pkg:apk/"];
        disk.packages.sort_by_key(|one| !of_hosts.iter().any(|kind| one.purl.starts_with(kind)));
        disk.packages.dedup();
        if disk.untold > 0 {
            tracing::warn!(packages = disk.untold, "there are more packages than are told");
        }
        if problems > 0 {
            tracing::warn!(
                problems,
                "some of the disk could not be read: `bartizan scan` tells what"
            );
        }
        let mut digesting = Digesting(Context::new(&SHA256));
        serde_json::to_writer(&mut digesting, &disk.packages).map_err(CliError::failed)?;
        disk.digest = digesting.0.finish().as_ref().to_vec();
        let ended = Instant::now();
        disk.looked = Some((ended, ended.saturating_duration_since(begun)));
        Ok(disk)
    }

    fn add(&mut self, path: &str, packages: Vec<Package>) {
        let is_own = Tree::of_database(path).is_some_and(|tree| tree.root().is_empty());
        for package in packages {
            let purl = package.purl();
            if purl.len() > TEXT_BYTES_MAX || path.len() > TEXT_BYTES_MAX {
                continue;
            }
            let bytes = self.bytes + purl.len() + path.len() + PACKAGE_BYTES;
            if self.packages.len() >= PACKAGES_MAX || bytes > BYTES_MAX {
                self.untold += 1;
                continue;
            }
            self.bytes = bytes;
            if is_own {
                self.installed.insert(package.name, purl.clone());
            }
            self.packages.push(HostPackage { purl, path: format!("/{path}") });
        }
    }
}

fn stamp_of(path: &Path) -> Option<Stamp> {
    let about = fs::symlink_metadata(path).ok()?;
    Some((about.mtime(), about.mtime_nsec(), about.size(), about.ino()))
}

fn system(root: &Path) -> OperatingSystem {
    let text = RELEASES.iter().find_map(|name| walk::read(&root.join(name)).ok());
    let text = String::from_utf8_lossy(text.as_deref().unwrap_or_default()).into_owned();
    let value = |name: &str| {
        let mut lines = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        let value = lines.next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        value.chars().take(64).collect()
    };
    let architecture = std::env::consts::ARCH.to_owned();
    OperatingSystem { id: value("ID"), version: value("VERSION_ID"), architecture }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn tree() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let file = root.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        write("usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
        write("var/lib/dpkg/status", &status("1.2-3"));
        write("proc/1/requirements.txt", "kernel==1\n");
        write("srv/app/requirements.txt", "flask==2.0.0\n");
        root
    }

    fn status(version: &str) -> String {
        format!(
            "Package: openssh-server\nStatus: install ok installed\nSource: openssh\n\
             Architecture: amd64\nVersion: {version}\n\n"
        )
    }

    fn told(watched: &mut Watched) -> HostInventory {
        let packed = watched.packed("i-1", Timestamp::from_seconds(1)).unwrap();
        let mut json = String::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut json).unwrap();
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn what_is_on_the_disk_is_told() {
        let root = tree();
        let mut watched = Watched::new(root.path()).unwrap();
        watched.look().unwrap();
        let told = told(&mut watched);
        assert_eq!((&*told.system.id, &*told.system.version), ("debian", "12"));
        let packages: Vec<(&str, &str)> =
            told.packages.iter().map(|one| (one.purl.as_str(), one.path.as_str())).collect();
        assert_eq!(packages.len(), 2, "{packages:?}");
        assert!(packages[0].0.starts_with("pkg:deb/debian/openssh-server@1.2-3"), "{packages:?}");
        assert_eq!(packages[0].1, "/var/lib/dpkg/status");
        assert_eq!(packages[1], ("pkg:pypi/flask@2.0.0", "/srv/app/requirements.txt"));
        let by_name = watched.disk.installed.get("openssh-server").map(String::as_str);
        assert_eq!(by_name, Some(packages[0].0));
    }

    #[test]
    fn the_disk_is_looked_through_when_a_list_changed_and_after_a_while() {
        let root = tree();
        let mut disk = Disk::look_through(root.path()).unwrap();
        let (ended, took) = disk.looked.unwrap();
        let rested = ended + took * REST;
        let later = rested + Duration::from_mins(30);
        assert!(Disk::default().is_due(ended));
        assert!(!disk.is_due(rested));
        assert!(disk.is_due(ended + LOOKED_THROUGH_EVERY.max(took * REST)));
        fs::write(root.path().join("var/lib/dpkg/status"), status("1.2-4.1")).unwrap();
        assert!(disk.is_due(later));
        disk.checked = Some((later, Duration::from_secs(1)));
        assert!(!disk.is_due(later + Duration::from_secs(99)), "it rests a hundred times as long");
        disk.looked = Some((ended, Duration::from_secs(10)));
        assert!(!disk.is_due(ended + Duration::from_secs(999)), "it rests a hundred times as long");
    }

    #[test]
    fn a_state_is_known_by_what_is_in_it() {
        let root = tree();
        let mut watched = Watched::new(root.path()).unwrap();
        watched.disk = Disk::look_through(root.path()).unwrap();
        let first = watched.version().unwrap();
        assert_eq!(watched.version().unwrap(), first);
        fs::write(root.path().join("var/lib/dpkg/status"), status("1.2-4")).unwrap();
        watched.disk = Disk::look_through(root.path()).unwrap();
        let second = watched.version().unwrap();
        assert_ne!(second, first);
        watched.listening.push(ListeningSocket {
            transport: bartizan_service::Transport::Tcp,
            address: std::net::Ipv4Addr::LOCALHOST.into(),
            port: 22,
            program: None,
            package: None,
        });
        assert_ne!(watched.version().unwrap(), second);
    }
}
