//! A folder looked through for files that list packages, within bounds, by all cores. Links are not followed.

mod file;
mod names;
mod room;
mod shared;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ffi::{CStr, OsStr, OsString};
use std::fs;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_assess::inventory::Kind;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, RawDirEntry};

pub(crate) use self::file::{Met, open};
pub(super) use self::file::{read_link, read_whole};

use self::room::{Room, leads_to_database};
use self::shared::Shared;
use crate::error::CliError;

/// How deep folders are looked into.
const DEPTH_MAX: usize = 200;
/// The most entries that are looked at.
const ENTRIES_MAX: usize = 20_000_000;
/// How much of a folder is asked for at once.
const ENTRIES_BYTES: usize = 32 << 10;
/// The most problems that are told of one thread.
const PROBLEMS_MAX: usize = 10_000;
const MOST_PROBLEMS: usize = PROBLEMS_MAX - 1;
const MORE: &str = "there are more files that cannot be looked at";
/// What is said of what there is no room for.
const FULL: &str = "there are more files than are kept in mind";
/// Folders are kept open below this descriptor; those behind it are opened by their paths.
const OPEN_MAX: RawFd = 512;
/// Folders of which the name says that they hold no packages: those of version control, what Python compiled
/// (PEP 3147), and messages in a language (gettext, `bindtextdomain(3)`).
const SKIPPED: [&str; 5] = [".git", ".hg", ".svn", "__pycache__", "LC_MESSAGES"];
/// Folders of the whole system that hold what the kernel makes up.
const KERNEL: [&str; 3] = ["proc", "sys", "dev"];
/// Where a folder goes on behind its last entry, in file systems that say so by the greatest number there is,
/// as ext4 does: nothing can be behind that, and nothing is asked.
const LAST: u64 = i64::MAX.cast_unsigned();

/// What was met.
#[derive(Debug)]
pub(crate) struct Walked<K> {
    /// What was kept of files that list packages, and of programs, with their paths below the root.
    pub(crate) files: Vec<(String, K)>,
    /// Links, which were not followed.
    pub(super) links: usize,
    /// What could not be looked at, each with its path and why.
    pub(crate) problems: Vec<(String, String)>,
}

/// What is left out of looking through a folder.
#[derive(Debug)]
pub(crate) struct Bounds {
    /// Folders that are not looked into.
    pub(crate) skipped: Vec<PathBuf>,
    /// The most entries that are looked at.
    pub(crate) entries_max: usize,
    /// How many bytes of the paths of files and of folders to look into are kept in mind; beyond that, what
    /// leads to the databases of the distribution alone.
    pub(crate) paths_bytes_max: usize,
    /// Whether one thread does it alone: somebody else's work goes first.
    pub(crate) is_alone: bool,
}

impl Default for Bounds {
    fn default() -> Self {
        let skipped = KERNEL.map(|name| Path::new("/").join(name)).into();
        Self { skipped, entries_max: ENTRIES_MAX, paths_bytes_max: usize::MAX, is_alone: false }
    }
}

/// Looks through a folder within bounds; `keep` tells what is kept of each file, if anything, as it is met.
///
/// # Errors
/// There is no such folder.
pub(crate) fn walk_within<K: Send>(
    root: &Path,
    bounds: Bounds,
    keep: impl Fn(&Met<'_>) -> Option<K> + Sync,
) -> Result<Walked<K>, CliError> {
    if !fs::metadata(root).map_err(CliError::file(root))?.is_dir() {
        return Err(CliError::Usage(format!("{} is no folder", root.display())));
    }
    Ok(Walk::new(root, bounds, keep).run())
}

/// Looks through a folder, or at one file.
///
/// # Errors
/// There is no such file, or it lists no packages.
pub(super) fn walk<K: Send>(
    root: &Path,
    keep: impl Fn(&Met<'_>) -> Option<K> + Sync,
) -> Result<Walked<K>, CliError> {
    if fs::metadata(root).map_err(CliError::file(root))?.is_dir() {
        return walk_within(root, Bounds::default(), keep);
    }
    let path = root.to_string_lossy().into_owned();
    let is_program = || file::begins_as_program(root).then_some(Kind::Binary);
    let kind = Kind::of(&path).or_else(is_program).ok_or_else(|| {
        let problem = "it is neither a folder, nor an image, nor a file that lists packages";
        CliError::Usage(format!("{path}: {problem}"))
    })?;
    let kept = keep(&Met { path: &path, place: &|| root.to_owned(), kind, folder: None });
    let files = kept.into_iter().map(|kept| (path.clone(), kept)).collect();
    Ok(Walked { files, ..Walked::default() })
}

/// A folder to look into.
struct Folder {
    /// The folder it lies in, where that is open still: what lies there cannot be changed for a link.
    parent: Option<Arc<OwnedFd>>,
    place: PathBuf,
    /// Its path below the root.
    below: String,
    depth: usize,
}

/// A walk by several threads.
struct Walk<F> {
    folders: Shared<Folder>,
    entries: AtomicUsize,
    room: Room,
    bounds: Bounds,
    /// The names of the folders that are not looked into.
    skipped: Vec<OsString>,
    keep: F,
}

impl<F> Walk<F> {
    fn new(root: &Path, bounds: Bounds, keep: F) -> Self {
        let (place, below) = (root.to_owned(), String::new());
        let root = Folder { parent: None, place, below, depth: 0 };
        let skipped = bounds.skipped.iter().filter_map(|path| path.file_name());
        let skipped = skipped.map(OsStr::to_owned).collect();
        let (folders, entries) = (Shared::new(root), AtomicUsize::new(0));
        Self { folders, entries, room: Room::of(bounds.paths_bytes_max), bounds, skipped, keep }
    }

    fn run<K: Send>(&self) -> Walked<K>
    where
        F: Fn(&Met<'_>) -> Option<K> + Sync,
    {
        let all = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let cores = if self.bounds.is_alone { 1 } else { all };
        let mut walked = std::thread::scope(|scope| {
            let others: Vec<_> = (1..cores).map(|_| scope.spawn(|| self.work())).collect();
            let mut walked = self.work();
            for other in others.into_iter().filter_map(|other| other.join().ok()) {
                walked.files.extend(other.files);
                walked.links += other.links;
                walked.problems.extend(other.problems);
            }
            walked
        });
        walked.files.sort_by(|a, b| a.0.cmp(&b.0));
        walked.problems.sort();
        walked
    }

    /// Looks into folders until there are none.
    fn work<K>(&self) -> Walked<K>
    where
        F: Fn(&Met<'_>) -> Option<K>,
    {
        let (mut own, mut buffer) = (Walked::default(), Vec::with_capacity(ENTRIES_BYTES));
        self.folders.work(|folder, found| {
            Inner { walk: self, folder: &folder, own: &mut own, found }.look(&mut buffer);
            if folder.depth > 0 {
                self.room.give_back(&folder.below);
            }
        });
        own
    }
}

/// One folder, as it is looked into.
struct Inner<'w, F, K> {
    walk: &'w Walk<F>,
    folder: &'w Folder,
    own: &'w mut Walked<K>,
    /// The folders in it, behind others.
    found: &'w mut Vec<Folder>,
}

impl<K, F: Fn(&Met<'_>) -> Option<K>> Inner<'_, F, K> {
    fn look(&mut self, buffer: &mut Vec<u8>) {
        let below = &self.folder.below;
        if self.folder.depth > DEPTH_MAX {
            return self.own.problem(below, "folders are nested too deeply");
        }
        let folder = match self.opened() {
            Ok(folder) => Arc::new(folder),
            Err(error) => return self.own.problem(below, &io::Error::from(error).to_string()),
        };
        let mut entries = RawDir::new(&*folder, buffer.spare_capacity_mut());
        // Threads that count each entry together wait for each other.
        let before = self.walk.entries.load(Ordering::Relaxed);
        let (mut count, mut goes_on_at) = (0, 0);
        while !(goes_on_at == LAST && entries.is_buffer_empty())
            && let Some(entry) = entries.next()
        {
            if before.saturating_add(count) >= self.walk.bounds.entries_max {
                self.own.problem(below, "there are too many files");
                break;
            }
            count += 1;
            match entry {
                Ok(entry) => {
                    goes_on_at = entry.next_entry_cookie();
                    self.entry(&folder, &entry);
                }
                Err(error) => self.own.problem(below, &io::Error::from(error).to_string()),
            }
        }
        self.walk.entries.fetch_add(count, Ordering::Relaxed);
    }

    /// The root may be a link, which its user names.
    fn opened(&self) -> rustix::io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let place = &self.folder.place;
        match (&self.folder.parent, place.file_name()) {
            (Some(parent), Some(name)) => {
                rustix::fs::openat(parent, name, flags | OFlags::NOFOLLOW, Mode::empty())
            }
            _ if self.folder.depth == 0 => rustix::fs::open(place, flags, Mode::empty()),
            _ => rustix::fs::open(place, flags | OFlags::NOFOLLOW, Mode::empty()),
        }
    }

    fn entry(&mut self, folder: &Arc<OwnedFd>, entry: &RawDirEntry<'_>) {
        let name = entry.file_name().to_bytes();
        if matches!(name, b"." | b"..") {
            return;
        }
        let own_name = OsStr::from_bytes(name);
        let kind = match entry.file_type() {
            // Some file systems do not tell.
            FileType::Unknown => match stat(folder, entry.file_name()) {
                Ok((kind, _)) => kind,
                Err(error) => {
                    let path = self.below(&String::from_utf8_lossy(name));
                    return self.own.problem(&path, &error.to_string());
                }
            },
            kind => kind,
        };
        match kind {
            FileType::Symlink => self.own.links += 1,
            FileType::Directory => self.folder(folder, own_name),
            // Devices, pipes and sockets are no files.
            FileType::RegularFile => self.file(folder, entry.file_name()),
            _ => {}
        }
    }

    /// A file in the folder.
    fn file(&mut self, folder: &OwnedFd, own_name: &CStr) {
        let bytes = own_name.to_bytes();
        let name = std::str::from_utf8(bytes)
            .map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
        let is_program = || is_executable(folder, own_name).then_some(Kind::Binary);
        let kind = Kind::in_folder(&self.folder.below, &name);
        let Some(kind) = kind.or_else(is_program) else { return };
        let path = self.below(&name);
        if !self.walk.room.take(&path) && !leads_to_database(&self.folder.below) {
            return self.own.problem(&path, FULL);
        }
        let met = Met {
            path: &path,
            place: &|| self.folder.place.join(OsStr::from_bytes(bytes)),
            kind,
            folder: Some((folder, own_name)),
        };
        if let Some(kept) = (self.walk.keep)(&met) {
            self.own.files.push((path, kept));
        }
    }

    /// A folder in this one.
    fn folder(&mut self, folder: &Arc<OwnedFd>, own_name: &OsStr) {
        let place = self.folder.place.join(own_name);
        let is_named = self.walk.skipped.iter().any(|name| name == own_name);
        let is_skipped = is_named && self.walk.bounds.skipped.contains(&place);
        if is_skipped || SKIPPED.iter().any(|name| *name == own_name) {
            return;
        }
        let (below, depth) = (self.below(&own_name.to_string_lossy()), self.folder.depth + 1);
        if !self.walk.room.take(&below) && !leads_to_database(&below) {
            return self.own.problem(&below, FULL);
        }
        let parent = (folder.as_raw_fd() < OPEN_MAX).then(|| Arc::clone(folder));
        self.found.push(Folder { parent, place, below, depth });
    }

    /// The path of something in the folder.
    fn below(&self, name: &str) -> String {
        match self.folder.below.as_str() {
            "" => name.to_owned(),
            below => [below, "/", name].concat(),
        }
    }
}

impl<K> Default for Walked<K> {
    fn default() -> Self {
        Self { files: Vec::new(), links: 0, problems: Vec::new() }
    }
}

impl<K> Walked<K> {
    pub(super) fn problem(&mut self, path: &str, problem: &str) {
        let path = if path.is_empty() { "." } else { path };
        match self.problems.len() {
            PROBLEMS_MAX.. => return,
            MOST_PROBLEMS => return self.problems.push((".".to_owned(), MORE.to_owned())),
            _ => {}
        }
        self.problems.push((path.to_owned(), problem.to_owned()));
    }
}

/// Whether a file may be run, which programs may.
fn is_executable(folder: &OwnedFd, name: &CStr) -> bool {
    names::may_be_program(name.to_bytes())
        && stat(folder, name).is_ok_and(|(_, mode)| mode & 0o111 != 0)
}

/// What a file in a folder is, and who may do what with it.
fn stat(folder: &OwnedFd, name: &CStr) -> io::Result<(FileType, u32)> {
    let found = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok((FileType::from_raw_mode(found.st_mode), found.st_mode))
}
