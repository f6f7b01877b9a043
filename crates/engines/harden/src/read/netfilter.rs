//! Rules as `iptables-save` writes them, which ufw keeps too.

use super::lines;
use crate::host::Host;
use crate::read::ini::settings;

/// The rules of the table `filter` of a file.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    pub(crate) path: String,
    /// Chains with their policies, and their lines.
    pub(crate) policies: Vec<(String, String, usize)>,
    /// Rules, each as its words.
    pub(crate) rules: Vec<(usize, Vec<String>)>,
}

pub(crate) fn filter(path: &str, text: &str) -> Filter {
    let mut filter = Filter { path: path.to_owned(), ..Filter::default() };
    let mut is_filter = true;
    for (line, content) in lines(text, &['#']) {
        let words: Vec<String> = content.split_whitespace().map(str::to_owned).collect();
        let Some(first) = words.first() else { continue };
        if let Some(table) = first.strip_prefix('*') {
            is_filter = table == "filter";
        } else if !is_filter {
        } else if let (Some(chain), Some(policy)) = (first.strip_prefix(':'), words.get(1)) {
            filter.policies.push((chain.to_owned(), policy.clone(), line));
        } else if first == "-A" || first == "--append" {
            filter.rules.push((line, words));
        }
    }
    filter
}

impl Filter {
    pub(crate) fn policy(&self, chain: &str) -> Option<(&str, usize)> {
        let found = self.policies.iter().rfind(|(name, _, _)| name == chain)?;
        Some((found.1.as_str(), found.2))
    }

    /// The line of the first rule of a chain that has all of these pairs of an option and its value.
    pub(crate) fn rule(&self, chain: &str, pairs: &[(&str, &str)]) -> Option<usize> {
        let has = |words: &[String], (option, value): &(&str, &str)| {
            words.windows(2).any(|two| {
                two.first().is_some_and(|word| word == option)
                    && two.get(1).is_some_and(|word| word == value)
            })
        };
        let fits = |words: &[String]| {
            has(words, &("-A", chain)) && pairs.iter().all(|pair| has(words, pair))
        };
        self.rules.iter().find(|(_, words)| fits(words)).map(|(line, _)| *line)
    }

    /// Whether a rule of the chains is about a port of a protocol.
    pub(crate) fn names_port(&self, protocol: &str, port: u16) -> bool {
        let is_named = |value: &str| {
            value.split(',').any(|part| match part.split_once(':') {
                Some((low, high)) => {
                    let (low, high) = (low.parse::<u16>(), high.parse::<u16>());
                    low.is_ok_and(|low| low <= port) && high.is_ok_and(|high| port <= high)
                }
                None => part.parse() == Ok(port),
            })
        };
        let value = |words: &[String], options: &[&str]| {
            let at = words.iter().position(|word| options.contains(&word.as_str()))?;
            words.get(at + 1).cloned()
        };
        self.rules.iter().any(|(_, words)| {
            let of = value(words, &["-p", "--protocol"]);
            of.is_none_or(|of| of == protocol)
                && value(words, &["--dport", "--dports", "--destination-port"])
                    .is_some_and(|value| is_named(&value))
        })
    }
}

/// What makes the rules of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Firewall {
    Ufw,
    Nftables,
    Iptables,
}

impl Host<'_> {
    /// What is started to make rules, each with the file or link that says so.
    pub(crate) fn firewalls(&self) -> Vec<(Firewall, String)> {
        let mut found = Vec::new();
        if self.is_ufw_enabled() {
            found.push((Firewall::Ufw, UFW_CONF.to_owned()));
        }
        let units = [
            (Firewall::Nftables, "nftables.service"),
            (Firewall::Iptables, "netfilter-persistent.service"),
        ];
        for (firewall, unit) in units {
            let unit = self.unit(unit);
            if unit.is_enabled() {
                found.push((firewall, unit.path().to_owned()));
            }
        }
        found
    }

    /// Whether ufw makes its rules when the host starts.
    pub(crate) fn is_ufw_enabled(&self) -> bool {
        let text = self.text(UFW_CONF).unwrap_or_default();
        let enabled =
            settings(UFW_CONF, &text).into_iter().rfind(|setting| setting.key == "ENABLED");
        let says_so = enabled.is_some_and(|setting| setting.value.trim_matches('"') == "yes");
        says_so && self.unit("ufw.service").is_enabled()
    }

    pub(crate) fn filter(&self, path: &str) -> Filter {
        filter(path, &self.text(path).unwrap_or_default())
    }

    /// The ports at which a running host listens on addresses that others reach; none if it does not run.
    pub(crate) fn listening(&self, version: u8) -> Option<Vec<(&'static str, u16)>> {
        self.live?;
        let six = if version == 6 { "6" } else { "" };
        let mut found = Vec::new();
        for (protocol, state) in [("tcp", "0A"), ("udp", "07")] {
            let text = self.kernel(&format!("proc/net/{protocol}{six}")).unwrap_or_default();
            for line in text.lines().skip(1) {
                let fields: Vec<&str> = line.split_whitespace().collect();
                let local = fields.get(1).and_then(|local| local.split_once(':'));
                let (Some((address, port)), Some(found_state)) = (local, fields.get(3)) else {
                    continue;
                };
                // Addresses are written as words of the machine: 127.0.0.0/8 ends in 7F.
                let is_loopback = if version == 6 {
                    address == "00000000000000000000000001000000"
                } else {
                    address.ends_with("7F")
                };
                if let (false, true, Ok(port)) =
                    (is_loopback, *found_state == state, u16::from_str_radix(port, 16))
                {
                    found.push((protocol, port));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }
}

pub(crate) const UFW_CONF: &str = "etc/ufw/ufw.conf";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_table_filter_counts() {
        let text = "*nat\n:INPUT ACCEPT [0:0]\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n\
                    -A INPUT -p tcp -m multiport --dports 80,1000:2000 -j ACCEPT\n";
        let filter = filter("f", text);
        assert_eq!(filter.policy("INPUT"), Some(("DROP", 5)));
        assert_eq!(filter.rule("INPUT", &[("-i", "lo"), ("-j", "ACCEPT")]), Some(6));
        assert_eq!(filter.rule("INPUT", &[("-i", "eth0")]), None);
        let named = [("tcp", 80), ("tcp", 1500), ("tcp", 2001), ("udp", 80)];
        let named = named.map(|(protocol, port)| filter.names_port(protocol, port));
        assert_eq!(named, [true, true, false, false]);
    }
}
