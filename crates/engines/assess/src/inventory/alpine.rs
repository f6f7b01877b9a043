//! apk's database of what is installed.

use super::{Distribution, Inventory, Package};
use crate::ecosystem::Ecosystem;

/// The packages that are installed; `P:`, `V:` and `o:` tell the name, the version and the origin, by
/// which advisories name it.
pub(super) fn installed(
    text: &str,
    distribution: Option<&Distribution>,
) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    if distribution.is_none() {
        inventory.note("no `etc/os-release` tells the release: all are looked at".to_owned());
    }
    let (ecosystem, release) = distribution
        .map_or((Ecosystem::ALPINE, ""), |found| (found.ecosystem, found.release.as_str()));
    let (mut name, mut version, mut origin) = ("", "", "");
    for line in text.lines().chain([""]) {
        match line.split_once(':') {
            Some(("P", value)) => name = value,
            Some(("V", value)) => version = value,
            Some(("o", value)) => origin = value,
            _ if line.is_empty() && !name.is_empty() && !version.is_empty() => {
                let source = if origin.is_empty() { name } else { origin };
                inventory.packages.push(Package {
                    release: release.to_owned(),
                    source: Some((source.to_owned(), version.to_owned())),
                    ..Package::new(ecosystem, name, version)
                });
                (name, version, origin) = ("", "", "");
            }
            _ => {}
        }
    }
    if inventory.packages.is_empty() && !text.trim().is_empty() {
        return Err("it is no database of apk".to_owned());
    }
    Ok(inventory)
}
