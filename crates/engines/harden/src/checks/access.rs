//! The SSH server's files: 5.1.1 to 5.1.3.

use super::permissions::{Wanted, hold};
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;

pub(super) fn checks() -> Vec<Check> {
    const CONFIG: &[&str] = &["etc/ssh/sshd_config", "etc/ssh/sshd_config.d/*.conf"];
    vec![
        check(
            "5.1.1",
            1,
            "Only root reads and writes sshd's configuration",
            "Whoever writes it lets in whom they like.",
            "`chown root:root FILE; chmod 0600 FILE` for /etc/ssh/sshd_config and the files of sshd_config.d",
            |host| judged(host, CONFIG, 0o600, &["root"]),
        ),
        check(
            "5.1.2",
            1,
            "Only root reads sshd's private keys",
            "Whoever has a key of the host can pretend to be it.",
            "`chown root:root FILE; chmod 0600 FILE`",
            |host| judged(host, &["etc/ssh/ssh_host_*_key"], 0o600, &["root"]),
        ),
        check(
            "5.1.3",
            1,
            "Only root writes sshd's public keys",
            "They tell users whether the host is the right one.",
            "`chown root:root FILE; chmod 0644 FILE`",
            |host| judged(host, &["etc/ssh/ssh_host_*_key.pub"], 0o644, &["root"]),
        ),
    ]
}

fn judged(
    host: &Host<'_>,
    patterns: &[&str],
    mode: u32,
    groups: &'static [&'static str],
) -> Verdict {
    if !host.has_package("openssh-server") {
        return Verdict::not_applicable("openssh-server is not installed");
    }
    let mut case = Case::default();
    let mut is_there = false;
    for path in patterns.iter().flat_map(|pattern| host.matching(pattern)) {
        if let Some(entry) = host.entry(&path) {
            is_there = true;
            hold(host, &mut case, &path, &entry, &Wanted { mode, groups, ..Wanted::ROOT });
        }
    }
    if !is_there {
        return Verdict::not_applicable("there is no such file");
    }
    case.verdict()
}
