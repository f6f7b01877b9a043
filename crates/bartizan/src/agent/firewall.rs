//! The security groups of the instance, applied to the host by nftables, when its operator allows it. One
//! table is the agent's; no other is touched. What was applied last is kept, for the next start of the host,
//! and set again when somebody else changes it.

mod script;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use self::script::{Surroundings, TABLE, script};
use super::{identity, interfaces};
use crate::data_folder::write_private;
use crate::error::CliError;

/// How long the file of what was applied last may be.
const KEPT_BYTES_MAX: u64 = 64 << 20;
/// Where resolvers are named: by the host's programs, and by resolvers on the host itself, which ask those.
/// (resolv.conf(5), systemd-resolved.service(8), NetworkManager.conf(5).)
const RESOLVERS: [&str; 5] = [
    "/etc/resolv.conf",
    "/run/systemd/resolve/resolv.conf",
    "/run/NetworkManager/no-stub-resolv.conf",
    "/run/resolvconf/resolv.conf",
    "/run/dnsmasq/resolv.conf",
];

/// What the security groups of an instance let pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Direction {
    Ingress,
    Egress,
}

/// The host's firewall, as far as it is the agent's.
pub(super) struct Firewall {
    file: PathBuf,
    kept: Kept,
    applied: Option<Applied>,
    /// How often somebody else changed it since that was told.
    resets: u64,
}

/// What is kept of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    /// By what the rules are known, and they themselves.
    version: String,
    rules: Option<Vec<Rule>>,
    /// The addresses of the server and of resolvers, which stay within reach.
    servers: Vec<SocketAddr>,
    resolvers: BTreeSet<IpAddr>,
}

/// What nftables was told last, and how it lists that.
struct Applied {
    script: String,
    listed: Option<String>,
}

impl Firewall {
    /// The one of an agent with this folder, as it was last.
    ///
    /// # Errors
    /// What is kept of it cannot be read.
    pub(super) fn open(folder: &Path) -> Result<Self, CliError> {
        let file = folder.join("firewall.json");
        let kept = match identity::read(&file, KEPT_BYTES_MAX) {
            Ok(text) => serde_json::from_slice(&text)
                .map_err(|error| CliError::Failed(format!("{}: {error}", file.display())))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Kept::default(),
            Err(error) => return Err(CliError::file(&file)(error)),
        };
        Ok(Self { file, kept, applied: None, resets: 0 })
    }

    /// By what the rules are known that the agent has; `0` where it has none.
    pub(super) fn version(&self) -> &str {
        if self.kept.version.is_empty() { "0" } else { &self.kept.version }
    }

    /// How often somebody else changed what nftables does since that was told.
    pub(super) const fn resets(&self) -> u64 {
        self.resets
    }

    /// Enters that so many changes were told.
    pub(super) const fn told(&mut self, resets: u64) {
        self.resets = self.resets.saturating_sub(resets);
    }

    /// Takes other rules.
    pub(super) fn take(&mut self, version: String, rules: Vec<Rule>) {
        (self.kept.version, self.kept.rules) = (version, Some(rules));
    }

    /// Has nftables do as the rules said last, and keeps nothing.
    ///
    /// # Errors
    /// There is no `nft`, or it refuses.
    pub(super) fn restore(&mut self) -> Result<(), CliError> {
        let Some((wanted, count)) = self.wanted(&[]) else { return Ok(()) };
        set(&wanted, count)
    }

    /// Has nftables do as the rules say, if it does not. The server may have other addresses than before; where
    /// none is known, those that were last stay within reach.
    ///
    /// # Errors
    /// There is no `nft`, or it refuses.
    pub(super) fn apply(&mut self, servers: &[SocketAddr]) -> Result<(), CliError> {
        let Some((wanted, count)) = self.wanted(servers) else { return Ok(()) };
        if self.is_applied(&wanted)? {
            return Ok(());
        }
        // What cannot be kept is applied all the same.
        let kept = self.keep();
        set(&wanted, count)?;
        self.applied = Some(Applied { script: wanted, listed: listed()? });
        kept
    }

    /// What nftables is to be told, and for how many rules; nothing before there are some.
    fn wanted(&mut self, servers: &[SocketAddr]) -> Option<(String, usize)> {
        if !servers.is_empty() {
            self.kept.servers = servers.to_vec();
        }
        let texts = RESOLVERS.map(|file| fs::read_to_string(file).unwrap_or_default());
        let found: BTreeSet<IpAddr> = texts.iter().flat_map(|text| resolvers(text)).collect();
        if !found.is_empty() {
            self.kept.resolvers = found;
        }
        let rules = self.kept.rules.as_ref().filter(|_| !self.kept.servers.is_empty())?;
        let surroundings = Surroundings {
            servers: &self.kept.servers,
            resolvers: &self.kept.resolvers,
            inside: &interfaces::inside(),
        };
        Some((script(rules, &surroundings), rules.len()))
    }

    /// Whether nftables does as it was told last, and that is this.
    fn is_applied(&mut self, wanted: &str) -> Result<bool, CliError> {
        let Some(applied) = self.applied.as_ref() else { return Ok(false) };
        if listed()? != applied.listed {
            self.resets = self.resets.saturating_add(1);
            tracing::warn!("somebody else changed `table {TABLE}`: it is set again");
            return Ok(false);
        }
        Ok(applied.script == wanted)
    }

    fn keep(&self) -> Result<(), CliError> {
        let text = serde_json::to_vec(&self.kept).map_err(CliError::failed)?;
        write_private(&self.file, &text).map_err(CliError::file(&self.file))
    }
}

/// Sets the table, as a whole or not at all.
fn set(script: &str, rules: usize) -> Result<(), CliError> {
    nft(&["-f", "-"], script)?;
    tracing::info!(rules, "the security groups are applied to this host");
    Ok(())
}

/// How nftables lists the table; none if there is none.
fn listed() -> Result<Option<String>, CliError> {
    let words = [&["list", "table"][..], &TABLE.split(' ').collect::<Vec<_>>()].concat();
    match nft(&words, "") {
        Ok(listed) => Ok(Some(listed)),
        Err(CliError::Denied(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Has nftables do something, as a whole or not at all; what it prints.
pub(super) fn nft(words: &[&str], script: &str) -> Result<String, CliError> {
    let failed = |error| CliError::Failed(format!("`nft` cannot be run: {error}"));
    let mut command = Command::new("nft");
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut nft = command.spawn().map_err(failed)?;
    if let Some(mut input) = nft.stdin.take() {
        // What ended before it read all says why.
        let _ = input.write_all(script.as_bytes());
    }
    let done = nft.wait_with_output().map_err(failed)?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    let said = said.lines().next().unwrap_or_default();
    Err(CliError::Denied(format!("`nft` refused what it was told: {said}")))
}

/// Who resolves names. (resolv.conf(5).)
fn resolvers(text: &str) -> impl Iterator<Item = IpAddr> {
    let addresses = text.lines().filter_map(|line| line.strip_prefix("nameserver"));
    addresses.filter_map(|address| address.split_whitespace().next()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolvers_are_read_as_programs_read_them() {
        let text =
            "# none\nnameserver 192.0.2.53\nnameserver 2001:db8::1 # far\nnameserver broken\n";
        let found: Vec<IpAddr> = resolvers(text).collect();
        let expected: [IpAddr; 2] = ["192.0.2.53".parse().unwrap(), "2001:db8::1".parse().unwrap()];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_was_applied_last_is_known_after_a_start() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Firewall::open(folder.path()).unwrap();
        assert_eq!(first.version(), "0");
        let rule = r#"{"Direction":"INGRESS","Protocol":"tcp","FromPort":22,"ToPort":22,
            "Peers":["10.0.0.0/8"]}"#;
        first.take("ab".to_owned(), vec![serde_json::from_str(rule).unwrap()]);
        first.kept.servers = vec!["192.0.2.1:443".parse().unwrap()];
        first.keep().unwrap();
        let second = Firewall::open(folder.path()).unwrap();
        assert_eq!((second.version(), &second.kept), ("ab", &first.kept));
        fs::write(folder.path().join("firewall.json"), "none").unwrap();
        assert!(Firewall::open(folder.path()).is_err());
    }
}
