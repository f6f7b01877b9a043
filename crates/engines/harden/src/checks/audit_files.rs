//! auditd, what it keeps, and who may change that: 6.2.1, 6.2.2 and 6.2.4.

use super::apparmor::command_line;
use super::permissions::{Wanted, hold};
use super::services::{hold_enabled, installed};
use crate::check::{Case, Check, Verdict, check};
use crate::files::Kind;
use crate::host::{Host, join};

const CONF: &str = "etc/audit/auditd.conf";

pub(super) fn checks() -> Vec<Check> {
    service().into_iter().chain(settings()).chain(files()).collect()
}

fn service() -> Vec<Check> {
    const WHY: &str = "The kernel tells what programs did, also those that write no log.";
    vec![
        check(
            "6.2.1.1",
            2,
            "auditd and its plugins are installed",
            WHY,
            "`apt install auditd audispd-plugins`",
            |host| installed(host, &["auditd", "audispd-plugins"]),
        ),
        check(
            "6.2.1.2",
            2,
            "auditd is started with the host",
            WHY,
            "`systemctl enable --now auditd`",
            |host| {
                let mut case = Case::default();
                hold_enabled(host, &mut case, "auditd.service");
                case.verdict()
            },
        ),
        check(
            "6.2.1.3",
            2,
            "Programs are audited that start before auditd",
            WHY,
            "Add `audit=1` to GRUB_CMDLINE_LINUX of /etc/default/grub, and run `update-grub`.",
            |host| command_line(host, &[("audit", "1")]),
        ),
        check(
            "6.2.1.4",
            2,
            "The kernel keeps 8192 events until auditd takes them",
            "What finds no room is lost.",
            "Add `audit_backlog_limit=8192` to GRUB_CMDLINE_LINUX of /etc/default/grub, and run `update-grub`.",
            |host| {
                let lines = host.command_lines();
                if lines.is_empty() {
                    return Verdict::not_applicable("no boot loader is configured");
                }
                let mut case = Case::default();
                for line in &lines {
                    let value = line.value("audit_backlog_limit");
                    let is_right = value
                        .and_then(|value| value.parse().ok())
                        .is_some_and(|limit: u32| limit >= 8192);
                    let told = format!("audit_backlog_limit={}", value.unwrap_or("(not set)"));
                    case.hold(is_right, (line.path.as_str(), line.line), told, "8192 or more");
                }
                case.verdict()
            },
        ),
    ]
}

/// Number, title, reason, and keys with the values that will do; no values stand for any number from 1 on.
type Setting =
    (&'static str, &'static str, &'static str, &'static [(&'static str, &'static [&'static str])]);

const SETTINGS: [Setting; 4] = [
    (
        "6.2.2.1",
        "How large auditd's file becomes is chosen",
        "A limit that nobody chose is reached unseen.",
        &[("max_log_file", &[])],
    ),
    (
        "6.2.2.2",
        "auditd deletes nothing",
        "Whoever makes enough events could have theirs deleted.",
        &[("max_log_file_action", &["keep_logs"])],
    ),
    (
        "6.2.2.3",
        "The host stops where nothing can be audited",
        "What is done then leaves no trace.",
        &[
            ("disk_full_action", &["halt", "single"]),
            ("disk_error_action", &["syslog", "single", "halt"]),
        ],
    ),
    (
        "6.2.2.4",
        "auditd tells before the disk is full",
        "Somebody has to make room.",
        &[
            ("space_left_action", &["email", "exec", "single", "halt"]),
            ("admin_space_left_action", &["single", "halt"]),
        ],
    ),
];

fn settings() -> impl Iterator<Item = Check> {
    SETTINGS.into_iter().map(|(id, title, why, keys)| {
        let told: Vec<String> = keys
            .iter()
            .map(|(key, values)| format!("`{key} = {}`", values.first().copied().unwrap_or("8")))
            .collect();
        check(
            id,
            2,
            title,
            why,
            format!("Set {} in /etc/audit/auditd.conf.", told.join(", ")),
            move |host| {
                if host.entry(CONF).is_none() {
                    return Verdict::not_applicable("auditd is not installed");
                }
                let mut case = Case::default();
                let settings = host.settings(&[CONF.to_owned()]);
                for (key, values) in keys {
                    let wanted =
                        if values.is_empty() { "a number".to_owned() } else { values.join(" or ") };
                    match settings.iter().rfind(|setting| setting.key.eq_ignore_ascii_case(key)) {
                        Some(found) => {
                            let is_number = values.is_empty()
                                && found.value.parse().is_ok_and(|size: u32| size > 0);
                            let is_right = is_number
                                || values
                                    .iter()
                                    .any(|value| found.value.eq_ignore_ascii_case(value));
                            case.hold(
                                is_right,
                                found.place(),
                                format!("{key} = {}", found.value),
                                &wanted,
                            );
                        }
                        None => case.hold(false, CONF, format!("{key} is not set"), &wanted),
                    }
                }
                case.verdict()
            },
        )
    })
}

/// What of a file is judged.
#[derive(Clone, Copy)]
enum Judged {
    Mode(u32),
    Owner,
    Group(&'static [&'static str]),
}

/// Which files are.
#[derive(Clone, Copy)]
enum Of {
    Logs,
    LogFolder,
    Configuration,
    Tools,
}

const FILES: [(&str, &str, Of, Judged); 10] = [
    ("6.2.4.1", "Only root and its group read audit logs", Of::Logs, Judged::Mode(0o640)),
    ("6.2.4.2", "Audit logs are root's", Of::Logs, Judged::Owner),
    (
        "6.2.4.3",
        "Audit logs are of the group root or adm",
        Of::Logs,
        Judged::Group(&["root", "adm"]),
    ),
    ("6.2.4.4", "Only root writes the folder of audit logs", Of::LogFolder, Judged::Mode(0o750)),
    ("6.2.4.5", "Only root writes what configures auditd", Of::Configuration, Judged::Mode(0o640)),
    ("6.2.4.6", "What configures auditd is root's", Of::Configuration, Judged::Owner),
    (
        "6.2.4.7",
        "What configures auditd is of the group root",
        Of::Configuration,
        Judged::Group(&["root"]),
    ),
    ("6.2.4.8", "Only root writes the tools of auditd", Of::Tools, Judged::Mode(0o755)),
    ("6.2.4.9", "The tools of auditd are root's", Of::Tools, Judged::Owner),
    ("6.2.4.10", "The tools of auditd are of the group root", Of::Tools, Judged::Group(&["root"])),
];

fn files() -> impl Iterator<Item = Check> {
    FILES.into_iter().map(|(id, title, of, judged)| {
        let remediation = match judged {
            Judged::Mode(mode) => format!("`chmod {mode:04o} FILE`"),
            Judged::Owner => "`chown root FILE`".to_owned(),
            Judged::Group(groups) => {
                format!("`chgrp {} FILE`", groups.last().copied().unwrap_or("root"))
            }
        };
        check(
            id,
            2,
            title,
            "Whoever changes what is audited, or what was, leaves no trace.",
            remediation,
            move |host| {
                let wanted = match judged {
                    Judged::Mode(mode) => Wanted { path: "", mode, owners: &[], groups: &[] },
                    Judged::Owner => {
                        Wanted { path: "", mode: 0o7777, owners: &["root"], groups: &[] }
                    }
                    Judged::Group(groups) => Wanted { path: "", mode: 0o7777, owners: &[], groups },
                };
                let paths = listed(host, of);
                if paths.is_empty() {
                    return Verdict::not_applicable("auditd is not installed");
                }
                let mut case = Case::default();
                for path in paths {
                    if let Some(entry) = host.entry(&path) {
                        hold(host, &mut case, &path, &entry, &wanted);
                    }
                }
                case.verdict()
            },
        )
    })
}

fn listed(host: &Host<'_>, of: Of) -> Vec<String> {
    const TOOLS: [&str; 6] =
        ["auditctl", "aureport", "ausearch", "autrace", "auditd", "augenrules"];
    let logs = || {
        let settings = host.settings(&[CONF.to_owned()]);
        let file = settings
            .into_iter()
            .rfind(|setting| setting.key == "log_file")
            .map(|setting| setting.value);
        let file = file.unwrap_or_else(|| "/var/log/audit/audit.log".to_owned());
        file.rsplit_once('/')
            .map(|(folder, _)| folder.trim_matches('/').to_owned())
            .unwrap_or_default()
    };
    let paths = match of {
        Of::LogFolder => vec![logs()],
        Of::Logs => {
            let folder = logs();
            let names = host.folder(&folder);
            names
                .iter()
                .filter(|(_, entry)| entry.kind == Kind::File)
                .map(|(name, _)| join(&folder, name))
                .collect()
        }
        Of::Configuration => {
            let patterns = [
                "etc/audit/*.conf",
                "etc/audit/*.rules",
                "etc/audit/rules.d/*.rules",
                "etc/audit/plugins.d/*.conf",
            ];
            patterns.iter().flat_map(|pattern| host.matching(pattern)).collect()
        }
        Of::Tools => TOOLS.iter().map(|name| format!("sbin/{name}")).collect(),
    };
    paths.into_iter().filter(|path| !path.is_empty() && host.entry(path).is_some()).collect()
}
