//! Checks of how the hosts are configured whose disks are folders of images.

use std::path::Path;

use bartizan_inspector2::{CheckedDisk, UncheckedDisk};

use super::disk::below;
use crate::scan::cis::judged::{PLATFORM, Unjudged, judge};

/// What the checks say of an image.
///
/// # Errors
/// It is not checked, and why.
pub(super) fn check(
    images: &Path,
    disk: &str,
    level: u8,
    today: i64,
) -> Result<CheckedDisk, UncheckedDisk> {
    let absent = || UncheckedDisk::Unreadable("it is not in the folder of images".to_owned());
    let root = below(images, disk).ok_or_else(absent)?;
    if !root.is_dir() {
        let what = "an image in one file, of which no host is made".to_owned();
        return Err(UncheckedDisk::UnsupportedSystem(what));
    }
    let judged = judge(&root, false, level, today).map_err(|unjudged| match unjudged {
        Unjudged::Unsupported(what) => UncheckedDisk::UnsupportedSystem(what),
        Unjudged::Unreadable(why) => UncheckedDisk::Unreadable(why),
    })?;
    let results = judged.into_iter().map(|one| (one.id.into_owned(), one.status, one.reason));
    Ok(CheckedDisk { platform: PLATFORM.join("_"), results: results.collect() })
}
