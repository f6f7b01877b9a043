//! Software bills of materials: CycloneDX 1.2 to 1.6 and SPDX 2.2 and 2.3, as JSON.

use serde::Deserialize;

use super::{Inventory, PACKAGES_MAX, json, purl};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bom {
    #[serde(rename = "bomFormat")]
    format: Option<String>,
    spdx_version: Option<String>,
    #[serde(default)]
    components: Vec<Component>,
    #[serde(default)]
    packages: Vec<SpdxPackage>,
}

#[derive(Deserialize)]
struct Component {
    name: String,
    purl: Option<String>,
    #[serde(default)]
    components: Vec<Component>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SpdxPackage {
    name: String,
    #[serde(default)]
    external_refs: Vec<Reference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    reference_type: String,
    reference_locator: String,
}

/// The packages that a bill names by package URLs; what has none is told.
pub(super) fn read(bytes: &[u8]) -> Result<Inventory, String> {
    let bom: Bom = json(bytes)?;
    let mut inventory = Inventory::default();
    match (bom.format.as_deref(), bom.spdx_version.as_deref()) {
        (Some("CycloneDX"), _) => add_components(&mut inventory, &bom.components)?,
        (_, Some("SPDX-2.2" | "SPDX-2.3")) => {
            for package in &bom.packages {
                let is_purl = |found: &&Reference| found.reference_type == "purl";
                let found = package.external_refs.iter().find(is_purl);
                add(&mut inventory, &package.name, found.map(|found| &*found.reference_locator));
            }
        }
        _ => return Err("it is no bill of CycloneDX or SPDX 2".to_owned()),
    }
    Ok(inventory)
}

/// Components may have others in them, as deep as their JSON is, whose depth is bounded.
fn add_components(inventory: &mut Inventory, components: &[Component]) -> Result<(), String> {
    for component in components {
        add(inventory, &component.name, component.purl.as_deref());
        if inventory.packages.len() > PACKAGES_MAX {
            return Err(format!("it names more than {PACKAGES_MAX} packages"));
        }
        add_components(inventory, &component.components)?;
    }
    Ok(())
}

fn add(inventory: &mut Inventory, name: &str, purl: Option<&str>) {
    match purl.and_then(purl::read) {
        Some(package) => inventory.packages.push(package),
        None => inventory.note(format!("`{name}` has no package URL that is known")),
    }
}
