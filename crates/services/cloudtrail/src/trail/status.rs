//! `GetTrailStatus`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::{Reference, find};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::records::Progress;
use crate::shapes::{GetTrailStatusRequest, GetTrailStatusResponse};

/// What a trail says that has lost events: S3 has no such error.
const LOST_EVENTS: &str = "EventsForgotten";

/// Whether the trail logs, and how its deliveries went.
pub(crate) async fn status(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<GetTrailStatusRequest>,
) -> Result<GetTrailStatusResponse, CloudTrailError> {
    let reference = Reference::read(call, &request.name)?;
    let progress = call.read(|reader| {
        let trail = find(reader, &reference, call.region.as_str())?;
        let progress = reader.get::<Progress>(&trail.key())?;
        Ok::<_, CloudTrailError>(progress.unwrap_or_default())
    })?;
    let text = |time: Option<Timestamp>| Some(time.map(Timestamp::iso8601).unwrap_or_default());
    Ok(GetTrailStatusResponse {
        is_logging: Some(progress.is_logging()),
        latest_delivery_error: progress
            .error
            .clone()
            .or_else(|| progress.lost_events.map(|_| LOST_EVENTS.to_owned())),
        latest_delivery_time: progress.delivered,
        start_logging_time: progress.started,
        stop_logging_time: progress.stopped,
        latest_digest_delivery_time: progress.digest_delivered,
        latest_digest_delivery_error: progress.digest_error.clone(),
        latest_delivery_attempt_time: text(progress.attempted),
        latest_notification_attempt_time: Some(String::new()),
        latest_notification_attempt_succeeded: Some(String::new()),
        latest_delivery_attempt_succeeded: text(progress.delivered),
        time_logging_started: text(progress.started),
        time_logging_stopped: text(progress.stopped),
        ..GetTrailStatusResponse::default()
    })
}
