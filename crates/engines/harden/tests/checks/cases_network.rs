//! Cases of parts 3 and 4.

use crate::base::{NFTABLES, SYSCTL};
use crate::tree::{
    Change, enabled, file, gone, installed, kernel, link, purged, started, swap, wants,
};
use crate::{Case, case};

pub(crate) fn cases() -> Vec<Case> {
    [parameters(), nftables(), ufw(), iptables()].into_iter().flatten().collect()
}

fn parameters() -> Vec<Case> {
    let set = |id: &str, key: &str, good: &str, bad: &str| {
        case(id, &[], &[swap(SYSCTL, &format!("{key} = {good}"), &format!("{key} = {bad}"))])
    };
    let absent = |id: &str, key: &str, good: &str| {
        case(id, &[], &[swap(SYSCTL, &format!("{key} = {good}\n"), "")])
    };
    vec![
        set("1.5.1", "kernel.randomize_va_space", "2", "1"),
        set("1.5.2", "kernel.yama.ptrace_scope", "1", "0"),
        set("3.3.1", "net.ipv4.ip_forward", "0", "1"),
        set("3.3.1", "net.ipv6.conf.all.forwarding", "0", "1"),
        set("3.3.2", "net.ipv4.conf.all.send_redirects", "0", "1"),
        absent("3.3.3", "net.ipv4.icmp_ignore_bogus_error_responses", "1"),
        absent("3.3.4", "net.ipv4.icmp_echo_ignore_broadcasts", "1"),
        set("3.3.5", "net.ipv6.conf.default.accept_redirects", "0", "1"),
        set("3.3.6", "net.ipv4.conf.all.secure_redirects", "0", "1"),
        set("3.3.7", "net.ipv4.conf.default.rp_filter", "1", "0"),
        set("3.3.8", "net.ipv4.conf.all.accept_source_route", "0", "1"),
        absent("3.3.9", "net.ipv4.conf.all.log_martians", "1"),
        absent("3.3.10", "net.ipv4.tcp_syncookies", "1"),
        set("3.3.11", "net.ipv6.conf.default.accept_ra", "0", "1"),
        // The kernel's own value counts beside that of files.
        case(
            "1.5.1",
            &[kernel("proc/sys/kernel/randomize_va_space", "2\n")],
            &[kernel("proc/sys/kernel/randomize_va_space", "0\n")],
        ),
        case(
            "3.1.2",
            &[kernel("sys/class/net/eth0/mtu", "1500")],
            &[kernel("sys/class/net/wlan0/wireless", "")],
        ),
    ]
}

fn nftables() -> Vec<Case> {
    vec![
        case("4.1.1", &[], &[gone(&wants("nftables.service"))]),
        case("4.1.1", &[], &enabled("netfilter-persistent.service")),
        case("4.3.1", &[], &[purged("nftables")]),
        case(
            "4.3.2",
            &[],
            &[&[file("etc/ufw/ufw.conf", "ENABLED=yes\n")], enabled("ufw.service").as_slice()]
                .concat(),
        ),
        case("4.3.4", &[], &[file(NFTABLES, "flush ruleset\n")]),
        case("4.3.5", &[], &[swap(NFTABLES, "hook forward", "hook prerouting")]),
        case("4.3.6", &[], &[swap(NFTABLES, "iif \"lo\" accept", "")]),
        case("4.3.6", &[], &[swap(NFTABLES, "ip6 saddr ::1 drop", "")]),
        case("4.3.8", &[], &[swap(NFTABLES, "priority filter; policy drop;", "priority filter;")]),
        case("4.3.9", &[], &[gone(&wants("nftables.service"))]),
        case(
            "4.3.10",
            &[],
            &[swap(
                NFTABLES,
                "flush ruleset",
                "flush ruleset\ninclude \"/etc/nftables.d/own.nft\"",
            )],
        ),
        case("4.3.10", &[], &[file(NFTABLES, "table inet filter {\n}\n")]),
    ]
}

const LISTENING: &str = "  sl  local_address rem_address   st\n   0: 00000000:0016 00000000:0000 0A 0\n\
     \x20  1: 0100007F:0019 00000000:0000 0A 0\n";
const LISTENING_AT_8080: &str =
    "  sl  local_address rem_address   st\n   0: 00000000:1F90 00000000:0000 0A 0\n";

fn ufw() -> Vec<Case> {
    const CONF: &str = "etc/ufw/ufw.conf";
    const DEFAULT: &str = "etc/default/ufw";
    const USER: &str = "etc/ufw/user.rules";
    let mut needs = vec![
        gone(&wants("nftables.service")),
        installed("ufw"),
        file(CONF, "ENABLED=yes\n"),
        file(
            DEFAULT,
            "DEFAULT_INPUT_POLICY=\"DROP\"\nDEFAULT_OUTPUT_POLICY=\"DROP\"\nDEFAULT_FORWARD_POLICY=\"DROP\"\n",
        ),
        file("etc/ufw/before.rules", "*filter\n-A ufw-before-input -i lo -j ACCEPT\nCOMMIT\n"),
        file("etc/ufw/before6.rules", "*filter\n-A ufw6-before-input -i lo -j ACCEPT\nCOMMIT\n"),
        file(
            USER,
            "*filter\n-A ufw-user-input -s 127.0.0.0/8 -j DROP\n-A ufw-user-input -p tcp --dport 22 -j ACCEPT\nCOMMIT\n",
        ),
        file("etc/ufw/user6.rules", "*filter\n-A ufw6-user-input -s ::1 -j DROP\nCOMMIT\n"),
    ];
    needs.extend(enabled("ufw.service"));
    let of = |id: &str, fails: Change| case(id, &needs, &[fails]);
    let live = [needs.clone(), vec![kernel("proc/net/tcp", LISTENING)]].concat();
    vec![
        case("4.1.1", &needs, &[started("nftables.service")]),
        of("4.2.1", purged("ufw")),
        of("4.2.2", installed("iptables-persistent")),
        of("4.2.3", swap(CONF, "yes", "no")),
        of("4.2.3", gone(&wants("ufw.service"))),
        of("4.2.4", swap(USER, "-A ufw-user-input -s 127.0.0.0/8 -j DROP\n", "")),
        of("4.2.4", swap("etc/ufw/before6.rules", "-i lo", "-i eth0")),
        case("4.2.6", &live, &[kernel("proc/net/tcp", LISTENING_AT_8080)]),
        of("4.2.7", swap(DEFAULT, "OUTPUT_POLICY=\"DROP\"", "OUTPUT_POLICY=\"ACCEPT\"")),
    ]
}

fn iptables() -> Vec<Case> {
    const V4: &str = "etc/iptables/rules.v4";
    const V6: &str = "etc/iptables/rules.v6";
    let rules = |network: &str| {
        format!(
            "*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n\
             -A INPUT -s {network} -j DROP\n-A OUTPUT -o lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n"
        )
    };
    let mut needs = vec![
        gone(&wants("nftables.service")),
        installed("iptables"),
        installed("iptables-persistent"),
        file(V4, &rules("127.0.0.0/8")),
        file(V6, &rules("::1/128")),
    ];
    needs.extend(enabled("netfilter-persistent.service"));
    let of = |id: &str, fails: Change| case(id, &needs, &[fails]);
    let six = |port: &str| {
        let zero = "0".repeat(32);
        kernel(
            "proc/net/tcp6",
            &format!("  sl  local_address\n   0: {zero}:{port} {zero}:0000 0A 0\n"),
        )
    };
    let live = |change: Change| [needs.clone(), vec![change]].concat();
    vec![
        of("4.4.1.1", purged("iptables-persistent")),
        of("4.4.1.2", started("nftables.service")),
        of("4.4.1.3", installed("ufw")),
        of("4.4.2.1", swap(V4, ":OUTPUT DROP", ":OUTPUT ACCEPT")),
        of("4.4.2.2", swap(V4, "-A INPUT -s 127.0.0.0/8 -j DROP\n", "")),
        case(
            "4.4.2.4",
            &live(kernel("proc/net/tcp", LISTENING)),
            &[kernel("proc/net/tcp", LISTENING_AT_8080)],
        ),
        of("4.4.3.1", gone(V6)),
        of("4.4.3.2", swap(V6, "-A OUTPUT -o lo -j ACCEPT\n", "")),
        case("4.4.3.4", &live(six("0016")), &[six("1F90")]),
        case(
            "4.1.1",
            &needs,
            &[link("etc/systemd/system/netfilter-persistent.service", "/dev/null")],
        ),
    ]
}
