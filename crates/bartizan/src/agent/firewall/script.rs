//! What nftables is told. (nft(8).)

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;

use super::{Direction, Rule};

/// The table.
pub(super) const TABLE: &str = "inet bartizan";
/// What security groups do not filter: the host itself, what answers, and what a host needs to have
/// addresses at all. (Amazon VPC User Guide, "Security groups".)
const INPUT: &str = "iif lo accept
    ct state established,related accept
    udp sport 67 udp dport 68 accept
    udp sport 547 udp dport 546 accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept";
const OUTPUT: &str = "oif lo accept
    ct state established,related accept
    udp dport { 67, 547 } accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept";
const FORWARD: &str = "ct state established,related accept";
/// The ports of resolvers: plain, and by TLS.
const DNS: &str = "meta l4proto { tcp, udp } th dport { 53, 853 }";

/// What of a host the rules must know.
pub(super) struct Surroundings<'s> {
    pub(super) servers: &'s [SocketAddr],
    pub(super) resolvers: &'s BTreeSet<IpAddr>,
    /// The interfaces that lead to its containers and tunnels.
    pub(super) inside: &'s BTreeSet<String>,
}

/// How the ports of what is forwarded are matched: those that are published are others than the containers'.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ports {
    OfPacket,
    AsSent,
}

/// The table anew, in place of what it was.
pub(super) fn script(rules: &[Rule], around: &Surroundings<'_>) -> String {
    let (mut input, mut output) = (String::from(INPUT), String::from(OUTPUT));
    let mut forward = String::from(FORWARD);
    let names: Vec<String> = around.inside.iter().map(|name| format!("\"{name}\"")).collect();
    let (mut from_others, mut to_others) = (String::new(), String::new());
    if !names.is_empty() {
        let names = names.join(", ");
        let _ = write!(input, "\n    iifname {{ {names} }} accept");
        let _ = write!(output, "\n    oifname {{ {names} }} accept");
        from_others = format!("iifname != {{ {names} }} ");
        to_others = format!("oifname != {{ {names} }} ");
    }
    for server in around.servers {
        let address = to("daddr", &[IpNet::from(server.ip())]);
        let _ = write!(output, "\n    {address} tcp dport {} accept", server.port());
    }
    let mut leaving = String::new();
    for resolver in around.resolvers {
        let address = to("daddr", &[IpNet::from(*resolver)]);
        let _ = write!(output, "\n    {address} {DNS} accept");
        let _ = write!(leaving, "{address} {DNS} return\n    ");
    }
    let mut entering = String::new();
    for rule in rules {
        match rule.direction {
            Direction::Ingress => {
                matches(rule, "saddr", Ports::OfPacket, |text| {
                    let _ = write!(input, "\n    {text}accept");
                });
                matches(rule, "saddr", Ports::AsSent, |text| {
                    let _ = write!(entering, "{text}return\n    ");
                });
            }
            Direction::Egress => matches(rule, "daddr", Ports::OfPacket, |text| {
                let _ = write!(output, "\n    {text}accept");
                let _ = write!(leaving, "{text}return\n    ");
            }),
        }
    }
    // As at a router of AWS: what comes in passes by one side's rules, and what goes out by the other's.
    let _ = write!(
        forward,
        "\n    {from_others}jump entering\n    {to_others}jump leaving\n    accept"
    );
    let hooked = |name: &str, rules: &str| {
        format!(
            "  chain {name} {{\n    type filter hook {name} priority 0; policy drop;\n    {rules}\n  }}\n"
        )
    };
    let plain = |name: &str, rules: &str| format!("  chain {name} {{\n    {rules}drop\n  }}\n");
    format!(
        "add table {TABLE}\ndelete table {TABLE}\ntable {TABLE} {{\n{}{}{}{}{}}}\n",
        plain("entering", &entering),
        plain("leaving", &leaving),
        hooked("input", &input),
        hooked("output", &output),
        hooked("forward", &forward)
    )
}

/// Tells what matches a rule: a text for each family of addresses, with a blank behind it.
fn matches(rule: &Rule, side: &str, ports: Ports, mut each: impl FnMut(&str)) {
    let (v4, v6): (Vec<IpNet>, Vec<IpNet>) =
        rule.peers.iter().partition(|peer| matches!(peer, IpNet::V4(_)));
    for peers in [v4, v6].iter().filter(|peers| !peers.is_empty()) {
        if let Some(traffic) = traffic(rule, ports) {
            each(&format!("{} {traffic}", to(side, peers)));
        }
    }
}

/// What matches the other side's addresses, which are all of one family.
fn to(side: &str, peers: &[IpNet]) -> String {
    let family = if peers.iter().any(|peer| matches!(peer, IpNet::V6(_))) { "ip6" } else { "ip" };
    let mut peers: Vec<IpNet> = peers.to_vec();
    // nftables refuses sets whose intervals overlap.
    peers = IpNet::aggregate(&peers);
    let texts: Vec<String> = peers.iter().map(ToString::to_string).collect();
    format!("{family} {side} {{ {} }}", texts.join(", "))
}

/// What matches the protocol and its ports, with a blank behind it; none if there is no such protocol.
fn traffic(rule: &Rule, ports: Ports) -> Option<String> {
    let (from, to) = (rule.from_port, rule.to_port);
    let port = |name: &str| match ports {
        Ports::OfPacket => format!("{name} dport"),
        Ports::AsSent => format!("meta l4proto {name} ct original proto-dst"),
    };
    let ports = |name: &str| match (u16::try_from(from), u16::try_from(to)) {
        // Older nftables refuse a range of one.
        (Ok(from), Ok(to)) if from == to => format!("{} {from} ", port(name)),
        (Ok(from), Ok(to)) => format!("{} {from}-{to} ", port(name)),
        _ => format!("meta l4proto {name} "),
    };
    let message = |name: &str| match (u8::try_from(from), u8::try_from(to)) {
        (Ok(kind), Ok(code)) => Some(format!("{name} type {kind} {name} code {code} ")),
        (Ok(kind), Err(_)) => Some(format!("{name} type {kind} ")),
        (Err(_), _) => None,
    };
    match rule.protocol.as_str() {
        "-1" => Some(String::new()),
        name @ ("tcp" | "udp") => Some(ports(name)),
        "icmp" => Some(message("icmp").unwrap_or_else(|| "meta l4proto icmp ".to_owned())),
        "icmpv6" => Some(message("icmpv6").unwrap_or_else(|| "meta l4proto ipv6-icmp ".to_owned())),
        number => number.parse::<u8>().ok().map(|number| format!("meta l4proto {number} ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Rule {
        serde_json::from_str(text).unwrap()
    }

    fn told(rules: &[Rule], servers: &[&str], resolvers: &[&str], inside: &[&str]) -> String {
        let servers: Vec<SocketAddr> = servers.iter().map(|one| one.parse().unwrap()).collect();
        let resolvers = resolvers.iter().map(|one| one.parse().unwrap()).collect();
        let inside = inside.iter().map(|name| (*name).to_owned()).collect();
        let around = Surroundings { servers: &servers, resolvers: &resolvers, inside: &inside };
        script(rules, &around)
    }

    fn chain(script: &str, name: &str) -> String {
        let (_, rest) = script.split_once(&format!("chain {name} ")).unwrap();
        rest.split_once("\n  }\n").unwrap().0.to_owned()
    }

    #[test]
    fn rules_are_written_as_nftables_reads_them() {
        for (text, name, expected) in [
            (
                r#"{"Direction":"INGRESS","Protocol":"tcp","FromPort":22,"ToPort":22,"Peers":["10.0.0.0/8"]}"#,
                "input",
                "ip saddr { 10.0.0.0/8 } tcp dport 22 accept",
            ),
            (
                r#"{"Direction":"INGRESS","Protocol":"udp","FromPort":5000,"ToPort":5009,"Peers":["10.0.0.0/8"]}"#,
                "input",
                "ip saddr { 10.0.0.0/8 } udp dport 5000-5009 accept",
            ),
            (
                r#"{"Direction":"EGRESS","Protocol":"-1","FromPort":-1,"ToPort":-1,"Peers":["::/0"]}"#,
                "output",
                "ip6 daddr { ::/0 } accept",
            ),
            (
                r#"{"Direction":"INGRESS","Protocol":"icmp","FromPort":8,"ToPort":-1,"Peers":["0.0.0.0/0"]}"#,
                "input",
                "ip saddr { 0.0.0.0/0 } icmp type 8 accept",
            ),
            (
                r#"{"Direction":"INGRESS","Protocol":"50","FromPort":-1,"ToPort":-1,
                   "Peers":["192.0.2.1/32","192.0.2.0/24"]}"#,
                "input",
                "ip saddr { 192.0.2.0/24 } meta l4proto 50 accept",
            ),
            (
                r#"{"Direction":"INGRESS","Protocol":"tcp","FromPort":80,"ToPort":80,"Peers":["10.0.0.0/8"]}"#,
                "entering",
                "ip saddr { 10.0.0.0/8 } meta l4proto tcp ct original proto-dst 80 return\n    drop",
            ),
            (
                r#"{"Direction":"EGRESS","Protocol":"tcp","FromPort":443,"ToPort":443,"Peers":["10.0.0.0/8"]}"#,
                "leaving",
                "ip daddr { 10.0.0.0/8 } tcp dport 443 return\n    drop",
            ),
        ] {
            let script = told(&[rule(text)], &[], &[], &[]);
            assert!(chain(&script, name).ends_with(expected), "{script}");
        }
    }

    #[test]
    fn what_is_no_protocol_or_has_no_peers_lets_nothing_pass() {
        let empty = told(&[], &[], &[], &[]);
        for text in [
            r#"{"Direction":"INGRESS","Protocol":"tcp; drop","FromPort":1,"ToPort":1,"Peers":["10.0.0.0/8"]}"#,
            r#"{"Direction":"INGRESS","Protocol":"tcp","FromPort":1,"ToPort":1,"Peers":[]}"#,
        ] {
            assert_eq!(told(&[rule(text)], &[], &[], &[]), empty);
        }
    }

    #[test]
    fn the_way_to_the_server_stays() {
        let script = told(&[], &["198.51.100.7:443"], &["192.0.2.53"], &[]);
        let output = chain(&script, "output");
        assert!(output.contains("ip daddr { 198.51.100.7/32 } tcp dport 443 accept"), "{script}");
        assert!(output.contains("ip daddr { 192.0.2.53/32 } meta l4proto"), "{script}");
        // Containers resolve names, but are no agents.
        let leaving = chain(&script, "leaving");
        assert!(leaving.contains("ip daddr { 192.0.2.53/32 } meta l4proto"), "{script}");
        assert!(!leaving.contains("198.51.100.7"), "{script}");
        assert!(script.starts_with("add table inet bartizan\ndelete table inet bartizan\n"));
    }

    #[test]
    fn what_is_forwarded_passes_by_the_rules_of_both_sides() {
        let forward = chain(&told(&[], &[], &[], &[]), "forward");
        assert!(forward.ends_with("accept\n    jump entering\n    jump leaving\n    accept"));
        let script = told(&[], &[], &[], &["docker0", "wg0"]);
        let forward = chain(&script, "forward");
        assert!(forward.contains(r#"iifname != { "docker0", "wg0" } jump entering"#), "{script}");
        assert!(forward.contains(r#"oifname != { "docker0", "wg0" } jump leaving"#), "{script}");
        assert!(chain(&script, "input").contains(r#"iifname { "docker0", "wg0" } accept"#));
        assert!(chain(&script, "output").contains(r#"oifname { "docker0", "wg0" } accept"#));
    }
}
