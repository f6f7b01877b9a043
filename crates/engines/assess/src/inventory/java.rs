//! Java: Maven's `pom.xml`, and what archives tell of what is in them.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Inventory;
use crate::Stored;
use crate::archive::Archive;
use crate::ecosystem::Ecosystem;

/// The deepest element that is read.
const DEPTH_MAX: usize = 64;
/// How often a property may lead to another.
const PROPERTIES_MAX: usize = 16;
/// How deep archives in archives are looked at.
const ARCHIVES_MAX: usize = 3;
/// The largest archive in an archive.
const INNER_BYTES_MAX: usize = 64 << 20;
/// How much is unpacked of one file, all its archives together.
const UNPACKED_BYTES_MAX: usize = 512 << 20;
/// The largest file of properties.
const PROPERTIES_BYTES_MAX: usize = 64 << 10;

#[derive(Default)]
struct Coordinates {
    group: String,
    artifact: String,
    version: String,
}

/// The dependencies of a project whose versions are in its file: literal, by a property, or by its own
/// `dependencyManagement`. What a parent or an import brings is told.
pub(super) fn pom(text: &str) -> Result<Inventory, String> {
    let pom = read_pom(text)?;
    let managed: BTreeMap<(&str, &str), &str> = pom
        .managed
        .iter()
        .map(|found| ((&*found.group, &*found.artifact), &*found.version))
        .collect();
    let mut inventory = Inventory::default();
    for dependency in &pom.dependencies {
        let (group, artifact) = (pom.resolve(&dependency.group), pom.resolve(&dependency.artifact));
        let own = Some(dependency.version.as_str()).filter(|version| !version.is_empty());
        let key = (&*dependency.group, &*dependency.artifact);
        let version = own.or_else(|| managed.get(&key).copied()).map(|found| pom.resolve(found));
        match version {
            Some(version) if !version.contains(['$', '[', '(', ',']) && !version.is_empty() => {
                inventory.add(Ecosystem::MAVEN, &format!("{group}:{artifact}"), &version);
            }
            _ => inventory.note(format!("`{group}:{artifact}` has no fixed version in it")),
        }
    }
    Ok(inventory)
}

#[derive(Default)]
struct Pom {
    properties: BTreeMap<String, String>,
    dependencies: Vec<Coordinates>,
    managed: Vec<Coordinates>,
}

impl Pom {
    /// A text with its properties put in, as far as they are known.
    fn resolve(&self, text: &str) -> String {
        let mut resolved = text.trim().to_owned();
        for _ in 0..PROPERTIES_MAX {
            let Some((before, rest)) = resolved.split_once("${") else { break };
            let Some((name, after)) = rest.split_once('}') else { break };
            let Some(value) = self.properties.get(name) else { break };
            resolved = format!("{before}{value}{after}");
            if resolved.len() > PROPERTIES_BYTES_MAX {
                break;
            }
        }
        resolved
    }
}

fn read_pom(text: &str) -> Result<Pom, String> {
    let mut pom = Pom::default();
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let mut current = Coordinates::default();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                path.push(tag.local_name().as_ref().to_owned());
                if path.len() > DEPTH_MAX {
                    return Err("its elements are nested too deeply".to_owned());
                }
            }
            Event::Text(value) => {
                let value = value.trim().to_owned();
                read_value(&mut pom, &mut current, &path, value);
            }
            Event::End(_) => {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                match names.as_slice() {
                    ["project", "dependencies", "dependency"] => {
                        pom.dependencies.push(std::mem::take(&mut current));
                    }
                    ["project", "dependencyManagement", "dependencies", "dependency"] => {
                        pom.managed.push(std::mem::take(&mut current));
                    }
                    _ => {}
                }
                path.pop();
            }
            Event::Eof if path.is_empty() => return Ok(pom),
            Event::Eof => return Err("it ends too early".to_owned()),
            _ => {}
        }
    }
}

fn read_value(pom: &mut Pom, current: &mut Coordinates, path: &[String], value: String) {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    match names.as_slice() {
        ["project", "properties", name] => {
            pom.properties.insert((*name).to_owned(), value);
        }
        ["project", name @ ("groupId" | "version")] => {
            pom.properties.insert(format!("project.{name}"), value);
        }
        ["project", "parent", name @ ("groupId" | "version")] => {
            pom.properties.entry(format!("project.{name}")).or_insert_with(|| value.clone());
            pom.properties.insert(format!("project.parent.{name}"), value);
        }
        [.., "dependencies", "dependency", "groupId"] => current.group = value,
        [.., "dependencies", "dependency", "artifactId"] => current.artifact = value,
        [.., "dependencies", "dependency", "version"] => current.version = value,
        _ => {}
    }
}

/// What is packed in an archive, by the properties that Maven leaves there, and by the manifest of one that
/// has none. Archives in it are looked at, too.
///
/// # Errors
/// It is no archive, what is looked for in it cannot be unpacked, or it names too many packages.
pub(super) fn java_archive(stored: &dyn Stored) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    let mut left = UNPACKED_BYTES_MAX;
    read_jar(&mut inventory, stored, ARCHIVES_MAX, &mut left)?;
    super::bounded(inventory)
}

fn read_jar(
    inventory: &mut Inventory,
    stored: &dyn Stored,
    depth: usize,
    left: &mut usize,
) -> Result<(), String> {
    let archive = Archive::open(stored)?;
    let (before, mut manifest) = (inventory.packages.len(), None);
    for member in archive.members() {
        let name = member.name;
        if name.starts_with("META-INF/maven/") && name.ends_with("/pom.properties") {
            let properties = read_member(&member, PROPERTIES_BYTES_MAX, left)?;
            let text = String::from_utf8_lossy(&properties).into_owned();
            let value = |key: &str| property(&text, key, '=');
            if let (Some(group), Some(artifact), Some(version)) =
                (value("groupId"), value("artifactId"), value("version"))
            {
                inventory.add(Ecosystem::MAVEN, &format!("{group}:{artifact}"), version);
            }
        } else if name == "META-INF/MANIFEST.MF" {
            manifest = Some(read_member(&member, PROPERTIES_BYTES_MAX, left)?);
        } else if is_archive(name) {
            if depth == 0 {
                inventory.note(format!("`{name}` is nested too deeply"));
                continue;
            }
            let inner = read_member(&member, INNER_BYTES_MAX, left)?;
            let read = read_jar(inventory, &inner, depth - 1, left);
            read.map_err(|problem| format!("`{name}` in it: {problem}"))?;
        }
    }
    if inventory.packages.len() == before {
        let text = String::from_utf8_lossy(manifest.as_deref().unwrap_or_default()).into_owned();
        add_manifest(inventory, &text);
    }
    Ok(())
}

fn read_member(
    member: &crate::archive::Member<'_>,
    max: usize,
    left: &mut usize,
) -> Result<Vec<u8>, String> {
    let bytes =
        member.read(max.min(*left)).map_err(|problem| format!("`{}`: {problem}", member.name))?;
    *left = left.saturating_sub(bytes.len());
    Ok(bytes)
}

fn is_archive(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    matches!(extension, Some("jar" | "war" | "ear"))
}

/// What names the group, the artifact and the version at once.
fn add_manifest(inventory: &mut Inventory, text: &str) {
    let value = |key: &str| property(text, key, ':');
    let group = value("Implementation-Vendor-Id");
    let version = value("Implementation-Version");
    if let (Some(group), Some(artifact), Some(version)) =
        (group, value("Implementation-Title"), version)
    {
        inventory.add(Ecosystem::MAVEN, &format!("{group}:{artifact}"), version);
    }
}

fn property<'a>(text: &'a str, key: &str, sign: char) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let value = line.trim_start().strip_prefix(key)?.trim_start().strip_prefix(sign)?.trim();
        (!value.is_empty()).then_some(value)
    })
}
