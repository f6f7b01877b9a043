//! Bills of materials, written: CycloneDX 1.6 and SPDX 2.3, as JSON.

use std::collections::BTreeSet;

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value as Json, json};

use crate::inventory::Package;

/// Who writes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Maker<'a> {
    /// The version of the program.
    pub version: &'a str,
    /// The time (RFC 3339).
    pub created: &'a str,
    /// What the bill is of.
    pub subject: &'a str,
}

/// A bill of CycloneDX 1.6.
pub fn cyclonedx(packages: &[&Package], maker: Maker<'_>) -> Json {
    let mut seen = BTreeSet::new();
    let components: Json = packages
        .iter()
        .map(|package| (package, package.purl()))
        .filter(|(_, purl)| seen.insert(purl.clone()))
        .map(|(package, purl)| {
            json!({
                "type": "library",
                "bom-ref": purl,
                "name": package.name,
                "version": package.version,
                "purl": purl,
            })
        })
        .collect();
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": maker.created,
            "tools": { "components": [{
                "type": "application",
                "name": "bartizan",
                "version": maker.version,
            }] },
            "component": { "type": "application", "bom-ref": "subject", "name": maker.subject },
        },
        "components": components,
    })
}

/// A bill of CycloneDX 1.4.
pub fn cyclonedx_1_4(packages: &[&Package], maker: Maker<'_>) -> Json {
    let mut bill = cyclonedx(packages, maker);
    let tool = json!([{ "vendor": "Bartizan", "name": "bartizan", "version": maker.version }]);
    if let Some(metadata) = bill.get_mut("metadata").and_then(Json::as_object_mut) {
        metadata.insert("tools".to_owned(), tool);
    }
    if let Some(members) = bill.as_object_mut() {
        let schema = "http://cyclonedx.org/schema/bom-1.4.schema.json";
        members.insert("$schema".to_owned(), json!(schema));
        members.insert("specVersion".to_owned(), json!("1.4"));
    }
    bill
}

/// A document of SPDX 2.3. Its namespace is made of what is in it, as it must be its own.
pub fn spdx(packages: &[&Package], maker: Maker<'_>) -> Json {
    let id = |at: usize| format!("SPDXRef-Package-{at}");
    let described: Json =
        packages.iter().enumerate().map(|(at, package)| described(package, &id(at))).collect();
    let relationships: Json = (0..packages.len())
        .map(|at| {
            json!({
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": id(at),
            })
        })
        .collect();
    let content = format!("{}\0{}\0{described}", maker.subject, maker.created);
    let content = hex::encode(digest(&SHA256, content.as_bytes()));
    json!({
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": maker.subject,
        "documentNamespace": format!("https://bartizan.invalid/spdx/{content}"),
        "creationInfo": {
            "created": maker.created,
            "creators": [format!("Tool: bartizan-{}", maker.version)],
        },
        "packages": described,
        "relationships": relationships,
    })
}

fn described(package: &Package, id: &str) -> Json {
    json!({
        "SPDXID": id,
        "name": package.name,
        "versionInfo": package.version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": false,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "externalRefs": [{
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": package.purl(),
        }],
    })
}
