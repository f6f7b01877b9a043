//! The security groups of the instance, applied to the host by nftables, when its operator allows it. One
//! table is the agent's; no other is touched. (nft(8).)

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::process::{Command, Stdio};

use ipnet::IpNet;
use serde::Deserialize;

use crate::error::CliError;

/// The table.
const TABLE: &str = "inet bartizan";
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

/// What the security groups of an instance let pass.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Rule {
    direction: Direction,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, or the number of another protocol.
    protocol: String,
    /// The ports, or type and code of ICMP; -1 for all.
    from_port: i32,
    to_port: i32,
    peers: Vec<IpNet>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Direction {
    Ingress,
    Egress,
}

/// The host's firewall, as far as it is the agent's.
#[derive(Debug)]
pub(super) struct Firewall {
    /// The server, as its endpoint names it.
    server: (String, u16),
    /// By what the rules are known that were applied last, and they themselves.
    version: String,
    rules: Option<Vec<Rule>>,
    /// What nftables was told last.
    applied: String,
}

impl Firewall {
    /// Of an agent whose server is there.
    pub(super) const fn new(server: (String, u16)) -> Self {
        Self { server, version: String::new(), rules: None, applied: String::new() }
    }

    /// By what the rules are known that the agent has; `0` where it has none.
    pub(super) fn version(&self) -> &str {
        if self.version.is_empty() { "0" } else { &self.version }
    }

    /// Takes other rules.
    pub(super) fn take(&mut self, version: String, rules: Vec<Rule>) {
        (self.version, self.rules) = (version, Some(rules));
    }

    /// Has nftables do as the rules say, if it does not. The server may have other addresses than before.
    ///
    /// # Errors
    /// There is no `nft`, or it refuses.
    pub(super) fn apply(&mut self) -> Result<(), CliError> {
        let Some(rules) = &self.rules else { return Ok(()) };
        let (host, port) = &self.server;
        let servers: Vec<SocketAddr> =
            (host.as_str(), *port).to_socket_addrs().map(Iterator::collect).unwrap_or_default();
        let resolvers = resolvers(&fs::read_to_string("/etc/resolv.conf").unwrap_or_default());
        let script = script(rules, &servers, &resolvers);
        if script != self.applied && !servers.is_empty() {
            told(&script)?;
            tracing::info!(rules = rules.len(), "the security groups are applied to this host");
            self.applied = script;
        }
        Ok(())
    }
}

/// Has nftables do a script, as a whole or not at all.
fn told(script: &str) -> Result<(), CliError> {
    let failed = |error| CliError::Failed(format!("`nft` cannot be run: {error}"));
    let mut command = Command::new("nft");
    command.args(["-f", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut nft = command.spawn().map_err(failed)?;
    if let Some(mut input) = nft.stdin.take() {
        input.write_all(script.as_bytes()).map_err(failed)?;
    }
    let done = nft.wait_with_output().map_err(failed)?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    let said = said.lines().next().unwrap_or_default();
    Err(CliError::Failed(format!("`nft` refused the security groups: {said}")))
}

/// The table anew, in place of what it was.
fn script(rules: &[Rule], servers: &[SocketAddr], resolvers: &[IpAddr]) -> String {
    let (mut input, mut output) = (String::from(INPUT), String::from(OUTPUT));
    for server in servers {
        let address = IpNet::from(server.ip());
        let _ =
            write!(output, "\n    {} tcp dport {} accept", to("daddr", &[address]), server.port());
    }
    for resolver in resolvers {
        let address = to("daddr", &[IpNet::from(*resolver)]);
        let _ = write!(output, "\n    {address} meta l4proto {{ tcp, udp }} th dport 53 accept");
    }
    for rule in rules {
        let (chain, side) = match rule.direction {
            Direction::Ingress => (&mut input, "saddr"),
            Direction::Egress => (&mut output, "daddr"),
        };
        let (v4, v6): (Vec<IpNet>, Vec<IpNet>) =
            rule.peers.iter().partition(|peer| matches!(peer, IpNet::V4(_)));
        for peers in [v4, v6].iter().filter(|peers| !peers.is_empty()) {
            if let Some(traffic) = traffic(rule) {
                let _ = write!(chain, "\n    {} {traffic}accept", to(side, peers));
            }
        }
    }
    let chain = |name: &str, rules: &str| {
        format!(
            "  chain {name} {{\n    type filter hook {name} priority 0; policy drop;\n    {rules}\n  }}\n"
        )
    };
    format!(
        "add table {TABLE}\ndelete table {TABLE}\ntable {TABLE} {{\n{}{}}}\n",
        chain("input", &input),
        chain("output", &output)
    )
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
fn traffic(rule: &Rule) -> Option<String> {
    let (from, to) = (rule.from_port, rule.to_port);
    let ports = |name: &str| match (u16::try_from(from), u16::try_from(to)) {
        // Older nftables refuse a range of one.
        (Ok(from), Ok(to)) if from == to => format!("{name} dport {from} "),
        (Ok(from), Ok(to)) => format!("{name} dport {from}-{to} "),
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

/// Who resolves names. (resolv.conf(5).)
fn resolvers(text: &str) -> Vec<IpAddr> {
    let addresses = text.lines().filter_map(|line| line.strip_prefix("nameserver"));
    addresses.filter_map(|address| address.trim().parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Rule {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn rules_are_written_as_nftables_reads_them() {
        for (text, chain, expected) in [
            (
                r#"{"Direction":"INGRESS","Protocol":"tcp","FromPort":22,"ToPort":22,"Peers":["10.0.0.0/8"]}"#,
                "input",
                "ip saddr { 10.0.0.0/8 } tcp dport 22 accept",
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
        ] {
            let script = script(&[rule(text)], &[], &[]);
            let (_, rest) = script.split_once(&format!("chain {chain} ")).unwrap();
            let (own, _) = rest.split_once("\n  }\n").unwrap();
            assert!(own.ends_with(expected), "{script}");
        }
    }

    #[test]
    fn what_is_no_protocol_or_has_no_peers_lets_nothing_pass() {
        let empty = script(&[], &[], &[]);
        for text in [
            r#"{"Direction":"INGRESS","Protocol":"tcp; drop","FromPort":1,"ToPort":1,"Peers":["10.0.0.0/8"]}"#,
            r#"{"Direction":"INGRESS","Protocol":"tcp","FromPort":1,"ToPort":1,"Peers":[]}"#,
        ] {
            assert_eq!(script(&[rule(text)], &[], &[]), empty);
        }
    }

    #[test]
    fn the_way_to_the_server_stays() {
        let server = "198.51.100.7:443".parse().unwrap();
        let found = resolvers("# none\nnameserver 192.0.2.53\nnameserver broken\n");
        let script = script(&[], &[server], &found);
        assert!(script.contains("ip daddr { 198.51.100.7/32 } tcp dport 443 accept"), "{script}");
        assert!(script.contains("ip daddr { 192.0.2.53/32 } meta l4proto"), "{script}");
        assert!(script.starts_with("add table inet bartizan\ndelete table inet bartizan\n"));
    }
}
