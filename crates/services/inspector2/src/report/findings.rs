//! Reports of findings.

use std::ops::ControlFlow;

use bartizan_service::Platform;
use bartizan_wire::IntoValue as _;
use serde_json::json;

use super::csv;
use super::record::ReportRecord;
use super::write::{Failure, File};
use crate::document;
use crate::error::InspectorError;
use crate::finding::criteria::Criteria;
use crate::finding::view;
use crate::look::Look;

/// How large a report may be.
const REPORT_BYTES_MAX: usize = 256 << 20;

/// The file of a report.
pub(super) fn files(
    platform: &Platform,
    look: &Look,
    id: &str,
    record: &ReportRecord,
) -> Result<Vec<File>, Failure> {
    let criteria = Criteria::read(document::read("FilterCriteria", &record.criteria)?)?;
    let is_csv = record.format == "CSV";
    let mut body = if is_csv { csv::head() } else { "{\"findings\":[".to_owned() };
    let mut count = 0_usize;
    platform.store.read(|reader| {
        let is_asked_for = |account: &str| criteria.admit(account);
        view::each(reader, look, None, is_asked_for, |view| {
            if !criteria.matches(view)? {
                return Ok(ControlFlow::Continue(()));
            }
            let (key, status) = (view.key(), view.status()?);
            let Some(finding) = view.record()? else { return Ok(ControlFlow::Continue(())) };
            if is_csv {
                body.push_str(&csv::line(&key, &finding, status, look.now));
            } else {
                let finding = view::shown(&key, finding, status)?.into_value().to_json();
                body.push_str(if count > 0 { ",\n" } else { "\n" });
                body.push_str(&json!(finding).to_string());
            }
            count += 1;
            if body.len() > REPORT_BYTES_MAX {
                let why = "The report is too large: ask for fewer findings by its filter criteria.";
                return Err(InspectorError::Invalid(why.to_owned()));
            }
            Ok(ControlFlow::Continue(()))
        })
    })?;
    if count == 0 {
        let why = "No finding meets the filter criteria.".to_owned();
        return Err(Failure::new("NO_FINDINGS_FOUND", why));
    }
    if !is_csv {
        body.push_str("\n]}\n");
    }
    let (end, content_type) =
        if is_csv { ("csv", "text/csv") } else { ("json", "application/json") };
    Ok(vec![File { name: format!("{id}.{end}"), content_type, body: body.into_bytes() }])
}
