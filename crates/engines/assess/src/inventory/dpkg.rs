//! dpkg's database (deb-control(5)).

use super::{Distribution, Inventory, Package};
use crate::ecosystem::Ecosystem;

/// The packages whose files are there, with the source packages they were built from.
pub(super) fn status(text: &str, distribution: Option<&Distribution>) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    if distribution.is_none() {
        inventory.note("no `etc/os-release` tells the release: all are looked at".to_owned());
    }
    let (ecosystem, release) = distribution
        .map_or((Ecosystem::DEBIAN, ""), |found| (found.ecosystem, found.release.as_str()));
    let mut stanza = Stanza::default();
    let mut found_any = text.trim().is_empty();
    for line in text.lines().chain([""]) {
        if !line.trim().is_empty() {
            stanza.read(line);
            continue;
        }
        let done = std::mem::take(&mut stanza);
        found_any |= !done.package.is_empty();
        if done.is_installed() {
            inventory.packages.push(done.package(ecosystem, release));
        }
    }
    if found_any { Ok(inventory) } else { Err("it is no database of dpkg".to_owned()) }
}

#[derive(Default)]
struct Stanza<'a> {
    package: &'a str,
    version: &'a str,
    status: &'a str,
    source: &'a str,
}

impl<'a> Stanza<'a> {
    fn read(&mut self, line: &'a str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let field = match name {
            "Package" => &mut self.package,
            "Version" => &mut self.version,
            "Status" => &mut self.status,
            "Source" => &mut self.source,
            _ => return,
        };
        *field = value.trim();
    }

    /// Whether its files are there, configured or not. Images without a package manager have stanzas that
    /// tell no state.
    fn is_installed(&self) -> bool {
        let state = self.status.rsplit(' ').next().unwrap_or_default();
        let is_there = !matches!(state, "not-installed" | "config-files");
        is_there && !self.package.is_empty() && !self.version.is_empty()
    }

    fn package(&self, ecosystem: Ecosystem, release: &str) -> Package {
        let (name, version) = match self.source.split_once(" (") {
            Some((name, version)) => (name, version.trim_end_matches(')')),
            None if self.source.is_empty() => (self.package, self.version),
            None => (self.source, self.version),
        };
        // A kernel that is signed is built from another source, whose name and version are its own.
        let (name, version) = match name.strip_prefix("linux-signed") {
            Some("" | "-amd64" | "-arm64" | "-i386" | "-armhf") => {
                ("linux".to_owned(), self.version)
            }
            Some(flavour) => (format!("linux{flavour}"), self.version),
            None => (name.to_owned(), version),
        };
        Package {
            release: release.to_owned(),
            source: Some((name, version.to_owned())),
            ..Package::new(ecosystem, self.package, self.version)
        }
    }
}
