//! Bills of materials in CycloneDX, read.

use std::collections::BTreeSet;

use bartizan_assess::inventory::{Distribution, Kind, Package, distribution};
use serde_json::{Value as Json, json};

use crate::error::ScanError;

/// How many components a bill may have. (Amazon Inspector API Reference, `ScanSbom`.)
const COMPONENTS_MAX: usize = 5000;
/// Where generators of bills tell the path of a component. (Amazon Inspector User Guide, "Using
/// `CycloneDX` namespaces with Amazon Inspector".)
const PATHS: [&str; 2] =
    ["amazon:inspector:sbom_scanner:path", "amazon:inspector:sbom_generator:source_path"];

/// A component of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Component {
    /// Its reference, which no other has.
    pub(crate) reference: String,
    /// What it is, as `library`.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) version: Option<String>,
    pub(crate) purl: Option<String>,
    pub(crate) properties: Vec<(String, String)>,
}

impl Component {
    /// The package that its URL names, if that is of an ecosystem that is known.
    pub(crate) fn package(&self, system: Option<&Distribution>) -> Option<Package> {
        let bill = json!({
            "bomFormat": "CycloneDX",
            "components": [{ "name": self.name, "purl": self.purl.as_deref()? }],
        });
        let read = Kind::Sbom.read(bill.to_string().as_bytes(), None).ok()?;
        let mut package = read.packages.into_iter().next()?;
        if let Some(system) = system
            && package.release.is_empty()
            && package.ecosystem == system.ecosystem
        {
            package.release.clone_from(&system.release);
        }
        Some(package)
    }

    /// Where it was found.
    pub(crate) fn path(&self) -> Option<&str> {
        let named = |name: &&str| self.properties.iter().find(|(known, _)| known == name);
        PATHS.iter().find_map(named).map(|(_, value)| value.as_str())
    }
}

/// The components of a bill, those within others too.
pub(crate) fn read(bill: &Json) -> Result<Vec<Component>, ScanError> {
    let unsupported = |why: String| Err(ScanError::Unsupported(why));
    match bill.get("bomFormat").and_then(Json::as_str) {
        Some("CycloneDX") => {}
        Some(_) => return unsupported("its bomFormat is another".to_owned()),
        None => return unsupported("it has no bomFormat".to_owned()),
    }
    match bill.get("specVersion").and_then(Json::as_str) {
        Some("1.5") => {}
        Some(other) => return unsupported(format!("its specVersion is {other}")),
        None => return unsupported("it has no specVersion".to_owned()),
    }
    let mut components = Vec::new();
    add(&mut components, bill, "sbom")?;
    name_all(&mut components);
    Ok(components)
}

/// The distribution that the bill is of, which its component for the operating system names.
pub(crate) fn system(components: &[Component]) -> Option<Distribution> {
    let of = components.iter().find(|component| component.kind == "operating-system")?;
    let version = of.version.as_deref()?;
    let is_plain = |text: &str| !text.contains(['\n', '\r']);
    if !is_plain(&of.name) || !is_plain(version) {
        return None;
    }
    distribution(&format!("ID={}\nVERSION_ID={version}\n", of.name.to_ascii_lowercase()))
}

/// Adds what is in a bill or a component. How deep that goes, the reader of JSON bounds.
fn add(components: &mut Vec<Component>, within: &Json, path: &str) -> Result<(), ScanError> {
    let path = format!("{path}.components");
    let wrong = |path: &str, why: &str| Err(ScanError::Field(path.to_owned(), why.to_owned()));
    let list = match within.get("components") {
        None | Some(Json::Null) => return Ok(()),
        Some(Json::Array(list)) => list,
        Some(_) => return wrong(&path, "it must be an array"),
    };
    for (at, one) in list.iter().enumerate() {
        let path = format!("{path}[{at}]");
        if components.len() == COMPONENTS_MAX {
            return wrong("sbom", &format!("it must have at most {COMPONENTS_MAX} components"));
        }
        let text = |name: &str| match one.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text.clone())),
            Some(_) => {
                Err(ScanError::Field(format!("{path}.{name}"), "it must be a string".to_owned()))
            }
        };
        let Some(name) = text("name")? else {
            return wrong(&format!("{path}.name"), "it is required");
        };
        components.push(Component {
            reference: text("bom-ref")?.unwrap_or_default(),
            kind: text("type")?.unwrap_or_else(|| "library".to_owned()),
            name,
            version: text("version")?,
            purl: text("purl")?,
            properties: properties(one),
        });
        add(components, one, &path)?;
    }
    Ok(())
}

fn properties(component: &Json) -> Vec<(String, String)> {
    let list = component.get("properties").and_then(Json::as_array);
    let text = |of: &Json, name: &str| of.get(name).and_then(Json::as_str).map(str::to_owned);
    list.into_iter()
        .flatten()
        .filter_map(|one| Some((text(one, "name")?, text(one, "value")?)))
        .collect()
}

/// Gives a reference to each component that has none, or that has another one's.
fn name_all(components: &mut [Component]) {
    let mut taken: BTreeSet<String> =
        components.iter().map(|component| component.reference.clone()).collect();
    let mut seen = BTreeSet::new();
    let mut next = 0;
    for component in components {
        if !component.reference.is_empty() && seen.insert(component.reference.clone()) {
            continue;
        }
        component.reference = loop {
            next += 1;
            let name = format!("comp-{next}");
            if taken.insert(name.clone()) {
                break name;
            }
        };
        seen.insert(component.reference.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bill(components: &Json) -> Json {
        json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": components })
    }

    #[test]
    fn components_within_others_are_read_and_all_have_a_reference() {
        let found = read(&bill(&json!([
            { "name": "a", "bom-ref": "comp-1", "components": [{ "name": "b" }] },
            { "name": "c", "bom-ref": "comp-1", "type": "file" },
        ])));
        let found = found.unwrap();
        let told: Vec<_> = found.iter().map(|one| (&*one.name, &*one.reference)).collect();
        assert_eq!(told, [("a", "comp-1"), ("b", "comp-2"), ("c", "comp-3")]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let wrong = bill(&json!([{ "name": "a", "components": [{ "name": "b", "purl": 1 }] }]));
        let Err(ScanError::Field(path, _)) = read(&wrong) else { panic!("{wrong}") };
        assert_eq!(path, "sbom.components[0].components[0].purl");
        let Err(ScanError::Field(path, _)) = read(&bill(&json!([{}]))) else { panic!() };
        assert_eq!(path, "sbom.components[0].name");
        for other in [
            json!([]),
            json!({ "bomFormat": "SPDX", "specVersion": "1.5" }),
            json!({ "bomFormat": "CycloneDX", "specVersion": "1.3" }),
            json!({ "bomFormat": "CycloneDX", "specVersion": 1.5 }),
        ] {
            assert!(matches!(read(&other), Err(ScanError::Unsupported(_))), "{other}");
        }
    }

    #[test]
    fn there_are_at_most_as_many_as_aws_takes() {
        let of = |count: usize| bill(&(0..count).map(|_| json!({ "name": "a" })).collect());
        assert_eq!(read(&of(COMPONENTS_MAX)).unwrap().len(), COMPONENTS_MAX);
        assert!(matches!(read(&of(COMPONENTS_MAX + 1)), Err(ScanError::Field(..))));
    }

    #[test]
    fn the_operating_system_tells_the_release() {
        let found = read(&bill(&json!([
            { "name": "Debian", "version": "12", "type": "operating-system" },
            { "name": "a", "purl": "pkg:deb/debian/a@1" },
            { "name": "b", "purl": "pkg:deb/debian/b@1?distro=debian-11" },
        ])));
        let found = found.unwrap();
        let system = system(&found);
        let release = |at: usize| found[at].package(system.as_ref()).unwrap().release;
        assert_eq!((&*release(1), &*release(2)), ("12", "11"));
    }
}
