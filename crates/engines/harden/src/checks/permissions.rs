//! Who may read and write files of the system: 7.1, and what other parts ask alike.

use crate::check::{Case, Check, Verdict, check};
use crate::files::{Entry, Kind};
use crate::host::Host;

/// What a file is to have.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) path: &'static str,
    /// The most permission bits.
    pub(super) mode: u32,
    /// Owners by name; empty for any.
    pub(super) owners: &'static [&'static str],
    pub(super) groups: &'static [&'static str],
}

impl Wanted {
    /// What only root changes.
    pub(super) const ROOT: Self =
        Self { path: "", mode: 0o644, owners: &["root"], groups: &["root"] };
}

/// What is said where a file is not there.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Absent {
    Passed,
    Failed,
    NotApplicable,
}

/// Judges files, of which none need be there where `absent` says so.
pub(super) fn judged(host: &Host<'_>, files: &[Wanted], absent: Absent) -> Verdict {
    let mut case = Case::default();
    let mut is_there = false;
    for wanted in files {
        match host.entry(wanted.path) {
            Some(entry) => {
                is_there = true;
                hold(host, &mut case, wanted.path, &entry, wanted);
            }
            None if absent == Absent::Failed => {
                case.hold(false, wanted.path, "it is not there", "the file");
            }
            None => {}
        }
    }
    if !is_there && absent == Absent::NotApplicable {
        return Verdict::not_applicable("there is no such file");
    }
    case.verdict()
}

/// Holds what a file has beside what it is to have.
pub(super) fn hold(host: &Host<'_>, case: &mut Case, path: &str, entry: &Entry, wanted: &Wanted) {
    let is_right = entry.mode | wanted.mode == wanted.mode;
    case.hold(
        is_right,
        path,
        format!("mode {:04o}", entry.mode),
        format!("mode {:04o} or less", wanted.mode),
    );
    let (owner, group) = (host.user_name(entry.uid), host.group_name(entry.gid));
    for (what, found, names) in [("owner", owner, wanted.owners), ("group", group, wanted.groups)] {
        if !names.is_empty() {
            let is_right = names.contains(&found.as_str());
            case.hold(
                is_right,
                path,
                format!("{what} {found}"),
                format!("{what} {}", names.join(" or ")),
            );
        }
    }
}

/// Number, files, and the most bits.
const SYSTEM_FILES: [(&str, &[&str], u32); 10] = [
    ("7.1.1", &["etc/passwd"], 0o644),
    ("7.1.2", &["etc/passwd-"], 0o644),
    ("7.1.3", &["etc/group"], 0o644),
    ("7.1.4", &["etc/group-"], 0o644),
    ("7.1.5", &["etc/shadow"], 0o640),
    ("7.1.6", &["etc/shadow-"], 0o640),
    ("7.1.7", &["etc/gshadow"], 0o640),
    ("7.1.8", &["etc/gshadow-"], 0o640),
    ("7.1.9", &["etc/shells"], 0o644),
    ("7.1.10", &["etc/security/opasswd", "etc/security/opasswd.old"], 0o600),
];

pub(super) fn checks() -> Vec<Check> {
    let made = SYSTEM_FILES.into_iter().map(|(id, paths, mode)| {
        let is_secret = mode != 0o644;
        let path = paths.first().copied().unwrap_or_default();
        let groups: &'static [&'static str] = if mode == 0o640 { &["root", "shadow"] } else { &["root"] };
        let absent = if matches!(id, "7.1.1" | "7.1.3" | "7.1.5") { Absent::Failed } else { Absent::Passed };
        check(
            id,
            1,
            format!("Only root changes /{path}{}", if is_secret { ", and nobody else reads it" } else { "" }),
            "It says who is who on the host: whoever writes it may become anybody, and whoever reads hashes of \
             passwords can guess them.",
            format!("`chown root:{} /{path}; chmod {mode:04o} /{path}`", groups.last().copied().unwrap_or("root")),
            move |host| {
                let files: Vec<Wanted> =
                    paths.iter().map(|path| Wanted { path, mode, groups, ..Wanted::ROOT }).collect();
                judged(host, &files, absent)
            },
        )
    });
    made.chain([
        check(
            "7.1.11",
            1,
            "No file may be written by everybody, and no such folder lets others delete",
            "Whoever writes a file that others trust does what they may do.",
            "Take away the right of others: `chmod o-w FILE`; give folders the sticky bit: `chmod +t FOLDER`.",
            |host| {
                let walked = host.walked();
                let mut case = Case::default();
                for (path, entry) in &walked.writable_files {
                    case.hold(false, path.as_str(), format!("mode {:04o}", entry.mode), "not writable by others");
                }
                for (path, entry) in &walked.writable_folders {
                    case.hold(false, path.as_str(), format!("mode {:04o}", entry.mode), "the sticky bit");
                }
                case.verdict()
            },
        ),
        check(
            "7.1.12",
            1,
            "Every file has an owner and a group that have names",
            "A new user may get the number, and the files with it.",
            "Give the files to somebody: `chown USER:GROUP FILE`.",
            |host| {
                let mut case = Case::default();
                for (path, entry) in &host.walked().unowned {
                    let what = if entry.kind == Kind::Folder { "folder" } else { "file" };
                    case.hold(false, path.as_str(), format!("{what} of {}:{}", entry.uid, entry.gid), "a known owner and group");
                }
                case.verdict()
            },
        ),
    ])
    .collect()
}
