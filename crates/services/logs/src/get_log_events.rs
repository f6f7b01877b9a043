//! The events of a stream, page by page in both directions. (Amazon CloudWatch Logs API Reference,
//! `GetLogEvents`.)

use bartizan_service::{Authorized, Call};

use crate::error::LogsError;
use crate::events::{EVENTS_MAX, Search};
use crate::position::{Position, Way};
use crate::shapes::{GetLogEventsRequest, GetLogEventsResponse, OutputLogEvent};
use crate::{Logs, names};

/// Tells events of a stream: the latest, unless it is asked for others.
pub(crate) async fn get(
    _logs: &Logs,
    call: &Call,
    request: Authorized<GetLogEventsRequest>,
) -> Result<GetLogEventsResponse, LogsError> {
    let request = request.into_inner();
    let (name, identifier) = (request.log_group_name, request.log_group_identifier);
    let arn = names::identified(call, name.as_deref(), identifier.as_deref())?;
    let (from, way) = match &request.next_token {
        Some(token) => Position::read(token).map(|(position, way)| (Some(position), way))?,
        None if request.start_from_head.unwrap_or(false) => (None, Way::Forward),
        None => (None, Way::Backward),
    };
    let (group, stream) = call.read(|reader| {
        let group = names::find(reader, &arn)?;
        let stream = names::find_stream(reader, &group, &request.log_stream_name)?;
        Ok::<_, LogsError>((group, stream))
    })?;
    let start = request.start_time.unwrap_or(0);
    let times = start..request.end_time.unwrap_or(i64::MAX);
    let mut search = Search::new(call, group, &[stream], times);
    search.limit = limit(request.limit);
    let events = search.run(call, from.clone(), way).await?.events;
    let here = from.unwrap_or_else(|| Position::before(start));
    // At an end that was reached, the way back begins with the event that was told last.
    let (before, behind) = match way {
        Way::Forward => (here.behind(), here.clone()),
        Way::Backward => (here.clone(), here.ahead()),
    };
    let first = events.first().map_or(&before, |event| &event.position);
    let last = events.last().map_or(&behind, |event| &event.position);
    Ok(GetLogEventsResponse {
        next_backward_token: Some(first.token(Way::Backward)),
        next_forward_token: Some(last.token(Way::Forward)),
        events: Some(
            events
                .into_iter()
                .map(|event| OutputLogEvent {
                    timestamp: Some(event.position.at),
                    ingestion_time: Some(event.position.ingested),
                    message: Some(event.message),
                })
                .collect(),
        ),
    })
}

/// How many events are asked for.
pub(crate) fn limit(limit: Option<i32>) -> usize {
    limit.and_then(|limit| usize::try_from(limit).ok()).map_or(EVENTS_MAX, |l| l.min(EVENTS_MAX))
}
