//! Control groups that limit the memory of an environment as a whole, where this process may make some.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::process::Pid;

const PREFIX: &str = "bartizan-function-";

/// Where groups are made.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    folder: PathBuf,
    version: Version,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    One,
    Two,
}

impl Groups {
    /// The group of this process, if groups with limits of memory can be made in it; or, with version 2, the unit
    /// that it was delegated, where a group that holds processes cannot divide its memory.
    pub(crate) fn find() -> Option<Self> {
        let own = fs::read_to_string("/proc/self/cgroup").ok()?;
        let mut candidates = Vec::new();
        for line in own.lines() {
            let mut parts = line.splitn(3, ':').skip(1);
            let (controllers, path) = (parts.next()?, parts.next()?.trim_start_matches('/'));
            if controllers.split(',').any(|controller| controller == "memory") {
                candidates.push((Path::new("/sys/fs/cgroup/memory").join(path), Version::One));
            } else if controllers.is_empty() {
                let group = Path::new("/sys/fs/cgroup").join(path);
                let unit = group.parent().filter(|unit| {
                    let kind = unit.extension().and_then(|kind| kind.to_str());
                    matches!(kind, Some("service" | "scope"))
                });
                candidates.extend(unit.map(|unit| (unit.to_owned(), Version::Two)));
                candidates.push((group, Version::Two));
            }
        }
        candidates
            .into_iter()
            .map(|(folder, version)| Self { folder, version })
            .inspect(Self::clear)
            .find(|groups| groups.group(1 << 30).is_ok_and(|group| group.remove()))
    }

    /// Removes what a server left that was killed.
    fn clear(&self) {
        for group in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = group.file_name();
            let whose = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split('-').next());
            if whose.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
                // Refused while a process is in it.
                let _ = fs::remove_dir(group.path());
            }
        }
    }

    /// A new group whose processes have no more than so many bytes together.
    pub(crate) fn group(&self, bytes: u64) -> io::Result<Group> {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.join(format!("{PREFIX}{}-{number}", std::process::id()));
        if self.version == Version::Two {
            // Refused where it is so already, or where the next lines fail as well.
            let _ = fs::write(self.folder.join("cgroup.subtree_control"), "+memory");
        }
        fs::create_dir(&folder)?;
        let group = Group { folder, version: self.version };
        match group.limit(bytes) {
            Ok(()) => Ok(group),
            Err(problem) => {
                group.remove();
                Err(problem)
            }
        }
    }
}

/// A group of one environment.
#[derive(Debug)]
pub(crate) struct Group {
    folder: PathBuf,
    version: Version,
}

impl Group {
    fn limit(&self, bytes: u64) -> io::Result<()> {
        let bytes = bytes.to_string();
        // Some kernels count no swap, and have none of these files.
        let optional = |file: &str, value: &str| drop(fs::write(self.folder.join(file), value));
        match self.version {
            Version::One => {
                fs::write(self.folder.join("memory.limit_in_bytes"), &bytes)?;
                optional("memory.swappiness", "0");
                optional("memory.memsw.limit_in_bytes", &bytes);
            }
            Version::Two => {
                fs::write(self.folder.join("memory.max"), &bytes)?;
                optional("memory.swap.max", "0");
                optional("memory.oom.group", "1");
            }
        }
        Ok(())
    }

    pub(crate) fn join(&self, process: Pid) -> io::Result<()> {
        let process = process.as_raw_nonzero().to_string();
        fs::write(self.folder.join("cgroup.procs"), process)
    }

    /// The most memory that was used at once, in bytes.
    pub(crate) fn peak(&self) -> Option<u64> {
        let file = match self.version {
            Version::One => "memory.max_usage_in_bytes",
            Version::Two => "memory.peak",
        };
        fs::read_to_string(self.folder.join(file)).ok()?.trim().parse().ok()
    }

    /// Removes the group, which fails while a process of it is ending.
    pub(crate) fn remove(&self) -> bool {
        fs::remove_dir(&self.folder).is_ok()
    }
}
