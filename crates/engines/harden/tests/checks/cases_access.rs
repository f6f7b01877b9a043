//! Cases of part 5.

use crate::base::{PROFILE, SSHD};
use crate::tree::{Change, file, gone, installed, mode, more, owner, purged, swap};
use crate::{Case, case};

pub(crate) fn cases() -> Vec<Case> {
    [ssh(), sudo(), pam(), passwords(), aging(), accounts(), environment()]
        .into_iter()
        .flatten()
        .collect()
}

fn ssh() -> Vec<Case> {
    const KEY: &str = "etc/ssh/ssh_host_ed25519_key";
    let set = |id: &str, good: &str, bad: &str| case(id, &[], &[swap(SSHD, good, bad)]);
    let in_match =
        |id: &str, line: &str| case(id, &[], &[more(SSHD, &format!("Match User joe\n{line}\n"))]);
    vec![
        case("5.1.1", &[], &[mode(SSHD, 0o644)]),
        case("5.1.1", &[], &[file("etc/ssh/sshd_config.d/a.conf", "")]),
        case("5.1.2", &[], &[mode(KEY, 0o640)]),
        case("5.1.2", &[], &[owner(KEY, 1000, 0)]),
        case("5.1.3", &[], &[mode("etc/ssh/ssh_host_ed25519_key.pub", 0o664)]),
        set("5.1.4", "AllowGroups people\n", ""),
        set("5.1.5", "Banner /etc/issue.net\n", ""),
        set("5.1.6", "UsePAM yes", "UsePAM yes\nCiphers aes256-ctr,aes256-cbc"),
        set("5.1.7", "ClientAliveInterval 15\n", ""),
        set("5.1.7", "ClientAliveCountMax 3", "ClientAliveCountMax 0"),
        set("5.1.8", "DisableForwarding yes", "DisableForwarding no"),
        set("5.1.9", "GSSAPIAuthentication no", "GSSAPIAuthentication yes"),
        set("5.1.10", "HostbasedAuthentication no", "HostbasedAuthentication yes"),
        set("5.1.11", "IgnoreRhosts yes", "IgnoreRhosts shosts-only"),
        set("5.1.12", "UsePAM yes", "UsePAM yes\nKexAlgorithms +diffie-hellman-group14-sha1"),
        set("5.1.13", "LoginGraceTime 60", "LoginGraceTime 2m"),
        set("5.1.13", "LoginGraceTime 60\n", ""),
        set("5.1.14", "LogLevel VERBOSE", "LogLevel QUIET"),
        set("5.1.15", "MACs -umac-64*\n", ""),
        set("5.1.16", "MaxAuthTries 4\n", ""),
        set("5.1.17", "MaxSessions 10", "MaxSessions 11"),
        set("5.1.18", "MaxStartups 10:30:60\n", ""),
        set("5.1.19", "PermitEmptyPasswords no", "PermitEmptyPasswords yes"),
        set("5.1.20", "PermitRootLogin no", "PermitRootLogin prohibit-password"),
        in_match("5.1.20", "PermitRootLogin yes"),
        set("5.1.21", "PermitUserEnvironment no", "PermitUserEnvironment LANG"),
        set("5.1.22", "UsePAM yes\n", ""),
    ]
}

fn sudo() -> Vec<Case> {
    const SUDOERS: &str = "etc/sudoers";
    const PEOPLE: &str = "etc/sudoers.d/people";
    vec![
        case("5.2.1", &[], &[purged("sudo")]),
        case("5.2.2", &[], &[swap(SUDOERS, "Defaults use_pty\n", "")]),
        case("5.2.2", &[], &[more(PEOPLE, "Defaults:joe !use_pty\n")]),
        case("5.2.3", &[], &[swap(SUDOERS, "Defaults logfile", "#Defaults logfile")]),
        case("5.2.4", &[], &[swap(PEOPLE, "joe ALL=(ALL) ALL", "joe ALL=(ALL) NOPASSWD: ALL")]),
        case("5.2.5", &[], &[more(PEOPLE, "Defaults !authenticate\n")]),
        case("5.2.6", &[], &[swap(PEOPLE, "timestamp_timeout=5", "timestamp_timeout=-1")]),
        case("5.2.6", &[], &[swap(PEOPLE, "timestamp_timeout=5", "timestamp_timeout=60")]),
        case(
            "5.2.7",
            &[],
            &[swap("etc/pam.d/su", "auth required pam_wheel.so", "#auth required pam_wheel.so")],
        ),
        case("5.2.7", &[], &[swap("etc/group", "nobodies:x:102:", "nobodies:x:102:joe")]),
    ]
}

const AUTH: &str = "etc/pam.d/common-auth";
const PASSWORD: &str = "etc/pam.d/common-password";

fn pam() -> Vec<Case> {
    let password = |id: &str, good: &str, bad: &str| case(id, &[], &[swap(PASSWORD, good, bad)]);
    vec![
        case("5.3.1.1", &[], &[purged("libpam-runtime")]),
        case("5.3.1.2", &[], &[purged("libpam-modules")]),
        case("5.3.1.3", &[], &[purged("libpam-pwquality")]),
        case("5.3.2.1", &[], &[swap("etc/pam.d/common-session", "pam_unix.so", "pam_permit.so")]),
        case("5.3.2.2", &[], &[swap(AUTH, "auth required pam_faillock.so preauth\n", "")]),
        case(
            "5.3.2.2",
            &[],
            &[swap("etc/pam.d/common-account", "account required pam_faillock.so\n", "")],
        ),
        password("5.3.2.3", "password requisite pam_pwquality.so", "#"),
        password("5.3.2.4", "pam_pwhistory.so", "pam_permit.so"),
        password("5.3.3.3.1", "remember=24", "remember=5"),
        password("5.3.3.3.2", " enforce_for_root", ""),
        password("5.3.3.3.3", "enforce_for_root use_authtok", "enforce_for_root"),
        password("5.3.3.4.1", "obscure", "obscure nullok"),
        password("5.3.3.4.2", "obscure", "obscure remember=5"),
        password("5.3.3.4.3", "yescrypt", "md5"),
        password("5.3.3.4.4", "obscure use_authtok", "obscure"),
    ]
}

fn passwords() -> Vec<Case> {
    const FAILLOCK: &str = "etc/security/faillock.conf";
    const QUALITY: &str = "etc/security/pwquality.conf";
    let fail = |id: &str, good: &str, bad: &str| case(id, &[], &[swap(FAILLOCK, good, bad)]);
    let quality = |id: &str, good: &str, bad: &str| case(id, &[], &[swap(QUALITY, good, bad)]);
    vec![
        fail("5.3.3.1.1", "deny = 5", "deny = 10"),
        case("5.3.3.1.1", &[], &[swap(AUTH, "preauth", "preauth deny=0")]),
        fail("5.3.3.1.2", "unlock_time = 900\n", ""),
        fail("5.3.3.1.3", "even_deny_root\nroot_unlock_time = 60\n", ""),
        fail("5.3.3.1.3", "root_unlock_time = 60", "root_unlock_time = 5"),
        quality("5.3.3.2.1", "difok = 2\n", ""),
        quality("5.3.3.2.2", "minlen = 14", "minlen = 8"),
        case("5.3.3.2.2", &[], &[swap(PASSWORD, "retry=3", "minlen=6")]),
        quality("5.3.3.2.3", "minclass = 3", "minclass = 2"),
        quality("5.3.3.2.3", "minclass = 3", "minclass = 3\nucredit = 1"),
        quality("5.3.3.2.4", "maxrepeat = 3", "maxrepeat = 0"),
        quality("5.3.3.2.5", "maxsequence = 3\n", ""),
        quality("5.3.3.2.6", "dictcheck = 1", "dictcheck = 0"),
        quality("5.3.3.2.7", "enforcing = 1", "enforcing = 0"),
        quality("5.3.3.2.8", "enforce_for_root", "# enforce_for_root"),
    ]
}

fn aging() -> Vec<Case> {
    const DEFS: &str = "etc/login.defs";
    const SHADOW: &str = "etc/shadow";
    let defs = |id: &str, good: &str, bad: &str| case(id, &[], &[swap(DEFS, good, bad)]);
    let joe = |id: &str, fields: &str| {
        case(id, &[], &[swap(SHADOW, "joe:$y$b:19900:1:365:7:30:", &format!("joe:$y$b:{fields}:"))])
    };
    vec![
        defs("5.4.1.1", "PASS_MAX_DAYS 365", "PASS_MAX_DAYS 99999"),
        joe("5.4.1.1", "19900:1:99999:7:30"),
        defs("5.4.1.2", "PASS_MIN_DAYS 1", "PASS_MIN_DAYS 0"),
        joe("5.4.1.2", "19900:0:365:7:30"),
        defs("5.4.1.3", "PASS_WARN_AGE 7\n", ""),
        joe("5.4.1.3", "19900:1:365:3:30"),
        defs("5.4.1.4", "YESCRYPT", "MD5"),
        case("5.4.1.5", &[], &[file("etc/default/useradd", "INACTIVE=-1\n")]),
        joe("5.4.1.5", "19900:1:365:7:"),
        joe("5.4.1.6", "20001:1:365:7:30"),
    ]
}

fn accounts() -> Vec<Case> {
    const PASSWD: &str = "etc/passwd";
    vec![
        case("5.4.2.1", &[], &[more(PASSWD, "toor:x:0:0::/:/bin/sh\n")]),
        case("5.4.2.2", &[], &[swap(PASSWD, "joe:x:1000:1000", "joe:x:1000:0")]),
        case("5.4.2.2", &[], &[swap(PASSWD, "root:x:0:0", "root:x:0:1")]),
        case("5.4.2.3", &[], &[more("etc/group", "wheel:x:0:\n")]),
        case("5.4.2.4", &[], &[swap("etc/shadow", "root:$y$a:", "root::")]),
        case(
            "5.4.2.5",
            &[],
            &[swap("etc/login.defs", "PATH=/usr/sbin:/usr/bin", "PATH=/usr/sbin::/usr/bin")],
        ),
        case("5.4.2.5", &[], &[mode("usr/bin", 0o775)]),
        case("5.4.2.5", &[], &[more("root/.bashrc", "export PATH=\"$PATH:.\"\n")]),
        case("5.4.2.6", &[], &[more("root/.bashrc", "umask 022\n")]),
        case("5.4.2.7", &[], &[swap(PASSWD, "/usr/sbin/nologin", "/bin/sh")]),
        case("5.4.2.8", &[], &[swap("etc/shadow", "daemon:*:", "daemon:$y$c:")]),
    ]
}

fn environment() -> Vec<Case> {
    let profile = |id: &str, good: &str, bad: &str| case(id, &[], &[swap(PROFILE, good, bad)]);
    let module = installed("login");
    let umask = |argument: &str| -> Change {
        file("etc/pam.d/common-session", &format!("session optional pam_umask.so {argument}\n"))
    };
    vec![
        case("5.4.3.1", &[], &[more("etc/shells", "/usr/sbin/nologin\n")]),
        profile("5.4.3.2", "TMOUT=900", "TMOUT=0"),
        profile("5.4.3.2", "readonly TMOUT\n", ""),
        profile("5.4.3.2", "export TMOUT\n", ""),
        profile("5.4.3.3", "umask 027", "umask 022"),
        case("5.4.3.3", &[], &[swap("etc/login.defs", "UMASK 027", "UMASK 022")]),
        case("5.4.3.3", &[], &[gone(PROFILE)]),
        case("5.4.3.3", &[module, umask("")], &[umask("umask=022")]),
    ]
}
