//! Partitions of their own, and how they are mounted: 1.1.2.

use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;

const SEPARATE: &str = "What fills a folder that others write to does not fill the whole host where it is a file \
     system of its own, which can be mounted with less rights.";

/// The recommendation's number, the folder, the level of its partition, and the options that it is to have.
const FOLDERS: [(&str, &str, u8, &[&str]); 7] = [
    ("1.1.2.1", "tmp", 1, &["nodev", "nosuid", "noexec"]),
    ("1.1.2.2", "dev/shm", 1, &["nodev", "nosuid", "noexec"]),
    ("1.1.2.3", "home", 2, &["nodev", "nosuid"]),
    ("1.1.2.4", "var", 2, &["nodev", "nosuid"]),
    ("1.1.2.5", "var/tmp", 2, &["nodev", "nosuid", "noexec"]),
    ("1.1.2.6", "var/log", 2, &["nodev", "nosuid", "noexec"]),
    ("1.1.2.7", "var/log/audit", 2, &["nodev", "nosuid", "noexec"]),
];

pub(super) fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    for (number, folder, level, options) in FOLDERS {
        let id = |at: usize| {
            IDS.iter().find(|id| **id == format!("{number}.{at}")).copied().unwrap_or(number)
        };
        checks.push(check(
            id(1),
            level,
            format!("/{folder} is a file system of its own"),
            SEPARATE,
            format!("Give /{folder} a line of /etc/fstab, or a unit that mounts it."),
            move |host| is_separate(host, folder),
        ));
        for (at, option) in options.iter().enumerate() {
            checks.push(check(
                id(at + 2),
                1,
                format!("/{folder} is mounted with {option}"),
                rationale(option),
                format!("Add {option} to the options of /{folder}, and mount it anew."),
                move |host| has_option(host, folder, option),
            ));
        }
    }
    checks
}

const IDS: [&str; 26] = [
    "1.1.2.1.1",
    "1.1.2.1.2",
    "1.1.2.1.3",
    "1.1.2.1.4",
    "1.1.2.2.1",
    "1.1.2.2.2",
    "1.1.2.2.3",
    "1.1.2.2.4",
    "1.1.2.3.1",
    "1.1.2.3.2",
    "1.1.2.3.3",
    "1.1.2.4.1",
    "1.1.2.4.2",
    "1.1.2.4.3",
    "1.1.2.5.1",
    "1.1.2.5.2",
    "1.1.2.5.3",
    "1.1.2.5.4",
    "1.1.2.6.1",
    "1.1.2.6.2",
    "1.1.2.6.3",
    "1.1.2.6.4",
    "1.1.2.7.1",
    "1.1.2.7.2",
    "1.1.2.7.3",
    "1.1.2.7.4",
];

fn rationale(option: &str) -> &'static str {
    match option {
        "nodev" => "Nobody needs devices there, and one would give access to disks and memory.",
        "nosuid" => {
            "A program there that runs as another user would be a way to that user's rights."
        }
        _ => "What can be written by many should not be run.",
    }
}

fn is_separate(host: &Host<'_>, folder: &str) -> Verdict {
    let mut case = Case::default();
    match host.mount(folder) {
        Some(mount) => {
            case.good((mount.file.as_str(), mount.line), format!("{} is mounted", mount.kind));
        }
        None => case.hold(false, folder, "nothing is mounted there", "a file system of its own"),
    }
    case.verdict()
}

fn has_option(host: &Host<'_>, folder: &str, option: &str) -> Verdict {
    let Some(mount) = host.mount(folder) else {
        return Verdict::not_applicable("nothing is mounted there");
    };
    let mut case = Case::default();
    case.hold(
        mount.has(option),
        (mount.file.as_str(), mount.line),
        mount.options.join(","),
        option,
    );
    case.verdict()
}
