//! One firewall, and ufw: 4.1 and 4.2.

use super::services::{hold_enabled, hold_installed, installed_none};
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::ini::settings;
use crate::read::netfilter::{Filter, Firewall, UFW_CONF};

const WHY: &str =
    "What the rules of one program open another's close, and nobody knows what holds.";
const DENY: &str = "What nobody thought of is closed then.";
const LOOPBACK: &str = "Addresses of the host itself that come from outside are forged.";

pub(super) fn checks() -> Vec<Check> {
    programs().into_iter().chain(rules_of_ufw()).collect()
}

fn programs() -> Vec<Check> {
    vec![
        check(
            "4.1.1",
            1,
            "One program makes the firewall's rules",
            WHY,
            "Enable one of ufw, nftables and netfilter-persistent, and turn the others off.",
            |host| {
                let mut case = Case::default();
                let found = host.firewalls();
                for (firewall, path) in &found {
                    case.hold(
                        found.len() == 1,
                        path.as_str(),
                        format!("{firewall:?} is started"),
                        "exactly one",
                    );
                }
                if found.is_empty() {
                    case.hold(false, "etc/systemd/system", "none is started", "exactly one");
                }
                case.verdict()
            },
        ),
        check("4.2.1", 1, "ufw is installed", WHY, "`apt install ufw`", |host| {
            of_ufw(host, |case| hold_installed(host, case, &["ufw"]))
        }),
        check(
            "4.2.2",
            1,
            "iptables-persistent is not installed beside ufw",
            WHY,
            "`apt purge iptables-persistent`",
            |host| {
                if is_used(host, Firewall::Ufw) {
                    installed_none(host, &["iptables-persistent"])
                } else {
                    not_used(Firewall::Ufw)
                }
            },
        ),
        check("4.2.3", 1, "ufw is started with the host", DENY, "`ufw enable`", |host| {
            let says_so =
                !host.settings(&[UFW_CONF.to_owned()]).is_empty() && host.has_package("ufw");
            if !says_so || (!is_used(host, Firewall::Ufw) && !host.firewalls().is_empty()) {
                return not_used(Firewall::Ufw);
            }
            let mut case = Case::default();
            hold_enabled(host, &mut case, "ufw.service");
            case.hold(
                host.is_ufw_enabled(),
                UFW_CONF,
                if host.is_ufw_enabled() { "ENABLED=yes" } else { "not enabled" },
                "ENABLED=yes",
            );
            case.verdict()
        }),
    ]
}

fn rules_of_ufw() -> Vec<Check> {
    vec![
        check(
            "4.2.4",
            1,
            "ufw takes the host's own addresses from itself alone",
            LOOPBACK,
            "`ufw allow in on lo; ufw deny in from 127.0.0.0/8; ufw deny in from ::1`",
            |host| of_ufw(host, |case| ufw_loopback(host, case)),
        ),
        check(
            "4.2.6",
            1,
            "ufw has a rule for each port that is listened at",
            "A service that others are to reach is meant to be open, and one that they are not is not.",
            "`ufw allow PORT/PROTOCOL`, or stop the service.",
            |host| {
                if !is_used(host, Firewall::Ufw) {
                    return not_used(Firewall::Ufw);
                }
                open_ports(host, 4, &[host.filter("etc/ufw/user.rules")])
            },
        ),
        check(
            "4.2.7",
            1,
            "ufw denies what no rule allows",
            DENY,
            "`ufw default deny incoming; ufw default deny outgoing; ufw default deny routed`",
            |host| {
                of_ufw(host, |case| {
                    const PATH: &str = "etc/default/ufw";
                    let found = settings(PATH, &host.text(PATH).unwrap_or_default());
                    for key in
                        ["DEFAULT_INPUT_POLICY", "DEFAULT_OUTPUT_POLICY", "DEFAULT_FORWARD_POLICY"]
                    {
                        let setting = found.iter().rfind(|setting| setting.key == key);
                        let value = setting.map_or("", |setting| setting.value.trim_matches('"'));
                        let line = setting.map_or(0, |setting| setting.line);
                        case.hold(
                            ["DROP", "REJECT"].contains(&value),
                            (PATH, line),
                            format!("{key}={value}"),
                            "DROP or REJECT",
                        );
                    }
                })
            },
        ),
    ]
}

/// Whether a program is the one that makes the rules; where several do, each is judged.
pub(super) fn is_used(host: &Host<'_>, firewall: Firewall) -> bool {
    host.firewalls().iter().any(|(found, _)| *found == firewall)
}

pub(super) fn not_used(firewall: Firewall) -> Verdict {
    Verdict::not_applicable(&format!("{firewall:?} is not started"))
}

fn of_ufw(host: &Host<'_>, judge: impl FnOnce(&mut Case)) -> Verdict {
    if !is_used(host, Firewall::Ufw) {
        return not_used(Firewall::Ufw);
    }
    let mut case = Case::default();
    judge(&mut case);
    case.verdict()
}

/// A pair of files, the chains in each, the network that is denied, and how it is written.
type UfwFiles =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const UFW_FILES: [UfwFiles; 2] = [
    (
        "etc/ufw/before.rules",
        "etc/ufw/user.rules",
        "ufw-before-input",
        "ufw-user-input",
        "127.0.0.0/8",
        &["127.0.0.0/8"],
    ),
    (
        "etc/ufw/before6.rules",
        "etc/ufw/user6.rules",
        "ufw6-before-input",
        "ufw6-user-input",
        "::1",
        &["::1", "::1/128"],
    ),
];

fn ufw_loopback(host: &Host<'_>, case: &mut Case) {
    for (before, user, before_chain, user_chain, wanted, networks) in UFW_FILES {
        let (before, user) = (host.filter(before), host.filter(user));
        let accepts = before
            .rule(before_chain, &[("-i", "lo"), ("-j", "ACCEPT")])
            .map(|line| (&before, line))
            .or_else(|| {
                user.rule(user_chain, &[("-i", "lo"), ("-j", "ACCEPT")]).map(|line| (&user, line))
            });
        told(case, accepts, &before, "a rule that accepts what comes from lo");
        let denies = networks.iter().find_map(|network| {
            let found = |target| user.rule(user_chain, &[("-s", network), ("-j", target)]);
            found("DROP").or_else(|| found("REJECT")).map(|line| (&user, line))
        });
        told(case, denies, &user, &format!("a rule that drops what comes from {wanted}"));
    }
}

/// Holds whether a rule was found.
pub(super) fn told(case: &mut Case, found: Option<(&Filter, usize)>, file: &Filter, wanted: &str) {
    match found {
        Some((filter, line)) => case.hold(true, (filter.path.as_str(), line), "a rule", wanted),
        None => case.hold(false, file.path.as_str(), "no such rule", wanted),
    }
}

/// Holds that each port that others reach has a rule.
pub(super) fn open_ports(host: &Host<'_>, version: u8, filters: &[Filter]) -> Verdict {
    let Some(listening) = host.listening(version) else {
        return Verdict::unknown("only a running host tells at which ports it listens");
    };
    let mut case = Case::default();
    for (protocol, port) in listening {
        let has_rule = filters.iter().any(|filter| filter.names_port(protocol, port));
        let path = filters.first().map_or("", |filter| filter.path.as_str());
        let told = format!("{protocol} {port} {} rule", if has_rule { "has a" } else { "has no" });
        case.hold(has_rule, path, told, "a rule");
    }
    case.verdict()
}
