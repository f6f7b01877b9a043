//! What a scan found, for people.

use bartizan_assess::matching::Finding;

use super::found::{Assessed, Found};
use crate::output::harmless;
use crate::table::table;

/// How many problems and notes are printed for people.
const LINES_MAX: usize = 20;

/// For people: the gravest first.
pub(super) fn text(found: &Found, about: &str) -> String {
    let head = ["PACKAGE", "VERSION", "FIXED IN", "SEVERITY", "SCORE", "ID", "FOUND IN"];
    let mut findings: Vec<(&Assessed, &Finding)> = found.findings().collect();
    findings.sort_by_key(|(_, finding)| {
        let is_exploited = !finding.exploited_since.is_empty();
        let counts = finding.suppression.is_none();
        std::cmp::Reverse((counts, finding.severity, is_exploited, finding.score))
    });
    let mut out = String::new();
    if !findings.is_empty() {
        let rows = findings.iter().map(|(assessed, finding)| row(assessed, finding));
        out.push_str(&table(&head.map(str::to_owned), rows));
        out.push('\n');
    }
    for (title, lines) in [("not read", &found.problems), ("told", &found.notes)] {
        for (path, line) in lines.iter().take(LINES_MAX) {
            out.extend([title, ": ", &harmless(path), ": ", &harmless(line), "\n"]);
        }
        if lines.len() > LINES_MAX {
            let more = lines.len() - LINES_MAX;
            out.extend([title, ": and ", &more.to_string(), " more\n"]);
        }
    }
    let (packages, affected) = found.counts();
    let suppressed = findings.iter().filter(|(_, finding)| finding.suppression.is_some()).count();
    if suppressed > 0 {
        out.extend([&suppressed.to_string(), " findings are suppressed, and do not count\n"]);
    }
    let summary = format!(
        "{} findings in {} of {} packages of {} files; {} files were not read, {} links not followed\n",
        findings.len(),
        affected,
        packages,
        found.files_count,
        found.problems.len(),
        found.links_count,
    );
    out.push_str(&summary);
    out.push_str(about);
    out
}

fn row(assessed: &Assessed, finding: &Finding) -> [String; 7] {
    let mut severity = finding.severity.name().to_owned();
    if let Some(suppression) = &finding.suppression {
        let until = suppression.expires.get(..10).unwrap_or_default();
        severity = format!("{} until {until}", suppression.status);
    } else if !finding.informational.is_empty() {
        severity.clone_from(&finding.informational);
    } else if !finding.exploited_since.is_empty() {
        severity.push_str(", exploited");
    }
    let mut place = assessed.places.first().cloned().unwrap_or_default();
    if assessed.places.len() > 1 {
        place = format!("{place} and {} more", assessed.places.len() - 1);
    }
    [
        assessed.package.name.clone(),
        assessed.package.version.clone(),
        finding.fixed_in.clone().unwrap_or_else(|| "-".to_owned()),
        severity,
        finding.score.map_or_else(|| "-".to_owned(), score),
        finding.id.clone(),
        place,
    ]
}

/// A score in tenths as it is written.
pub(super) fn score(tenths: u8) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}
