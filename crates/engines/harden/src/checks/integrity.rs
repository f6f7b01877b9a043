//! What tells changed files: 6.3.

use super::services::hold_installed;
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::lines;

const DATABASE: &str = "var/lib/aide/aide.db";

pub(super) fn checks() -> Vec<Check> {
    const WHY: &str = "Whoever takes a host over changes its programs.";
    vec![
        check(
            "6.3.1",
            1,
            "AIDE is installed, and knows how files were",
            WHY,
            "`apt install aide aide-common; aideinit; mv /var/lib/aide/aide.db.new /var/lib/aide/aide.db`",
            |host| {
                let mut case = Case::default();
                hold_installed(host, &mut case, &["aide", "aide-common"]);
                let is_there = host.entry(DATABASE).is_some();
                case.hold(
                    is_there,
                    DATABASE,
                    if is_there { "it is there" } else { "it is not there" },
                    "a database",
                );
                case.verdict()
            },
        ),
        check(
            "6.3.2",
            1,
            "AIDE looks every day",
            WHY,
            "`systemctl enable --now dailyaidecheck.timer`",
            |host| {
                let mut case = Case::default();
                let timer = host.unit("dailyaidecheck.timer");
                let jobs = ["etc/cron.daily/dailyaidecheck", "etc/cron.daily/aide"];
                let job = jobs
                    .into_iter()
                    .find(|path| host.entry(path).is_some_and(|entry| entry.mode & 0o111 != 0));
                match job.filter(|_| host.unit("cron.service").is_enabled()) {
                    Some(path) => case.good(path, "run by cron"),
                    None => case.hold(
                        timer.is_enabled(),
                        timer.path(),
                        format!("dailyaidecheck.timer: {}", timer.told()),
                        "enabled",
                    ),
                }
                case.verdict()
            },
        ),
        check(
            "6.3.3",
            2,
            "AIDE knows the hashes of audit's tools",
            "Whoever changes them sees what they like.",
            "Put `/usr/sbin/TOOL p+i+n+u+g+s+b+acl+xattrs+sha512` for each tool into a file of /etc/aide/aide.conf.d.",
            tools,
        ),
    ]
}

fn tools(host: &Host<'_>) -> Verdict {
    const CONF: &str = "etc/aide/aide.conf";
    const TOOLS: [&str; 6] =
        ["auditctl", "auditd", "ausearch", "aureport", "autrace", "augenrules"];
    if host.entry(CONF).is_none() {
        return Verdict::not_applicable("AIDE is not installed");
    }
    let mut paths = vec![CONF.to_owned()];
    paths.extend(host.matching("etc/aide/aide.conf.d/*"));
    let mut found: Vec<(String, usize, String)> = Vec::new();
    for path in paths {
        let text = host.text(&path).unwrap_or_default();
        found.extend(
            lines(&text, &['#']).map(|(line, content)| (path.clone(), line, content.to_owned())),
        );
    }
    let mut case = Case::default();
    for tool in TOOLS {
        let of_tool = |content: &str| {
            let mut words = content.split_whitespace();
            let path = words.next().unwrap_or_default().trim_end_matches('$');
            let is_named = path == format!("/sbin/{tool}") || path == format!("/usr/sbin/{tool}");
            is_named
                && words
                    .next()
                    .is_some_and(|groups| groups.split('+').any(|group| group == "sha512"))
        };
        match found.iter().find(|(_, _, content)| of_tool(content)) {
            Some((path, line, content)) => case.good((path.as_str(), *line), content),
            None => case.hold(false, CONF, format!("no line for {tool}"), "a line with sha512"),
        }
    }
    case.verdict()
}
