//! What a scan found, as a table or as a document. (Amazon Inspector API Reference, `GetCisScanReport`.)

mod pdf;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use self::pdf::Document;
use super::checks;
use super::outcome::{Counts, Status};
use super::records::{ResultRecord, ScanStatus, TargetRecord};
use super::sight::{self, Seen};
use crate::Inspector;
use crate::error::InspectorError;
use crate::look::{self, Look};
use crate::report::csv;
use crate::shapes::{GetCisScanReportRequest, GetCisScanReportResponse};

/// How large a report may be: it is a part of the answer.
const REPORT_BYTES_MAX: usize = 32 << 20;
const COLUMNS: [&str; 15] = [
    "Scan ARN",
    "Scan Name",
    "Scan Date",
    "AWS Account Id",
    "Resource ID",
    "Platform",
    "Target Status",
    "Check ID",
    "Level",
    "Title",
    "Status",
    "Status Reason",
    "Remediation",
    "Benchmark Version",
    "Benchmark Profile",
];

/// A report that is written.
enum Report {
    Table(String),
    Document(Document),
}

/// Answers a report of what is seen of a scan, once it is over. The address holds the report itself.
pub(crate) async fn get(
    service: &Inspector,
    call: &Call,
    request: Authorized<GetCisScanReportRequest>,
) -> Result<GetCisScanReportResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let accounts = request.target_accounts.unwrap_or_default();
    let accounts: Vec<_> = accounts.iter().map(|id| look::account(id)).collect::<Result<_, _>>()?;
    let is_table = request.report_format.as_deref() == Some("CSV");
    let made = service.read(call, move |reader| {
        let missing = InspectorError::NotFound("There is no CIS scan of this ARN.");
        let mut seen = sight::find(reader, &look, &request.scan_arn)?.ok_or(missing)?;
        if let Some(unseen) = accounts.iter().find(|account| !seen.accounts.contains(account)) {
            let why = format!("The scan has nothing of the account {unseen}.");
            return Err(InspectorError::Invalid(why));
        }
        if !accounts.is_empty() {
            seen.accounts.retain(|account| accounts.contains(account));
        }
        if seen.record.status == ScanStatus::InProgress {
            return Ok(None);
        }
        let report = if is_table {
            Report::Table(csv::joined(COLUMNS.into_iter().map(str::to_owned)))
        } else {
            Report::Document(begun(&seen))
        };
        report.of(reader, &seen)?.url().map(Some)
    });
    let url = made.await?;
    let status = if url.is_some() { "SUCCEEDED" } else { "IN_PROGRESS" };
    Ok(GetCisScanReportResponse { url, status: Some(status.to_owned()) })
}

impl Report {
    /// Tells of each instance and what each check said of it.
    fn of(mut self, reader: &Reader<'_>, seen: &Seen) -> Result<Self, InspectorError> {
        for (key, target) in seen.targets(reader)? {
            let mut results: Vec<_> = sight::results(reader, &key)?.results.into_iter().collect();
            results.sort_by_cached_key(|(id, _)| bartizan_benchmark::sortable(id));
            match &mut self {
                Self::Table(body) => add_lines(body, seen, &target, &results),
                Self::Document(document) => add_part(document, &target, &results),
            }
            if self.len() > REPORT_BYTES_MAX {
                let why = "The report is too large: ask for one of targetAccounts.";
                return Err(InspectorError::Invalid(why.to_owned()));
            }
        }
        Ok(self)
    }

    fn len(&self) -> usize {
        match self {
            Self::Table(body) => body.len(),
            Self::Document(document) => document.len(),
        }
    }

    fn url(self) -> Result<String, InspectorError> {
        let (kind, bytes) = match self {
            Self::Table(body) => ("text/csv;charset=utf-8", body.into_bytes()),
            Self::Document(document) => {
                let internal = |error: std::io::Error| {
                    Fault::new("InternalServerException", error.to_string(), 500)
                };
                ("application/pdf", document.finish().map_err(internal)?)
            }
        };
        Ok(format!("data:{kind};base64,{}", STANDARD.encode(bytes)))
    }
}

fn begun(seen: &Seen) -> Document {
    let mut document = Document::new(&format!("CIS scan {}", seen.record.name));
    for line in [
        format!("Scan: {}", seen.arn()),
        format!("Begun: {}", seen.record.started.iso8601()),
        format!("Status: {}", seen.record.status.name()),
        format!("Level: {}", checks::level_name(seen.record.level)),
        format!("Checks: {}", counted(seen.counts())),
    ] {
        document.paragraph(0, &line);
    }
    document
}

fn counted(counts: Counts) -> String {
    let Counts { passed, failed, skipped } = counts;
    format!("{failed} failed, {passed} passed, {skipped} skipped")
}

/// What one instance is told of, and each check: of those that failed how that is mended.
fn add_part(document: &mut Document, target: &TargetRecord, results: &[(String, ResultRecord)]) {
    let told = |name: &str| target.told.get(name).cloned().unwrap_or_default();
    document.heading(&format!("{} of account {}", target.instance, target.account));
    let benchmark = [told("benchmarkProfile"), told("benchmarkVersion")].join(" ");
    for (name, text) in [
        ("Platform", target.platform.as_str()),
        ("Status", target.names().0.unwrap_or_default()),
        ("Reason", &told("reason")),
        ("Benchmark", benchmark.trim()),
        ("Checks", &counted(target.counts)),
    ] {
        if !text.is_empty() {
            document.paragraph(0, &format!("{name}: {text}"));
        }
    }
    for (id, result) in results {
        let check = checks::named(id);
        let title = check.map(|check| check.title.as_ref()).unwrap_or_default();
        let level = check.map(|check| checks::level_name(check.level)).unwrap_or_default();
        let status = result.status.name();
        document.paragraph(0, &format!("{status} {id} ({level}) {title}"));
        let reason = result.status.reason(&result.reason);
        if !reason.is_empty() {
            document.paragraph(4, &reason);
        }
        if let (Status::Failed, Some(check)) = (result.status, check) {
            document.paragraph(4, &format!("Remediation: {}", check.remediation));
        }
    }
}

fn add_lines(
    body: &mut String,
    seen: &Seen,
    target: &TargetRecord,
    results: &[(String, ResultRecord)],
) {
    if results.is_empty() {
        let why = target.told.get("reason").cloned().unwrap_or_default();
        body.push_str(&line(seen, target, ("", "", &why)));
    }
    for (id, result) in results {
        let reason = result.status.reason(&result.reason);
        body.push_str(&line(seen, target, (id, result.status.name(), &reason)));
    }
}

fn line(seen: &Seen, target: &TargetRecord, (id, status, reason): (&str, &str, &str)) -> String {
    let check = checks::named(id);
    let told = |name: &str| target.told.get(name).cloned().unwrap_or_default();
    csv::joined([
        seen.arn(),
        seen.record.name.clone(),
        seen.record.started.iso8601(),
        target.account.to_string(),
        target.instance.clone(),
        target.platform.clone(),
        target.names().0.unwrap_or_default().to_owned(),
        id.to_owned(),
        check.map(|check| checks::level_name(check.level).to_owned()).unwrap_or_default(),
        check.map(|check| check.title.to_string()).unwrap_or_default(),
        status.to_owned(),
        reason.to_owned(),
        check.map(|check| check.remediation.to_string()).unwrap_or_default(),
        told("benchmarkVersion"),
        told("benchmarkProfile"),
    ])
}
