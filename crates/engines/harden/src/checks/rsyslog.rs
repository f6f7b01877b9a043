//! rsyslog: 6.1.3.

use super::logging::{has_rsyslog, hold_journald};
use super::services::{hold_enabled, installed};
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::ini::is_true;
use crate::read::lines;

const CONF: &str = "etc/rsyslog.conf";

pub(super) fn checks() -> Vec<Check> {
    service().into_iter().chain(rules()).collect()
}

fn service() -> Vec<Check> {
    vec![
        check(
            "6.1.3.1",
            1,
            "rsyslog is installed",
            "It sends logs to other hosts, and sorts them.",
            "`apt install rsyslog`",
            |host| {
                if host.unit("systemd-journal-upload.service").is_enabled() {
                    return Verdict::not_applicable(
                        "the journal is sent by systemd-journal-upload",
                    );
                }
                installed(host, &["rsyslog"])
            },
        ),
        check(
            "6.1.3.2",
            1,
            "rsyslog is started with the host",
            "What nobody wrote down cannot be looked into.",
            "`systemctl enable --now rsyslog`",
            |host| {
                if !host.has_package("rsyslog") {
                    return Verdict::not_applicable("rsyslog is not installed");
                }
                let mut case = Case::default();
                hold_enabled(host, &mut case, "rsyslog.service");
                case.verdict()
            },
        ),
    ]
}

fn rules() -> Vec<Check> {
    vec![
        check(
            "6.1.3.3",
            1,
            "journald hands logs on to rsyslog",
            "Otherwise they end in the journal.",
            "Set `ForwardToSyslog=yes` in [Journal] of a file in /etc/systemd/journald.conf.d.",
            |host| {
                of(host, |case| hold_journald(host, case, "ForwardToSyslog", "yes", is_true, "yes"))
            },
        ),
        check(
            "6.1.3.4",
            1,
            "rsyslog makes files that others do not read",
            "Logs hold names, addresses, and what went wrong.",
            "Set `$FileCreateMode 0640` in /etc/rsyslog.conf.",
            file_mode,
        ),
        check(
            "6.1.3.7",
            1,
            "rsyslog takes no logs of other hosts",
            "Whoever may write there fills the disk, and hides what they did.",
            "Take away what loads imtcp, imudp and imrelp.",
            |host| {
                of(host, |case| {
                    for (path, line, content) in all(host) {
                        let small: String = content
                            .to_ascii_lowercase()
                            .split_whitespace()
                            .collect::<Vec<_>>()
                            .join(" ");
                        let is_input =
                            ["imtcp", "imudp", "imrelp"].iter().any(|name| small.contains(name))
                                || ["$inputtcpserverrun", "$udpserverrun"]
                                    .iter()
                                    .any(|name| small.starts_with(name));
                        if is_input {
                            case.hold(
                                false,
                                (path.as_str(), line),
                                &content,
                                "no input of other hosts",
                            );
                        }
                    }
                })
            },
        ),
    ]
}

fn of(host: &Host<'_>, judge: impl FnOnce(&mut Case)) -> Verdict {
    if !has_rsyslog(host) {
        return Verdict::not_applicable("rsyslog is not in use");
    }
    let mut case = Case::default();
    judge(&mut case);
    case.verdict()
}

/// The lines of all files, those of `rsyslog.d` behind those of the main one, which includes them.
fn all(host: &Host<'_>) -> Vec<(String, usize, String)> {
    let mut paths = vec![CONF.to_owned()];
    paths.extend(host.matching("etc/rsyslog.d/*.conf"));
    let mut found = Vec::new();
    for path in paths {
        let text = host.text(&path).unwrap_or_default();
        found.extend(
            lines(&text, &['#']).map(|(line, content)| (path.clone(), line, content.to_owned())),
        );
    }
    found
}

fn file_mode(host: &Host<'_>) -> Verdict {
    of(host, |case| {
        let mut is_set = false;
        for (path, line, content) in all(host) {
            let small = content.to_ascii_lowercase();
            let old = small.strip_prefix("$filecreatemode").map(str::trim);
            let new = small
                .split_once("filecreatemode=")
                .map(|(_, rest)| rest.trim_matches(['"', ' ', ')']));
            let Some(value) = old.or(new.filter(|_| old.is_none())) else { continue };
            let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
            let mode = u32::from_str_radix(&digits, 8).ok();
            is_set = true;
            case.hold(
                mode.is_some_and(|mode| mode & !0o640 == 0),
                (path.as_str(), line),
                &content,
                "0640 or less",
            );
        }
        // Without it files are made 0644.
        case.hold(
            is_set,
            CONF,
            if is_set { "set" } else { "FileCreateMode is not set" },
            "0640 or less",
        );
    })
}
