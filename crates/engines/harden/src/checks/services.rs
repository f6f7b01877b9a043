//! Services and clients that hosts seldom need, and the time: 2.1 to 2.3.

use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::lines;
use crate::unit::Unit;

/// Number, level, what it is, its packages, and the units by which they are in use.
type Service = (&'static str, u8, &'static str, &'static [&'static str], &'static [&'static str]);

const SERVICES: [Service; 20] = [
    ("2.1.1", 1, "the automounter", &["autofs"], &["autofs.service"]),
    ("2.1.2", 1, "Avahi", &["avahi-daemon"], &["avahi-daemon.service", "avahi-daemon.socket"]),
    (
        "2.1.3",
        1,
        "the DHCP server",
        &["isc-dhcp-server", "kea-dhcp4-server", "kea-dhcp6-server"],
        &[
            "isc-dhcp-server.service",
            "isc-dhcp-server6.service",
            "kea-dhcp4-server.service",
            "kea-dhcp6-server.service",
        ],
    ),
    ("2.1.4", 1, "the DNS server BIND", &["bind9"], &["named.service", "bind9.service"]),
    ("2.1.5", 1, "dnsmasq", &["dnsmasq"], &["dnsmasq.service"]),
    (
        "2.1.6",
        1,
        "the FTP server",
        &["vsftpd", "proftpd-core", "pure-ftpd"],
        &["vsftpd.service", "proftpd.service", "pure-ftpd.service"],
    ),
    ("2.1.7", 1, "the LDAP server", &["slapd"], &["slapd.service"]),
    (
        "2.1.8",
        1,
        "the IMAP and POP server",
        &["dovecot-imapd", "dovecot-pop3d"],
        &["dovecot.service", "dovecot.socket"],
    ),
    (
        "2.1.9",
        1,
        "the NFS server",
        &["nfs-kernel-server"],
        &["nfs-server.service", "nfs-kernel-server.service"],
    ),
    ("2.1.10", 1, "the NIS server", &["ypserv"], &["ypserv.service"]),
    ("2.1.11", 1, "the print server", &["cups", "cups-daemon"], &["cups.service", "cups.socket"]),
    ("2.1.12", 1, "the RPC port mapper", &["rpcbind"], &["rpcbind.service", "rpcbind.socket"]),
    ("2.1.13", 1, "the rsync server", &["rsync"], &["rsync.service"]),
    ("2.1.14", 1, "the Samba server", &["samba"], &["smbd.service", "nmbd.service"]),
    ("2.1.15", 1, "the SNMP agent", &["snmpd"], &["snmpd.service"]),
    (
        "2.1.16",
        1,
        "the TFTP server",
        &["tftpd-hpa", "atftpd"],
        &["tftpd-hpa.service", "atftpd.service"],
    ),
    ("2.1.17", 1, "the web proxy", &["squid"], &["squid.service"]),
    (
        "2.1.18",
        1,
        "the web server",
        &["apache2", "nginx"],
        &["apache2.service", "apache2.socket", "nginx.service"],
    ),
    ("2.1.19", 1, "xinetd", &["xinetd"], &["xinetd.service"]),
    ("3.1.3", 1, "Bluetooth", &["bluez"], &["bluetooth.service"]),
];

/// Number, level, what it is, and its packages.
const UNWANTED: [(&str, u8, &str, &[&str]); 7] = [
    ("2.1.20", 2, "the X server", &["xserver-common"]),
    ("2.2.1", 1, "the NIS client", &["nis"]),
    ("2.2.2", 1, "the rsh client", &["rsh-client"]),
    ("2.2.3", 1, "the talk client", &["talk"]),
    ("2.2.4", 1, "the telnet client", &["telnet", "inetutils-telnet"]),
    ("2.2.5", 1, "the LDAP client", &["ldap-utils"]),
    ("2.2.6", 1, "the FTP client", &["ftp", "tnftp"]),
];

pub(super) fn checks() -> Vec<Check> {
    let services = SERVICES.into_iter().map(|(id, level, what, packages, units)| {
        check(
            id,
            level,
            format!("{} is not in use", capital(what)),
            "What answers over the network and is not needed is only there to be attacked.",
            format!(
                "`apt purge {}`; where another package needs it, `systemctl mask {}`",
                packages.join(" "),
                units.join(" ")
            ),
            move |host| not_in_use(host, packages, units),
        )
    });
    let clients = UNWANTED.into_iter().map(|(id, level, what, packages)| {
        check(
            id,
            level,
            format!("{} is not installed", capital(what)),
            "What is not needed need not be kept up to date; old protocols show what they carry to everybody.",
            format!("`apt purge {}`", packages.join(" ")),
            move |host| installed_none(host, packages),
        )
    });
    services.chain(clients).chain([mail()]).chain(time()).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        .unwrap_or_default()
}

/// Passed if none of the packages is installed.
pub(super) fn installed_none(host: &Host<'_>, packages: &[&str]) -> Verdict {
    let mut case = Case::default();
    for package in packages {
        let is_there = host.has_package(package);
        let told = format!("{package} is {}installed", if is_there { "" } else { "not " });
        case.hold(!is_there, "var/lib/dpkg/status", told, "not installed");
    }
    case.verdict()
}

/// Passed if all of the packages are installed.
pub(super) fn installed(host: &Host<'_>, packages: &[&str]) -> Verdict {
    let mut case = Case::default();
    hold_installed(host, &mut case, packages);
    case.verdict()
}

pub(super) fn hold_installed(host: &Host<'_>, case: &mut Case, packages: &[&str]) {
    for package in packages {
        let is_there = host.has_package(package);
        let told = format!("{package} is {}installed", if is_there { "" } else { "not " });
        case.hold(is_there, "var/lib/dpkg/status", told, "installed");
    }
}

/// Holds that a unit is started with the host.
pub(super) fn hold_enabled(host: &Host<'_>, case: &mut Case, name: &str) {
    let unit = host.unit(name);
    case.hold(unit.is_enabled(), unit.path(), format!("{name}: {}", unit.told()), "enabled");
}

fn not_in_use(host: &Host<'_>, packages: &[&str], units: &[&str]) -> Verdict {
    let mut case = Case::default();
    let found: Vec<&str> =
        packages.iter().copied().filter(|package| host.has_package(package)).collect();
    if found.is_empty() {
        return installed_none(host, packages);
    }
    for name in units {
        let unit = host.unit(name);
        if unit != Unit::Absent {
            let told = format!("{} is installed, {name}: {}", found.join(", "), unit.told());
            case.hold(!unit.is_enabled(), unit.path(), told, "not installed, or masked");
        }
    }
    case.verdict()
}

fn mail() -> Check {
    check(
        "2.1.21",
        1,
        "The mail server takes mail from this host alone",
        "A server that takes mail from others is to be configured and watched as one.",
        "Postfix: `inet_interfaces = loopback-only` in /etc/postfix/main.cf. Exim: `dc_local_interfaces='127.0.0.1 ; ::1'` \
         in /etc/exim4/update-exim4.conf.conf.",
        |host| {
            let mut case = Case::default();
            let (postfix, exim) = (host.has_package("postfix"), host.has_package("exim4-base"));
            if !postfix && !exim {
                return Verdict::not_applicable("neither Postfix nor Exim is installed");
            }
            if postfix {
                hold_local(host, &mut case, "etc/postfix/main.cf", "inet_interfaces", "all");
            }
            if exim {
                hold_local(
                    host,
                    &mut case,
                    "etc/exim4/update-exim4.conf.conf",
                    "dc_local_interfaces",
                    "",
                );
            }
            case.verdict()
        },
    )
}

/// Holds that the addresses a mail server listens at are this host's own. The last line counts.
fn hold_local(host: &Host<'_>, case: &mut Case, path: &str, key: &str, default: &str) {
    let found = host.settings(&[path.to_owned()]).into_iter().rfind(|setting| setting.key == key);
    let value = found.as_ref().map_or(default, |found| found.value.trim_matches(['\'', '"']));
    let addresses: Vec<&str> =
        value.split([' ', ';', ',']).filter(|part| !part.is_empty()).collect();
    let is_local = |address: &&str| {
        ["loopback-only", "localhost", "127.0.0.1", "::1", "[::1]"].contains(address)
    };
    let is_right = !addresses.is_empty() && addresses.iter().all(is_local);
    let line = found.as_ref().map_or(0, |found| found.line);
    case.hold(is_right, (path, line), format!("{key}={value}"), "addresses of this host alone");
}

const TIMESYNCD: &str = "systemd-timesyncd.service";
const CHRONY: &str = "chrony.service";

const WHY: &str = "Logs and certificates are worth nothing where the clock is wrong.";

fn time() -> Vec<Check> {
    one_clock().into_iter().chain(timesyncd()).chain(chrony()).chain(chrony_is_started()).collect()
}

fn one_clock() -> Vec<Check> {
    vec![check(
        "2.3.1.1",
        1,
        "One service sets the clock",
        WHY,
        "Enable either systemd-timesyncd or chrony, and mask the other.",
        |host| {
            let mut case = Case::default();
            let enabled: Vec<&str> = [TIMESYNCD, CHRONY, "ntpsec.service", "openntpd.service"]
                .into_iter()
                .filter(|name| host.unit(name).is_enabled())
                .collect();
            let told = if enabled.is_empty() { "none".to_owned() } else { enabled.join(", ") };
            case.hold(enabled.len() == 1, "etc/systemd/system", told, "exactly one");
            case.verdict()
        },
    )]
}

fn timesyncd() -> Vec<Check> {
    vec![
        check(
            "2.3.2.1",
            1,
            "systemd-timesyncd asks servers that are chosen",
            WHY,
            "Set `NTP=` in [Time] of a file in /etc/systemd/timesyncd.conf.d.",
            |host| {
                if !host.unit(TIMESYNCD).is_enabled() {
                    return Verdict::not_applicable("systemd-timesyncd is not enabled");
                }
                let mut case = Case::default();
                let paths = host.with_drop_ins("etc/systemd/timesyncd.conf");
                let found = ["NTP", "FallbackNTP"].iter().find_map(|key| {
                    host.last_setting(&paths, "Time", key).filter(|found| !found.value.is_empty())
                });
                match found {
                    Some(found) => {
                        case.good(found.place(), format!("{}={}", found.key, found.value));
                    }
                    None => case.hold(
                        false,
                        "etc/systemd/timesyncd.conf",
                        "neither NTP nor FallbackNTP is set",
                        "servers",
                    ),
                }
                case.verdict()
            },
        ),
        check(
            "2.3.2.2",
            1,
            "systemd-timesyncd is started with the host",
            WHY,
            "`systemctl enable --now systemd-timesyncd`",
            |host| {
                if host.unit(CHRONY).is_enabled() {
                    return Verdict::not_applicable("chrony is in use");
                }
                let mut case = Case::default();
                hold_enabled(host, &mut case, TIMESYNCD);
                case.verdict()
            },
        ),
    ]
}

fn chrony_is_started() -> Vec<Check> {
    vec![check(
        "2.3.3.3",
        1,
        "chrony is started with the host",
        WHY,
        "`systemctl enable --now chrony`",
        |host| {
            if !host.has_package("chrony") {
                return Verdict::not_applicable("chrony is not installed");
            }
            let mut case = Case::default();
            hold_enabled(host, &mut case, CHRONY);
            case.verdict()
        },
    )]
}

fn chrony() -> Vec<Check> {
    vec![
        check(
            "2.3.3.1",
            1,
            "chrony asks servers that are chosen",
            WHY,
            "Name servers by `server` or `pool` in a file of /etc/chrony/sources.d.",
            |host| {
                if !host.has_package("chrony") {
                    return Verdict::not_applicable("chrony is not installed");
                }
                let mut case = Case::default();
                match chrony_lines(host)
                    .into_iter()
                    .find(|(_, _, words)| ["server", "pool", "peer"].contains(&words.as_str()))
                {
                    Some((path, line, word)) => case.good((path.as_str(), line), word),
                    None => case.hold(
                        false,
                        "etc/chrony/chrony.conf",
                        "no server",
                        "`server` or `pool`",
                    ),
                }
                case.verdict()
            },
        ),
        check(
            "2.3.3.2",
            1,
            "chrony runs as a user of its own",
            "What is taken over has that user's rights alone.",
            "Take away `user` of /etc/chrony/chrony.conf: Debian's is `_chrony`.",
            |host| {
                if !host.has_package("chrony") {
                    return Verdict::not_applicable("chrony is not installed");
                }
                let mut case = Case::default();
                for path in chrony_files(host) {
                    let text = host.text(&path).unwrap_or_default();
                    for (line, content) in lines(&text, &['#', '!', ';', '%']) {
                        if let Some(user) = content.strip_prefix("user ") {
                            case.hold(
                                user.trim() == "_chrony",
                                (path.as_str(), line),
                                content,
                                "user _chrony",
                            );
                        }
                    }
                }
                case.verdict()
            },
        ),
    ]
}

fn chrony_files(host: &Host<'_>) -> Vec<String> {
    let mut paths = vec!["etc/chrony/chrony.conf".to_owned()];
    paths.extend(host.matching("etc/chrony/conf.d/*.conf"));
    paths.extend(host.matching("etc/chrony/sources.d/*.sources"));
    paths
}

/// The first word of each line of chrony's files.
fn chrony_lines(host: &Host<'_>) -> Vec<(String, usize, String)> {
    let mut found = Vec::new();
    for path in chrony_files(host) {
        let text = host.text(&path).unwrap_or_default();
        for (line, content) in lines(&text, &['#', '!', ';', '%']) {
            let word = content.split_whitespace().next().unwrap_or_default();
            found.push((path.clone(), line, word.to_owned()));
        }
    }
    found
}
