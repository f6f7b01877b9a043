//! Looking through the disk, in a process of its own.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use bartizan_assess::inventory::{Kind, Tree};
use serde::{Deserialize, Serialize};

use super::{bounded, mounts};
use crate::error::CliError;
use crate::scan::{found, walk};

/// The most files and folders that are looked at, and how much of their paths is kept in mind.
const ENTRIES_MAX: usize = 5_000_000;
const PATHS_BYTES_MAX: usize = 48 << 20;
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
        bounded::tell(&mut out, &Line::File { place, stamp, is_watched })?;
        // What comes now may be the last that this process does.
        out.flush().map_err(CliError::failed)?;
        read.fetch_add(1, Ordering::Relaxed);
        match if is_left_out { None } else { reading.file(&path, kind, || walk::open(&file)) } {
            Some(Ok(inventory)) => {
                let is_own = Tree::of_database(&path).is_some_and(|tree| tree.root().is_empty());
                for package in inventory.packages {
                    let (purl, own) = (package.purl(), is_own.then_some(package.name));
                    bounded::tell(&mut out, &Line::Package { purl, own })?;
                }
            }
            Some(Err(_)) => problems += 1,
            None => problems += usize::from(is_left_out),
        }
    }
    bounded::tell(&mut out, &Line::Done { problems })?;
    out.flush().map_err(CliError::failed)
}

/// What a file is like now, if it is there.
pub(super) fn stamp_of(path: &Path) -> Option<Stamp> {
    let about = fs::symlink_metadata(path).ok()?;
    Some((about.mtime(), about.mtime_nsec(), about.size(), about.ino()))
}
