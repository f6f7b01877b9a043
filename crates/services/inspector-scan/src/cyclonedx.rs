//! Reports in CycloneDX 1.5. (Amazon Inspector User Guide, "Amazon Inspector Scan API", "API output
//! formats", and "Using CycloneDX namespaces with Amazon Inspector".)

use bartizan_assess::Severity;
use bartizan_assess::advisory::{source_of, url_of};
use serde_json::{Value as Json, json};

use crate::assessed::{Assessed, Outcome, Rating, Vulnerability};
use crate::bill::Component;
use crate::scan::Data;

/// The properties that Inspector counts the vulnerabilities of these severities by.
const COUNTS: [(&str, &[Severity]); 5] = [
    ("critical_vulnerabilities", &[Severity::Critical]),
    ("high_vulnerabilities", &[Severity::High]),
    ("medium_vulnerabilities", &[Severity::Medium]),
    ("low_vulnerabilities", &[Severity::Low]),
    ("other_vulnerabilities", &[Severity::None, Severity::Unknown]),
];

/// The report.
pub(crate) fn report(found: &Assessed, data: &Data) -> Json {
    let counts =
        COUNTS.map(|(name, severities)| scanner(name, &found.count(severities).to_string()));
    let components = found.components.iter().zip(&found.outcomes);
    let vulnerabilities = found.vulnerabilities.iter().enumerate();
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": format!("urn:uuid:{}", data.uuid),
        "version": 1,
        "metadata": {
            "timestamp": data.now,
            "tools": [{
                "vendor": "Bartizan",
                "name": "inspector-scan",
                "version": env!("CARGO_PKG_VERSION"),
            }],
            "properties": counts,
        },
        "components": components.map(|(one, outcome)| component(one, *outcome)).collect::<Json>(),
        "vulnerabilities":
            vulnerabilities.map(|(at, one)| vulnerability(found, at, one)).collect::<Json>(),
        "properties": data.told().map(|(name, value)| {
            json!({ "name": format!("bartizan:advisories:{name}"), "value": value })
        }),
    })
}

fn scanner(name: &str, value: &str) -> Json {
    json!({ "name": format!("amazon:inspector:sbom_scanner:{name}"), "value": value })
}

fn component(of: &Component, outcome: Outcome) -> Json {
    let mut properties: Vec<Json> =
        of.properties.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    match outcome {
        Outcome::Vulnerable => {}
        Outcome::Clean => {
            properties.push(scanner("info", "Component scanned: no vulnerabilities found."));
        }
        Outcome::Unnamed => {
            properties.push(scanner("warning", "Component skipped: no purl provided."));
        }
        Outcome::Unknown => {
            properties.push(scanner("warning", "Component skipped: no rules found."));
        }
    }
    let mut shown = json!({ "bom-ref": of.reference, "type": of.kind, "name": of.name });
    put(&mut shown, "version", of.version.clone().map(Json::from));
    put(&mut shown, "purl", of.purl.clone().map(Json::from));
    put(&mut shown, "properties", (!properties.is_empty()).then(|| properties.into()));
    shown
}

fn vulnerability(found: &Assessed, at: usize, of: &Vulnerability) -> Json {
    let reference = |index: usize| found.components.get(index).map(|one| one.reference.as_str());
    let affects: Json = of
        .affected
        .iter()
        .filter_map(|one| reference(one.component))
        .map(|reference| json!({ "ref": reference }))
        .collect();
    let mut properties = Vec::new();
    if let Some(is_exploitable) = of.is_exploitable {
        properties.push(scanner("exploit_available", &is_exploitable.to_string()));
    }
    if !of.exploited_since.is_empty() {
        properties.push(scanner("cisa_kev_date_added", &day(&of.exploited_since)));
    }
    for one in &of.affected {
        if let (Some(fixed), Some(reference)) = (&one.fixed_in, reference(one.component)) {
            properties.push(scanner(&format!("fixed_version:{reference}"), fixed));
        }
    }
    let references: Json = of
        .related
        .iter()
        .map(|id| json!({ "id": id, "source": source(source_of(id), &url_of(id)) }))
        .collect();
    let mut shown = json!({
        "bom-ref": format!("vuln-{}", at + 1),
        "id": of.id,
        "source": source(source_of(&of.id), &url_of(&of.id)),
        "references": references,
        "ratings": ratings(of),
        "description": of.summary,
        "advisories": of.urls.iter().map(|url| json!({ "url": url })).collect::<Json>(),
        "affects": affects,
        "properties": properties,
    });
    put(&mut shown, "created", (!of.created.is_empty()).then(|| of.created.clone().into()));
    put(&mut shown, "updated", (!of.updated.is_empty()).then(|| of.updated.clone().into()));
    shown
}

/// What databases gave it, what changed that, and how likely its exploitation is. Severities that differ
/// from a score's tell why.
fn ratings(of: &Vulnerability) -> Json {
    let scored = |rating: &Rating| {
        json!({
            "source": source(&rating.source, &rating.url),
            "score": f64::from(rating.tenths) / 10.0,
            "severity": Severity::of_score(rating.tenths).name(),
            "method": method(&rating.vector),
            "vector": rating.vector,
        })
    };
    let mut all: Vec<Json> = of.ratings.iter().map(scored).collect();
    let reasons: Vec<&str> = of.adjustments.iter().map(|one| one.reason.as_str()).collect();
    if of.ratings.is_empty() || !reasons.is_empty() {
        let mut own = json!({
            "source": { "name": "Bartizan" }, "severity": of.severity.name(), "method": "other",
        });
        put(&mut own, "justification", (!reasons.is_empty()).then(|| reasons.join("; ").into()));
        all.push(own);
    }
    if let Some(millionths) = of.epss_millionths {
        all.push(json!({
            "source": source("EPSS", "https://www.first.org/epss/"),
            "score": f64::from(millionths) / 1e6,
            "severity": "none",
            "method": "other",
        }));
    }
    all.into()
}

fn source(name: &str, url: &str) -> Json {
    let mut source = json!({ "name": name });
    put(&mut source, "url", (!url.is_empty()).then(|| url.into()));
    source
}

fn method(vector: &str) -> &'static str {
    match vector.get(..8) {
        Some("CVSS:4.0") => "CVSSv4",
        Some("CVSS:3.1") => "CVSSv31",
        _ => "CVSSv3",
    }
}

/// A day of KEV, as Inspector tells it.
pub(crate) fn day(date: &str) -> String {
    if date.contains('T') { date.to_owned() } else { format!("{date}T00:00:00Z") }
}

fn put(into: &mut Json, name: &str, value: Option<Json>) {
    if let (Some(members), Some(value)) = (into.as_object_mut(), value) {
        members.insert(name.to_owned(), value);
    }
}
