//! cron and at: 2.4.

use super::permissions::{Absent, Wanted, judged};
use super::services::hold_enabled;
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;

const WHY: &str =
    "Who writes there runs what they like as root; who reads it knows what runs when.";

const FILES: [(&str, &str, u32); 6] = [
    ("2.4.1.2", "etc/crontab", 0o600),
    ("2.4.1.3", "etc/cron.hourly", 0o700),
    ("2.4.1.4", "etc/cron.daily", 0o700),
    ("2.4.1.5", "etc/cron.weekly", 0o700),
    ("2.4.1.6", "etc/cron.monthly", 0o700),
    ("2.4.1.7", "etc/cron.d", 0o700),
];

pub(super) fn checks() -> Vec<Check> {
    let files = FILES.into_iter().map(|(id, path, mode)| {
        check(
            id,
            1,
            format!("Only root reads and writes /{path}"),
            WHY,
            format!("`chown root:root /{path}; chmod {mode:04o} /{path}`"),
            move |host| {
                if !host.has_package("cron") {
                    return Verdict::not_applicable("cron is not installed");
                }
                judged(host, &[Wanted { path, mode, ..Wanted::ROOT }], Absent::NotApplicable)
            },
        )
    });
    files
        .chain([
            check("2.4.1.1", 1, "cron is started with the host", "What keeps a host in order runs by it.", "`systemctl enable --now cron`", |host| {
                if !host.has_package("cron") {
                    return Verdict::not_applicable("cron is not installed");
                }
                let mut case = Case::default();
                hold_enabled(host, &mut case, "cron.service");
                case.verdict()
            }),
            check(
                "2.4.1.8",
                1,
                "Only chosen users give work to cron",
                "What runs without a user being there is hard to see.",
                "Make /etc/cron.allow with the users' names, of root and the group crontab, mode 0640.",
                |host| allowed(host, "cron", "etc/cron.allow", "etc/cron.deny", &["root", "crontab"]),
            ),
            check(
                "2.4.2.1",
                1,
                "Only chosen users give work to at",
                "What runs without a user being there is hard to see.",
                "Make /etc/at.allow with the users' names, of root and the group daemon, mode 0640.",
                |host| allowed(host, "at", "etc/at.allow", "etc/at.deny", &["root", "daemon"]),
            ),
        ])
        .collect()
}

fn allowed(
    host: &Host<'_>,
    package: &str,
    allow: &'static str,
    deny: &'static str,
    groups: &'static [&'static str],
) -> Verdict {
    if !host.has_package(package) {
        return Verdict::not_applicable(&format!("{package} is not installed"));
    }
    let mut files = vec![Wanted { path: allow, mode: 0o640, groups, ..Wanted::ROOT }];
    if host.entry(deny).is_some() {
        files.push(Wanted { path: deny, mode: 0o640, groups, ..Wanted::ROOT });
    }
    judged(host, &files, Absent::Failed)
}
