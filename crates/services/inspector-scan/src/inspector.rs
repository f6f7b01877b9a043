//! Reports in Inspector's own form. (Amazon Inspector User Guide, "Amazon Inspector Scan API", "API output
//! formats".)

use bartizan_assess::Severity;
use bartizan_assess::advisory::url_of;
use serde_json::{Map, Value as Json, json};

use crate::assessed::{Affected, Assessed, Outcome, Rating, Vulnerability};
use crate::cyclonedx::day;
use crate::scan::Data;

/// The report.
pub(crate) fn report(found: &Assessed, data: &Data) -> Json {
    let told: Map<String, Json> =
        data.told().map(|(name, value)| (name.to_owned(), value.into())).into_iter().collect();
    json!({
        "messages": messages(found),
        "vulnerability_count": {
            "critical": found.count(&[Severity::Critical]),
            "high": found.count(&[Severity::High]),
            "medium": found.count(&[Severity::Medium]),
            "low": found.count(&[Severity::Low]),
            "other": found.count(&[Severity::None, Severity::Unknown]),
        },
        "vulnerabilities":
            found.vulnerabilities.iter().map(|one| vulnerability(found, one)).collect::<Json>(),
        "advisories": told,
    })
}

/// What was not scanned.
fn messages(found: &Assessed) -> Json {
    let told = |outcome: Outcome| match outcome {
        Outcome::Vulnerable | Outcome::Clean => None,
        Outcome::Unnamed => Some("Component skipped: no purl provided."),
        Outcome::Unknown => Some("Component skipped: no rules found."),
    };
    let components = found.components.iter().zip(&found.outcomes);
    components
        .filter_map(|(component, outcome)| {
            let mut message = json!({ "name": component.name, "info": told(*outcome)? });
            if let (Some(purl), Some(members)) = (&component.purl, message.as_object_mut()) {
                members.insert("purl".to_owned(), purl.clone().into());
            }
            Some(message)
        })
        .collect()
}

fn vulnerability(found: &Assessed, of: &Vulnerability) -> Json {
    let mut shown = Map::new();
    let texts = [
        ("id", of.id.clone()),
        ("severity", of.severity.name().to_owned()),
        ("source", url_of(&of.id)),
        ("description", of.summary.clone()),
        ("created", of.created.clone()),
        ("updated", of.updated.clone()),
    ];
    for (name, text) in texts {
        if !text.is_empty() {
            shown.insert(name.to_owned(), text.into());
        }
    }
    shown.insert("related".to_owned(), of.related.clone().into());
    shown.insert("references".to_owned(), of.urls.clone().into());
    shown.insert("properties".to_owned(), properties(of).into());
    let affects: Json = of.affected.iter().filter_map(|one| affected(found, one)).collect();
    shown.insert("affects".to_owned(), affects);
    shown.into()
}

fn properties(of: &Vulnerability) -> Map<String, Json> {
    let mut shown = Map::new();
    let mut put = |name: &str, value: Json| shown.insert(name.to_owned(), value);
    put("cvss", of.ratings.iter().map(scores).collect());
    if !of.exploited_since.is_empty() {
        put("cisa_kev_date_added", day(&of.exploited_since).into());
    }
    if let Some(millionths) = of.epss_millionths {
        put("epss", (f64::from(millionths) / 1e6).into());
    }
    if let Some(is_exploitable) = of.is_exploitable {
        put("exploit_available", is_exploitable.into());
    }
    if !of.adjustments.is_empty() {
        let adjustment = |one: &bartizan_assess::matching::Adjustment| json!({ "from": one.from.name(), "to": one.to.name(), "reason": one.reason });
        put("severity_adjustments", of.adjustments.iter().map(adjustment).collect());
    }
    shown
}

fn scores(rating: &Rating) -> Json {
    let version = if rating.vector.starts_with("CVSS:4") { 4 } else { 3 };
    let mut shown = Map::new();
    shown.insert("source".to_owned(), rating.source.clone().into());
    shown.insert("severity".to_owned(), Severity::of_score(rating.tenths).name().into());
    shown.insert(format!("cvss{version}_base_score"), (f64::from(rating.tenths) / 10.0).into());
    shown.insert(format!("cvss{version}_base_vector"), rating.vector.clone().into());
    shown.into()
}

fn affected(found: &Assessed, of: &Affected) -> Option<Json> {
    let component = found.components.get(of.component)?;
    let mut shown = Map::new();
    let fixed = of.fixed_in.as_deref();
    let members = [
        ("installed_version", component.purl.as_deref()),
        ("fixed_version", fixed),
        ("path", component.path()),
    ];
    for (name, text) in members {
        if let Some(text) = text {
            shown.insert(name.to_owned(), text.into());
        }
    }
    Some(shown.into())
}
