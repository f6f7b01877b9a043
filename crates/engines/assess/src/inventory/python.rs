//! Python: Pipenv's lock file, pip's requirements, and what lies beside installed packages.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Inventory, json};
use crate::ecosystem::Ecosystem;

#[derive(Deserialize)]
struct Pipfile {
    #[serde(default)]
    default: BTreeMap<String, Locked>,
    #[serde(default)]
    develop: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
struct Locked {
    version: Option<String>,
}

pub(super) fn pipfile(bytes: &[u8]) -> Result<Inventory, String> {
    let lock: Pipfile = json(bytes)?;
    let mut inventory = Inventory::default();
    for (name, locked) in lock.default.iter().chain(&lock.develop) {
        match locked.version.as_deref().and_then(|version| version.strip_prefix("==")) {
            Some(version) => inventory.add(Ecosystem::PYPI, name, version),
            None => inventory.note(format!("`{name}` has no version")),
        }
    }
    Ok(inventory)
}

/// Requirements that are pinned (`==` or `===`, without a wildcard); the others are told.
pub(super) fn requirements(text: &str) -> Inventory {
    let mut inventory = Inventory::default();
    let joined = text.replace("\\\r\n", " ").replace("\\\n", " ");
    for line in joined.lines() {
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match pinned(line) {
            Some((name, version)) => inventory.add(Ecosystem::PYPI, name, version),
            None => inventory.note(format!("`{line}` pins no version")),
        }
    }
    inventory
}

fn pinned(line: &str) -> Option<(&str, &str)> {
    let requirement = line.split([';']).next()?.split(" --").next()?.trim();
    let (name, version) = requirement.split_once("==")?;
    let name = name.split('[').next()?.trim();
    let version = version.trim_start_matches('=').trim();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_pinned = !version.contains(['*', ',', ' ', '<', '>']) && !version.is_empty();
    (is_pinned && !name.is_empty() && name.bytes().all(is_name)).then_some((name, version))
}

/// The headers of a core metadata file (PEP 566), which end at the first empty line. Descriptions may be
/// in any encoding.
pub(super) fn metadata(bytes: &[u8]) -> Result<Inventory, String> {
    let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let (mut name, mut version) = (None, None);
    for line in lines.take_while(|line| !line.is_empty()) {
        let value = |header: &[u8]| {
            let value = line.strip_prefix(header)?.trim_ascii();
            std::str::from_utf8(value).ok()
        };
        name = name.or_else(|| value(b"Name:"));
        version = version.or_else(|| value(b"Version:"));
    }
    let (Some(name), Some(version)) = (name, version) else {
        return Err("it tells no name and version".to_owned());
    };
    let mut inventory = Inventory::default();
    inventory.add(Ecosystem::PYPI, name, version);
    Ok(inventory)
}
