//! Lock files that list packages with names and versions: of Cargo, Poetry, uv and Composer.

use serde::Deserialize;

use super::{Inventory, cargo, json, text};
use crate::ecosystem::Ecosystem;

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    package: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    version: Option<String>,
    source: Option<toml::Value>,
}

impl Entry {
    /// Where it comes from, by cargo's URL.
    fn url(&self) -> Option<&str> {
        self.source.as_ref().and_then(toml::Value::as_str)
    }

    /// Whether uv has it from a folder.
    fn is_local(&self) -> bool {
        let source = self.source.as_ref().and_then(toml::Value::as_table);
        source.is_some_and(|source| {
            ["virtual", "editable", "directory"].iter().any(|kind| source.contains_key(*kind))
        })
    }
}

fn entries(bytes: &[u8]) -> Result<Vec<Entry>, String> {
    let lock: Lock = toml::from_str(text(bytes)?).map_err(|error| error.message().to_owned())?;
    Ok(lock.package)
}

/// Packages of crates.io; those of folders and repositories are not what advisories are about.
pub(super) fn cargo(bytes: &[u8]) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    if let Some(entries) = cargo::entries(text(bytes)?) {
        for entry in entries {
            add(&mut inventory, entry.name, entry.version, entry.source);
        }
        return Ok(inventory);
    }
    for entry in entries(bytes)? {
        add(&mut inventory, &entry.name, entry.version.as_deref(), entry.url());
    }
    Ok(inventory)
}

fn add(inventory: &mut Inventory, name: &str, version: Option<&str>, url: Option<&str>) {
    match url {
        Some(url) if is_crates_io(url) => {
            inventory.add(Ecosystem::CRATES, name, version.unwrap_or_default());
        }
        Some(_) => inventory.note(format!("`{name}` is not of crates.io")),
        None => {}
    }
}

fn is_crates_io(url: &str) -> bool {
    const INDEX: &str = "registry+https://github.com/rust-lang/crates.io-index";
    url == INDEX
        || url.strip_prefix("sparse+https://index.").is_some_and(|host| host == "crates.io/")
}

/// Poetry's and uv's; what uv has from a folder is the project itself.
pub(super) fn python(bytes: &[u8]) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    for entry in entries(bytes)?.iter().filter(|entry| !entry.is_local()) {
        match &entry.version {
            Some(version) => inventory.add(Ecosystem::PYPI, &entry.name, version),
            None => inventory.note(format!("`{}` has no version", entry.name)),
        }
    }
    Ok(inventory)
}

#[derive(Deserialize)]
struct Composer {
    #[serde(default)]
    packages: Vec<ComposerEntry>,
    #[serde(default, rename = "packages-dev")]
    packages_dev: Vec<ComposerEntry>,
}

#[derive(Deserialize)]
struct ComposerEntry {
    name: String,
    version: String,
}

pub(super) fn composer(bytes: &[u8]) -> Result<Inventory, String> {
    let lock: Composer = json(bytes)?;
    let mut inventory = Inventory::default();
    for entry in lock.packages.iter().chain(&lock.packages_dev) {
        inventory.add(Ecosystem::PACKAGIST, &entry.name, &entry.version);
    }
    Ok(inventory)
}
