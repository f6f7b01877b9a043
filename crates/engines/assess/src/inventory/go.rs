//! Go's `go.mod` and `go.sum`, by the reference of Go modules.

use std::collections::BTreeMap;

use super::Inventory;
use crate::ecosystem::Ecosystem;
use crate::version::Scheme;

/// The modules that a module requires, after its replacements, and the standard library where its version
/// is told whole.
pub(super) fn module(text: &str) -> Result<Inventory, String> {
    let mut file = File::default();
    let mut block = None;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default().trim();
        let mut words = line.split_whitespace();
        match (block, words.next()) {
            (_, None) => {}
            (Some(_), Some(")")) => block = None,
            (Some(verb), Some(first)) => file.directive(verb, first, words),
            (None, Some(verb)) => match words.next() {
                Some("(") => block = Some(verb),
                Some(first) => file.directive(verb, first.trim_start_matches('('), words),
                None => return Err(format!("`{line}` is no directive")),
            },
        }
    }
    if block.is_some() {
        return Err("a block has no end".to_owned());
    }
    Ok(file.inventory())
}

/// The modules whose content was taken, each with the newest of its versions, as a build takes it.
pub(super) fn sums(text: &str) -> Result<Inventory, String> {
    let mut newest: BTreeMap<&str, &str> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let (Some(path), Some(version), Some(_)) = (words.next(), words.next(), words.next())
        else {
            return Err(format!("`{line}` is no checksum of a module"));
        };
        // Of many modules only the requirements were read.
        if version.ends_with("/go.mod") {
            continue;
        }
        let known = newest.entry(path).or_insert(version);
        if Scheme::Go.compare(version.as_bytes(), known.as_bytes()).is_gt() {
            *known = version;
        }
    }
    let mut inventory = Inventory::default();
    for (path, version) in newest {
        inventory.add(Ecosystem::GO, path, version);
    }
    Ok(inventory)
}

#[derive(Default)]
struct File<'a> {
    go: &'a str,
    toolchain: &'a str,
    required: Vec<(&'a str, &'a str)>,
    /// A module with its version, or none for all, and what stands in for it.
    replaced: Vec<(&'a str, Option<&'a str>, &'a str, Option<&'a str>)>,
}

impl<'a> File<'a> {
    fn directive(&mut self, verb: &str, first: &'a str, mut rest: impl Iterator<Item = &'a str>) {
        let first = first.trim_matches('"');
        match verb {
            "go" => self.go = first,
            "toolchain" => self.toolchain = first,
            "require" => self.required.extend(rest.next().map(|version| (first, version))),
            "replace" => {
                let mut words = rest.map(|word| word.trim_matches('"'));
                let next = words.next();
                let version = next.filter(|word| *word != "=>");
                let mut words = words.skip_while(|word| *word == "=>");
                if let Some(path) = words.next() {
                    self.replaced.push((first, version, path, words.next()));
                }
            }
            _ => {}
        }
    }

    fn inventory(&self) -> Inventory {
        let mut inventory = Inventory::default();
        for (path, version) in &self.required {
            let replaced = self
                .replaced
                .iter()
                .find(|(from, only, ..)| from == path && only.is_none_or(|only| only == *version));
            match replaced {
                None => inventory.add(Ecosystem::GO, path, version),
                Some((_, _, path, Some(version))) => inventory.add(Ecosystem::GO, path, version),
                Some((_, _, folder, None)) => {
                    inventory.note(format!("`{path}` is replaced by the folder `{folder}`"));
                }
            }
        }
        let toolchain = self.toolchain.strip_prefix("go").unwrap_or(self.go);
        if toolchain.split('.').count() == 3 {
            inventory.add(Ecosystem::GO, "stdlib", toolchain);
        }
        let minor = self.go.strip_prefix("1.").map(|rest| rest.split('.').next().unwrap_or(rest));
        if minor.is_none_or(|minor| minor.parse().is_ok_and(|minor: u32| minor < 17)) {
            inventory.is_partial = true;
            inventory.note("before Go 1.17 it does not list indirect dependencies".to_owned());
        }
        inventory
    }
}
