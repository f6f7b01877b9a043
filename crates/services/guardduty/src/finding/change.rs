//! What users say of findings. (Amazon GuardDuty API Reference, `ArchiveFindings`, `UnarchiveFindings` and
//! `UpdateFindingsFeedback`.)

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use serde_json::json;

use super::record::{self, FindingRecord};
use crate::GuardDuty;
use crate::detector::Place;
use crate::error::GuardDutyError;
use crate::shapes::{
    ArchiveFindingsRequest, ArchiveFindingsResponse, UnarchiveFindingsRequest,
    UnarchiveFindingsResponse, UpdateFindingsFeedbackRequest, UpdateFindingsFeedbackResponse,
};

/// Archives findings.
pub(crate) async fn archive(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<ArchiveFindingsRequest>,
) -> Result<ArchiveFindingsResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        change(writer, &place, &request.detector_id, &request.finding_ids, |finding| {
            record::set(&mut finding.body, "service", "archived", json!(true));
        })?;
        Ok::<_, GuardDutyError>(ArchiveFindingsResponse {})
    });
    Ok(done.await?)
}

/// Takes findings out of the archive.
pub(crate) async fn unarchive(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<UnarchiveFindingsRequest>,
) -> Result<UnarchiveFindingsResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        change(writer, &place, &request.detector_id, &request.finding_ids, |finding| {
            record::set(&mut finding.body, "service", "archived", json!(false));
        })?;
        Ok::<_, GuardDutyError>(UnarchiveFindingsResponse {})
    });
    Ok(done.await?)
}

/// Notes whether findings are useful.
pub(crate) async fn feedback(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<UpdateFindingsFeedbackRequest>,
) -> Result<UpdateFindingsFeedbackResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        let (feedback, comments) = (request.feedback, request.comments);
        change(writer, &place, &request.detector_id, &request.finding_ids, |finding| {
            record::set(&mut finding.body, "service", "userFeedback", json!(feedback));
            finding.comments.clone_from(&comments);
        })?;
        Ok::<_, GuardDutyError>(UpdateFindingsFeedbackResponse {})
    });
    Ok(done.await?)
}

fn change(
    writer: &mut Writer<'_>,
    place: &Place,
    detector: &str,
    ids: &[String],
    change: impl Fn(&mut FindingRecord),
) -> Result<(), GuardDutyError> {
    place.named(writer, detector)?;
    for (id, mut finding) in record::find_all(writer, place, ids)? {
        change(&mut finding);
        writer.put(&place.key(id), &finding)?;
    }
    Ok(())
}
