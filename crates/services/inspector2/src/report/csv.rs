//! Findings as lines of a table. (Amazon Inspector User Guide, "Exporting Amazon Inspector findings
//! reports"; RFC 4180.)

use bartizan_service::store::Key;
use bartizan_types::Timestamp;
use serde_json::Value as Json;

use crate::finding::record::FindingRecord;
use crate::finding::view;

const DAY_SECONDS: u64 = 86_400;

/// Where a column has its text.
enum From {
    /// The texts at a path of members of the finding.
    Path(&'static [&'static str]),
    /// Worked out.
    Of(fn(&Line<'_>) -> String),
    /// What no instance has.
    Nothing,
}

/// A finding as a line is written of it.
struct Line<'a> {
    key: &'a Key,
    record: &'a FindingRecord,
    status: &'a str,
    now: Timestamp,
}

use From::{Nothing, Of, Path};

/// The columns, in the order of those that Amazon Inspector writes.
const COLUMNS: [(&str, From); 55] = [
    ("AWS Account Id", Of(|line| line.key.account.clone())),
    ("Severity", Path(&["severity"])),
    ("Fix Available", Path(&["fixAvailable"])),
    ("Finding Type", Path(&["type"])),
    ("Title", Path(&["title"])),
    ("Description", Path(&["description"])),
    ("Finding ARN", Of(|line| view::arn(line.key))),
    ("First Seen", Of(|line| line.record.first_observed.iso8601())),
    ("Last Seen", Of(|line| line.record.last_observed.iso8601())),
    ("Last Updated", Of(|line| line.record.updated.iso8601())),
    ("Resource ID", Of(|line| line.record.resource.clone())),
    ("Container Image Tags", Nothing),
    ("Region", Of(|line| line.key.region.clone())),
    ("Platform", Path(&["resources", "details", "awsEc2Instance", "platform"])),
    ("Resource Tags", Of(tags)),
    ("Affected Packages", Path(&["packageVulnerabilityDetails", "vulnerablePackages", "name"])),
    (
        "Package Installed Version",
        Path(&["packageVulnerabilityDetails", "vulnerablePackages", "version"]),
    ),
    (
        "Fixed in Version",
        Path(&["packageVulnerabilityDetails", "vulnerablePackages", "fixedInVersion"]),
    ),
    (
        "Package Remediation",
        Path(&["packageVulnerabilityDetails", "vulnerablePackages", "remediation"]),
    ),
    ("File Path", Path(&["packageVulnerabilityDetails", "vulnerablePackages", "filePath"])),
    ("Network Paths", Of(way)),
    ("Age (Days)", Of(age)),
    ("Remediation", Path(&["remediation", "recommendation", "text"])),
    ("Inspector Score", Of(|line| number(line, &["inspectorScore"]))),
    ("Inspector Score Vector", Path(&["inspectorScoreDetails", "adjustedCvss", "scoringVector"])),
    ("Status", Of(|line| line.status.to_owned())),
    ("Vulnerability Id", Path(&["packageVulnerabilityDetails", "vulnerabilityId"])),
    ("Vendor", Path(&["packageVulnerabilityDetails", "source"])),
    ("Vendor Severity", Path(&["packageVulnerabilityDetails", "vendorSeverity"])),
    ("Vendor Advisory", Path(&["packageVulnerabilityDetails", "sourceUrl"])),
    ("Vendor Advisory Published", Of(published)),
    // Advisories tell no vectors of NVD's, and none of version 2.
    ("NVD CVSS3 Score", Nothing),
    ("NVD CVSS3 Vector", Nothing),
    ("NVD CVSS2 Score", Nothing),
    ("NVD CVSS2 Vector", Nothing),
    ("Vendor CVSS3 Score", Of(|line| cvss3(line, "baseScore"))),
    ("Vendor CVSS3 Vector", Of(|line| cvss3(line, "scoringVector"))),
    ("Vendor CVSS2 Score", Nothing),
    ("Vendor CVSS2 Vector", Nothing),
    ("Resource Type", Path(&["resources", "type"])),
    ("Ami", Path(&["resources", "details", "awsEc2Instance", "imageId"])),
    ("Resource Public Ipv4", Of(|line| addresses(line, true))),
    ("Resource Private Ipv4", Of(|line| addresses(line, false))),
    ("Resource Ipv6", Nothing),
    ("Resource Vpc", Path(&["resources", "details", "awsEc2Instance", "vpcId"])),
    ("Port Range", Of(ports)),
    ("Epss Score", Of(|line| number(line, &["epss", "score"]))),
    ("Exploit Available", Path(&["exploitAvailable"])),
    ("Last Exploited At", Nothing),
    ("Lambda Layers", Nothing),
    ("Lambda Package Type", Nothing),
    ("Lambda Last Updated At", Nothing),
    ("Reference Urls", Path(&["packageVulnerabilityDetails", "referenceUrls"])),
    ("Detector Name", Nothing),
    (
        "Package Manager",
        Path(&["packageVulnerabilityDetails", "vulnerablePackages", "packageManager"]),
    ),
];

/// The line of the names.
pub(super) fn head() -> String {
    joined(COLUMNS.iter().map(|(name, _)| (*name).to_owned()))
}

/// The line of a finding.
pub(super) fn line(key: &Key, record: &FindingRecord, status: &str, now: Timestamp) -> String {
    let line = Line { key, record, status, now };
    joined(COLUMNS.iter().map(|(_, from)| match from {
        Path(path) => record.texts(path).join(", "),
        Of(work) => work(&line),
        Nothing => String::new(),
    }))
}

fn tags(line: &Line<'_>) -> String {
    let tags = line.record.finding.pointer("/resources/0/tags").and_then(Json::as_object);
    let tag = |(key, value): (&String, &Json)| format!("{key}:{}", value.as_str().unwrap_or(""));
    tags.into_iter().flatten().map(tag).collect::<Vec<_>>().join(", ")
}

fn way(line: &Line<'_>) -> String {
    let steps = ["networkReachabilityDetails", "networkPath", "steps", "componentId"];
    line.record.texts(&steps).join(" > ")
}

fn age(line: &Line<'_>) -> String {
    (line.now.since(line.record.first_observed).as_secs() / DAY_SECONDS).to_string()
}

fn number(line: &Line<'_>, path: &[&str]) -> String {
    line.record.number(path).map(|number| number.to_string()).unwrap_or_default()
}

fn published(line: &Line<'_>) -> String {
    let seconds = line.record.number(&["packageVulnerabilityDetails", "vendorCreatedAt"]);
    #[expect(clippy::cast_possible_truncation, reason = "it was written from whole milliseconds")]
    let at = seconds.map(|seconds| Timestamp::from_millis((seconds * 1000.0) as i64));
    at.map(Timestamp::iso8601).unwrap_or_default()
}

/// A member of the first vector of CVSS 3.
fn cvss3(line: &Line<'_>, member: &str) -> String {
    let all = line.record.finding.pointer("/packageVulnerabilityDetails/cvss");
    let mut all = all.and_then(Json::as_array).into_iter().flatten();
    let is_3 = |one: &&Json| {
        one.get("version").and_then(Json::as_str).is_some_and(|version| version.starts_with("3."))
    };
    match all.find(is_3).and_then(|one| one.get(member)) {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn addresses(line: &Line<'_>, is_public: bool) -> String {
    let path = ["resources", "details", "awsEc2Instance", "ipV4Addresses"];
    let is_asked_for = |address: &&str| {
        address.parse().is_ok_and(|one: std::net::Ipv4Addr| one.is_private() != is_public)
    };
    line.record.texts(&path).into_iter().filter(is_asked_for).collect::<Vec<_>>().join(", ")
}

fn ports(line: &Line<'_>) -> String {
    let range = line.record.finding.pointer("/networkReachabilityDetails/openPortRange");
    let port = |name| range?.get(name)?.as_i64();
    match (port("begin"), port("end")) {
        (Some(begin), Some(end)) => format!("{begin} - {end}"),
        _ => String::new(),
    }
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
