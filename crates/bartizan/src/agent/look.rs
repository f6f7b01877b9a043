//! Looking through the disk, in a process of its own: what users of a host write may be as large and as odd
//! as they like, and costs this process its life, but not the agent's. (setrlimit(2), `RLIMIT_DATA`.)

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bartizan_assess::inventory::{Kind, Tree};
use clap::Args;
use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};
use serde::{Deserialize, Serialize};

use super::mounts;
use crate::error::CliError;
use crate::scan::{found, walk};

/// The most files and folders that are looked at, and how much of their paths is kept in mind.
const ENTRIES_MAX: usize = 5_000_000;
const PATHS_BYTES_MAX: usize = 48 << 20;
/// How long one file may take.
const FILE_PATIENCE: Duration = Duration::from_mins(5);
/// Set once the process has its limits, which count from its start alone.
const LIMITED: &str = "BARTIZAN_LOOK_LIMITED";
/// Has the allocator ask for memory as it is needed, so that the limit counts what is in use.
const ALLOCATOR: (&str, &str) = ("MIMALLOC_ARENA_EAGER_COMMIT", "0");

/// What `agent look` can be told.
#[derive(Debug, Args)]
pub(super) struct LookOptions {
    /// The root of the file system that is looked through.
    #[arg(long, value_name = "DIR")]
    root: PathBuf,
    /// How much memory that may take, in bytes.
    #[arg(long, value_name = "BYTES")]
    memory: u64,
}

/// What shows that a file was changed.
pub(super) type Stamp = (i64, i64, u64, u64);

/// What is to be looked through.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Order {
    /// The file after which it begins, where an earlier process ended.
    pub(super) after: Option<Place>,
    /// Files that ended earlier processes, as they were then.
    pub(super) left_out: BTreeMap<String, Stamp>,
}

/// The place of a file in the order in which they are read: what the host's own package manager installed
/// comes first, and is told where there is no room for all.
pub(super) type Place = (bool, String);

/// What is told, a line each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Line {
    /// This file is read now.
    File {
        /// Its place, with its path below the root.
        place: Place,
        stamp: Option<Stamp>,
        /// Whether its changes are looked for: programs are too many.
        is_watched: bool,
    },
    /// A package that it lists.
    Package {
        purl: String,
        /// Its name, if the host's own package manager installed it.
        own: Option<String>,
    },
    /// All is told but this many files and folders.
    Done { problems: usize },
}

/// Looks through the disk and tells on standard output what is there.
///
/// # Errors
/// There is no such folder, or nobody listens any more.
pub(super) fn run(options: &LookOptions) -> Result<ExitCode, CliError> {
    // Without the agent nobody wants to know.
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(CliError::failed)?;
    if std::env::var_os(LIMITED).is_none() {
        return Err(again(options.memory));
    }
    let order = serde_json::from_reader(io::stdin().lock()).map_err(CliError::failed)?;
    let read = Arc::new(AtomicU64::new(0));
    watch(Arc::clone(&read));
    tell(&options.root, &order, BufWriter::new(io::stdout().lock()), &read)?;
    Ok(ExitCode::SUCCESS)
}

/// Begins anew within a limit.
fn again(memory: u64) -> CliError {
    let limit = Rlimit { current: Some(memory), maximum: Some(memory) };
    if let Err(error) = setrlimit(Resource::Data, limit) {
        return CliError::failed(error);
    }
    let mut own = Command::new("/proc/self/exe");
    own.args(std::env::args_os().skip(1)).env(LIMITED, "1").env(ALLOCATOR.0, ALLOCATOR.1);
    CliError::failed(own.exec())
}

/// Ends the process when a file takes too long.
fn watch(read: Arc<AtomicU64>) {
    std::thread::spawn(move || {
        let mut before = 0;
        loop {
            std::thread::sleep(FILE_PATIENCE);
            let now = read.load(Ordering::Relaxed);
            if now > 0 && now == before {
                std::process::exit(1);
            }
            before = now;
        }
    });
}

/// Tells what is below a root.
///
/// # Errors
/// There is no such folder, or nobody listens any more.
pub(super) fn tell(
    root: &Path,
    order: &Order,
    mut out: impl Write,
    read: &AtomicU64,
) -> Result<(), CliError> {
    let bounds = walk::Bounds {
        skipped: mounts::foreign(root),
        entries_max: ENTRIES_MAX,
        paths_bytes_max: PATHS_BYTES_MAX,
        is_alone: true,
    };
    let walked = walk::walk_within(root, bounds, |met| Some((met.place(), met.kind)))?;
    let mut problems = walked.problems.len();
    let reading = found::Reading::new(root);
    let mut files = walked.files;
    // By their paths they are in order.
    files.sort_by_key(|(_, (_, kind))| !kind.is_of_distribution());
    for (path, (file, kind)) in files {
        let (place, stamp) = ((!kind.is_of_distribution(), path.clone()), stamp_of(&file));
        if order.after.as_ref().is_some_and(|after| place <= *after) {
            continue;
        }
        let is_left_out = order.left_out.get(&path).is_some_and(|then| stamp == Some(*then));
        let is_watched = kind != Kind::Binary;
        line(&mut out, &Line::File { place, stamp, is_watched })?;
        // What comes now may be the last that this process does.
        out.flush().map_err(CliError::failed)?;
        read.fetch_add(1, Ordering::Relaxed);
        match if is_left_out { None } else { reading.file(&path, kind, || walk::open(&file)) } {
            Some(Ok(inventory)) => {
                let is_own = Tree::of_database(&path).is_some_and(|tree| tree.root().is_empty());
                for package in inventory.packages {
                    let (purl, own) = (package.purl(), is_own.then_some(package.name));
                    line(&mut out, &Line::Package { purl, own })?;
                }
            }
            Some(Err(_)) => problems += 1,
            None => problems += usize::from(is_left_out),
        }
    }
    line(&mut out, &Line::Done { problems })?;
    out.flush().map_err(CliError::failed)
}

fn line(out: &mut impl Write, line: &Line) -> Result<(), CliError> {
    serde_json::to_writer(&mut *out, line).map_err(CliError::failed)?;
    out.write_all(b"\n").map_err(CliError::failed)
}

/// What a file is like now, if it is there.
pub(super) fn stamp_of(path: &Path) -> Option<Stamp> {
    let about = fs::symlink_metadata(path).ok()?;
    Some((about.mtime(), about.mtime_nsec(), about.size(), about.ino()))
}
