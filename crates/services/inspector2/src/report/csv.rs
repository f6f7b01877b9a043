//! Findings as lines of a table. (Amazon Inspector User Guide, "Exporting Amazon Inspector findings
//! reports"; RFC 4180.)

use bartizan_types::Timestamp;

use crate::finding::view::View;

const DAY_SECONDS: u64 = 86_400;
const PACKAGES: [&str; 2] = ["packageVulnerabilityDetails", "vulnerablePackages"];
const INSTANCE: [&str; 3] = ["resources", "details", "awsEc2Instance"];

/// The names of the columns.
const COLUMNS: [&str; 27] = [
    "AWS Account Id",
    "Severity",
    "Fix Available",
    "Finding Type",
    "Title",
    "Description",
    "Finding ARN",
    "First Seen",
    "Last Seen",
    "Last Updated",
    "Resource ID",
    "Region",
    "Platform",
    "Affected Packages",
    "Package Installed Version",
    "Fixed in Version",
    "Package Remediation",
    "File Path",
    "Network Paths",
    "Age (Days)",
    "Remediation",
    "Inspector Score",
    "Status",
    "Vulnerability Id",
    "Vendor",
    "Vendor Severity",
    "Exploit Available",
];

/// The line of the names.
pub(super) fn head() -> String {
    joined(COLUMNS.into_iter().map(str::to_owned))
}

/// The line of a finding.
pub(super) fn line(view: &View<'_>, now: Timestamp) -> String {
    let record = view.record;
    let text = |path: &[&str]| record.text(path).to_owned();
    let of_packages = |name: &str| record.texts(&[&PACKAGES[..], &[name]].concat()).join(", ");
    let details = |name: &str| text(&["packageVulnerabilityDetails", name]);
    let steps =
        record.texts(&["networkReachabilityDetails", "networkPath", "steps", "componentId"]);
    let age = now.since(record.first_observed).as_secs() / DAY_SECONDS;
    let score = record.number(&["inspectorScore"]).map(|score| format!("{score:.1}"));
    joined([
        view.key.account.clone(),
        text(&["severity"]),
        text(&["fixAvailable"]),
        text(&["type"]),
        text(&["title"]),
        text(&["description"]),
        view.arn(),
        record.first_observed.iso8601(),
        record.last_observed.iso8601(),
        record.updated.iso8601(),
        record.resource.clone(),
        view.key.region.clone(),
        text(&[&INSTANCE[..], &["platform"]].concat()),
        of_packages("name"),
        of_packages("version"),
        of_packages("fixedInVersion"),
        of_packages("remediation"),
        of_packages("filePath"),
        steps.join(" > "),
        age.to_string(),
        text(&["remediation", "recommendation", "text"]),
        score.unwrap_or_default(),
        view.status.to_owned(),
        details("vulnerabilityId"),
        details("source"),
        details("vendorSeverity"),
        text(&["exploitAvailable"]),
    ])
}

/// A line of these cells.
pub(crate) fn joined(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|text| cell(&text)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A text as a cell. One that a spreadsheet would take for a formula is told apart from one. (OWASP,
/// "CSV Injection".)
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_are_no_formulas() {
        assert_eq!(cell("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(joined(["a".to_owned(), String::new()]), "\"a\",\"\"\r\n");
    }
}
