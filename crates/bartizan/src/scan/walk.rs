//! A folder looked through for files that list packages, within bounds. Links are not followed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use bartizan_assess::inventory::{FILE_BYTES_MAX, Kind, PROGRAM_MAGIC};
use rustix::fs::OFlags;

use crate::error::CliError;

/// How deep folders are looked into.
const DEPTH_MAX: usize = 200;
/// The most entries that are looked at.
const ENTRIES_MAX: usize = 20_000_000;
/// Folders that hold no packages, and many files.
const SKIPPED: [&str; 3] = [".git", ".hg", ".svn"];
/// Folders of the whole system that hold what the kernel makes up.
const KERNEL: [&str; 3] = ["proc", "sys", "dev"];

/// What was met.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// Files that list packages, and programs, with their paths below the root.
    pub(crate) files: Vec<(String, PathBuf, Kind)>,
    /// Links, which were not followed.
    pub(super) links: usize,
    /// What could not be looked at, each with its path and why.
    pub(crate) problems: Vec<(String, String)>,
    entries: usize,
    bounds: Bounds,
}

/// What is left out of looking through a folder.
#[derive(Debug)]
pub(crate) struct Bounds {
    /// Folders that are not looked into.
    pub(crate) skipped: Vec<PathBuf>,
    /// The most entries that are looked at.
    pub(crate) entries_max: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        let skipped = KERNEL.map(|name| Path::new("/").join(name)).into();
        Self { skipped, entries_max: ENTRIES_MAX }
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
    let mut walked = Walked { bounds, ..Walked::default() };
    walked.folder(root, "", 0);
    walked.files.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(walked)
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

impl Walked {
    fn folder(&mut self, folder: &Path, below: &str, depth: usize) {
        if depth > DEPTH_MAX {
            return self.problem(below, "folders are nested too deeply");
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.problem(below, &error.to_string()),
        };
        for entry in entries {
            self.entries += 1;
            if self.entries > self.bounds.entries_max {
                return self.problem(below, "there are too many files");
            }
            match entry {
                Ok(entry) => self.entry(&entry, below, depth),
                Err(error) => self.problem(below, &error.to_string()),
            }
        }
    }

    fn entry(&mut self, entry: &fs::DirEntry, below: &str, depth: usize) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = if below.is_empty() { name.to_string() } else { format!("{below}/{name}") };
        match entry.file_type() {
            Err(error) => self.problem(&path, &error.to_string()),
            Ok(kind) if kind.is_symlink() => self.links += 1,
            Ok(kind) if kind.is_dir() && SKIPPED.contains(&&*name) => {}
            Ok(kind) if kind.is_dir() && self.bounds.skipped.contains(&entry.path()) => {}
            Ok(kind) if kind.is_dir() => self.folder(&entry.path(), &path, depth + 1),
            // Devices, pipes and sockets are no files.
            Ok(kind) if kind.is_file() => {
                let kind = Kind::of(&path).or_else(|| is_executable(entry).then_some(Kind::Binary));
                if let Some(kind) = kind {
                    self.files.push((path, entry.path(), kind));
                }
            }
            Ok(_) => {}
        }
    }

    pub(super) fn problem(&mut self, path: &str, problem: &str) {
        let path = if path.is_empty() { "." } else { path };
        self.problems.push((path.to_owned(), problem.to_owned()));
    }
}

fn begins_as_program(path: &Path) -> bool {
    let mut magic = PROGRAM_MAGIC.map(|_| 0);
    open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok() && magic == PROGRAM_MAGIC
}

/// Whether a file may be run, which programs may. Scripts are told by their names, so that nothing is asked
/// about them.
fn is_executable(entry: &fs::DirEntry) -> bool {
    const SCRIPTS: [&str; 12] =
        ["c", "h", "html", "js", "json", "md", "pl", "py", "rb", "sh", "ts", "txt"];
    let path = entry.path();
    let extension = path.extension().and_then(|extension| extension.to_str());
    let is_script = extension.is_some_and(|extension| SCRIPTS.contains(&extension));
    !is_script && entry.metadata().is_ok_and(|metadata| metadata.mode() & 0o111 != 0)
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
