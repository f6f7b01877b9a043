//! What the checks say, for people, as JSON and as SARIF.

use bartizan_harden::{BENCHMARK, Check, Evidence, OUTCOMES, Outcome, Verdict};
use serde_json::{Value as Json, json};

use super::Told;
use crate::checks::{self, Counts};
use crate::scan::sarif;
use crate::table::table;

fn counts(told: &[Told]) -> Counts {
    let said: Vec<Outcome> = told.iter().map(|(_, verdict)| verdict.outcome).collect();
    Counts::of(&OUTCOMES, &said)
}

/// For people: what is not as it should be, or is not known.
pub(super) fn text(told: &[Told]) -> String {
    let head =
        ["CHECK", "LEVEL", "OUTCOME", "WHAT SHOULD BE SO", "WHAT WAS FOUND"].map(str::to_owned);
    let is_shown =
        |told: &&Told| !matches!(told.1.outcome, Outcome::Passed | Outcome::NotApplicable);
    let rows: Vec<[String; 5]> = told.iter().filter(is_shown).map(row).collect();
    let mut out = String::new();
    if !rows.is_empty() {
        out.push_str(&table(&head, rows.into_iter()));
        out.push('\n');
    }
    let summary = format!("{} checks of {BENCHMARK}: {}\n", told.len(), counts(told).words());
    out + &summary
}

fn row((check, verdict): &Told) -> [String; 5] {
    let mut found = verdict.evidence.first().map(line).unwrap_or_default();
    if verdict.evidence.len() > 1 {
        found = format!("{found}, and {} more", verdict.evidence.len() - 1);
    }
    [
        check.id.to_owned(),
        check.level.to_string(),
        verdict.outcome.word().to_owned(),
        check.title.to_string(),
        found,
    ]
}

/// Evidence in one line.
pub(super) fn line(evidence: &Evidence) -> String {
    let Evidence { path, line, found, wanted } = evidence;
    let place = match (path.as_str(), line) {
        ("", _) => String::new(),
        (path, Some(line)) => format!("/{path}:{line}: "),
        (path, None) => format!("/{path}: "),
    };
    if wanted.is_empty() {
        format!("{place}{found}")
    } else {
        format!("{place}{found} (wanted: {wanted})")
    }
}

/// For programs.
pub(super) fn json(told: &[Told]) -> Json {
    let checks: Json = told.iter().map(entry).collect();
    json!({ "benchmark": BENCHMARK, "counts": counts(told).json(), "checks": checks })
}

fn entry((check, Verdict { outcome, evidence }): &Told) -> Json {
    let evidence: Json = evidence
        .iter()
        .map(|one| {
            let path = if one.path.is_empty() { String::new() } else { format!("/{}", one.path) };
            json!({ "path": path, "line": one.line, "found": one.found, "wanted": one.wanted })
        })
        .collect();
    json!({
        "id": check.id,
        "level": check.level,
        "title": check.title,
        "outcome": outcome.name(),
        "evidence": evidence,
        "rationale": check.rationale,
        "remediation": check.remediation,
    })
}

/// For code scanning.
pub(super) fn sarif(told: &[Told]) -> Json {
    let rules: Json = told.iter().map(|(check, _)| rule(check)).collect();
    let results: Json = told.iter().map(result).collect();
    let invocation = json!({ "executionSuccessful": true });
    sarif::of_run(&rules, &invocation, &results, &json!({ "benchmark": BENCHMARK }))
}

fn rule(check: &Check) -> Json {
    checks::rule(check, &rule_id(check), Some(&check.remediation))
}

fn rule_id(check: &Check) -> String {
    format!("CIS-{}", check.id)
}

fn result((check, verdict): &Told) -> Json {
    let (kind, level) = checks::kind(verdict.outcome);
    let lines: Vec<String> = verdict.evidence.iter().map(line).collect();
    let text = format!("{}: {}. {}", check.title, verdict.outcome.word(), lines.join("; "));
    let locations: Json =
        verdict.evidence.iter().filter(|one| !one.path.is_empty()).map(location).collect();
    json!({
        "ruleId": rule_id(check),
        "kind": kind,
        "level": level,
        "message": { "text": text.trim_end() },
        "locations": locations,
    })
}

fn location(evidence: &Evidence) -> Json {
    let mut location = sarif::location(&evidence.path);
    if let (Some(line), Some(place)) =
        (evidence.line, location.get_mut("physicalLocation").and_then(Json::as_object_mut))
    {
        place.insert("region".to_owned(), json!({ "startLine": line }));
    }
    location
}
