//! A host that passes what applies to it: Debian 12 with nftables, systemd-timesyncd, the journal sent away, auditd
//! and AIDE.

use crate::tree::{Change, Tree, enabled, file, folder, installed, link, mode, more, owner};

/// The day of the tests, counted from 1970-01-01.
pub(crate) const TODAY: i64 = 20_000;

pub(crate) const MODULES: [&str; 13] = [
    "cramfs",
    "freevxfs",
    "hfs",
    "hfsplus",
    "jffs2",
    "overlay",
    "squashfs",
    "udf",
    "usb-storage",
    "dccp",
    "tipc",
    "rds",
    "sctp",
];

pub(crate) const MODPROBE: &str = "etc/modprobe.d/hardening.conf";
pub(crate) const SYSCTL: &str = "etc/sysctl.d/60-hardening.conf";
pub(crate) const FSTAB: &str = "etc/fstab";
pub(crate) const GRUB: &str = "boot/grub/grub.cfg";
pub(crate) const SSHD: &str = "etc/ssh/sshd_config";
pub(crate) const PROFILE: &str = "etc/profile.d/hardening.sh";
pub(crate) const NFTABLES: &str = "etc/nftables.conf";
pub(crate) const AUDIT: &str = "etc/audit/rules.d/50-all.rules";
pub(crate) const AUDITD: &str = "etc/audit/auditd.conf";

const PACKAGES: [&str; 17] = [
    "base-files",
    "apparmor",
    "apparmor-utils",
    "cron",
    "at",
    "sudo",
    "openssh-server",
    "libpam-runtime",
    "libpam-modules",
    "libpam-pwquality",
    "nftables",
    "systemd-timesyncd",
    "systemd-journal-remote",
    "auditd",
    "audispd-plugins",
    "aide",
    "aide-common",
];

const UNITS: [&str; 7] = [
    "cron.service",
    "nftables.service",
    "systemd-timesyncd.service",
    "systemd-journald.service",
    "systemd-journal-upload.service",
    "auditd.service",
    "dailyaidecheck.timer",
];

const FSTAB_TEXT: &str = "UUID=1 / ext4 errors=remount-ro 0 1\n\
     tmpfs /tmp tmpfs nodev,nosuid,noexec 0 0\ntmpfs /dev/shm tmpfs nodev,nosuid,noexec 0 0\n\
     UUID=2 /home ext4 nodev,nosuid 0 2\nUUID=3 /var ext4 nodev,nosuid 0 2\n\
     UUID=4 /var/tmp ext4 nodev,nosuid,noexec 0 2\nUUID=5 /var/log ext4 nodev,nosuid,noexec 0 2\n\
     UUID=6 /var/log/audit ext4 nodev,nosuid,noexec 0 2\n";

const SYSCTL_TEXT: &str = "kernel.randomize_va_space = 2\nkernel.yama.ptrace_scope = 1\nfs.suid_dumpable = 0\n\
     net.ipv4.ip_forward = 0\nnet.ipv6.conf.all.forwarding = 0\n\
     net.ipv4.conf.all.send_redirects = 0\nnet.ipv4.conf.default.send_redirects = 0\n\
     net.ipv4.icmp_ignore_bogus_error_responses = 1\nnet.ipv4.icmp_echo_ignore_broadcasts = 1\n\
     net.ipv4.conf.all.accept_redirects = 0\nnet.ipv4.conf.default.accept_redirects = 0\n\
     net.ipv6.conf.all.accept_redirects = 0\nnet.ipv6.conf.default.accept_redirects = 0\n\
     net.ipv4.conf.all.secure_redirects = 0\nnet.ipv4.conf.default.secure_redirects = 0\n\
     net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.default.rp_filter = 1\n\
     net.ipv4.conf.all.accept_source_route = 0\nnet.ipv4.conf.default.accept_source_route = 0\n\
     net.ipv6.conf.all.accept_source_route = 0\nnet.ipv6.conf.default.accept_source_route = 0\n\
     net.ipv4.conf.all.log_martians = 1\nnet.ipv4.conf.default.log_martians = 1\nnet.ipv4.tcp_syncookies = 1\n\
     net.ipv6.conf.all.accept_ra = 0\nnet.ipv6.conf.default.accept_ra = 0\n";

const GRUB_TEXT: &str = "set superusers=\"boss\"\npassword_pbkdf2 boss grub.pbkdf2.sha512.10000.A.B\n\
     menuentry 'one' {\n\tlinux /vmlinuz root=UUID=1 ro apparmor=1 security=apparmor audit=1 audit_backlog_limit=8192\n}\n";

const SSHD_TEXT: &str = "Include /etc/ssh/sshd_config.d/*.conf\nAllowGroups people\nBanner /etc/issue.net\n\
     ClientAliveInterval 15\nClientAliveCountMax 3\nDisableForwarding yes\nGSSAPIAuthentication no\n\
     HostbasedAuthentication no\nIgnoreRhosts yes\nLoginGraceTime 60\nLogLevel VERBOSE\nMACs -umac-64*\n\
     MaxAuthTries 4\nMaxSessions 10\nMaxStartups 10:30:60\nPermitEmptyPasswords no\nPermitRootLogin no\n\
     PermitUserEnvironment no\nUsePAM yes\n";

const NFTABLES_TEXT: &str = "#!/usr/sbin/nft -f\nflush ruleset\ntable inet filter {\n\
     \tset allowed { type inet_service; elements = { 22, 443 } }\n\
     \tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n\t\tiif \"lo\" accept\n\
     \t\tip saddr 127.0.0.0/8 counter drop\n\t\tip6 saddr ::1 drop\n\t\ttcp dport { 22, 443 } accept\n\t}\n\
     \tchain forward {\n\t\ttype filter hook forward priority filter; policy drop;\n\t}\n\
     \tchain output {\n\t\ttype filter hook output priority filter; policy drop;\n\t\tct state established accept\n\t}\n}\n";

const AUDIT_TEXT: &str = "-D\n-b 8192\n-w /etc/sudoers -p wa -k scope\n-w /etc/sudoers.d -p wa -k scope\n\
     -a always,exit -F arch=b64 -C euid!=uid -F auid!=unset -S execve -k emulation\n\
     -a always,exit -F arch=b32 -C euid!=uid -F auid!=unset -S execve -k emulation\n\
     -w /var/log/sudo.log -p wa -k sudo\n\
     -a always,exit -F arch=b64 -S adjtimex,settimeofday -k time\n\
     -a always,exit -F arch=b32 -S adjtimex,settimeofday -k time\n\
     -a always,exit -F arch=b64 -S clock_settime -F a0=0x0 -k time\n\
     -a always,exit -F arch=b32 -S clock_settime -F a0=0x0 -k time\n-w /etc/localtime -p wa -k time\n\
     -a always,exit -F arch=b64 -S sethostname,setdomainname -k locale\n\
     -a always,exit -F arch=b32 -S sethostname,setdomainname -k locale\n-w /etc/issue -p wa -k locale\n\
     -w /etc/issue.net -p wa -k locale\n-w /etc/hosts -p wa -k locale\n-w /etc/networks -p wa -k locale\n\
     -w /etc/network/ -p wa -k locale\n\
     -a always,exit -F path=/usr/bin/su -F perm=x -F auid>=1000 -F auid!=unset -k privileged\n\
     -a always,exit -F arch=b64 -S creat,open,openat,truncate,ftruncate -F exit=-EACCES -F auid>=1000 -F auid!=unset -k a\n\
     -a always,exit -F arch=b32 -S creat,open,openat,truncate,ftruncate -F exit=-EACCES -F auid>=1000 -F auid!=unset -k a\n\
     -a always,exit -F arch=b64 -S creat,open,openat,truncate,ftruncate -F exit=-EPERM -F auid>=1000 -F auid!=unset -k a\n\
     -a always,exit -F arch=b32 -S creat,open,openat,truncate,ftruncate -F exit=-EPERM -F auid>=1000 -F auid!=unset -k a\n\
     -w /etc/group -p wa -k identity\n-w /etc/passwd -p wa -k identity\n-w /etc/gshadow -p wa -k identity\n\
     -w /etc/shadow -p wa -k identity\n-w /etc/security/opasswd -p wa -k identity\n-w /etc/nsswitch.conf -p wa -k identity\n\
     -w /etc/pam.conf -p wa -k identity\n-w /etc/pam.d -p wa -k identity\n\
     -a always,exit -F arch=b64 -S chmod,fchmod,fchmodat -F auid>=1000 -F auid!=unset -k mod\n\
     -a always,exit -F arch=b32 -S chmod,fchmod,fchmodat -F auid>=1000 -F auid!=unset -k mod\n\
     -a always,exit -F arch=b64 -S chown,fchown,lchown,fchownat -F auid>=1000 -F auid!=unset -k mod\n\
     -a always,exit -F arch=b32 -S chown,fchown,lchown,fchownat -F auid>=1000 -F auid!=unset -k mod\n\
     -a always,exit -F arch=b64 -S setxattr,lsetxattr,fsetxattr,removexattr,lremovexattr,fremovexattr -F auid>=1000 -F auid!=unset -k mod\n\
     -a always,exit -F arch=b32 -S setxattr,lsetxattr,fsetxattr,removexattr,lremovexattr,fremovexattr -F auid>=1000 -F auid!=unset -k mod\n\
     -a always,exit -F arch=b64 -S mount -F auid>=1000 -F auid!=unset -k mounts\n\
     -a always,exit -F arch=b32 -S mount -F auid>=1000 -F auid!=unset -k mounts\n\
     -w /var/run/utmp -p wa -k session\n-w /var/log/wtmp -p wa -k session\n-w /var/log/btmp -p wa -k session\n\
     -w /var/log/lastlog -p wa -k logins\n-w /var/run/faillock -p wa -k logins\n\
     -a always,exit -F arch=b64 -S unlink,unlinkat,rename,renameat -F auid>=1000 -F auid!=unset -k delete\n\
     -a always,exit -F arch=b32 -S unlink,unlinkat,rename,renameat -F auid>=1000 -F auid!=unset -k delete\n\
     -w /etc/apparmor/ -p wa -k mac\n-w /etc/apparmor.d/ -p wa -k mac\n\
     -a always,exit -F path=/usr/bin/chcon -F perm=x -F auid>=1000 -F auid!=unset -k perm\n\
     -a always,exit -F path=/usr/bin/setfacl -F perm=x -F auid>=1000 -F auid!=unset -k perm\n\
     -a always,exit -F path=/usr/bin/chacl -F perm=x -F auid>=1000 -F auid!=unset -k perm\n\
     -a always,exit -F path=/usr/sbin/usermod -F perm=x -F auid>=1000 -F auid!=unset -k usermod\n\
     -a always,exit -F arch=b64 -S init_module,finit_module,delete_module -F auid>=1000 -F auid!=unset -k modules\n\
     -a always,exit -F arch=b32 -S init_module,finit_module,delete_module -F auid>=1000 -F auid!=unset -k modules\n\
     -a always,exit -F path=/usr/bin/kmod -F perm=x -F auid>=1000 -F auid!=unset -k modules\n";

/// The host.
pub(crate) fn base() -> Tree {
    let mut changes = vec![file("var/lib/dpkg/status", "")];
    changes.extend(PACKAGES.map(installed));
    changes.extend(UNITS.into_iter().flat_map(enabled));
    changes.extend(setup());
    changes.extend(accounts());
    changes.extend(pam());
    changes.extend(services());
    changes.extend(logs());
    Tree::default().with(&changes)
}

fn setup() -> Vec<Change> {
    let mut modprobe = String::new();
    let mut dep = String::new();
    for module in MODULES {
        modprobe += &["install ", module, " /bin/false\nblacklist ", module, "\n"].concat();
        dep += &["kernel/x/", module, ".ko.xz: kernel/x/y.ko.xz\n"].concat();
    }
    vec![
        file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n"),
        file("lib/modules/6.1.0-1-amd64/modules.dep", &dep),
        file(MODPROBE, &modprobe),
        file(FSTAB, FSTAB_TEXT),
        file(SYSCTL, SYSCTL_TEXT),
        file(GRUB, GRUB_TEXT),
        mode(GRUB, 0o400),
        file(
            "etc/apt/sources.list",
            "deb [signed-by=/usr/share/keyrings/a.gpg] http://mirror.example.org/ bookworm main\n",
        ),
        file("etc/apparmor.d/usr.bin.man", "profile man {\n}\n"),
        file("etc/security/limits.d/cores.conf", "* hard core 0\n"),
        file("etc/motd", "Only for some.\n"),
        file("etc/issue", "Only for some.\n"),
        file("etc/issue.net", "Only for some.\n"),
        file(NFTABLES, NFTABLES_TEXT),
    ]
}

fn accounts() -> Vec<Change> {
    vec![
        file(
            "etc/passwd",
            "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n\
             joe:x:1000:1000::/srv/joe:/bin/bash\n",
        ),
        file(
            "etc/group",
            "root:x:0:\ndaemon:x:1:\nadm:x:4:\nutmp:x:43:\nshadow:x:42:\ncrontab:x:101:\nnobodies:x:102:\njoe:x:1000:\n",
        ),
        file(
            "etc/shadow",
            "root:$y$a:19900:1:365:7:30::\ndaemon:*:19900:0:99999:7:::\njoe:$y$b:19900:1:365:7:30::\n",
        ),
        mode("etc/shadow", 0o640),
        owner("etc/shadow", 0, 42),
        file("etc/gshadow", "root:*::\n"),
        mode("etc/gshadow", 0o640),
        owner("etc/gshadow", 0, 42),
        file("etc/passwd-", ""),
        file("etc/group-", ""),
        file("etc/shadow-", ""),
        mode("etc/shadow-", 0o600),
        file("etc/gshadow-", ""),
        mode("etc/gshadow-", 0o600),
        file("etc/shells", "# shells\n/bin/sh\n/bin/bash\n"),
        file("etc/security/opasswd", ""),
        mode("etc/security/opasswd", 0o600),
        file(
            "etc/login.defs",
            "PASS_MAX_DAYS 365\nPASS_MIN_DAYS 1\nPASS_WARN_AGE 7\nENCRYPT_METHOD YESCRYPT\nUMASK 027\nUID_MIN 1000\n\
             ENV_SUPATH PATH=/usr/sbin:/usr/bin\n",
        ),
        file("etc/default/useradd", "INACTIVE=45\n"),
        folder("usr/sbin"),
        file("root/.bashrc", "umask 077\n"),
        mode("root", 0o700),
        file(PROFILE, "TMOUT=900\nreadonly TMOUT\nexport TMOUT\numask 027\n"),
        folder("srv/joe"),
        mode("srv/joe", 0o750),
        owner("srv/joe", 1000, 1000),
        file("srv/joe/.bashrc", ""),
        owner("srv/joe/.bashrc", 1000, 1000),
        folder("tmp"),
        mode("tmp", 0o1777),
    ]
}

fn pam() -> Vec<Change> {
    vec![
        file(
            "etc/pam.d/common-auth",
            "auth required pam_faillock.so preauth\nauth [success=2 default=ignore] pam_unix.so\n\
             auth [default=die] pam_faillock.so authfail\nauth requisite pam_deny.so\nauth required pam_permit.so\n",
        ),
        file(
            "etc/pam.d/common-account",
            "account required pam_faillock.so\naccount [success=1 default=ignore] pam_unix.so\n",
        ),
        file("etc/pam.d/common-session", "session required pam_unix.so\n"),
        file(
            "etc/pam.d/common-password",
            "password requisite pam_pwquality.so retry=3\n\
             password requisite pam_pwhistory.so remember=24 enforce_for_root use_authtok\n\
             password [success=1 default=ignore] pam_unix.so obscure use_authtok yescrypt\n",
        ),
        file(
            "etc/pam.d/su",
            "auth sufficient pam_rootok.so\nauth required pam_wheel.so use_uid group=nobodies\n@include common-auth\n",
        ),
        file(
            "etc/security/faillock.conf",
            "deny = 5\nunlock_time = 900\neven_deny_root\nroot_unlock_time = 60\n",
        ),
        file(
            "etc/security/pwquality.conf",
            "difok = 2\nminlen = 14\nminclass = 3\nmaxrepeat = 3\nmaxsequence = 3\ndictcheck = 1\nenforcing = 1\n\
             enforce_for_root\n",
        ),
        file(
            "etc/sudoers",
            "Defaults env_reset\nDefaults use_pty\nDefaults logfile=\"/var/log/sudo.log\"\nroot ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n",
        ),
        mode("etc/sudoers", 0o440),
        file("etc/sudoers.d/people", "Defaults timestamp_timeout=5\njoe ALL=(ALL) ALL\n"),
    ]
}

fn services() -> Vec<Change> {
    let mut changes = vec![
        file(SSHD, SSHD_TEXT),
        mode(SSHD, 0o600),
        file("etc/ssh/ssh_host_ed25519_key", "x"),
        mode("etc/ssh/ssh_host_ed25519_key", 0o600),
        file("etc/ssh/ssh_host_ed25519_key.pub", "x"),
        file("etc/systemd/timesyncd.conf.d/own.conf", "[Time]\nNTP=time.example.org\n"),
        file("etc/crontab", ""),
        mode("etc/crontab", 0o600),
        file("etc/cron.allow", "root\n"),
        mode("etc/cron.allow", 0o640),
        owner("etc/cron.allow", 0, 101),
        file("etc/at.allow", "root\n"),
        mode("etc/at.allow", 0o640),
        owner("etc/at.allow", 0, 1),
    ];
    for name in ["hourly", "daily", "weekly", "monthly", "d"] {
        let path = format!("etc/cron.{name}");
        changes.extend([folder(&path), mode(&path, 0o700)]);
    }
    changes
}

fn logs() -> Vec<Change> {
    let mut changes = vec![
        file(
            "etc/systemd/journald.conf.d/own.conf",
            "[Journal]\nForwardToSyslog=no\nCompress=yes\nStorage=persistent\n",
        ),
        file(
            "etc/systemd/journal-upload.conf",
            "[Upload]\nURL=https://logs.example.org\nServerKeyFile=/k\nServerCertificateFile=/c\nTrustedCertificateFile=/t\n",
        ),
        file("var/log/wtmp", ""),
        mode("var/log/wtmp", 0o664),
        owner("var/log/wtmp", 0, 43),
        file("var/log/auth.log", ""),
        mode("var/log/auth.log", 0o640),
        owner("var/log/auth.log", 0, 4),
        file(
            AUDITD,
            "log_file = /var/log/audit/audit.log\nmax_log_file = 8\nmax_log_file_action = keep_logs\n\
             disk_full_action = HALT\ndisk_error_action = SYSLOG\nspace_left_action = EMAIL\nadmin_space_left_action = single\n",
        ),
        mode(AUDITD, 0o640),
        file(AUDIT, AUDIT_TEXT),
        mode(AUDIT, 0o640),
        file("etc/audit/rules.d/99-finalize.rules", "-e 2\n"),
        mode("etc/audit/rules.d/99-finalize.rules", 0o640),
        folder("var/log/audit"),
        mode("var/log/audit", 0o750),
        file("var/log/audit/audit.log", ""),
        mode("var/log/audit/audit.log", 0o600),
        link("sbin", "usr/sbin"),
        file("usr/bin/su", ""),
        mode("usr/bin/su", 0o4755),
        file("var/lib/aide/aide.db", ""),
        mode("var/lib/aide/aide.db", 0o600),
        file("etc/aide/aide.conf", ""),
    ];
    for tool in ["auditctl", "auditd", "ausearch", "aureport", "autrace", "augenrules"] {
        let path = format!("usr/sbin/{tool}");
        changes.extend([file(&path, ""), mode(&path, 0o755)]);
        changes.push(more(
            "etc/aide/aide.conf",
            &format!("/sbin/{tool} p+i+n+u+g+s+b+acl+xattrs+sha512\n"),
        ));
    }
    changes
}
