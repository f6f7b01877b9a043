//! Cases of part 6.

use crate::base::{AUDIT, AUDITD, GRUB};
use crate::tree::{
    Change, enabled, file, gone, installed, link, mode, owner, purged, started, swap, unit, wants,
};
use crate::{Case, case};

pub(crate) fn cases() -> Vec<Case> {
    [journal(), rsyslog(), auditd(), rules(), integrity()].into_iter().flatten().collect()
}

fn rsyslog_in_use() -> Vec<Change> {
    let mut needs = vec![
        gone(&wants("systemd-journal-upload.service")),
        installed("rsyslog"),
        file("etc/rsyslog.conf", "module(load=\"imuxsock\")\n$FileCreateMode 0640\n"),
    ];
    needs.extend(enabled("rsyslog.service"));
    needs
}

fn journal() -> Vec<Case> {
    const CONF: &str = "etc/systemd/journald.conf.d/own.conf";
    const UPLOAD: &str = "etc/systemd/journal-upload.conf";
    let set = |id: &str, good: &str, bad: &str| case(id, &[], &[swap(CONF, good, bad)]);
    vec![
        case("6.1.1.1", &[], &[link("etc/systemd/system/systemd-journald.service", "/dev/null")]),
        case("6.1.1.4", &rsyslog_in_use(), &[started("systemd-journal-upload.service")]),
        case("6.1.1.4", &[], &[link("etc/systemd/system/systemd-journald.service", "/dev/null")]),
        case("6.1.2.1.1", &[], &[purged("systemd-journal-remote")]),
        case("6.1.2.1.2", &[], &[swap(UPLOAD, "TrustedCertificateFile=/t\n", "")]),
        case("6.1.2.1.3", &[], &[gone(&wants("systemd-journal-upload.service"))]),
        case(
            "6.1.2.1.4",
            &[unit("systemd-journal-remote.socket")],
            &[started("systemd-journal-remote.socket")],
        ),
        set("6.1.2.2", "ForwardToSyslog=no\n", ""),
        set("6.1.2.3", "Compress=yes", "Compress=no"),
        set("6.1.2.4", "Storage=persistent\n", ""),
        case("6.1.4.1", &[], &[mode("var/log/auth.log", 0o644)]),
        case("6.1.4.1", &[], &[owner("var/log/auth.log", 0, 1000)]),
        case("6.1.4.1", &[], &[mode("var/log/wtmp", 0o666)]),
        case("6.1.4.1", &[], &[file("var/log/apt/history.log", "")]),
    ]
}

fn rsyslog() -> Vec<Case> {
    const CONF: &str = "etc/rsyslog.conf";
    let needs = rsyslog_in_use();
    let journald = "etc/systemd/journald.conf.d/own.conf";
    let forward =
        [needs.clone(), vec![swap(journald, "ForwardToSyslog=no", "ForwardToSyslog=yes")]].concat();
    vec![
        case("6.1.3.1", &needs, &[purged("rsyslog")]),
        case("6.1.3.2", &needs, &[gone(&wants("rsyslog.service"))]),
        case("6.1.3.3", &forward, &[swap(journald, "ForwardToSyslog=yes", "ForwardToSyslog=no")]),
        case("6.1.3.4", &needs, &[swap(CONF, "$FileCreateMode 0640\n", "")]),
        case("6.1.3.4", &needs, &[swap(CONF, "0640", "0644")]),
        case("6.1.3.7", &needs, &[file("etc/rsyslog.d/net.conf", "module(load=\"imtcp\")\n")]),
        case("6.1.3.7", &needs, &[file("etc/rsyslog.d/net.conf", "$InputTCPServerRun 514\n")]),
    ]
}

fn auditd() -> Vec<Case> {
    const LOG: &str = "var/log/audit/audit.log";
    let set = |id: &str, good: &str, bad: &str| case(id, &[], &[swap(AUDITD, good, bad)]);
    vec![
        case("6.2.1.1", &[], &[purged("audispd-plugins")]),
        case("6.2.1.2", &[], &[gone(&wants("auditd.service"))]),
        case("6.2.1.3", &[], &[swap(GRUB, " audit=1", "")]),
        case("6.2.1.4", &[], &[swap(GRUB, "audit_backlog_limit=8192", "audit_backlog_limit=64")]),
        set("6.2.2.1", "max_log_file = 8\n", ""),
        set("6.2.2.2", "keep_logs", "ROTATE"),
        set("6.2.2.3", "disk_full_action = HALT", "disk_full_action = SUSPEND"),
        set("6.2.2.3", "disk_error_action = SYSLOG\n", ""),
        set("6.2.2.4", "space_left_action = EMAIL", "space_left_action = SYSLOG"),
        set("6.2.2.4", "admin_space_left_action = single", "admin_space_left_action = SUSPEND"),
        case("6.2.4.1", &[], &[mode(LOG, 0o644)]),
        case("6.2.4.2", &[], &[owner(LOG, 1000, 0)]),
        case("6.2.4.3", &[], &[owner(LOG, 0, 1000)]),
        case("6.2.4.4", &[], &[mode("var/log/audit", 0o755)]),
        case("6.2.4.5", &[], &[mode(AUDITD, 0o644)]),
        case("6.2.4.6", &[], &[owner(AUDIT, 1000, 0)]),
        case("6.2.4.7", &[], &[owner(AUDIT, 0, 1000)]),
        case("6.2.4.8", &[], &[mode("usr/sbin/auditctl", 0o775)]),
        case("6.2.4.9", &[], &[owner("usr/sbin/ausearch", 1000, 0)]),
        case("6.2.4.10", &[], &[owner("usr/sbin/auditd", 0, 1000)]),
    ]
}

fn rules() -> Vec<Case> {
    let rule = |id: &str, good: &str, bad: &str| case(id, &[], &[swap(AUDIT, good, bad)]);
    vec![
        rule("6.2.3.1", "-w /etc/sudoers.d -p wa -k scope\n", ""),
        rule("6.2.3.1", "-w /etc/sudoers -p wa", "-w /etc/sudoers -p r"),
        rule(
            "6.2.3.2",
            "-a always,exit -F arch=b32 -C euid!=uid",
            "-a never,exit -F arch=b32 -C euid!=uid",
        ),
        rule("6.2.3.3", "-w /var/log/sudo.log", "-w /var/log/other.log"),
        rule("6.2.3.4", "-w /etc/localtime -p wa -k time\n", ""),
        rule("6.2.3.4", "-S adjtimex,settimeofday", "-S adjtimex"),
        rule("6.2.3.5", "-w /etc/hosts -p wa -k locale\n", ""),
        rule("6.2.3.6", "-F path=/usr/bin/su ", "-F path=/usr/bin/sudo "),
        rule("6.2.3.7", "-F exit=-EPERM", "-F exit=-ENOENT"),
        rule("6.2.3.8", "-w /etc/pam.d -p wa -k identity\n", ""),
        rule(
            "6.2.3.9",
            "-S chmod,fchmod,fchmodat -F auid>=1000",
            "-S chmod,fchmod,fchmodat -F auid>=2000",
        ),
        rule("6.2.3.10", "-F arch=b32 -S mount", "-F arch=b32 -S umount"),
        rule("6.2.3.11", "-w /var/run/utmp -p wa -k session\n", ""),
        rule("6.2.3.12", "-w /var/run/faillock -p wa -k logins\n", ""),
        rule("6.2.3.13", "-S unlink,unlinkat,rename,renameat", "-S unlink,unlinkat,rename"),
        rule("6.2.3.14", "-w /etc/apparmor.d/ -p wa", "-w /etc/apparmor.d/ -p x"),
        rule("6.2.3.15", "path=/usr/bin/chcon", "path=/usr/bin/other"),
        rule("6.2.3.16", "path=/usr/bin/setfacl -F perm=x", "path=/usr/bin/setfacl -F perm=w"),
        rule(
            "6.2.3.17",
            "path=/usr/bin/chacl -F perm=x -F auid>=1000",
            "path=/usr/bin/chacl -F perm=x -F auid>=5000",
        ),
        rule("6.2.3.18", "path=/usr/sbin/usermod", "path=/usr/sbin/other"),
        rule("6.2.3.19", "path=/usr/bin/kmod", "path=/usr/bin/other"),
        case("6.2.3.20", &[], &[file("etc/audit/rules.d/99-finalize.rules", "-e 1\n")]),
        case("6.2.3.20", &[], &[gone("etc/audit/rules.d/99-finalize.rules")]),
    ]
}

fn integrity() -> Vec<Case> {
    let timer = gone(&wants("dailyaidecheck.timer"));
    let job = "etc/cron.daily/dailyaidecheck";
    vec![
        case("6.3.1", &[], &[purged("aide-common")]),
        case("6.3.1", &[], &[gone("var/lib/aide/aide.db")]),
        case("6.3.2", &[], std::slice::from_ref(&timer)),
        case("6.3.2", &[timer, file(job, ""), mode(job, 0o755)], &[mode(job, 0o644)]),
        case("6.3.3", &[], &[swap("etc/aide/aide.conf", "/sbin/augenrules", "#/sbin/augenrules")]),
    ]
}
