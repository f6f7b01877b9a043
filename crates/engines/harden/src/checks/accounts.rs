//! Root, accounts of the system, and what shells start with: 5.4.2 and 5.4.3.

use std::collections::BTreeSet;

use crate::check::{Case, Check, Verdict, check};
use crate::files::Kind;
use crate::host::Host;
use crate::read::accounts::{GROUP, LOGIN_DEFS, PASSWD, SHADOW, User};
use crate::read::lines;
use crate::read::shell::{Command, commands, mask};

pub(super) fn checks() -> Vec<Check> {
    root().into_iter().chain(environment()).collect()
}

const ROOT: &str = "Whoever has root's number is root, whatever the name is.";
const SYSTEM: &str = "An account that no person has needs no way to log in.";

fn root() -> Vec<Check> {
    ids_of_root().into_iter().chain(shells_of_root()).chain(system_accounts()).collect()
}

fn ids_of_root() -> Vec<Check> {
    vec![
        check(
            "5.4.2.1",
            1,
            "Only root has the user id 0",
            ROOT,
            "Give the other account a number of its own: `usermod -u`.",
            |host| {
                users(
                    host,
                    |user| user.uid == 0,
                    |user| user.name == "root",
                    |user| format!("{} has the user id 0", user.name),
                )
            },
        ),
        check(
            "5.4.2.2",
            1,
            "Only root has the group id 0",
            ROOT,
            "`usermod -g 0 root`; give other accounts a group of their own.",
            |host| {
                const OLD: [&str; 4] = ["sync", "shutdown", "halt", "operator"];
                let is_judged = |user: &User| {
                    user.name == "root" || (user.gid == 0 && !OLD.contains(&user.name.as_str()))
                };
                users(
                    host,
                    is_judged,
                    |user| user.name == "root" && user.gid == 0,
                    |user| format!("{} has the group id {}", user.name, user.gid),
                )
            },
        ),
        check(
            "5.4.2.3",
            1,
            "Only the group root has the id 0",
            ROOT,
            "Give the other group a number of its own: `groupmod -g`.",
            |host| {
                let mut case = Case::default();
                for group in host.groups().iter().filter(|group| group.gid == 0) {
                    case.hold(
                        group.name == "root",
                        (GROUP, group.line),
                        format!("{} has the id 0", group.name),
                        "root alone",
                    );
                }
                case.verdict()
            },
        ),
    ]
}

fn shells_of_root() -> Vec<Check> {
    vec![
        check(
            "5.4.2.4",
            1,
            "Root has a password, or is locked",
            "Without either, whoever sits at the console is root.",
            "`passwd root`, or `passwd -l root`",
            |host| {
                let mut case = Case::default();
                match host.shadows().iter().find(|user| user.name == "root") {
                    Some(user) if user.is_locked() => case.good((SHADOW, user.line), "locked"),
                    Some(user) => {
                        let told =
                            if user.password.is_empty() { "no password" } else { "a password" };
                        case.hold(
                            !user.password.is_empty(),
                            (SHADOW, user.line),
                            told,
                            "a password, or locked",
                        );
                    }
                    None => case.hold(false, SHADOW, "root is not listed", "a password, or locked"),
                }
                case.verdict()
            },
        ),
        check(
            "5.4.2.5",
            1,
            "Root runs programs of folders that only root writes",
            "Whoever writes there has root run what they like.",
            "Take what is empty, `.`, or not root's away from PATH.",
            root_path,
        ),
        check(
            "5.4.2.6",
            1,
            "What root makes is not for others",
            "Files of root hold what others need not know.",
            "Take away what sets a lesser umask than 0027 in root's .profile, .bash_profile and .bashrc.",
            |host| {
                let mut case = Case::default();
                for name in [".profile", ".bash_profile", ".bashrc"] {
                    let path = format!("root/{name}");
                    let text = host.text(&path).unwrap_or_default();
                    for command in commands(&text) {
                        hold_mask(&mut case, &path, &command);
                    }
                }
                case.verdict()
            },
        ),
    ]
}

fn system_accounts() -> Vec<Check> {
    vec![
        check(
            "5.4.2.7",
            1,
            "Accounts of the system have no shell",
            SYSTEM,
            "`usermod -s /usr/sbin/nologin USER`",
            |host| {
                const PEOPLE: [&str; 4] = ["root", "sync", "shutdown", "halt"];
                let min = host.uid_min();
                let is_judged = |user: &User| {
                    (user.uid < min || user.uid == 65534) && !PEOPLE.contains(&user.name.as_str())
                };
                users(
                    host,
                    is_judged,
                    |user| !host.is_login_shell(&user.shell),
                    |user| format!("{}: {}", user.name, user.shell),
                )
            },
        ),
        check(
            "5.4.2.8",
            1,
            "Accounts without a shell are locked",
            SYSTEM,
            "`usermod -L USER`",
            |host| {
                let shadows = host.shadows();
                let is_judged =
                    |user: &User| user.name != "root" && !host.is_login_shell(&user.shell);
                let locked: BTreeSet<&str> = shadows
                    .iter()
                    .filter(|one| one.is_locked())
                    .map(|one| one.name.as_str())
                    .collect();
                let is_locked = |user: &User| locked.contains(user.name.as_str());
                users(host, is_judged, is_locked, |user| {
                    let told = if is_locked(user) { "locked" } else { "not locked" };
                    format!("{}: {told}", user.name)
                })
            },
        ),
    ]
}

/// Judges users of `passwd`.
fn users(
    host: &Host<'_>,
    is_judged: impl Fn(&User) -> bool,
    is_right: impl Fn(&User) -> bool,
    told: impl Fn(&User) -> String,
) -> Verdict {
    let mut case = Case::default();
    for user in host.users().iter().filter(|user| is_judged(user)) {
        case.hold(is_right(user), (PASSWD, user.line), told(user), "");
    }
    case.verdict()
}

/// The folders of root's PATH as files tell it: each line that sets it counts.
fn root_path(host: &Host<'_>) -> Verdict {
    let mut found: Vec<(String, usize, String)> = Vec::new();
    if let Some((line, value)) = host.login_def("ENV_SUPATH") {
        let value = value.strip_prefix("PATH=").unwrap_or(&value).to_owned();
        found.push((LOGIN_DEFS.to_owned(), line, value));
    }
    for path in ["etc/environment", "root/.profile", "root/.bash_profile", "root/.bashrc"] {
        let text = host.text(path).unwrap_or_default();
        for command in commands(&text) {
            if let Some(value) = command.assigned("PATH") {
                found.push((path.to_owned(), command.line, value.to_owned()));
            }
        }
    }
    let mut case = Case::default();
    for (path, line, value) in &found {
        let place = (path.as_str(), *line);
        for folder in value.split(':').filter(|folder| !folder.starts_with('$')) {
            if !folder.starts_with('/') {
                case.hold(
                    false,
                    place,
                    format!("`{folder}` in {value}"),
                    "folders from the root on",
                );
                continue;
            }
            let folder = folder.trim_matches('/');
            // What is not there runs nothing; its parent decides who may make it.
            let Some(entry) = host.entry(folder) else { continue };
            let is_right = entry.kind == Kind::Folder && entry.uid == 0 && entry.mode & 0o022 == 0;
            let told = format!("of {}, mode {:04o}", host.user_name(entry.uid), entry.mode);
            case.hold(is_right, folder, told, "a folder of root, mode 0755 or less");
        }
    }
    case.verdict()
}

fn hold_mask(case: &mut Case, path: &str, command: &Command) {
    if let Some(mask) = command.umask() {
        case.hold(
            mask & 0o027 == 0o027,
            (path, command.line),
            format!("umask {mask:04o}"),
            "0027 or more",
        );
    }
}

/// The files that shells of all users start with.
fn start_files(host: &Host<'_>) -> Vec<String> {
    let mut paths = vec!["etc/profile".to_owned(), "etc/bash.bashrc".to_owned()];
    paths.extend(host.matching("etc/profile.d/*.sh"));
    paths
}

fn environment() -> Vec<Check> {
    vec![
        check(
            "5.4.3.1",
            2,
            "nologin is not taken for a shell",
            "Programs take whoever has a listed shell for a person.",
            "Take the line with nologin away from /etc/shells.",
            |host| {
                const SHELLS: &str = "etc/shells";
                let mut case = Case::default();
                let text = host.text(SHELLS).unwrap_or_default();
                for (line, content) in lines(&text, &['#']) {
                    case.hold(
                        !content.ends_with("/nologin"),
                        (SHELLS, line),
                        content,
                        "no nologin",
                    );
                }
                case.verdict()
            },
        ),
        check(
            "5.4.3.2",
            1,
            "Shells end after a quarter of an hour",
            "Whoever finds an open shell is its user.",
            "Put `readonly TMOUT=900; export TMOUT` into a file of /etc/profile.d.",
            timeout,
        ),
        check(
            "5.4.3.3",
            1,
            "What users make is not for others",
            "A file that is not meant for others is readable by them otherwise.",
            "Put `umask 027` into a file of /etc/profile.d, and set `UMASK 027` in /etc/login.defs.",
            default_mask,
        ),
    ]
}

fn timeout(host: &Host<'_>) -> Verdict {
    const NAME: &str = "TMOUT";
    let mut case = Case::default();
    let (mut is_set, mut is_kept, mut is_exported) = (false, false, false);
    for path in start_files(host) {
        let text = host.text(&path).unwrap_or_default();
        for command in commands(&text) {
            let place = (path.as_str(), command.line);
            if let Some(value) = command.assigned(NAME) {
                is_set = true;
                let is_right = value.parse().is_ok_and(|seconds: u32| (1..=900).contains(&seconds));
                case.hold(is_right, place, format!("TMOUT={value}"), "1 to 900");
            }
            is_kept |= command.is_about("readonly", NAME);
            is_exported |= command.is_about("export", NAME);
        }
    }
    for (is_there, told) in
        [(is_set, "TMOUT=900"), (is_kept, "readonly TMOUT"), (is_exported, "export TMOUT")]
    {
        case.hold(is_there, "etc/profile.d", if is_there { "set" } else { "not set" }, told);
    }
    case.verdict()
}

fn default_mask(host: &Host<'_>) -> Verdict {
    let mut case = Case::default();
    let mut is_set = false;
    for path in start_files(host) {
        let text = host.text(&path).unwrap_or_default();
        for command in commands(&text) {
            is_set |= command.umask().is_some();
            hold_mask(&mut case, &path, &command);
        }
    }
    // pam_umask takes what its line tells, else what login.defs does.
    for module in host.common("session", "pam_umask.so") {
        is_set = true;
        if let Some(found) = module.value("umask").and_then(mask) {
            case.hold(found & 0o027 == 0o027, module.place(), module.told(), "0027 or more");
        }
    }
    match host.login_def("UMASK") {
        Some((line, value)) => {
            let is_right = mask(&value).is_some_and(|mask| mask & 0o027 == 0o027);
            case.hold(is_right, (LOGIN_DEFS, line), format!("UMASK {value}"), "027 or more");
        }
        None => case.hold(false, LOGIN_DEFS, "UMASK is not set", "027 or more"),
    }
    case.hold(
        is_set,
        "etc/profile.d",
        if is_set { "a umask is set" } else { "no umask is set" },
        "umask 027",
    );
    case.verdict()
}
