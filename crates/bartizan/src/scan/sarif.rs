//! What a scan found, as SARIF 2.1.0.

use std::collections::BTreeMap;

use bartizan_assess::Severity;
use bartizan_assess::matching::Finding;
use serde_json::{Map, Value as Json, json};

use super::found::{Assessed, Found};
use super::report::score;

/// The schema of the format.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// A log of one run; `about` tells of the advisories.
pub(super) fn log(found: &Found, about: &Json) -> Json {
    let mut rules: BTreeMap<&str, &Finding> = BTreeMap::new();
    for (_, finding) in found.findings() {
        rules.entry(&finding.id).or_insert(finding);
    }
    let rules: Json = rules.into_values().map(rule).collect();
    let results: Json =
        found.findings().map(|(assessed, finding)| result(assessed, finding)).collect();
    let notifications: Json = found
        .problems
        .iter()
        .map(|(path, problem)| {
            json!({
                "level": "warning",
                "message": { "text": problem },
                "locations": [location(path)],
            })
        })
        .collect();
    let invocation = json!({
        "executionSuccessful": true,
        "toolExecutionNotifications": notifications,
    });
    of_run(&rules, &invocation, &results, &json!({ "advisories": about }))
}

/// A log of one run of this program.
pub(crate) fn of_run(rules: &Json, invocation: &Json, results: &Json, properties: &Json) -> Json {
    let driver =
        json!({ "name": "Bartizan", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "invocations": [invocation],
            "results": results,
            "properties": properties,
        }],
    })
}

fn rule(finding: &Finding) -> Json {
    let mut properties = Map::new();
    properties.insert("tags".to_owned(), json!(["security", "vulnerability"]));
    if let Some(tenths) = finding.score {
        properties.insert("security-severity".to_owned(), json!(score(tenths)));
    }
    let mut rule = Map::new();
    rule.insert("id".to_owned(), json!(finding.id));
    rule.insert("shortDescription".to_owned(), json!({ "text": described(finding) }));
    rule.insert("properties".to_owned(), Json::Object(properties));
    if !finding.url.is_empty() {
        rule.insert("helpUri".to_owned(), json!(finding.url));
    }
    Json::Object(rule)
}

fn described(finding: &Finding) -> &str {
    if finding.summary.is_empty() { &finding.id } else { &finding.summary }
}

fn result(assessed: &Assessed, finding: &Finding) -> Json {
    let package = &assessed.package;
    let fix = finding
        .fixed_in
        .as_ref()
        .map_or_else(|| "no fix is known".to_owned(), |version| format!("fixed in {version}"));
    let text = format!("{} {}: {} ({fix})", package.name, package.version, described(finding));
    let locations: Json = assessed.places.iter().map(|place| location(place)).collect();
    let mut result = json!({
        "ruleId": finding.id,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": locations,
    });
    if let (Some(why), Some(result)) = (&finding.suppression, result.as_object_mut()) {
        let justification =
            format!("{} ({}) until {}: {}", why.status, why.document, why.expires, why.reason);
        let suppression = json!({
            "kind": "external",
            "status": "accepted",
            "justification": justification,
        });
        result.insert("suppressions".to_owned(), json!([suppression]));
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium | Severity::Unknown => "warning",
        Severity::Low | Severity::None => "note",
    }
}

/// A file of what was scanned.
pub(super) fn location(path: &str) -> Json {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(path) } } })
}

/// A path as a relative reference (RFC 3986).
fn uri(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'.')
        .remove(b'-')
        .remove(b'_')
        .remove(b'~')
        .remove(b'@')
        .remove(b'+');
    percent_encoding::utf8_percent_encode(path, KEPT).to_string()
}
