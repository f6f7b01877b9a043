//! Room for the paths that a walk keeps in mind.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Where distributions list what is installed, below the root.
const DATABASES: [&str; 5] =
    ["lib/apk/db", "usr/lib/sysimage/rpm", "usr/share/rpm", "var/lib/dpkg/status.d", "var/lib/rpm"];

/// How many bytes paths take, and may take.
pub(super) struct Room {
    taken: AtomicUsize,
    max: usize,
}

impl Room {
    pub(super) const fn of(max: usize) -> Self {
        Self { taken: AtomicUsize::new(0), max }
    }

    /// Whether there is room for one more path; it is taken.
    pub(super) fn take(&self, path: &str) -> bool {
        if self.max == usize::MAX {
            return true;
        }
        let bytes = path_bytes(path);
        let before = self.taken.fetch_add(bytes, Ordering::Relaxed);
        let has_room = before.saturating_add(bytes) <= self.max;
        if !has_room {
            self.give_back(path);
        }
        has_room
    }

    /// A path is kept in mind no longer.
    pub(super) fn give_back(&self, path: &str) {
        if self.max == usize::MAX {
            return;
        }
        let less = |bytes: usize| Some(bytes.saturating_sub(path_bytes(path)));
        let _ = self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }
}

/// Whether a folder has databases of the whole system's distribution, or leads to one that has.
pub(super) fn leads_to_database(folder: &str) -> bool {
    DATABASES.iter().any(|database| {
        database.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// How much is kept of a path, with what stands around its two forms.
const fn path_bytes(path: &str) -> usize {
    2 * path.len() + 128
}
