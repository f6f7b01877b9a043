//! Findings and bills of materials, written into a bucket under a key of the caller's choice. (Amazon
//! Inspector API Reference, `CreateFindingsReport` and `CreateSbomExport` with what goes with them.)

mod bills;
pub(crate) mod csv;
mod findings;
pub(crate) mod record;
mod write;

use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call};
use bartizan_types::Arn;

pub use self::write::write_due;

use self::record::{Content, IN_PROGRESS, ReportRecord};
use crate::error::InspectorError;
use crate::finding::criteria::Criteria;
use crate::look::Look;
use crate::shapes::{
    CancelFindingsReportRequest, CancelFindingsReportResponse, CancelSbomExportRequest,
    CancelSbomExportResponse, CreateFindingsReportRequest, CreateFindingsReportResponse,
    CreateSbomExportRequest, CreateSbomExportResponse, Destination, GetFindingsReportStatusRequest,
    GetFindingsReportStatusResponse, GetSbomExportRequest, GetSbomExportResponse,
};
use crate::{Inspector, document, scan};

/// How many reports of an account are remembered.
const REMEMBERED: usize = 100;
const CANCELLED: &str = "CANCELLED";

/// Has findings written.
pub(crate) async fn create_findings(
    _service: &Inspector,
    call: &Call,
    request: Authorized<CreateFindingsReportRequest>,
) -> Result<CreateFindingsReportResponse, InspectorError> {
    let request = request.into_inner();
    let criteria = request.filter_criteria.unwrap_or_default();
    Criteria::read(criteria.clone())?;
    let criteria = document::stored(criteria);
    let of = (Content::Findings, request.report_format, criteria, request.s3_destination);
    Ok(CreateFindingsReportResponse { report_id: Some(create(call, of).await?) })
}

/// Has bills of materials written.
pub(crate) async fn create_bills(
    _service: &Inspector,
    call: &Call,
    request: Authorized<CreateSbomExportRequest>,
) -> Result<CreateSbomExportResponse, InspectorError> {
    let request = request.into_inner();
    let criteria = document::stored(request.resource_filter_criteria.unwrap_or_default());
    let of = (Content::Bills, request.report_format, criteria, request.s3_destination);
    Ok(CreateSbomExportResponse { report_id: Some(create(call, of).await?) })
}

async fn create(
    call: &Call,
    (content, format, criteria, destination): (Content, String, serde_json::Value, Destination),
) -> Result<String, InspectorError> {
    let look = Look::of(call)?;
    let key: Result<Arn, _> = destination.kms_key_arn.parse();
    if !key.is_ok_and(|key| key.service() == "kms") {
        return Err(InspectorError::Invalid("kmsKeyArn is no ARN of a key of KMS.".to_owned()));
    }
    let id = call.platform.random.uuid();
    let record = ReportRecord {
        content,
        format,
        criteria,
        destination: document::stored(destination),
        status: IN_PROGRESS.to_owned(),
        error: None,
        created: look.now,
        tries: 0,
        waits_until: None,
    };
    let done = call.commit(move |writer| {
        let mut known = scan::all::<ReportRecord>(writer, look.caller, &look.region)?;
        let is_same =
            |known: &ReportRecord| known.content == record.content && known.status == IN_PROGRESS;
        if known.iter().any(|(_, known)| is_same(known)) {
            let why = "Another report is in progress. Wait until it is written, or cancel it.";
            return Err(InspectorError::Invalid(why.to_owned()));
        }
        known.sort_by_key(|(_, known)| known.created);
        let too_many = (known.len() + 1).saturating_sub(REMEMBERED);
        for (key, _) in known.into_iter().take(too_many) {
            writer.delete::<ReportRecord>(&key)?;
        }
        writer.put(&Key::new(look.caller, &look.region, id.clone()), &record)?;
        Ok(id)
    });
    Ok(done.await?)
}

/// Tells how far a report of findings is: the one that is named, or the newest.
pub(crate) async fn get_findings(
    _service: &Inspector,
    call: &Call,
    request: Authorized<GetFindingsReportStatusRequest>,
) -> Result<GetFindingsReportStatusResponse, InspectorError> {
    let (look, named) = (Look::of(call)?, request.into_inner().report_id);
    let (key, record) = call.read(|reader| {
        if let Some(id) = &named {
            return find(reader, &look, id, Content::Findings);
        }
        let all = scan::all::<ReportRecord>(reader, look.caller, &look.region)?.into_iter();
        let own = all.filter(|(_, record)| record.content == Content::Findings);
        own.max_by_key(|(_, record)| record.created).ok_or(missing())
    })?;
    let (code, message) = record.error.unzip();
    Ok(GetFindingsReportStatusResponse {
        report_id: Some(key.id),
        status: Some(record.status),
        error_code: code,
        error_message: message,
        destination: Some(document::read("Destination", &record.destination)?),
        filter_criteria: Some(document::read("FilterCriteria", &record.criteria)?),
    })
}

/// Tells how far an export of bills of materials is.
pub(crate) async fn get_bills(
    _service: &Inspector,
    call: &Call,
    request: Authorized<GetSbomExportRequest>,
) -> Result<GetSbomExportResponse, InspectorError> {
    let (look, named) = (Look::of(call)?, request.into_inner().report_id);
    let (key, record) = call.read(|reader| find(reader, &look, &named, Content::Bills))?;
    let (code, message) = record.error.unzip();
    Ok(GetSbomExportResponse {
        report_id: Some(key.id),
        format: Some(record.format),
        status: Some(record.status),
        error_code: code,
        error_message: message,
        s3_destination: Some(document::read("Destination", &record.destination)?),
        filter_criteria: Some(document::read("ResourceFilterCriteria", &record.criteria)?),
    })
}

/// Ends the writing of a report of findings.
pub(crate) async fn cancel_findings(
    _service: &Inspector,
    call: &Call,
    request: Authorized<CancelFindingsReportRequest>,
) -> Result<CancelFindingsReportResponse, InspectorError> {
    let report_id = request.into_inner().report_id;
    cancel(call, report_id.clone(), Content::Findings).await?;
    Ok(CancelFindingsReportResponse { report_id })
}

/// Ends the writing of bills of materials.
pub(crate) async fn cancel_bills(
    _service: &Inspector,
    call: &Call,
    request: Authorized<CancelSbomExportRequest>,
) -> Result<CancelSbomExportResponse, InspectorError> {
    let report_id = request.into_inner().report_id;
    cancel(call, report_id.clone(), Content::Bills).await?;
    Ok(CancelSbomExportResponse { report_id: Some(report_id) })
}

async fn cancel(call: &Call, id: String, content: Content) -> Result<(), InspectorError> {
    let look = Look::of(call)?;
    let done = call.commit(move |writer| {
        let (key, record) = find(writer, &look, &id, content)?;
        if record.status != IN_PROGRESS {
            let why = format!("The report is not in progress: it is {}.", record.status);
            return Err(InspectorError::Invalid(why));
        }
        Ok(writer.put(&key, &ReportRecord { status: CANCELLED.to_owned(), ..record })?)
    });
    Ok(done.await?)
}

fn find(
    reader: &Reader<'_>,
    look: &Look,
    id: &str,
    content: Content,
) -> Result<(Key, ReportRecord), InspectorError> {
    let key = Key::new(look.caller, &look.region, id);
    let found = reader.get::<ReportRecord>(&key)?.filter(|record| record.content == content);
    found.map(|record| (key, record)).ok_or(missing())
}

const fn missing() -> InspectorError {
    InspectorError::NotFound("There is no such report.")
}
