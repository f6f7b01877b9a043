//! journald and the files of logs: 6.1.1, 6.1.2 and 6.1.4.

use std::collections::BTreeMap;

use super::permissions::{Wanted, hold};
use super::services::installed;
use crate::check::{Case, Check, Verdict, check};
use crate::files::Kind;
use crate::host::{Host, join};
use crate::unit::Unit;

const JOURNALD: &str = "etc/systemd/journald.conf";
const UPLOAD: &str = "etc/systemd/journal-upload.conf";

pub(super) fn checks() -> Vec<Check> {
    service().into_iter().chain(upload()).chain(settings()).collect()
}

/// Whether rsyslog keeps the logs, and not journald alone.
pub(super) fn has_rsyslog(host: &Host<'_>) -> bool {
    host.has_package("rsyslog") && host.unit("rsyslog.service").is_enabled()
}

fn service() -> Vec<Check> {
    vec![
        check(
            "6.1.1.1",
            1,
            "journald is started with the host",
            "What nobody wrote down cannot be looked into.",
            "`systemctl unmask systemd-journald.service`",
            |host| {
                let mut case = Case::default();
                let unit = host.unit("systemd-journald.service");
                case.hold(
                    unit.is_enabled(),
                    unit.path(),
                    format!("systemd-journald.service: {}", unit.told()),
                    "enabled",
                );
                case.verdict()
            },
        ),
        check(
            "6.1.1.4",
            1,
            "One system keeps the logs",
            "What is in two places is looked for in the wrong one.",
            "Enable rsyslog, or send the journal away by systemd-journal-upload; not both.",
            |host| {
                let mut case = Case::default();
                let (rsyslog, upload) =
                    (has_rsyslog(host), host.unit("systemd-journal-upload.service"));
                let has_journal = host.unit("systemd-journald.service").is_enabled();
                case.hold(
                    rsyslog || has_journal,
                    "etc/systemd/system",
                    format!("rsyslog: {rsyslog}, journald: {has_journal}"),
                    "one of them",
                );
                case.hold(
                    !(rsyslog && upload.is_enabled()),
                    upload.path(),
                    format!("rsyslog: {rsyslog}, systemd-journal-upload: {}", upload.told()),
                    "not both",
                );
                case.verdict()
            },
        ),
        check(
            "6.1.4.1",
            1,
            "Logs are read and written by those whom they are for",
            "They tell what happens on the host, and whoever writes them hides what they did.",
            "`chmod u-x,g-wx,o-rwx FILE; chown root:adm FILE`; see the files that are named.",
            log_files,
        ),
    ]
}

/// Runs a check that is about hosts that send the journal away.
fn of_journal(host: &Host<'_>, judge: impl FnOnce(&mut Case)) -> Verdict {
    if has_rsyslog(host) {
        return Verdict::not_applicable("rsyslog keeps the logs");
    }
    let mut case = Case::default();
    judge(&mut case);
    case.verdict()
}

const WHY: &str = "Whoever takes a host over changes its logs, but not those that are elsewhere.";

fn upload() -> Vec<Check> {
    sent().into_iter().chain(taken()).collect()
}

fn sent() -> Vec<Check> {
    vec![
        check(
            "6.1.2.1.1",
            1,
            "What sends the journal to another host is installed",
            WHY,
            "`apt install systemd-journal-remote`",
            |host| {
                if has_rsyslog(host) {
                    return Verdict::not_applicable("rsyslog keeps the logs");
                }
                installed(host, &["systemd-journal-remote"])
            },
        ),
        check(
            "6.1.2.1.2",
            1,
            "The journal is sent to a host that is known",
            WHY,
            "Set URL, ServerKeyFile, ServerCertificateFile and TrustedCertificateFile in [Upload] of /etc/systemd/journal-upload.conf.",
            |host| {
                of_journal(host, |case| {
                    let paths = host.with_drop_ins(UPLOAD);
                    for key in
                        ["URL", "ServerKeyFile", "ServerCertificateFile", "TrustedCertificateFile"]
                    {
                        match host.last_setting(&paths, "Upload", key) {
                            Some(found) => case.hold(
                                !found.value.is_empty(),
                                found.place(),
                                format!("{key}={}", found.value),
                                "a value",
                            ),
                            None => {
                                case.hold(false, UPLOAD, format!("{key} is not set"), "a value");
                            }
                        }
                    }
                })
            },
        ),
        check(
            "6.1.2.1.3",
            1,
            "The journal is sent from the start on",
            WHY,
            "`systemctl enable --now systemd-journal-upload`",
            |host| {
                of_journal(host, |case| {
                    super::services::hold_enabled(host, case, "systemd-journal-upload.service");
                })
            },
        ),
    ]
}

fn taken() -> Vec<Check> {
    vec![check(
        "6.1.2.1.4",
        1,
        "The host takes no journals of others",
        "What listens and is not needed is only there to be attacked.",
        "`systemctl mask systemd-journal-remote.socket systemd-journal-remote.service`",
        |host| {
            let mut case = Case::default();
            for name in ["systemd-journal-remote.socket", "systemd-journal-remote.service"] {
                let unit = host.unit(name);
                if unit != Unit::Absent {
                    case.hold(
                        !unit.is_enabled(),
                        unit.path(),
                        format!("{name}: {}", unit.told()),
                        "disabled",
                    );
                }
            }
            case.verdict()
        },
    )]
}

/// Holds a setting of journald beside its default.
pub(super) fn hold_journald(
    host: &Host<'_>,
    case: &mut Case,
    key: &str,
    default: &str,
    is_right: impl Fn(&str) -> bool,
    wanted: &str,
) {
    let paths = host.with_drop_ins(JOURNALD);
    match host.last_setting(&paths, "Journal", key) {
        Some(found) => case.hold(
            is_right(&found.value),
            found.place(),
            format!("{key}={}", found.value),
            wanted,
        ),
        None => {
            case.hold(is_right(default), JOURNALD, format!("{key} is not set: {default}"), wanted);
        }
    }
}

fn settings() -> Vec<Check> {
    use crate::read::ini::is_true;
    vec![
        check(
            "6.1.2.2",
            1,
            "journald hands nothing on to a syslog that is not there",
            "Logs are kept in one place.",
            "Set `ForwardToSyslog=no` in [Journal] of a file in /etc/systemd/journald.conf.d.",
            |host| {
                of_journal(host, |case| {
                    hold_journald(
                        host,
                        case,
                        "ForwardToSyslog",
                        "yes",
                        |value| !is_true(value),
                        "no",
                    );
                })
            },
        ),
        check(
            "6.1.2.3",
            1,
            "journald compresses",
            "A disk that is full keeps no logs.",
            "Set `Compress=yes` in [Journal] of a file in /etc/systemd/journald.conf.d.",
            |host| {
                of_journal(host, |case| {
                    // A number is the size from which on it compresses.
                    let is_right = |value: &str| {
                        is_true(value) || value.starts_with(|c: char| ('1'..='9').contains(&c))
                    };
                    hold_journald(host, case, "Compress", "yes", is_right, "yes");
                })
            },
        ),
        check(
            "6.1.2.4",
            1,
            "journald writes to disk",
            "What is in memory alone is gone when the host starts anew.",
            "Set `Storage=persistent` in [Journal] of a file in /etc/systemd/journald.conf.d.",
            |host| {
                of_journal(host, |case| {
                    hold_journald(
                        host,
                        case,
                        "Storage",
                        "auto",
                        |value| value == "persistent",
                        "persistent",
                    );
                })
            },
        ),
    ]
}

/// What a file of the logs is to have, by its name and the folder it lies in.
fn of_log(name: &str, folder: &str) -> Wanted {
    const LOGINS: Wanted =
        Wanted { path: "", mode: 0o664, owners: &["root"], groups: &["root", "utmp"] };
    const SYSTEM: &[&str] = &["root", "adm"];
    let base = name.split('.').next().unwrap_or(name);
    if ["lastlog", "wtmp", "btmp", "README", "faillog"].contains(&base) {
        LOGINS
    } else if name.ends_with(".journal") || name.ends_with(".journal~") {
        Wanted { path: "", mode: 0o640, owners: &["root"], groups: &["root", "systemd-journal"] }
    } else if folder.ends_with("/sssd") || name.starts_with("sssd") {
        Wanted { path: "", mode: 0o660, owners: &["root", "sssd"], groups: &["root", "sssd"] }
    } else if folder.ends_with("/gdm") || folder.ends_with("/gdm3") {
        Wanted {
            path: "",
            mode: 0o660,
            owners: &["root", "gdm", "Debian-gdm"],
            groups: &["root", "gdm", "Debian-gdm"],
        }
    } else {
        Wanted { path: "", mode: 0o640, owners: &["root", "syslog"], groups: SYSTEM }
    }
}

fn log_files(host: &Host<'_>) -> Verdict {
    const FOLDERS_MAX: usize = 1000;
    let min = host.uid_min();
    // Of services, which are users that no person is, by number: their groups.
    let services: BTreeMap<u32, u32> = host
        .users()
        .into_iter()
        .filter(|user| user.uid < min && !host.is_login_shell(&user.shell))
        .map(|user| (user.uid, user.gid))
        .collect();
    let mut case = Case::default();
    let mut pending = vec!["var/log".to_owned()];
    let mut seen = 0;
    while let Some(folder) = pending.pop() {
        seen += 1;
        if seen > FOLDERS_MAX {
            host.problem("var/log", "there are too many folders".to_owned());
            break;
        }
        for (name, entry) in host.folder(&folder).iter() {
            let path = join(&folder, name);
            match entry.kind {
                Kind::Folder => pending.push(path),
                Kind::File => {
                    let mut wanted = of_log(name, &folder);
                    // They may own their own logs.
                    if let Some(group) = services.get(&entry.uid) {
                        wanted.owners = &[];
                        if *group == entry.gid {
                            wanted.groups = &[];
                        }
                    }
                    hold(host, &mut case, &path, entry, &wanted);
                }
                Kind::Link | Kind::Other => {}
            }
        }
    }
    case.verdict()
}
