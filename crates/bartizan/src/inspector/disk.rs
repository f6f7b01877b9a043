//! Images that are disks: below the folder that the operator allows, from which no link leads out.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use bartizan_inspector2::Disk;
use bartizan_service::{HostPackage, OperatingSystem};

use crate::scan;

/// Where an image is; nothing where that is not below the folder.
pub(super) fn below(images: &Path, disk: &str) -> Option<PathBuf> {
    let (folder, found) = (images.canonicalize().ok()?, images.join(disk).canonicalize().ok()?);
    found.starts_with(folder).then_some(found)
}

/// What tells an image from the one that was there before: for a file its device, inode, size and time of
/// change; for a folder those of what tells its packages.
pub(super) fn mark(images: &Path, disk: &str) -> Option<String> {
    const TOLD_BY: [&str; 5] = [
        "",
        "index.json",
        "var/lib/dpkg/status",
        "lib/apk/db/installed",
        "var/lib/rpm/rpmdb.sqlite",
    ];
    let root = below(images, disk)?;
    let one = |name: &&str| {
        let found = root.join(name).symlink_metadata().ok()?;
        let (seconds, nanos) = (found.ctime(), found.ctime_nsec());
        Some(format!("{}:{}:{}:{seconds}.{nanos}", found.dev(), found.ino(), found.size()))
    };
    let marks: Vec<String> = TOLD_BY.iter().filter_map(one).collect();
    Some(marks.join(" "))
}

/// What is on it.
///
/// # Errors
/// It cannot be read.
pub(super) fn read(images: &Path, disk: &str) -> Result<Disk, String> {
    let root = below(images, disk).ok_or("it is not in the folder of images")?;
    let (files, problems, architectures) = scan::packages(&root)?;
    let mut packages = Vec::new();
    let mut system = OperatingSystem::default();
    for (path, found) in files {
        for package in found {
            if system.id.is_empty() && !package.release.is_empty() {
                package.ecosystem.vendor().clone_into(&mut system.id);
                system.version = package.ecosystem.version_of(&package.release);
            }
            packages.push(HostPackage { purl: package.purl(), path: path.clone() });
        }
    }
    system.architecture = architectures.into_iter().next().unwrap_or_default();
    Ok(Disk { system, packages, problems })
}
