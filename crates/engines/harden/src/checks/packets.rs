//! nftables: 4.3. Judged is what is loaded when the host starts.

use super::firewall::{is_used, not_used};
use super::services::{hold_enabled, hold_installed};
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::netfilter::Firewall;
use crate::read::nftables::{Chain, Ruleset};

const CONF: &str = "etc/nftables.conf";
const HOOKS: [&str; 3] = ["input", "forward", "output"];

const WHY: &str = "Without it no rule is there.";

pub(super) fn checks() -> Vec<Check> {
    programs().into_iter().chain(chains()).chain(rules()).collect()
}

fn programs() -> Vec<Check> {
    vec![
        check("4.3.1", 1, "nftables is installed", WHY, "`apt install nftables`", |host| {
            of(host, |_, case| hold_installed(host, case, &["nftables"]))
        }),
        check(
            "4.3.2",
            1,
            "ufw makes no rules beside nftables",
            "Rules of two programs contradict each other.",
            "`ufw disable`, or `apt purge ufw`",
            |host| {
                of(host, |_, case| {
                    let is_enabled = host.is_ufw_enabled();
                    case.hold(
                        !is_enabled,
                        "etc/ufw/ufw.conf",
                        if is_enabled { "enabled" } else { "not enabled" },
                        "not enabled",
                    );
                })
            },
        ),
        check(
            "4.3.9",
            1,
            "nftables is started with the host",
            WHY,
            "`systemctl enable nftables`",
            |host| {
                if !host.has_package("nftables") || host.entry(CONF).is_none() {
                    return Verdict::not_applicable("nftables is not configured");
                }
                if !is_used(host, Firewall::Nftables) && !host.firewalls().is_empty() {
                    return not_used(Firewall::Nftables);
                }
                let mut case = Case::default();
                hold_enabled(host, &mut case, "nftables.service");
                case.verdict()
            },
        ),
    ]
}

fn chains() -> Vec<Check> {
    vec![
        check(
            "4.3.4",
            1,
            "nftables has a table",
            WHY,
            "Write a table into /etc/nftables.conf.",
            |host| {
                of(host, |rules, case| match rules.tables.first() {
                    Some((name, path, line)) => case.good((path.as_str(), *line), name),
                    None => case.hold(false, CONF, "no table", "a table"),
                })
            },
        ),
        check(
            "4.3.5",
            1,
            "nftables sees what comes in, goes out and passes",
            WHY,
            "Give the table chains of the type filter for the hooks input, forward and output.",
            |host| of(host, |rules, case| for_each_hook(rules, case, |_, _| {})),
        ),
        check(
            "4.3.8",
            1,
            "nftables drops what no rule accepts",
            "What nobody thought of is closed then.",
            "Set `policy drop` in the chains for input, forward and output.",
            |host| {
                of(host, |rules, case| {
                    for_each_hook(rules, case, |chain, case| {
                        let place = (chain.path.as_str(), chain.line);
                        case.hold(
                            chain.policy == "drop",
                            place,
                            format!("{}: policy {}", chain.name, chain.policy),
                            "policy drop",
                        );
                    });
                })
            },
        ),
    ]
}

fn rules() -> Vec<Check> {
    vec![
        check(
            "4.3.6",
            1,
            "nftables takes the host's own addresses from itself alone",
            "Addresses of the host itself that come from outside are forged.",
            "In the chain for input: `iif lo accept`, `ip saddr 127.0.0.0/8 drop`, `ip6 saddr ::1 drop`.",
            |host| of(host, loopback),
        ),
        check(
            "4.3.10",
            1,
            "All files of nftables are there when the host starts",
            "Where one is missing no rule is loaded.",
            "Write the file that /etc/nftables.conf includes, or take the line away.",
            |host| {
                of(host, |rules, case| {
                    for (path, line, named) in &rules.missing {
                        case.hold(
                            false,
                            (path.as_str(), *line),
                            format!("{named} is not there"),
                            "a file",
                        );
                    }
                    let count: usize = rules.chains.iter().map(|chain| chain.rules.len()).sum();
                    case.hold(count > 0, CONF, format!("{count} rules"), "rules");
                })
            },
        ),
    ]
}

fn of(host: &Host<'_>, judge: impl FnOnce(&Ruleset, &mut Case)) -> Verdict {
    if !is_used(host, Firewall::Nftables) {
        return not_used(Firewall::Nftables);
    }
    let mut case = Case::default();
    judge(&host.ruleset(), &mut case);
    case.verdict()
}

/// The chains that see packets of a hook, those of bridges and devices apart.
fn of_hook<'a>(rules: &'a Ruleset, hook: &str) -> Vec<&'a Chain> {
    let is_of = |chain: &&Chain| {
        let family = chain.table.split(' ').next().unwrap_or_default();
        chain.hook == hook && chain.kind == "filter" && ["inet", "ip", "ip6"].contains(&family)
    };
    rules.chains.iter().filter(is_of).collect()
}

fn for_each_hook(rules: &Ruleset, case: &mut Case, judge: impl Fn(&Chain, &mut Case)) {
    for hook in HOOKS {
        let chains = of_hook(rules, hook);
        if chains.is_empty() {
            case.hold(false, CONF, format!("no chain for {hook}"), "a chain of the type filter");
        }
        for chain in chains {
            case.good((chain.path.as_str(), chain.line), format!("{} for {hook}", chain.name));
            judge(chain, case);
        }
    }
}

fn loopback(rules: &Ruleset, case: &mut Case) {
    let chains = of_hook(rules, "input");
    let wanted: [(&str, &[&[&str]]); 3] = [
        ("iif lo accept", &[&["iif", "lo", "accept"], &["iifname", "lo", "accept"]]),
        (
            "ip saddr 127.0.0.0/8 drop",
            &[&["saddr", "127.0.0.0/8", "drop"], &["saddr", "127.0.0.0/8", "reject"]],
        ),
        (
            "ip6 saddr ::1 drop",
            &[
                &["saddr", "::1", "drop"],
                &["saddr", "::1/128", "drop"],
                &["saddr", "::1", "reject"],
            ],
        ),
    ];
    for (told, forms) in wanted {
        let found = chains.iter().find_map(|chain| {
            let line = forms.iter().find_map(|form| chain.rule(form))?;
            Some((chain.path.as_str(), line))
        });
        match found {
            Some(place) => case.good(place, told),
            None => case.hold(false, CONF, "no such rule for input", told),
        }
    }
}
