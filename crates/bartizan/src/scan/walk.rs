//! A folder looked through for files that list packages, within bounds, by all cores. Links are not followed.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use bartizan_assess::inventory::{FILE_BYTES_MAX, Kind, PROGRAM_MAGIC};
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, RawDirEntry};

use crate::error::CliError;

/// How deep folders are looked into.
const DEPTH_MAX: usize = 200;
/// The most entries that are looked at.
const ENTRIES_MAX: usize = 20_000_000;
/// How much of a folder is asked for at once.
const ENTRIES_BYTES: usize = 32 << 10;
/// Where distributions list what is installed, below the root.
const DATABASES: [&str; 5] =
    ["lib/apk/db", "usr/lib/sysimage/rpm", "usr/share/rpm", "var/lib/dpkg/status.d", "var/lib/rpm"];
/// The most problems that are told of one thread.
const PROBLEMS_MAX: usize = 10_000;
const MOST_PROBLEMS: usize = PROBLEMS_MAX - 1;
const MORE: &str = "there are more files that cannot be looked at";
/// What is said of what there is no room for.
const FULL: &str = "there are more files than are kept in mind";
/// Folders that hold no packages, and many files.
const SKIPPED: [&str; 3] = [".git", ".hg", ".svn"];
/// Folders of the whole system that hold what the kernel makes up.
const KERNEL: [&str; 3] = ["proc", "sys", "dev"];
/// Ends of names that no program has, scripts but no others: nothing is asked about such files.
const NO_PROGRAMS: [&str; 36] = [
    "a", "c", "cc", "conf", "cpp", "css", "d", "gif", "go", "gz", "h", "hpp", "html", "java", "js",
    "json", "list", "map", "md", "md5sums", "mo", "pl", "pm", "png", "po", "py", "pyc", "rb", "rs",
    "sh", "svg", "toml", "ts", "txt", "xml", "yaml",
];

/// What was met.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// Files that list packages, and programs, with their paths below the root.
    pub(crate) files: Vec<(String, PathBuf, Kind)>,
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

/// Looks through a folder within bounds.
///
/// # Errors
/// There is no such folder.
pub(crate) fn walk_within(root: &Path, bounds: Bounds) -> Result<Walked, CliError> {
    if !fs::metadata(root).map_err(CliError::file(root))?.is_dir() {
        return Err(CliError::Usage(format!("{} is no folder", root.display())));
    }
    Ok(Walk::new(root, bounds).run())
}

/// Looks through a folder, or at one file.
///
/// # Errors
/// There is no such file, or it lists no packages.
pub(super) fn walk(root: &Path) -> Result<Walked, CliError> {
    if fs::metadata(root).map_err(CliError::file(root))?.is_dir() {
        return walk_within(root, Bounds::default());
    }
    let mut walked = Walked::default();
    let path = root.to_string_lossy().into_owned();
    let is_program = || begins_as_program(root).then_some(Kind::Binary);
    let kind = Kind::of(&path).or_else(is_program).ok_or_else(|| {
        let problem = "it is neither a folder, nor an image, nor a file that lists packages";
        CliError::Usage(format!("{path}: {problem}"))
    })?;
    walked.files.push((path, root.to_owned(), kind));
    Ok(walked)
}

/// A folder to look into.
struct Folder {
    place: PathBuf,
    /// Its path below the root.
    below: String,
    depth: usize,
}

/// Folders that nobody has looked into yet, and how many are being looked into.
#[derive(Default)]
struct Open {
    folders: Vec<Folder>,
    at_work: usize,
}

/// A walk by several threads, each of which takes the next folder when it is done with one.
struct Walk {
    open: Mutex<Open>,
    changed: Condvar,
    entries: AtomicUsize,
    paths_bytes: AtomicUsize,
    bounds: Bounds,
}

impl Walk {
    fn new(root: &Path, bounds: Bounds) -> Self {
        let root = Folder { place: root.to_owned(), below: String::new(), depth: 0 };
        let open = Mutex::new(Open { folders: vec![root], at_work: 0 });
        let (entries, paths_bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Self { open, changed: Condvar::new(), entries, paths_bytes, bounds }
    }

    fn run(&self) -> Walked {
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

    /// Whether there is room for one more path, of two forms; it is taken.
    fn has_room(&self, path: &str) -> bool {
        let bytes = path_bytes(path);
        let before = self.paths_bytes.fetch_add(bytes, Ordering::Relaxed);
        let has_room = before.saturating_add(bytes) <= self.bounds.paths_bytes_max;
        if !has_room {
            self.give_back(path);
        }
        has_room
    }

    fn give_back(&self, path: &str) {
        let less = |bytes: usize| Some(bytes.saturating_sub(path_bytes(path)));
        let _ = self.paths_bytes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks into folders until there are none.
    fn work(&self) -> Walked {
        let mut own = Walked::default();
        let mut buffer = Vec::with_capacity(ENTRIES_BYTES);
        let mut open = self.open();
        loop {
            if let Some(folder) = open.folders.pop() {
                open.at_work += 1;
                drop(open);
                let mut inner =
                    Inner { walk: self, folder: &folder, own: &mut own, found: Vec::new() };
                inner.look(&mut buffer);
                let mut found = inner.found;
                if folder.depth > 0 {
                    self.give_back(&folder.below);
                }
                open = self.open();
                open.folders.append(&mut found);
                open.at_work -= 1;
                self.changed.notify_all();
            } else if open.at_work == 0 {
                return own;
            } else {
                open = self.changed.wait(open).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

/// One folder, as it is looked into.
struct Inner<'w> {
    walk: &'w Walk,
    folder: &'w Folder,
    own: &'w mut Walked,
    /// The folders in it.
    found: Vec<Folder>,
}

impl Inner<'_> {
    fn look(&mut self, buffer: &mut Vec<u8>) {
        let below = &self.folder.below;
        if self.folder.depth > DEPTH_MAX {
            return self.own.problem(below, "folders are nested too deeply");
        }
        let folder = match self.opened() {
            Ok(folder) => folder,
            Err(error) => return self.own.problem(below, &io::Error::from(error).to_string()),
        };
        let mut entries = RawDir::new(&folder, buffer.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            if self.walk.entries.fetch_add(1, Ordering::Relaxed) >= self.walk.bounds.entries_max {
                return self.own.problem(below, "there are too many files");
            }
            match entry {
                Ok(entry) => self.entry(&folder, &entry),
                Err(error) => self.own.problem(below, &io::Error::from(error).to_string()),
            }
        }
    }

    /// The root may be a link, which its user names.
    fn opened(&self) -> rustix::io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let is_root = self.folder.depth == 0;
        let flags = if is_root { flags } else { flags | OFlags::NOFOLLOW };
        rustix::fs::open(&self.folder.place, flags, Mode::empty())
    }

    fn entry(&mut self, folder: &OwnedFd, entry: &RawDirEntry<'_>) {
        let (name, below) = (entry.file_name().to_bytes(), &self.folder.below);
        if matches!(name, b"." | b"..") {
            return;
        }
        let (own_name, name) = (OsStr::from_bytes(name), String::from_utf8_lossy(name));
        let path = if below.is_empty() { name.to_string() } else { format!("{below}/{name}") };
        let kind = match entry.file_type() {
            // Some file systems do not tell.
            FileType::Unknown => match stat(folder, own_name) {
                Ok((kind, _)) => kind,
                Err(error) => return self.own.problem(&path, &error.to_string()),
            },
            kind => kind,
        };
        match kind {
            FileType::Symlink => self.own.links += 1,
            FileType::Directory => {
                let (place, depth) = (self.folder.place.join(own_name), self.folder.depth + 1);
                let is_skipped = self.walk.bounds.skipped.contains(&place);
                if SKIPPED.contains(&&*name) || is_skipped {
                    return;
                }
                if self.walk.has_room(&path) || leads_to_database(&path) {
                    self.found.push(Folder { place, below: path, depth });
                } else {
                    self.own.problem(&path, FULL);
                }
            }
            // Devices, pipes and sockets are no files.
            FileType::RegularFile => {
                let is_program = || is_executable(folder, own_name).then_some(Kind::Binary);
                let Some(kind) = Kind::of(&path).or_else(is_program) else { return };
                if self.walk.has_room(&path) || leads_to_database(below) {
                    self.own.files.push((path, self.folder.place.join(own_name), kind));
                } else {
                    self.own.problem(&path, FULL);
                }
            }
            _ => {}
        }
    }
}

impl Walked {
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

/// Whether a folder has databases of the whole system's distribution, or leads to one that has.
fn leads_to_database(folder: &str) -> bool {
    DATABASES.iter().any(|database| {
        database.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// How much is kept of a path, with what stands around its two forms.
const fn path_bytes(path: &str) -> usize {
    2 * path.len() + 128
}

fn begins_as_program(path: &Path) -> bool {
    let mut magic = PROGRAM_MAGIC.map(|_| 0);
    open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok() && magic == PROGRAM_MAGIC
}

/// Whether a file may be run, which programs may.
fn is_executable(folder: &OwnedFd, name: &OsStr) -> bool {
    let extension = Path::new(name).extension().and_then(OsStr::to_str);
    let is_other = extension.is_some_and(|extension| NO_PROGRAMS.contains(&extension));
    !is_other && stat(folder, name).is_ok_and(|(_, mode)| mode & 0o111 != 0)
}

/// What a file in a folder is, and who may do what with it.
fn stat(folder: &OwnedFd, name: &OsStr) -> io::Result<(FileType, u32)> {
    let found = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok((FileType::from_raw_mode(found.st_mode), found.st_mode))
}

/// A file that is one still.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file any more"));
    }
    Ok(file)
}

/// The bytes of a file that its user names, which may be a link; no more than `max` and one.
pub(super) fn read_link(path: &Path, max: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of a file; no more than what a reader takes.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let mut bytes = Vec::new();
    let limit = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_no_more_room_the_systems_own_packages_are_met_all_the_same() {
        let root = tempfile::tempdir().unwrap();
        let put = |path: &str| {
            let file = root.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        };
        put("home/a/Cargo.lock");
        put("var/lib/dpkg/status");
        put("home/a/var/lib/dpkg/status");
        let met = |paths_bytes_max| {
            let bounds = Bounds { paths_bytes_max, is_alone: true, ..Bounds::default() };
            let walked = walk_within(root.path(), bounds).unwrap();
            let paths: Vec<String> = walked.files.into_iter().map(|file| file.0).collect();
            (paths, walked.problems.iter().any(|(_, problem)| problem == FULL))
        };
        let all = ["home/a/Cargo.lock", "home/a/var/lib/dpkg/status", "var/lib/dpkg/status"];
        assert_eq!(met(usize::MAX), (all.map(str::to_owned).into(), false));
        assert_eq!(met(0), (vec!["var/lib/dpkg/status".to_owned()], true));
    }

    #[test]
    fn no_more_problems_are_told_than_anybody_reads() {
        let mut walked = Walked::default();
        for _ in 0..=PROBLEMS_MAX {
            walked.problem("a", "unreadable");
        }
        assert_eq!(walked.problems.len(), PROBLEMS_MAX);
        assert_eq!(walked.problems.last().unwrap().1, MORE);
    }
}
