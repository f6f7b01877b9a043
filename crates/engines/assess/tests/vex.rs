//! Statements of others about faults.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

use std::time::Duration;

use bartizan_assess::advisory::{Advisories, Builder};
use bartizan_assess::inventory::{Package, purl_pattern};
use bartizan_assess::matching::{Finding, Target, findings};
use bartizan_assess::vex::{Document, suppression};
use bartizan_types::Timestamp;
use serde_json::{Value as Json, json};

const DAY: Duration = Duration::from_hours(24);

/// The finding of CVE-2026-1 in a package.
fn found(package: &Package) -> Finding {
    let record = json!({
        "id": "GHSA-1",
        "aliases": ["CVE-2026-1"],
        "modified": "2026-01-01T00:00:00Z",
        "affected": [{
            "package": { "ecosystem": package.ecosystem.name(), "name": package.advised().0 },
            "ranges": [{ "type": "ECOSYSTEM", "events": [{ "introduced": "0" }] }],
        }],
    });
    let mut builder = Builder::new("2026-01-01T00:00:00Z");
    builder.add("record.json", record.to_string().as_bytes());
    let file = builder.finish(None).unwrap();
    let advisories = Advisories::open(&file, None).unwrap();
    findings(&advisories, package, &Target::default()).unwrap().remove(0)
}

/// What documents say of the fault: `status, reason, expiry`, in brackets if that is over.
fn told(documents: &[&Json], purl: &str, now: &str) -> String {
    let package = purl_pattern(purl).unwrap();
    let read = |json: &&Json| {
        let document = Document::read(json.to_string().as_bytes(), 30 * DAY).unwrap();
        assert_eq!(document.problems, [""; 0]);
        ("d".to_owned(), document)
    };
    let documents: Vec<(String, Document)> = documents.iter().map(read).collect();
    let now = Timestamp::parse_iso8601(now).unwrap();
    match suppression(&documents, &found(&package), &package, now) {
        Ok(None) => "counts".to_owned(),
        Ok(Some(one)) => format!("{}, {}, {}", one.status, one.reason, one.expires),
        Err(one) => format!("({}, {}, {})", one.status, one.reason, one.expires),
    }
}

fn openvex(statement: &Json) -> Json {
    json!({
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://example.org/vex",
        "author": "me",
        "timestamp": "2026-01-10T00:00:00Z",
        "version": 1,
        "statements": [statement],
    })
}

fn not_affected(product: &str) -> Json {
    openvex(&json!({
        "vulnerability": { "name": "CVE-2026-1" },
        "products": [{ "@id": product }],
        "status": "not_affected",
        "justification": "vulnerable_code_not_present",
    }))
}

#[test]
fn statements_suppress_with_a_reason_until_they_expire() {
    let document = not_affected("pkg:npm/a@1.0.0");
    let told_at = |now| told(&[&document], "pkg:npm/a@1.0.0", now);
    let expected = "not_affected, vulnerable_code_not_present, 2026-02-09T00:00:00Z";
    assert_eq!(told_at("2026-01-11T00:00:00Z"), expected);
    assert_eq!(told_at("2026-02-10T00:00:00Z"), format!("({expected})"));
    for (product, purl, is_suppressed) in [
        ("pkg:npm/a", "pkg:npm/a@1.0.0", true),
        ("pkg:npm/a@1.0.1", "pkg:npm/a@1.0.0", false),
        ("pkg:npm/b@1.0.0", "pkg:npm/a@1.0.0", false),
        ("pkg:pypi/A_b", "pkg:pypi/a-b@1.0", true),
        ("pkg:pypi/a", "pkg:npm/a@1.0.0", false),
        (
            "pkg:deb/debian/openssl",
            "pkg:deb/debian/libssl3@3?upstream=openssl&distro=debian-12",
            true,
        ),
        (
            "pkg:deb/debian/libssl3@3",
            "pkg:deb/debian/libssl3@3?upstream=openssl&distro=debian-12",
            true,
        ),
    ] {
        let found = told(&[&not_affected(product)], purl, "2026-01-11T00:00:00Z");
        assert_eq!(found != "counts", is_suppressed, "{product} {purl}: {found}");
    }
}

#[test]
fn the_newest_statement_decides() {
    let first = not_affected("pkg:npm/a");
    let second = openvex(&json!({
        "vulnerability": { "name": "GHSA-1" },
        "products": [{ "@id": "x", "identifiers": { "purl": "pkg:npm/a@1.0.0" } }],
        "status": "affected",
        "action_statement": "update",
        "timestamp": "2026-01-12T00:00:00Z",
    }));
    for documents in [[&first, &second], [&second, &first]] {
        assert_eq!(told(&documents, "pkg:npm/a@1.0.0", "2026-01-13T00:00:00Z"), "counts");
    }
    let fixed = openvex(&json!({
        "vulnerability": "CVE-2026-1",
        "products": [{ "@id": "pkg:oci/app", "subcomponents": [{ "@id": "pkg:npm/a@1.0.0" }] }],
        "status": "fixed",
        "timestamp": "2026-01-13T00:00:00Z",
    }));
    let found = told(&[&first, &second, &fixed], "pkg:npm/a@1.0.0", "2026-01-14T00:00:00Z");
    assert_eq!(found, "fixed, fixed, 2026-02-12T00:00:00Z");
}

fn cyclonedx(analysis: &Json, more: &Json) -> Json {
    let mut vulnerability = json!({
        "id": "CVE-2026-1",
        "analysis": analysis,
        "affects": [{ "ref": "urn:cdx:0000/1#part" }],
    });
    vulnerability.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": { "timestamp": "2026-01-10T00:00:00Z" },
        "components": [{ "type": "library", "name": "a", "bom-ref": "part", "purl": "pkg:npm/a@1.0.0" }],
        "vulnerabilities": [vulnerability],
    })
}

#[test]
fn analyses_of_cyclonedx_suppress() {
    let expires =
        json!({ "properties": [{ "name": "bartizan:expires", "value": "2026-01-20T00:00:00Z" }] });
    for (analysis, more, expected) in [
        (
            json!({ "state": "not_affected", "justification": "code_not_reachable", "detail": "unused" }),
            json!({}),
            "not_affected, code_not_reachable: unused, 2026-02-09T00:00:00Z",
        ),
        (
            json!({ "state": "false_positive", "detail": "other" }),
            expires,
            "false_positive, other, 2026-01-20T00:00:00Z",
        ),
        (json!({ "state": "resolved" }), json!({}), "resolved, resolved, 2026-02-09T00:00:00Z"),
        (json!({ "state": "exploitable" }), json!({}), "counts"),
        (json!({ "state": "in_triage" }), json!({}), "counts"),
    ] {
        let document = cyclonedx(&analysis, &more);
        assert_eq!(told(&[&document], "pkg:npm/a@1.0.0", "2026-01-11T00:00:00Z"), expected);
    }
}

#[test]
fn what_cannot_be_used_is_told() {
    let problem = |json: &Json| Document::read(json.to_string().as_bytes(), DAY);
    let mut undated = not_affected("pkg:npm/a");
    undated.as_object_mut().unwrap().remove("timestamp");
    let mut reasonless = not_affected("pkg:npm/a");
    reasonless["statements"][0].as_object_mut().unwrap().remove("justification");
    let bad_time = json!({ "properties": [{ "name": "bartizan:expires", "value": "soon" }] });
    for (document, expected) in [
        (undated, "has no date, so that it could not expire"),
        (reasonless, "gives no reason"),
        (not_affected("nothing"), "names no package by a package URL that is known"),
        (cyclonedx(&json!({ "state": "resolved" }), &bad_time), "expires at what is no time"),
    ] {
        let read = problem(&document).unwrap();
        assert_eq!(read.problems, [format!("its statement about `CVE-2026-1` {expected}")]);
    }
    for text in ["", "[]", "{}", r#"{"@context":"https://openvex.dev/ns"}"#, "{\"@context\":7}"] {
        assert!(Document::read(text.as_bytes(), DAY).is_err(), "{text}");
    }
    let deep =
        format!("{{\"@context\":\"https://openvex.dev/ns\",\"statements\":{}", "[".repeat(100_000));
    assert!(Document::read(deep.as_bytes(), DAY).is_err());
}
