//! What is known of the vulnerabilities that findings are about. (Amazon Inspector API Reference,
//! `BatchGetFindingDetails`.)

use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::record::FindingRecord;
use super::view;
use crate::Inspector;
use crate::error::InspectorError;
use crate::look::Look;
use crate::shapes::{
    BatchGetFindingDetailsRequest, BatchGetFindingDetailsResponse, CisaData, FindingDetail,
    FindingDetailsError,
};

/// Tells of several findings.
pub(crate) async fn get(
    _service: &Inspector,
    call: &Call,
    request: Authorized<BatchGetFindingDetailsRequest>,
) -> Result<BatchGetFindingDetailsResponse, InspectorError> {
    let look = Look::of(call)?;
    let arns = request.into_inner().finding_arns;
    let told = call.read(|reader| {
        let (mut details, mut errors) = (Vec::new(), Vec::new());
        for arn in arns {
            let found = view::find(reader, &look, &arn)?;
            match found.map(|(key, record)| detail(&key, &record)) {
                Some(Some(detail)) => details.push(detail),
                found => errors.push(FindingDetailsError {
                    error_code: "FINDING_DETAILS_NOT_FOUND".to_owned(),
                    error_message: match found {
                        None => "There is no such finding.".to_owned(),
                        Some(_) => "The finding is not about a vulnerability.".to_owned(),
                    },
                    finding_arn: arn,
                }),
            }
        }
        Ok::<_, InspectorError>(BatchGetFindingDetailsResponse {
            finding_details: Some(details),
            errors: Some(errors),
        })
    });
    Ok(told?)
}

fn detail(key: &Key, record: &FindingRecord) -> Option<FindingDetail> {
    record.finding.get("packageVulnerabilityDetails")?;
    let urls = record.texts(&["packageVulnerabilityDetails", "referenceUrls"]);
    let since = record.exploited.as_ref();
    let added = since
        .and_then(|known| Timestamp::parse_iso8601(&format!("{}T00:00:00Z", known.since)).ok());
    Some(FindingDetail {
        finding_arn: Some(view::arn(key)),
        cisa_data: added.map(|added| CisaData { date_added: Some(added), ..CisaData::default() }),
        reference_urls: Some(urls.into_iter().map(str::to_owned).collect()),
        epss_score: record.number(&["epss", "score"]),
        ..FindingDetail::default()
    })
}
