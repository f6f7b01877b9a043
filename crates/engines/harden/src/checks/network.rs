//! The kernel's parameters: 1.5.1, 1.5.2 and 3.3; wireless networks: 3.1.2.

use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::sysctl::effective;

/// Number, title, reason, and each key with the values that will do.
type Parameters =
    (&'static str, &'static str, &'static str, &'static [(&'static str, &'static [&'static str])]);

const ROUTES: &str = "Whoever changes a host's routes reads and changes what it sends.";

const PARAMETERS: [Parameters; 13] = [
    (
        "1.5.1",
        "Memory of programs is laid out at random",
        "An attack must guess addresses then.",
        &[("kernel.randomize_va_space", &["2"])],
    ),
    (
        "1.5.2",
        "Programs do not trace others of the same user",
        "A program that is taken over could read the secrets of all others.",
        &[("kernel.yama.ptrace_scope", &["1", "2", "3"])],
    ),
    (
        "3.3.1",
        "Packets are not forwarded",
        "A host that is no router should join no networks.",
        &[("net.ipv4.ip_forward", &["0"]), ("net.ipv6.conf.all.forwarding", &["0"])],
    ),
    (
        "3.3.2",
        "No redirects are sent",
        ROUTES,
        &[
            ("net.ipv4.conf.all.send_redirects", &["0"]),
            ("net.ipv4.conf.default.send_redirects", &["0"]),
        ],
    ),
    (
        "3.3.3",
        "Bogus ICMP answers are ignored",
        "They fill the log.",
        &[("net.ipv4.icmp_ignore_bogus_error_responses", &["1"])],
    ),
    (
        "3.3.4",
        "Pings to all hosts are ignored",
        "Answers of all hosts at once flood whoever is named as the sender.",
        &[("net.ipv4.icmp_echo_ignore_broadcasts", &["1"])],
    ),
    (
        "3.3.5",
        "Redirects are not accepted",
        ROUTES,
        &[
            ("net.ipv4.conf.all.accept_redirects", &["0"]),
            ("net.ipv4.conf.default.accept_redirects", &["0"]),
            ("net.ipv6.conf.all.accept_redirects", &["0"]),
            ("net.ipv6.conf.default.accept_redirects", &["0"]),
        ],
    ),
    (
        "3.3.6",
        "Redirects by known gateways are not accepted",
        ROUTES,
        &[
            ("net.ipv4.conf.all.secure_redirects", &["0"]),
            ("net.ipv4.conf.default.secure_redirects", &["0"]),
        ],
    ),
    (
        "3.3.7",
        "Packets come from where answers would go",
        "A sender's address that cannot be right is a lie.",
        &[("net.ipv4.conf.all.rp_filter", &["1"]), ("net.ipv4.conf.default.rp_filter", &["1"])],
    ),
    (
        "3.3.8",
        "Senders do not choose the route of packets",
        ROUTES,
        &[
            ("net.ipv4.conf.all.accept_source_route", &["0"]),
            ("net.ipv4.conf.default.accept_source_route", &["0"]),
            ("net.ipv6.conf.all.accept_source_route", &["0"]),
            ("net.ipv6.conf.default.accept_source_route", &["0"]),
        ],
    ),
    (
        "3.3.9",
        "Packets from impossible addresses are logged",
        "They tell of an attack, or of a network that is wrong.",
        &[
            ("net.ipv4.conf.all.log_martians", &["1"]),
            ("net.ipv4.conf.default.log_martians", &["1"]),
        ],
    ),
    (
        "3.3.10",
        "Floods of half-open connections keep nobody out",
        "Without cookies a table is full soon.",
        &[("net.ipv4.tcp_syncookies", &["1"])],
    ),
    (
        "3.3.11",
        "Router advertisements are not accepted",
        ROUTES,
        &[("net.ipv6.conf.all.accept_ra", &["0"]), ("net.ipv6.conf.default.accept_ra", &["0"])],
    ),
];

pub(super) fn checks() -> Vec<Check> {
    let parameters = PARAMETERS.into_iter().map(|(id, title, rationale, keys)| {
        let wanted: Vec<String> = keys
            .iter()
            .map(|(key, values)| {
                format!("`{key} = {}`", values.first().copied().unwrap_or_default())
            })
            .collect();
        check(
            id,
            1,
            title,
            rationale,
            format!(
                "Put {} into a file of /etc/sysctl.d, and run `sysctl --system`.",
                wanted.join(", ")
            ),
            move |host| configured(host, keys),
        )
    });
    parameters
        .chain([check(
            "3.1.2",
            1,
            "No wireless network is in use",
            "A server on a cable needs no second way in.",
            "Keep the driver's module from being loaded, by a file of /etc/modprobe.d.",
            no_wireless,
        )])
        .collect()
}

fn configured(host: &Host<'_>, keys: &[(&str, &[&str])]) -> Verdict {
    let is_without_ipv6 = is_without_ipv6(host);
    let mut case = Case::default();
    for (key, values) in keys {
        if key.starts_with("net.ipv6.") && is_without_ipv6 {
            continue;
        }
        hold_parameter(host, &mut case, key, values);
    }
    if is_without_ipv6 && keys.iter().all(|(key, _)| key.starts_with("net.ipv6.")) {
        return Verdict::not_applicable("IPv6 is turned off");
    }
    case.verdict()
}

/// Whether no interface has IPv6, by the kernel's command line or by its parameters.
fn is_without_ipv6(host: &Host<'_>) -> bool {
    let lines = host.command_lines();
    if !lines.is_empty() && lines.iter().all(|line| line.value("ipv6.disable") == Some("1")) {
        return true;
    }
    let all = host.parameters();
    let is_off =
        |key: &str| effective(&all, key).and_then(|found| found.value.as_deref()) == Some("1");
    is_off("net.ipv6.conf.all.disable_ipv6") && is_off("net.ipv6.conf.default.disable_ipv6")
}

/// Holds what files set a parameter to, and on a running host what it is.
pub(super) fn hold_parameter(host: &Host<'_>, case: &mut Case, key: &str, values: &[&str]) {
    let wanted = values.join(" or ");
    let all = host.parameters();
    match effective(&all, key).and_then(|found| found.value.as_deref().map(|value| (found, value)))
    {
        Some((found, value)) => {
            let place = (found.path.as_str(), found.line);
            case.hold(values.contains(&value), place, format!("{key} = {value}"), &wanted);
        }
        None => case.hold(false, "etc/sysctl.d", format!("no file sets {key}"), &wanted),
    }
    if host.live.is_some() {
        let path = format!("proc/sys/{}", key.replace('.', "/"));
        match host.running_parameter(key) {
            Some(value) => case.hold(
                values.contains(&value.as_str()),
                path.as_str(),
                format!("{key} is {value}"),
                &wanted,
            ),
            None => case.good(path.as_str(), "the kernel has no such parameter"),
        }
    }
}

fn no_wireless(host: &Host<'_>) -> Verdict {
    let Some(live) = host.live else {
        return Verdict::unknown("only a running host tells its interfaces");
    };
    let mut case = Case::default();
    for name in live.names("sys/class/net") {
        let is_wireless =
            live.names(&format!("sys/class/net/{name}")).iter().any(|one| one == "wireless");
        let told = if is_wireless { "wireless" } else { "not wireless" };
        case.hold(
            !is_wireless,
            format!("sys/class/net/{name}").as_str(),
            told,
            "no wireless interface",
        );
    }
    case.verdict()
}
