//! The operation has a denied case and a golden of its activity record; and what a scan tells.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::sync::Arc;

use bartizan_assess::advisory::Builder;
use bartizan_inspector_scan::InspectorScan;
use bartizan_service::testkit::{Case, World, admin, check_operations, input_of};
use bartizan_service::types::Fault;
use bartizan_service::{AdvisoryData, AdvisoryFile};
use serde_json::{Value as Json, json};

/// Advisories about two packages, and what is known of one's CVE.
struct Fixed(Arc<AdvisoryData>);

impl AdvisoryFile for Fixed {
    fn current(&self) -> Arc<AdvisoryData> {
        Arc::clone(&self.0)
    }
}

fn advisories() -> Fixed {
    let mut builder = Builder::new("2026-11-20T00:00:00Z");
    let record = |id: &str, name: &str, more: Json| {
        let mut record = json!({
            "id": id, "modified": "2026-11-02T03:04:05Z", "published": "2026-10-01T00:00:00Z",
            "summary": format!("{name} is wrong"),
            "affected": [{
                "package": { "ecosystem": "crates.io", "name": name },
                "ranges": [{
                    "type": "SEMVER", "events": [{ "introduced": "0" }, { "fixed": "1.6.1" }],
                }],
            }],
        });
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        record.to_string()
    };
    let critical = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    let graded = json!({
        "aliases": ["CVE-2021-25900", "GHSA-43w2-9j62-hq99"],
        "severity": [{ "type": "CVSS_V3", "score": critical }],
    });
    builder.add("osv/a.json", record("RUSTSEC-2021-0003", "smallvec", graded).as_bytes());
    let low = json!({ "database_specific": { "severity": "LOW" }, "aliases": ["CVE-2022-0001"] });
    builder.add("osv/b.json", record("GHSA-low", "left", low).as_bytes());
    let kev = json!({ "vulnerabilities": [
        { "cveID": "CVE-2022-0001", "dateAdded": "2022-03-04" },
    ] });
    builder.add("kev.json", kev.to_string().as_bytes());
    builder.add("epss.csv", b"cve,epss\nCVE-2021-25900,0.25\n");
    assert!(builder.problems().is_empty(), "{:?}", builder.problems());
    let bytes = builder.finish(None).unwrap();
    Fixed(Arc::new(AdvisoryData { bytes, trusted: None }))
}

fn world() -> World {
    World::new(Vec::new(), |_| vec![Arc::new(InspectorScan::new(Some(Arc::new(advisories()))))])
}

fn bill() -> Json {
    json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5",
        "components": [
            {
                "bom-ref": "c1", "type": "library", "name": "smallvec", "version": "1.6.0",
                "purl": "pkg:cargo/smallvec@1.6.0",
                "properties": [
                    { "name": "amazon:inspector:sbom_scanner:path", "value": "/app/Cargo.lock" },
                ],
            },
            { "type": "library", "name": "left", "purl": "pkg:cargo/left@1.0.0" },
            { "type": "library", "name": "smallvec", "purl": "pkg:cargo/smallvec@1.6.1" },
            { "type": "library", "name": "nameless" },
            { "type": "library", "name": "strange", "purl": "pkg:strange/a@1" },
        ],
    })
}

async fn ask(world: &World, input: Json) -> Result<Json, Fault> {
    let input = input_of("inspector-scan", "ScanSbom", &input);
    let answer = world.call(&admin(), "inspector-scan", "ScanSbom", input).await;
    answer.map(|reply| reply.value.to_json()["sbom"].clone())
}

#[tokio::test]
async fn the_operation_is_denied_and_recorded() {
    let cases = [Case::new("ScanSbom", json!({ "sbom": bill() }))];
    check_operations("inspector-scan", world, &cases, |operation, event| {
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}

fn property<'a>(of: &'a Json, name: &str) -> &'a Json {
    let name = format!("amazon:inspector:sbom_scanner:{name}");
    let list = of["properties"].as_array().unwrap();
    list.iter().find(|one| one["name"] == name.as_str()).map_or(&Json::Null, |one| &one["value"])
}

#[tokio::test]
async fn a_report_in_cyclonedx_tells_what_is_vulnerable_and_what_was_not_scanned() {
    let told = ask(&world(), json!({ "sbom": bill() })).await.unwrap();
    assert_eq!((&told["bomFormat"], &told["specVersion"]), (&json!("CycloneDX"), &json!("1.5")));
    let count = |name: &str| property(&told["metadata"], &format!("{name}_vulnerabilities"));
    let counts = ["critical", "high", "medium", "low", "other"].map(count);
    assert_eq!(counts, ["1", "1", "0", "0", "0"]);
    let components = told["components"].as_array().unwrap();
    assert_eq!(components[0]["bom-ref"], "c1");
    let clean = "Component scanned: no vulnerabilities found.";
    assert_eq!(property(&components[2], "info"), clean);
    assert_eq!(property(&components[3], "warning"), "Component skipped: no purl provided.");
    assert_eq!(property(&components[4], "warning"), "Component skipped: no rules found.");

    let found = &told["vulnerabilities"][0];
    assert_eq!(found["id"], "CVE-2021-25900");
    assert_eq!(found["source"]["url"], "https://nvd.nist.gov/vuln/detail/CVE-2021-25900");
    assert_eq!(found["affects"], json!([{ "ref": "c1" }]));
    assert_eq!(property(found, "fixed_version:c1"), "1.6.1");
    assert_eq!(found["ratings"][0]["score"], 9.8);
    assert_eq!(found["ratings"][0]["method"], "CVSSv31");
    assert_eq!(found["ratings"][1]["source"]["name"], "EPSS");
    assert_eq!(found["ratings"][1]["score"], 0.25);
    assert_eq!(found["created"], "2026-10-01T00:00:00Z");

    let exploited = &told["vulnerabilities"][1];
    assert_eq!(property(exploited, "cisa_kev_date_added"), "2022-03-04T00:00:00Z");
    assert_eq!(property(exploited, "exploit_available"), "true");
    assert_eq!(exploited["ratings"][0]["severity"], "high");
    assert_eq!(exploited["ratings"][0]["justification"], "exploited since 2022-03-04 (KEV)");
    let age = told["properties"].as_array().unwrap();
    assert_eq!(age[0]["value"], "2026-11-20T00:00:00Z");
    assert_eq!(age[1]["value"], "2026-11-02T03:04:05Z");
}

#[tokio::test]
async fn a_report_in_inspectors_form_tells_the_same() {
    let told = ask(&world(), json!({ "sbom": bill(), "outputFormat": "INSPECTOR" })).await.unwrap();
    assert_eq!(
        told["vulnerability_count"],
        json!({ "critical": 1, "high": 1, "medium": 0, "low": 0, "other": 0 })
    );
    let messages: Vec<_> =
        told["messages"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(messages, ["nameless", "strange"]);
    let found = &told["vulnerabilities"][0];
    assert_eq!((&found["id"], &found["severity"]), (&json!("CVE-2021-25900"), &json!("critical")));
    assert_eq!(found["related"], json!(["GHSA-43w2-9j62-hq99", "RUSTSEC-2021-0003"]));
    assert_eq!(
        found["affects"],
        json!([{
            "installed_version": "pkg:cargo/smallvec@1.6.0", "fixed_version": "1.6.1",
            "path": "/app/Cargo.lock",
        }])
    );
    assert_eq!(found["properties"]["epss"], 0.25);
    assert_eq!(told["advisories"]["built"], "2026-11-20T00:00:00Z");
}

#[tokio::test]
async fn what_cannot_be_scanned_is_refused_with_its_reason() {
    let told = |fault: &Fault, name: &str| {
        fault.details.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone())
    };
    let world = world();
    let other = json!({ "bomFormat": "CycloneDX", "specVersion": "1.3" });
    let refused = ask(&world, json!({ "sbom": other })).await.unwrap_err();
    assert_eq!(refused.code, "ValidationException");
    assert_eq!(told(&refused, "reason").unwrap(), "UNSUPPORTED_SBOM_TYPE");
    let mut wrong = bill();
    wrong["components"][1]["name"] = json!(1);
    let refused = ask(&world, json!({ "sbom": wrong })).await.unwrap_err();
    assert_eq!(told(&refused, "reason").unwrap(), "FIELD_VALIDATION_FAILED");
    assert!(told(&refused, "fields").unwrap().contains("sbom.components[1].name"));
    let alternative = json!({ "sbom": bill(), "outputFormat": "INSPECTOR_ALT" });
    assert_eq!(ask(&world, alternative).await.unwrap_err().code, "NotImplemented");
}

#[tokio::test]
async fn without_advisories_nothing_looks_clean() {
    let world = World::new(Vec::new(), |_| vec![Arc::new(InspectorScan::default())]);
    let refused = ask(&world, json!({ "sbom": bill() })).await.unwrap_err();
    assert_eq!(refused.code, "ValidationException");
    assert!(refused.message.contains("--advisories"), "{refused}");
    let bytes = b"no advisories".to_vec();
    let damaged = Fixed(Arc::new(AdvisoryData { bytes, trusted: None }));
    let service = InspectorScan::new(Some(Arc::new(damaged)));
    let world = World::new(Vec::new(), |_| vec![Arc::new(service)]);
    let refused = ask(&world, json!({ "sbom": bill() })).await.unwrap_err();
    assert_eq!(refused.code, "InternalServerException");
}
