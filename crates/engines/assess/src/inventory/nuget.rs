//! Lock files and project files of .NET.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Deserialize;

use super::{Inventory, json};
use crate::ecosystem::Ecosystem;

#[derive(Deserialize)]
struct Lock {
    dependencies: BTreeMap<String, BTreeMap<String, Locked>>,
}

#[derive(Deserialize)]
struct Locked {
    #[serde(rename = "type")]
    kind: Option<String>,
    resolved: Option<String>,
}

/// The packages of all frameworks; projects are the solution's own.
pub(super) fn lock(bytes: &[u8]) -> Result<Inventory, String> {
    let lock: Lock = json(bytes)?;
    let mut inventory = Inventory::default();
    for (name, locked) in lock.dependencies.values().flatten() {
        if locked.kind.as_deref() != Some("Project") {
            inventory.add(Ecosystem::NUGET, name, locked.resolved.as_deref().unwrap_or_default());
        }
    }
    Ok(inventory)
}

/// `PackageReference` of project files, whose version is an attribute or an element of its own, and
/// `package` of `packages.config`.
pub(super) fn project(text: &str) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    let mut reader = Reader::from_str(text);
    let (mut reference, mut is_version): (Option<String>, bool) = (None, false);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "Version" if reference.is_some() => is_version = true,
                _ => reference = add_reference(&mut inventory, &tag).or(reference),
            },
            Event::Empty(tag) => {
                if let Some(name) = add_reference(&mut inventory, &tag) {
                    inventory.note(format!("`{name}` has its version elsewhere"));
                }
            }
            Event::Text(version) if is_version => {
                let version = version.to_string();
                if let Some(name) = reference.take() {
                    add_version(&mut inventory, &name, version.trim());
                }
            }
            Event::End(tag) => {
                is_version = false;
                if tag.local_name().as_ref() == "PackageReference"
                    && let Some(name) = reference.take()
                {
                    inventory.note(format!("`{name}` has its version elsewhere"));
                }
            }
            Event::Eof => return Ok(inventory),
            _ => {}
        }
    }
}

/// Adds the package of a tag; its name, where the tag tells no version.
fn add_reference(inventory: &mut Inventory, tag: &BytesStart<'_>) -> Option<String> {
    let (name, version) = match tag.local_name().as_ref() {
        "PackageReference" => (attribute(tag, "Include")?, attribute(tag, "Version")),
        "package" => (attribute(tag, "id")?, attribute(tag, "version")),
        _ => return None,
    };
    match version {
        Some(version) => {
            add_version(inventory, &name, &version);
            None
        }
        None => Some(name),
    }
}

/// A version alone is the least that is taken, which restoring takes where it exists; a range is none.
fn add_version(inventory: &mut Inventory, name: &str, version: &str) {
    let exact = version.strip_prefix('[').and_then(|version| version.strip_suffix(']'));
    let version = exact.unwrap_or(version);
    if version.contains([',', '*', '(', '[', '$']) {
        inventory.note(format!("`{name}` has no fixed version: `{version}`"));
    } else {
        inventory.add(Ecosystem::NUGET, name, version);
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|found| found.key.as_ref() == name)?;
    Some(found.value.to_string())
}
