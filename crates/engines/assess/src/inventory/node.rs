//! npm's lock files of all three versions, and installed packages.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Inventory, json};
use crate::ecosystem::Ecosystem;

#[derive(Deserialize)]
struct Lock {
    packages: Option<BTreeMap<String, Installed>>,
    dependencies: Option<BTreeMap<String, Dependency>>,
}

/// A place in the tree, of version 2 or 3.
#[derive(Deserialize)]
struct Installed {
    name: Option<String>,
    version: Option<String>,
    #[serde(default)]
    link: bool,
}

/// A dependency with those below it, of version 1.
#[derive(Deserialize)]
struct Dependency {
    version: Option<String>,
    dependencies: Option<BTreeMap<String, Dependency>>,
}

pub(super) fn package_lock(bytes: &[u8]) -> Result<Inventory, String> {
    let lock: Lock = json(bytes)?;
    let mut inventory = Inventory::default();
    match (lock.packages, lock.dependencies) {
        (Some(packages), _) => {
            for (place, installed) in packages.iter().filter(|(_, installed)| !installed.link) {
                // What is not below `node_modules` is the project itself.
                let Some((_, name)) = place.rsplit_once("node_modules/") else { continue };
                let name = installed.name.as_deref().unwrap_or(name);
                inventory.add_node(name, installed.version.as_deref().unwrap_or_default());
            }
        }
        (None, Some(dependencies)) => add_dependencies(&mut inventory, &dependencies),
        (None, None) => inventory.note("it lists no packages".to_owned()),
    }
    Ok(inventory)
}

/// The tree is as deep as its JSON is, whose depth is bounded where it is read.
fn add_dependencies(inventory: &mut Inventory, dependencies: &BTreeMap<String, Dependency>) {
    for (name, dependency) in dependencies {
        let version = dependency.version.as_deref().unwrap_or_default();
        match version.strip_prefix("npm:").and_then(|alias| alias.rsplit_once('@')) {
            Some((name, version)) => inventory.add_node(name, version),
            None => inventory.add_node(name, version),
        }
        if let Some(below) = &dependency.dependencies {
            add_dependencies(inventory, below);
        }
    }
}

impl Inventory {
    /// A package of npm; one that comes from a URL or a folder has that in place of its version.
    pub(super) fn add_node(&mut self, name: &str, version: &str) {
        if version.contains([':', '/']) {
            self.note(format!("`{name}` is not of the registry"));
        } else {
            self.add(Ecosystem::NPM, name, version);
        }
    }
}

pub(super) fn module(bytes: &[u8]) -> Result<Inventory, String> {
    let module: Installed = json(bytes)?;
    let mut inventory = Inventory::default();
    // Folders in packages have files of this name without either, for their own purposes.
    if let (Some(name), Some(version)) = (&module.name, &module.version) {
        inventory.add(Ecosystem::NPM, name, version);
    }
    Ok(inventory)
}
