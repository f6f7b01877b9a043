//! Packages of an inventory, and the vulnerabilities that advisories tell of them.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_assess::advisory::{Advisories, FileError};
use bartizan_assess::inventory::{Package, purl_pattern};
use bartizan_assess::kernel::Running;
use bartizan_assess::matching::{Finding, Target, findings};
use bartizan_service::{HostInventory, HostPackage};

use super::desired::Desired;
use super::vulnerability::{Surroundings, Vulnerability};

/// What there is to find about the packages of an inventory.
///
/// # Errors
/// The advisories are damaged.
pub(super) fn desired(
    advisories: &Advisories<'_>,
    inventory: &HostInventory,
    surroundings: &Surroundings<'_>,
) -> Result<Vec<Desired>, FileError> {
    let target = target(inventory);
    let mut found: BTreeMap<String, Vulnerability> = BTreeMap::new();
    for (package, paths) in packages(inventory) {
        let matched = findings(advisories, &package, &target)?;
        if matched.is_empty() {
            continue;
        }
        let block = advisories.about(package.ecosystem, package.advised().0)?;
        let told = block.as_ref().map(|block| block.advisories()).transpose()?.unwrap_or_default();
        for finding in matched {
            let one = found.entry(finding.id.clone()).or_default();
            one.take_advisories(&told, &finding);
            one.add(advisories, &package, &paths, finding)?;
        }
    }
    Ok(found.into_values().map(|one| one.desired(surroundings)).collect())
}

/// The packages that count, each with where it was found: those of kernels that do not run do not.
pub(crate) fn packages(inventory: &HostInventory) -> Vec<(Package, BTreeSet<&str>)> {
    let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for HostPackage { purl, path } in &inventory.packages {
        places.entry(purl).or_default().insert(path);
    }
    let running = inventory.kernel.as_deref().map(Running);
    let counts = |package: &Package| {
        let is_at_work = running.is_none_or(|running| !running.excludes(package));
        !package.version.is_empty() && is_at_work
    };
    let read = |purl: &str| purl_pattern(purl).filter(counts);
    places.into_iter().filter_map(|(purl, paths)| Some((read(purl)?, paths))).collect()
}

/// Where the packages run.
fn target(inventory: &HostInventory) -> Target {
    let other = match inventory.system.architecture.as_str() {
        "x86_64" => Some("amd64"),
        "aarch64" => Some("arm64"),
        _ => None,
    };
    let own = Some(inventory.system.architecture.as_str()).filter(|name| !name.is_empty());
    let architectures = own.into_iter().chain(other).map(str::to_owned).collect();
    Target { system: Some("linux".to_owned()), architectures }
}

/// What a finding of the engine says about more than one package alike.
pub(super) fn is_graver(one: &Finding, than: &Finding) -> bool {
    (one.severity, one.score) > (than.severity, than.score)
}
