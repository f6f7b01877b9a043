//! Cases of parts 1, 2 and 7.

use crate::base::{FSTAB, GRUB, MODPROBE, MODULES, SYSCTL};
use crate::tree::{
    Change, enabled, file, folder, gone, installed, kernel, link, mode, more, owner, purged,
    started, swap, unit, wants,
};
use crate::{Case, case};

pub(crate) fn cases() -> Vec<Case> {
    [modules(), mounts(), setup(), gnome(), services(), clock(), schedulers(), files(), users()]
        .into_iter()
        .flatten()
        .collect()
}

fn modules() -> Vec<Case> {
    let numbers = [
        "1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5", "1.1.1.6", "1.1.1.7", "1.1.1.8",
        "1.1.1.9", "3.2.1", "3.2.2", "3.2.3", "3.2.4",
    ];
    let mut cases = Vec::new();
    for (id, module) in numbers.into_iter().zip(MODULES) {
        cases.push(case(id, &[], &[swap(MODPROBE, &format!("install {module} /bin/false\n"), "")]));
        cases.push(case(id, &[], &[swap(MODPROBE, &format!("blacklist {module}\n"), "")]));
    }
    cases.push(case(
        "1.1.1.1",
        &[],
        &[swap(MODPROBE, "install cramfs /bin/false", "install cramfs /sbin/insmod")],
    ));
    let loaded = kernel("proc/modules", "udf 1 0 - Live 0x0\n");
    cases.push(case("1.1.1.8", &[kernel("proc/modules", "ext4 1 0 - Live 0x0\n")], &[loaded]));
    cases
}

fn mounts() -> Vec<Case> {
    let folders: [(&str, &str, &[&str]); 7] = [
        ("1.1.2.1", "/tmp", &["nodev", "nosuid", "noexec"]),
        ("1.1.2.2", "/dev/shm", &["nodev", "nosuid", "noexec"]),
        ("1.1.2.3", "/home", &["nodev", "nosuid"]),
        ("1.1.2.4", "/var", &["nodev", "nosuid"]),
        ("1.1.2.5", "/var/tmp", &["nodev", "nosuid", "noexec"]),
        ("1.1.2.6", "/var/log", &["nodev", "nosuid", "noexec"]),
        ("1.1.2.7", "/var/log/audit", &["nodev", "nosuid", "noexec"]),
    ];
    let mut cases = Vec::new();
    for (number, folder, options) in folders {
        cases.push(case(
            &format!("{number}.1"),
            &[],
            &[swap(FSTAB, &format!(" {folder} "), " /elsewhere ")],
        ));
        for (at, option) in options.iter().enumerate() {
            let line = |options: &[&str]| {
                let kind = if ["/tmp", "/dev/shm"].contains(&folder) { "tmpfs" } else { "ext4" };
                format!(" {folder} {kind} {}", options.join(","))
            };
            let others: Vec<&str> = options.iter().filter(|one| *one != option).copied().collect();
            let fails = swap(FSTAB, &line(options), &line(&others));
            cases.push(case(&format!("{number}.{}", at + 2), &[], &[fails]));
        }
    }
    let info = |options: &str| {
        kernel("proc/self/mountinfo", &format!("1 2 0:1 / /tmp rw,{options} - tmpfs tmpfs rw\n"))
    };
    cases.push(case("1.1.2.1.4", &[info("noexec")], &[info("nodev")]));
    cases
}

fn setup() -> Vec<Case> {
    const COREDUMP: &str = "etc/systemd/coredump.conf";
    let dump = [
        installed("systemd-coredump"),
        file(COREDUMP, "[Coredump]\nStorage=none\nProcessSizeMax=0\n"),
    ];
    vec![
        case(
            "1.2.1.1",
            &[],
            &[swap("etc/apt/sources.list", "signed-by=/usr/share/keyrings/a.gpg", "trusted=yes")],
        ),
        case(
            "1.2.1.1",
            &[],
            &[file("etc/apt/sources.list.d/a.sources", "Types: deb\nTrusted: yes\n")],
        ),
        case(
            "1.2.1.1",
            &[],
            &[file("etc/apt/apt.conf.d/9", "APT::Get::AllowUnauthenticated \"true\";\n")],
        ),
        case("1.3.1.1", &[], &[purged("apparmor-utils")]),
        case("1.3.1.2", &[], &[swap(GRUB, " apparmor=1", "")]),
        case(
            "1.3.1.2",
            &[
                gone(GRUB),
                file("etc/default/grub", "GRUB_CMDLINE_LINUX=\"apparmor=1 security=apparmor\"\n"),
            ],
            &[file("etc/default/grub", "GRUB_CMDLINE_LINUX=\"apparmor=0\"\n")],
        ),
        case(
            "1.3.1.3",
            &[],
            &[link("etc/apparmor.d/disable/usr.bin.man", "/etc/apparmor.d/usr.bin.man")],
        ),
        case(
            "1.3.1.3",
            &[kernel("sys/kernel/security/apparmor/profiles", "man (complain)\n")],
            &[kernel("sys/kernel/security/apparmor/profiles", "man (unconfined)\n")],
        ),
        case(
            "1.3.1.4",
            &[],
            &[file("etc/apparmor.d/usr.bin.man", "profile man flags=(complain) {\n}\n")],
        ),
        case("1.3.1.4", &[], &[link("etc/apparmor.d/force-complain/a", "/etc/apparmor.d/a")]),
        case("1.4.1", &[], &[swap(GRUB, "password_pbkdf2", "password")]),
        case("1.4.1", &[], &[swap(GRUB, "set superusers=\"boss\"\n", "")]),
        case("1.4.2", &[], &[mode(GRUB, 0o644)]),
        case("1.4.2", &[], &[owner(GRUB, 1000, 0)]),
        case("1.5.3", &[], &[file("etc/security/limits.d/cores.conf", "* soft core 0\n")]),
        case("1.5.3", &[], &[swap(SYSCTL, "fs.suid_dumpable = 0", "fs.suid_dumpable = 2")]),
        case("1.5.3", &dump, &[swap(COREDUMP, "Storage=none", "Storage=external")]),
        case("1.6.1", &[], &[more("etc/motd", "This is Debian.\n")]),
        case("1.6.2", &[], &[file("etc/issue", "Kernel \\r\n")]),
        case("1.6.2", &[], &[gone("etc/issue")]),
        case("1.6.3", &[], &[file("etc/issue.net", "Debian GNU/Linux 12\n")]),
        case("1.6.4", &[], &[mode("etc/motd", 0o666)]),
        case("1.6.5", &[], &[owner("etc/issue", 1000, 1000)]),
        case("1.6.6", &[], &[mode("etc/issue.net", 0o664)]),
    ]
}

fn gnome() -> Vec<Case> {
    const DB: &str = "etc/dconf/db/local.d/00-own";
    const LOCKS: &str = "etc/dconf/db/local.d/locks/own";
    let needs = [
        installed("gdm3"),
        file(
            DB,
            "[org/gnome/login-screen]\nbanner-message-enable=true\nbanner-message-text='Only for some'\n\
             disable-user-list=true\n[org/gnome/desktop/session]\nidle-delay=uint32 900\n[org/gnome/desktop/screensaver]\n\
             lock-delay=uint32 5\n[org/gnome/desktop/media-handling]\nautomount=false\nautomount-open=false\nautorun-never=true\n",
        ),
        file(
            LOCKS,
            "/org/gnome/desktop/session/idle-delay\n/org/gnome/desktop/screensaver/lock-delay\n\
             /org/gnome/desktop/media-handling/automount\n/org/gnome/desktop/media-handling/automount-open\n\
             /org/gnome/desktop/media-handling/autorun-never\n",
        ),
        file("etc/gdm3/custom.conf", "[xdmcp]\n#Enable=true\n"),
    ];
    let of = |id: &str, fails: Change| case(id, &needs, &[fails]);
    vec![
        case("1.7.1", &[], &[installed("gdm3")]),
        of("1.7.2", swap(DB, "banner-message-enable=true", "banner-message-enable=false")),
        of("1.7.2", swap(DB, "'Only for some'", "''")),
        of("1.7.3", swap(DB, "disable-user-list=true\n", "")),
        of("1.7.4", swap(DB, "idle-delay=uint32 900", "idle-delay=uint32 0")),
        of("1.7.4", swap(DB, "lock-delay=uint32 5", "lock-delay=uint32 60")),
        of("1.7.5", swap(LOCKS, "/org/gnome/desktop/session/idle-delay\n", "")),
        of("1.7.6", swap(DB, "automount=false", "automount=true")),
        of("1.7.7", swap(LOCKS, "/org/gnome/desktop/media-handling/automount-open\n", "")),
        of("1.7.8", swap(DB, "autorun-never=true", "autorun-never=false")),
        of("1.7.9", swap(LOCKS, "/org/gnome/desktop/media-handling/autorun-never\n", "")),
        of("1.7.10", swap("etc/gdm3/custom.conf", "#Enable", "Enable")),
    ]
}

fn services() -> Vec<Case> {
    const POSTFIX: &str = "etc/postfix/main.cf";
    const EXIM: &str = "etc/exim4/update-exim4.conf.conf";
    let in_use = [
        ("2.1.1", "autofs", "autofs.service"),
        ("2.1.2", "avahi-daemon", "avahi-daemon.socket"),
        ("2.1.3", "isc-dhcp-server", "isc-dhcp-server.service"),
        ("2.1.4", "bind9", "named.service"),
        ("2.1.5", "dnsmasq", "dnsmasq.service"),
        ("2.1.6", "vsftpd", "vsftpd.service"),
        ("2.1.7", "slapd", "slapd.service"),
        ("2.1.8", "dovecot-imapd", "dovecot.service"),
        ("2.1.9", "nfs-kernel-server", "nfs-server.service"),
        ("2.1.10", "ypserv", "ypserv.service"),
        ("2.1.11", "cups", "cups.socket"),
        ("2.1.12", "rpcbind", "rpcbind.socket"),
        ("2.1.13", "rsync", "rsync.service"),
        ("2.1.14", "samba", "smbd.service"),
        ("2.1.15", "snmpd", "snmpd.service"),
        ("2.1.16", "tftpd-hpa", "tftpd-hpa.service"),
        ("2.1.17", "squid", "squid.service"),
        ("2.1.18", "nginx", "nginx.service"),
        ("2.1.19", "xinetd", "xinetd.service"),
        ("3.1.3", "bluez", "bluetooth.service"),
    ];
    let mut cases = Vec::new();
    for (id, package, name) in in_use {
        cases.push(case(id, &[], &[&[installed(package)], enabled(name).as_slice()].concat()));
        // What is installed and is not started is not in use.
        cases.push(case(id, &[installed(package), unit(name)], &[started(name)]));
    }
    let unwanted = [
        ("2.1.20", "xserver-common"),
        ("2.2.1", "nis"),
        ("2.2.2", "rsh-client"),
        ("2.2.3", "talk"),
        ("2.2.4", "telnet"),
        ("2.2.5", "ldap-utils"),
        ("2.2.6", "ftp"),
    ];
    cases.extend(unwanted.map(|(id, package)| case(id, &[], &[installed(package)])));
    cases.extend([
        case(
            "2.1.21",
            &[installed("postfix"), file(POSTFIX, "inet_interfaces = loopback-only\n")],
            &[file(POSTFIX, "inet_interfaces = all\n")],
        ),
        case(
            "2.1.21",
            &[installed("exim4-base"), file(EXIM, "dc_local_interfaces='127.0.0.1 ; ::1'\n")],
            &[file(EXIM, "dc_local_interfaces=''\n")],
        ),
    ]);
    cases
}

fn clock() -> Vec<Case> {
    const CONF: &str = "etc/chrony/chrony.conf";
    let timesyncd = gone(&wants("systemd-timesyncd.service"));
    let mut chrony = vec![
        timesyncd.clone(),
        installed("chrony"),
        file(CONF, "pool time.example.org iburst\nuser _chrony\n"),
    ];
    chrony.extend(enabled("chrony.service"));
    vec![
        case("2.3.1.1", &[], &enabled("chrony.service")),
        case("2.3.1.1", &[], std::slice::from_ref(&timesyncd)),
        case("2.3.2.1", &[], &[file("etc/systemd/timesyncd.conf.d/own.conf", "[Time]\nNTP=\n")]),
        case("2.3.2.2", &[], &[link("etc/systemd/system/systemd-timesyncd.service", "/dev/null")]),
        case("2.3.3.1", &chrony, &[swap(CONF, "pool", "#pool")]),
        case("2.3.3.2", &chrony, &[swap(CONF, "user _chrony", "user root")]),
        case("2.3.3.3", &chrony, &[gone(&wants("chrony.service"))]),
    ]
}

fn schedulers() -> Vec<Case> {
    vec![
        case("2.4.1.1", &[], &[gone(&wants("cron.service"))]),
        case("2.4.1.2", &[], &[mode("etc/crontab", 0o644)]),
        case("2.4.1.3", &[], &[mode("etc/cron.hourly", 0o755)]),
        case("2.4.1.4", &[], &[owner("etc/cron.daily", 1000, 0)]),
        case("2.4.1.5", &[], &[mode("etc/cron.weekly", 0o710)]),
        case("2.4.1.6", &[], &[owner("etc/cron.monthly", 0, 1000)]),
        case("2.4.1.7", &[], &[mode("etc/cron.d", 0o701)]),
        case("2.4.1.8", &[], &[gone("etc/cron.allow")]),
        case("2.4.1.8", &[], &[mode("etc/cron.allow", 0o644)]),
        case("2.4.1.8", &[], &[file("etc/cron.deny", "joe\n")]),
        case("2.4.2.1", &[], &[gone("etc/at.allow")]),
    ]
}

fn files() -> Vec<Case> {
    let files = [
        ("7.1.1", "etc/passwd", 0o666),
        ("7.1.2", "etc/passwd-", 0o646),
        ("7.1.3", "etc/group", 0o664),
        ("7.1.4", "etc/group-", 0o755),
        ("7.1.5", "etc/shadow", 0o644),
        ("7.1.6", "etc/shadow-", 0o644),
        ("7.1.7", "etc/gshadow", 0o660),
        ("7.1.8", "etc/gshadow-", 0o641),
        ("7.1.9", "etc/shells", 0o666),
        ("7.1.10", "etc/security/opasswd", 0o640),
    ];
    let mut cases = Vec::new();
    for (id, path, bits) in files {
        cases.push(case(id, &[], &[mode(path, bits)]));
        cases.push(case(id, &[], &[owner(path, 1000, 1000)]));
    }
    cases.extend([
        case("7.1.11", &[], &[file("srv/a/b", ""), mode("srv/a/b", 0o666)]),
        case("7.1.11", &[], &[mode("tmp", 0o777)]),
        case("7.1.12", &[], &[file("srv/a/b", ""), owner("srv/a/b", 4000, 0)]),
        case("7.1.12", &[], &[folder("srv/a"), owner("srv/a", 0, 4000)]),
    ]);
    cases
}

fn users() -> Vec<Case> {
    const PASSWD: &str = "etc/passwd";
    vec![
        case("7.2.1", &[], &[swap(PASSWD, "joe:x:", "joe:$y$a:")]),
        case("7.2.2", &[], &[swap("etc/shadow", "joe:$y$b:", "joe::")]),
        case("7.2.3", &[], &[swap(PASSWD, "joe:x:1000:1000", "joe:x:1000:1001")]),
        case("7.2.4", &[], &[swap("etc/group", "shadow:x:42:", "shadow:x:42:joe")]),
        case("7.2.4", &[], &[swap(PASSWD, "joe:x:1000:1000", "joe:x:1000:42")]),
        case("7.2.5", &[], &[more(PASSWD, "jim:x:1000:1000::/srv/jim:/bin/bash\n")]),
        case("7.2.6", &[], &[more("etc/group", "jim:x:1000:\n")]),
        case("7.2.7", &[], &[more(PASSWD, "joe:x:1001:1000::/srv/joe:/bin/bash\n")]),
        case("7.2.8", &[], &[more("etc/group", "joe:x:1001:\n")]),
        case("7.2.9", &[], &[mode("srv/joe", 0o755)]),
        case("7.2.9", &[], &[gone("srv/joe")]),
        case("7.2.9", &[], &[owner("srv/joe", 0, 0)]),
        case("7.2.10", &[], &[file("srv/joe/.rhosts", "+ +\n")]),
        case("7.2.10", &[], &[mode("srv/joe/.bashrc", 0o664)]),
        case("7.2.10", &[], &[owner("srv/joe/.bashrc", 0, 0)]),
        case("7.2.10", &[], &[file("srv/joe/.netrc", ""), owner("srv/joe/.netrc", 1000, 1000)]),
    ]
}
