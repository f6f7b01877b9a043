//! All files of a host, looked through for what stands out.

use std::collections::BTreeSet;

use crate::files::{Entry, Kind};
use crate::host::{DEPTH_MAX, Host, join};
use crate::read::accounts;
use crate::read::mounts;

/// The most files that are looked at.
const ENTRIES_MAX: usize = 20_000_000;
/// The most names that are read of one folder.
const FOLDER_MAX: usize = 2_000_000;
/// How many files of each kind are told.
const TOLD_MAX: usize = 1000;
/// Folders of the root that hold what the kernel makes up, or what lives no longer than it runs.
const KERNEL: [&str; 4] = ["proc", "sys", "dev", "run"];
/// Files of containers, whose ids are their own.
const CONTAINERS: [&str; 4] = ["containerd", "docker", "kubelet", "containers"];
/// What a host mounts that is not its own, or has no owners.
const FOREIGN: [&str; 11] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "vfat",
    "iso9660",
    "proc",
    "sysfs",
    "efivarfs",
    "fuse.sshfs",
    "9p",
];

/// What was met.
#[derive(Default)]
pub(crate) struct Walked {
    /// Files that everybody may write.
    pub(crate) writable_files: Vec<(String, Entry)>,
    /// Folders that everybody may write, without the sticky bit.
    pub(crate) writable_folders: Vec<(String, Entry)>,
    /// Files whose owner or group has no name.
    pub(crate) unowned: Vec<(String, Entry)>,
    pub(crate) problems: Vec<(String, String)>,
    count: usize,
}

impl Walked {
    pub(crate) fn of(host: &Host<'_>) -> Self {
        let mut walked = Self::default();
        let passwd = host.text("etc/passwd").unwrap_or_default();
        let group = host.text("etc/group").unwrap_or_default();
        let owners = Owners {
            users: accounts::users(&passwd).iter().map(|user| user.uid).collect(),
            groups: accounts::groups(&group).iter().map(|group| group.gid).collect(),
            foreign: foreign(host),
        };
        let mut pending = vec![(String::new(), 0)];
        while let Some((folder, depth)) = pending.pop() {
            if depth > DEPTH_MAX {
                walked.problem(&folder, "folders are nested too deeply".to_owned());
                continue;
            }
            match host.files.folder(&folder, FOLDER_MAX + 1) {
                Ok(entries) if entries.len() <= FOLDER_MAX => {
                    walked.count += entries.len();
                    if walked.count > ENTRIES_MAX {
                        walked.problem(&folder, "there are too many files".to_owned());
                        break;
                    }
                    for (name, entry) in entries {
                        let path = join(&folder, &name);
                        if entry.kind == Kind::Folder && owners.is_entered(&path, &name) {
                            pending.push((path.clone(), depth + 1));
                        }
                        walked.entry(path, entry, &owners);
                    }
                }
                Ok(_) => walked.problem(&folder, "it holds too many files".to_owned()),
                Err(problem) => walked.problem(&folder, problem),
            }
        }
        walked
    }

    fn entry(&mut self, path: String, entry: Entry, owners: &Owners) {
        if KERNEL.contains(&path.as_str()) || entry.kind == Kind::Link {
            return;
        }
        let is_owned = owners.users.contains(&entry.uid) && owners.groups.contains(&entry.gid);
        if !is_owned && self.unowned.len() < TOLD_MAX {
            self.unowned.push((path.clone(), entry.clone()));
        }
        if entry.mode & 0o002 == 0 {
            return;
        }
        let told = match entry.kind {
            Kind::File => &mut self.writable_files,
            Kind::Folder if entry.mode & 0o1000 == 0 => &mut self.writable_folders,
            _ => return,
        };
        if told.len() < TOLD_MAX {
            told.push((path, entry));
        }
    }

    fn problem(&mut self, path: &str, problem: String) {
        if self.problems.len() < TOLD_MAX {
            self.problems.push((path.to_owned(), problem));
        }
    }
}

struct Owners {
    users: BTreeSet<u32>,
    groups: BTreeSet<u32>,
    foreign: BTreeSet<String>,
}

impl Owners {
    fn is_entered(&self, path: &str, name: &str) -> bool {
        let is_container = path.starts_with("var/lib/") && CONTAINERS.contains(&name);
        !KERNEL.contains(&path) && !is_container && !self.foreign.contains(path)
    }
}

/// Where a running host has mounted what is not its own.
fn foreign(host: &Host<'_>) -> BTreeSet<String> {
    let text = host.kernel("proc/self/mountinfo").unwrap_or_default();
    let mounted = mounts::mountinfo(&text).into_iter();
    let foreign = mounted.filter(|mount| FOREIGN.contains(&mount.kind.as_str()));
    foreign.map(|mount| mount.path).collect()
}
