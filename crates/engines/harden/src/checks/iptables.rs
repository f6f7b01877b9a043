//! iptables, as iptables-persistent loads it: 4.4.

use super::firewall::{is_used, not_used, open_ports, told};
use super::services::{hold_installed, installed_none};
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::netfilter::Firewall;

/// Numbers, IP's version, the file, and the host's own network.
#[derive(Clone, Copy)]
struct Version {
    ids: [&'static str; 3],
    name: &'static str,
    number: u8,
    path: &'static str,
    networks: &'static [&'static str],
}

const VERSIONS: [Version; 2] = [
    Version {
        ids: ["4.4.2.1", "4.4.2.2", "4.4.2.4"],
        name: "iptables",
        number: 4,
        path: "etc/iptables/rules.v4",
        networks: &["127.0.0.0/8"],
    },
    Version {
        ids: ["4.4.3.1", "4.4.3.2", "4.4.3.4"],
        name: "ip6tables",
        number: 6,
        path: "etc/iptables/rules.v6",
        networks: &["::1/128", "::1"],
    },
];

pub(super) fn checks() -> Vec<Check> {
    const WHY: &str = "Rules of two programs contradict each other.";
    let mut checks = vec![
        check(
            "4.4.1.1",
            1,
            "iptables and what loads its rules are installed",
            "Without it no rule is there.",
            "`apt install iptables iptables-persistent`",
            |host| {
                of(host, |case| hold_installed(host, case, &["iptables", "iptables-persistent"]))
            },
        ),
        check(
            "4.4.1.2",
            1,
            "nftables makes no rules beside iptables",
            WHY,
            "`systemctl disable nftables`",
            |host| {
                of(host, |case| {
                    let unit = host.unit("nftables.service");
                    case.hold(
                        !unit.is_enabled(),
                        unit.path(),
                        format!("nftables.service: {}", unit.told()),
                        "disabled",
                    );
                })
            },
        ),
        check(
            "4.4.1.3",
            1,
            "ufw is not installed beside iptables",
            WHY,
            "`apt purge ufw`",
            |host| {
                if is_used(host, Firewall::Iptables) {
                    installed_none(host, &["ufw"])
                } else {
                    not_used(Firewall::Iptables)
                }
            },
        ),
    ];
    for version in VERSIONS {
        checks.extend([default_policy(version), own_addresses(version), open_ports_of(version)]);
    }
    checks
}

fn default_policy(version: Version) -> Check {
    let Version { ids: [deny, ..], name, path, .. } = version;
    check(
        deny,
        1,
        format!("{name} drops what no rule accepts"),
        "What nobody thought of is closed then.",
        format!(
            "`{name} -P INPUT DROP; {name} -P OUTPUT DROP; {name} -P FORWARD DROP`, saved into /{path}"
        ),
        move |host| {
            of(host, |case| {
                let filter = host.filter(path);
                for chain in ["INPUT", "OUTPUT", "FORWARD"] {
                    let (policy, line) = filter.policy(chain).unwrap_or(("ACCEPT", 0));
                    case.hold(policy == "DROP", (path, line), format!("{chain}: {policy}"), "DROP");
                }
            })
        },
    )
}

fn own_addresses(version: Version) -> Check {
    let Version { ids: [_, loopback, _], name, path, networks, .. } = version;
    let network = networks.first().copied().unwrap_or_default();
    check(
        loopback,
        1,
        format!("{name} takes the host's own addresses from itself alone"),
        "Addresses of the host itself that come from outside are forged.",
        format!(
            "`{name} -A INPUT -i lo -j ACCEPT; {name} -A OUTPUT -o lo -j ACCEPT; {name} -A INPUT -s {network} -j DROP`, \
             saved into /{path}"
        ),
        move |host| {
            of(host, |case| {
                let filter = host.filter(path);
                let own = filter.rule("INPUT", &[("-i", "lo"), ("-j", "ACCEPT")]);
                told(case, own.map(|line| (&filter, line)), &filter, "-A INPUT -i lo -j ACCEPT");
                let out = filter.rule("OUTPUT", &[("-o", "lo"), ("-j", "ACCEPT")]);
                told(case, out.map(|line| (&filter, line)), &filter, "-A OUTPUT -o lo -j ACCEPT");
                let forged = networks
                    .iter()
                    .find_map(|one| filter.rule("INPUT", &[("-s", one), ("-j", "DROP")]));
                told(
                    case,
                    forged.map(|line| (&filter, line)),
                    &filter,
                    &format!("-A INPUT -s {network} -j DROP"),
                );
            })
        },
    )
}

fn open_ports_of(version: Version) -> Check {
    let Version { ids: [.., ports], name, number, path, .. } = version;
    check(
        ports,
        1,
        format!("{name} has a rule for each port that is listened at"),
        "A service that others are to reach is meant to be open, and one that they are not is not.",
        format!(
            "`{name} -A INPUT -p PROTOCOL --dport PORT -m state --state NEW -j ACCEPT`, or stop the service."
        ),
        move |host| {
            if !is_used(host, Firewall::Iptables) {
                return not_used(Firewall::Iptables);
            }
            open_ports(host, number, &[host.filter(path)])
        },
    )
}

fn of(host: &Host<'_>, judge: impl FnOnce(&mut Case)) -> Verdict {
    if !is_used(host, Firewall::Iptables) {
        return not_used(Firewall::Iptables);
    }
    let mut case = Case::default();
    judge(&mut case);
    case.verdict()
}
