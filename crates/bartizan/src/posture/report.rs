//! What the checks say, for people, as JSON, as SARIF and as CSV.

use std::fmt::Write as _;

use bartizan_posture::{BENCHMARK, Check, Evidence, OUTCOMES, Outcome, Unassessed, Verdict};
use serde_json::{Value as Json, json};

use super::{About, Told};
use crate::checks::{self, Counts};
use crate::csv as spreadsheet;
use crate::output::harmless;
use crate::scan::sarif_of_run;

/// How much evidence of one check people are shown.
const SHOWN_MAX: usize = 20;

fn counts(told: &[Told]) -> Counts {
    let said: Vec<Outcome> = told.iter().map(|(_, verdict)| verdict.outcome).collect();
    Counts::of(&OUTCOMES, &said)
}

/// For people: what is wrong and how it is mended, then what is not known.
pub(super) fn text(told: &[Told], about: &About) -> String {
    let mut out = String::new();
    for (check, verdict) in told.iter().filter(|(_, verdict)| verdict.outcome == Outcome::Failed) {
        let _ = writeln!(out, "{} (level {}) failed: {}", check.id, check.level, check.title);
        let wrong = verdict.evidence.iter().filter(|one| one.is_right != Ok(true));
        let more = wrong.clone().count().saturating_sub(SHOWN_MAX) + verdict.left_out;
        for evidence in wrong.take(SHOWN_MAX) {
            out.push_str(&line(evidence));
        }
        if more > 0 {
            let _ = writeln!(out, "    and {more} more");
        }
        out.push('\n');
    }
    out.push_str(&unassessed(told));
    let About { account, regions, at } = about;
    let _ = writeln!(
        out,
        "\n{} checks of {BENCHMARK} and ours, of account {}, regions asked: {}, at {at}: {}",
        told.len(),
        harmless(account),
        regions.len(),
        counts(told).words()
    );
    out
}

/// What is not assessed, the checks of one reason together.
fn unassessed(told: &[Told]) -> String {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (check, verdict) in told.iter().filter(|(_, one)| one.outcome == Outcome::NotAssessed) {
        let Some(why) = verdict.evidence.first().map(|one| one.found.as_str()) else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, checks)) => checks.push(check.id),
            None => reasons.push((why, vec![check.id])),
        }
    }
    let line = |(why, checks): &(&str, Vec<&str>)| {
        format!("not assessed: {}: {}\n", harmless(why), checks.join(", "))
    };
    reasons.iter().map(line).collect()
}

fn line(evidence: &Evidence) -> String {
    let Evidence { resource, region, found, wanted, command, .. } = evidence;
    let place = if region.is_empty() { String::new() } else { format!(" in {region}") };
    let wanted = if wanted.is_empty() { String::new() } else { format!("; wanted: {wanted}") };
    let mut line = format!(
        "    {}{}: {}{}\n",
        harmless(resource),
        harmless(&place),
        harmless(found),
        harmless(&wanted)
    );
    if !command.is_empty() {
        let _ = writeln!(line, "      {}", harmless(command));
    }
    line
}

/// Whether evidence is right, or why that is not known.
fn result_name(is_right: Result<bool, Unassessed>) -> &'static str {
    match is_right {
        Ok(true) => Outcome::Passed.name(),
        Ok(false) => Outcome::Failed.name(),
        Err(why) => why.name(),
    }
}

/// For programs.
pub(super) fn json(told: &[Told], about: &About) -> Json {
    let checks: Json = told.iter().map(entry).collect();
    json!({
        "benchmark": BENCHMARK,
        "account": about.account,
        "regions": about.regions,
        "assessedAt": about.at,
        "counts": counts(told).json(),
        "checks": checks,
    })
}

fn entry((check, verdict): &Told) -> Json {
    let Verdict { outcome, evidence, left_out } = verdict;
    let evidence: Json = evidence
        .iter()
        .map(|one| {
            json!({
                "resource": one.resource,
                "region": one.region,
                "result": result_name(one.is_right),
                "found": one.found,
                "wanted": one.wanted,
                "command": one.command,
            })
        })
        .collect();
    json!({
        "id": check.id,
        "level": check.level,
        "title": check.title,
        "rationale": check.rationale,
        "outcome": outcome.name(),
        "evidence": evidence,
        "leftOut": left_out,
    })
}

/// For spreadsheets: a row for each piece of evidence.
pub(super) fn csv(told: &[Told]) -> String {
    let head = [
        "check", "level", "title", "outcome", "resource", "region", "result", "found", "wanted",
        "command",
    ];
    let rows = told.iter().flat_map(|(check, verdict)| {
        let row = |one: Option<&Evidence>| {
            let text = |of: fn(&Evidence) -> &str| one.map(of).unwrap_or_default().to_owned();
            [
                check.id.to_owned(),
                check.level.to_string(),
                check.title.to_owned(),
                verdict.outcome.name().to_owned(),
                text(|one| &one.resource),
                text(|one| &one.region),
                text(|one| result_name(one.is_right)),
                text(|one| &one.found),
                text(|one| &one.wanted),
                text(|one| &one.command),
            ]
        };
        let bare = verdict.evidence.is_empty().then(|| row(None));
        bare.into_iter().chain(verdict.evidence.iter().map(move |one| row(Some(one))))
    });
    spreadsheet::text(head, rows)
}

/// For code scanning.
pub(super) fn sarif(told: &[Told], about: &About) -> Json {
    let rules: Json = told.iter().map(|(check, _)| rule(check)).collect();
    let results: Json = told.iter().flat_map(results).collect();
    let invocation = json!({ "executionSuccessful": true, "endTimeUtc": about.at });
    let About { account, regions, .. } = about;
    let properties = json!({ "benchmark": BENCHMARK, "account": account, "regions": regions });
    sarif_of_run(&rules, &invocation, &results, &properties)
}

fn rule_id(check: &Check) -> String {
    if check.id.starts_with('B') {
        format!("BARTIZAN-{}", check.id)
    } else {
        format!("CIS-AWS-{}", check.id)
    }
}

fn rule(check: &Check) -> Json {
    checks::rule(check, &rule_id(check), None)
}

/// A result for each piece of evidence, or one for a check that has none.
fn results((check, verdict): &Told) -> Vec<Json> {
    if verdict.evidence.is_empty() {
        let text = format!("{}: there is nothing that it is about", check.title);
        let (kind, level) = checks::kind(Outcome::NotApplicable);
        return vec![json!({
            "ruleId": rule_id(check), "kind": kind, "level": level, "message": { "text": text },
        })];
    }
    let result = |one: &Evidence| {
        let (kind, level) = checks::kind(match one.is_right {
            Ok(true) => Outcome::Passed,
            Ok(false) => Outcome::Failed,
            Err(_) => Outcome::NotAssessed,
        });
        let name = match one.region.as_str() {
            "" => one.resource.clone(),
            region => format!("{region}/{}", one.resource),
        };
        let text = format!("{}: {}", check.title, line(one).trim());
        json!({
            "ruleId": rule_id(check),
            "kind": kind,
            "level": level,
            "message": { "text": text },
            "locations": [{ "logicalLocations": [{ "fullyQualifiedName": name, "kind": "resource" }] }],
        })
    };
    verdict.evidence.iter().map(result).collect()
}
