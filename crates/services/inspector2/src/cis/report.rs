//! What a scan found, as a table. (Amazon Inspector API Reference, `GetCisScanReport`.)

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::checks;
use super::records::{ScanStatus, TargetRecord};
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

/// Answers a report of what is seen of a scan, once it is over. The address holds the report itself.
pub(crate) async fn get(
    service: &Inspector,
    call: &Call,
    request: Authorized<GetCisScanReportRequest>,
) -> Result<GetCisScanReportResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    // What is asked for without a format is a PDF.
    if request.report_format.as_deref() != Some("CSV") {
        return Err(InspectorError::NotImplemented("A CIS scan report of the format PDF"));
    }
    let accounts = request.target_accounts.unwrap_or_default();
    let accounts: Vec<_> = accounts.iter().map(|id| look::account(id)).collect::<Result<_, _>>()?;
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
        let body = STANDARD.encode(table(reader, &seen)?);
        Ok(Some(format!("data:text/csv;charset=utf-8;base64,{body}")))
    });
    let url = made.await?;
    let status = if url.is_some() { "SUCCEEDED" } else { "IN_PROGRESS" };
    Ok(GetCisScanReportResponse { url, status: Some(status.to_owned()) })
}

fn table(reader: &Reader<'_>, seen: &Seen) -> Result<String, InspectorError> {
    let mut body = csv::joined(COLUMNS.into_iter().map(str::to_owned));
    for (key, target) in seen.targets(reader)? {
        let results = sight::results(reader, &key)?.results;
        if results.is_empty() {
            let why = target.told.get("reason").cloned().unwrap_or_default();
            body.push_str(&line(seen, &target, ("", "", &why)));
        }
        let mut results: Vec<_> = results.into_iter().collect();
        results.sort_by_cached_key(|(id, _)| bartizan_benchmark::sortable(id));
        for (id, result) in results {
            let reason = result.status.reason(&result.reason);
            body.push_str(&line(seen, &target, (&id, result.status.name(), &reason)));
        }
        if body.len() > REPORT_BYTES_MAX {
            let why = "The report is too large: ask for one of targetAccounts.";
            return Err(InspectorError::Invalid(why.to_owned()));
        }
    }
    Ok(body)
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
