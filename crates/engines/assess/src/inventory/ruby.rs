//! Bundler's `Gemfile.lock`.

use super::Inventory;
use crate::ecosystem::Ecosystem;

/// The gems of the sections `GEM`, which come from registries: lines of four spaces, `name (version)`.
pub(super) fn gemfile(text: &str) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    let (mut section, mut found_any) = ("", text.trim().is_empty());
    for line in text.lines() {
        if !line.starts_with(' ') {
            section = line.trim_end();
            found_any |= matches!(section, "GEM" | "PATH" | "GIT" | "PLATFORMS" | "DEPENDENCIES");
            continue;
        }
        let entry = line.strip_prefix("    ").filter(|entry| !entry.starts_with(' '));
        let Some((name, version)) = entry.and_then(|entry| entry.split_once(" (")) else {
            continue;
        };
        let Some(version) = version.trim_end().strip_suffix(')') else { continue };
        match section {
            // The platform that a gem is built for follows its version.
            "GEM" => {
                let version = version.split('-').next().unwrap_or(version);
                inventory.add(Ecosystem::RUBYGEMS, name, version);
            }
            "GIT" => inventory.note(format!("`{name}` is not of a registry")),
            _ => {}
        }
    }
    if found_any { Ok(inventory) } else { Err("it is no lock file of Bundler".to_owned()) }
}
