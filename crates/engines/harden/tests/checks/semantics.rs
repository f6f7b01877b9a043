//! How files are read beside each other: precedence, links, and what does not apply.

use bartizan_harden::Outcome::{self, Error, Failed, NotApplicable, Passed, Unknown};

use crate::base::{SSHD, SYSCTL, base};
use crate::tree::{
    Change, enabled, file, gone, installed, kernel, link, mode, more, purged, swap, unit, wants,
};
use crate::verdict;

fn outcomes(table: &[(&str, &str, &[Change], Outcome)]) {
    for (told, id, changes, expected) in table {
        let found = verdict(&base().with(changes), id);
        assert_eq!(found.outcome, *expected, "{told}: {found:?}");
    }
}

#[test]
fn the_first_value_of_sshd_counts_and_includes_stand_where_they_are_named() {
    let drop_in = |text: &str| file("etc/ssh/sshd_config.d/50-own.conf", text);
    outcomes(&[
        ("a drop-in comes before", "5.1.20", &[drop_in("PermitRootLogin yes\n")], Failed),
        ("a second value is passed over", "5.1.20", &[more(SSHD, "PermitRootLogin yes\n")], Passed),
        (
            "an Include in a Match is conditional",
            "5.1.20",
            &[
                swap(SSHD, "Include /etc/ssh/sshd_config.d/*.conf\n", ""),
                more(SSHD, "Match User joe\nInclude sshd_config.d/*.conf\n"),
                drop_in("PermitRootLogin yes\n"),
            ],
            Failed,
        ),
        (
            "a Match ends with its file",
            "5.1.16",
            &[drop_in("Match User joe\nMaxAuthTries 2\n")],
            Passed,
        ),
        (
            "Match all overrides",
            "5.1.20",
            &[more(SSHD, "Match all\nPermitRootLogin yes\n")],
            Failed,
        ),
        (
            "keywords have no case",
            "5.1.20",
            &[swap(SSHD, "PermitRootLogin no", "permitrootlogin = \"no\"")],
            Passed,
        ),
        (
            "files are taken in order",
            "5.1.16",
            &[
                drop_in("MaxAuthTries 3\n"),
                file("etc/ssh/sshd_config.d/60.conf", "MaxAuthTries 9\n"),
            ],
            Passed,
        ),
        ("no server, no question", "5.1.20", &[purged("openssh-server")], NotApplicable),
    ]);
}

#[test]
fn parameters_follow_sysctl_d() {
    let set = |path: &str, text: &str| file(path, text);
    outcomes(&[
        (
            "the last name counts",
            "3.3.10",
            &[set("etc/sysctl.d/99-z.conf", "net/ipv4/tcp_syncookies = 0\n")],
            Failed,
        ),
        (
            "an earlier name does not",
            "3.3.10",
            &[set("etc/sysctl.d/10-a.conf", "net.ipv4.tcp_syncookies = 0\n")],
            Passed,
        ),
        (
            "the vendor's file of the same name is masked",
            "3.3.10",
            &[
                set("usr/lib/sysctl.d/99-z.conf", "net.ipv4.tcp_syncookies = 0\n"),
                link("etc/sysctl.d/99-z.conf", "/dev/null"),
            ],
            Passed,
        ),
        (
            "the vendor's later name counts",
            "3.3.10",
            &[set("usr/lib/sysctl.d/99-z.conf", "net.ipv4.tcp_syncookies=0\n")],
            Failed,
        ),
        (
            "/etc/sysctl.conf counts by its link",
            "3.3.10",
            &[
                set("etc/sysctl.conf", "net.ipv4.tcp_syncookies=0\n"),
                link("etc/sysctl.d/99-sysctl.conf", "../sysctl.conf"),
            ],
            Failed,
        ),
        (
            "it does not without",
            "3.3.10",
            &[set("etc/sysctl.conf", "net.ipv4.tcp_syncookies=0\n")],
            Passed,
        ),
        (
            "a name beats a pattern",
            "3.3.7",
            &[set("etc/sysctl.d/99-z.conf", "net.ipv4.conf.*.rp_filter = 2\n")],
            Passed,
        ),
    ]);
}

#[test]
fn parameters_are_set_by_others_too() {
    let set = |path: &str, text: &str| file(path, text);
    outcomes(&[
        (
            "ufw sets its own",
            "3.3.10",
            &[
                &[
                    set("etc/ufw/ufw.conf", "ENABLED=yes\n"),
                    set("etc/ufw/sysctl.conf", "net/ipv4/tcp_syncookies=0\n"),
                ],
                enabled("ufw.service").as_slice(),
            ]
            .concat(),
            Failed,
        ),
        (
            "no IPv6, no question",
            "3.3.11",
            &[more(
                SYSCTL,
                "net.ipv6.conf.all.disable_ipv6=1\nnet.ipv6.conf.default.disable_ipv6=1\n",
            )],
            NotApplicable,
        ),
        (
            "the running value counts too",
            "3.3.10",
            &[kernel("proc/sys/net/ipv4/tcp_syncookies", "0\n")],
            Failed,
        ),
    ]);
}

#[test]
fn units_follow_their_links() {
    outcomes(&[
        (
            "masked is not in use",
            "2.1.17",
            &[
                &[installed("squid"), link("etc/systemd/system/squid.service", "/dev/null")],
                enabled("squid.service").as_slice(),
            ]
            .concat(),
            Passed,
        ),
        (
            "a script of System V is",
            "2.1.17",
            &[
                installed("squid"),
                file("etc/init.d/squid", ""),
                link("etc/rc3.d/S01squid", "../init.d/squid"),
            ],
            Failed,
        ),
        (
            "an alias starts it",
            "2.1.4",
            &[
                installed("bind9"),
                unit("named.service"),
                link("etc/systemd/system/bind9.service", "/lib/systemd/system/named.service"),
            ],
            Failed,
        ),
        (
            "socket units count",
            "2.1.12",
            &[&[installed("rpcbind")], enabled("rpcbind.socket").as_slice()].concat(),
            Failed,
        ),
    ]);
}

#[test]
fn what_cannot_be_told_is_not_passed() {
    outcomes(&[
        ("interfaces", "3.1.2", &[], Unknown),
        ("packages", "2.1.17", &[gone("var/lib/dpkg/status")], Error),
        ("no boot loader", "1.3.1.2", &[gone("boot/grub/grub.cfg")], NotApplicable),
        (
            "shared memory is systemd's",
            "1.1.2.2.2",
            &[swap("etc/fstab", "/dev/shm", "/elsewhere"), file("usr/lib/systemd/systemd", "")],
            Passed,
        ),
        (
            "which does not keep programs out",
            "1.1.2.2.4",
            &[swap("etc/fstab", "/dev/shm", "/elsewhere"), file("usr/lib/systemd/systemd", "")],
            Failed,
        ),
        (
            "Debian's unit mounts /tmp",
            "1.1.2.1.4",
            &[
                swap("etc/fstab", "/tmp", "/elsewhere"),
                file("etc/systemd/system/tmp.mount", "[Mount]\nOptions=mode=1777,nosuid,nodev\n"),
                link(
                    "etc/systemd/system/local-fs.target.wants/tmp.mount",
                    "/etc/systemd/system/tmp.mount",
                ),
            ],
            Failed,
        ),
        (
            "no kernel, no module",
            "1.1.1.1",
            &[gone("lib/modules"), gone("etc/modprobe.d/hardening.conf")],
            Passed,
        ),
        (
            "one kernel without the module",
            "1.1.1.1",
            &[
                file("lib/modules/6.1.0-1-amd64/modules.dep", "kernel/fs/ext4/ext4.ko:\n"),
                gone("etc/modprobe.d/hardening.conf"),
            ],
            Passed,
        ),
    ]);
}

#[test]
fn evidence_names_the_file_the_line_and_both_values() {
    let failed = verdict(&base().with(&[swap(SSHD, "MaxAuthTries 4", "MaxAuthTries 6")]), "5.1.16");
    let [one] = failed.evidence.as_slice() else { panic!("{failed:?}") };
    assert_eq!((one.path.as_str(), one.line), (SSHD, Some(13)));
    assert_eq!((one.found.as_str(), one.wanted.as_str()), ("MaxAuthTries 6", "4 or less"));
}

#[test]
fn links_end_at_the_root() {
    outcomes(&[
        (
            "out of the root is back at it",
            "1.6.4",
            &[
                file("srv/motd", ""),
                mode("srv/motd", 0o666),
                link("etc/motd", "../../../../srv/motd"),
            ],
            Failed,
        ),
        (
            "a circle ends",
            "7.1.1",
            &[link("etc/passwd", "group"), link("etc/group", "passwd")],
            Error,
        ),
        ("a link to nothing is nothing", "1.6.4", &[link("etc/motd", "/absent")], Passed),
        (
            "a wanted unit may lie elsewhere",
            "2.4.1.1",
            &[link(&wants("cron.service"), "../cron.service")],
            Passed,
        ),
    ]);
}
