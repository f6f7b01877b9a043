//! Scans. (Amazon Inspector API Reference, `ScanSbom`.)

use std::sync::Arc;

use bartizan_assess::advisory::Advisories;
use bartizan_service::{AdvisoryFile, Authorized, Call};
use bartizan_types::Timestamp;
use bartizan_wire::Document;

use crate::error::ScanError;
use crate::shapes::{ScanSbomRequest, ScanSbomResponse};
use crate::{InspectorScan, assessed, bill, cyclonedx, inspector};

/// How large a report may be. (Amazon Inspector API Reference, `ScanSbom`.)
const REPORT_BYTES_MAX: usize = 10 << 20;

/// When a report was made, and by which advisories.
#[derive(Debug, Clone)]
pub(crate) struct Data {
    pub(crate) uuid: String,
    pub(crate) now: String,
    built: String,
    newest: String,
    age_days: String,
}

impl Data {
    fn new(advisories: &Advisories<'_>, now: Timestamp, uuid: String) -> Self {
        let header = advisories.header();
        let newest = header.sources.iter().map(|source| source.newest.as_str()).max();
        let newest = newest.unwrap_or_default().to_owned();
        let then = Timestamp::parse_iso8601(&newest).ok();
        let age_days = then.map_or_else(
            || "unknown".to_owned(),
            |then| (now.since(then).as_secs() / 86_400).to_string(),
        );
        Self { uuid, now: now.iso8601(), built: header.built.clone(), newest, age_days }
    }

    /// How old the advisories are.
    pub(crate) fn told(&self) -> [(&'static str, &str); 3] {
        [("built", &self.built), ("newest", &self.newest), ("age_days", &self.age_days)]
    }
}

/// The form of a report.
#[derive(Clone, Copy)]
enum Form {
    CycloneDx,
    Inspector,
}

/// Tells what is vulnerable of a bill of materials.
pub(crate) async fn scan(
    service: &InspectorScan,
    call: &Call,
    request: Authorized<ScanSbomRequest>,
) -> Result<ScanSbomResponse, ScanError> {
    let ScanSbomRequest { sbom, output_format } = request.into_inner();
    let form = match output_format.as_deref() {
        None | Some("CYCLONE_DX_1_5") => Form::CycloneDx,
        Some("INSPECTOR") => Form::Inspector,
        Some(other) => return Err(ScanError::Format(other.to_owned())),
    };
    let file = service.advisories.clone().ok_or(ScanError::NoAdvisories)?;
    let (now, uuid) = (call.now, call.platform.random.uuid());
    let work = move || report(&file, &sbom, form, now, uuid);
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| ScanError::Ended)?;
    Ok(ScanSbomResponse { sbom: Some(done?) })
}

fn report(
    file: &Arc<dyn AdvisoryFile>,
    sbom: &Document,
    form: Form,
    now: Timestamp,
    uuid: String,
) -> Result<Document, ScanError> {
    let components = bill::read(sbom)?;
    let data = file.current();
    let advisories = Advisories::open(&data.bytes, data.trusted.as_ref())?;
    let found = assessed::assess(&advisories, components)?;
    let data = Data::new(&advisories, now, uuid);
    let report = match form {
        Form::CycloneDx => cyclonedx::report(&found, &data),
        Form::Inspector => inspector::report(&found, &data),
    };
    if report.to_string().len() > REPORT_BYTES_MAX {
        return Err(ScanError::TooLarge(REPORT_BYTES_MAX));
    }
    Ok(report)
}
