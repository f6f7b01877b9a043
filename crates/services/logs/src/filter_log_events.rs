//! Events of many streams that match a pattern. (Amazon CloudWatch Logs API Reference,
//! `FilterLogEvents`.)

use bartizan_log_filter::Filter;
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use crate::error::LogsError;
use crate::events::{Found, Search};
use crate::get_log_events::limit;
use crate::position::{Position, Way};
use crate::records::{Group, Stream};
use crate::shapes::{FilterLogEventsRequest, FilterLogEventsResponse, FilteredLogEvent};
use crate::{Logs, names};

/// The time from which on the latest events may be asked for first, and what is said before.
const BACKWARD_FROM: i64 = 1_704_067_200_000;
const TOO_EARLY: &str =
    "startFromHead can be false only where startTime is on or after January 1, 2024.";

/// Tells the events of a group that match a pattern.
pub(crate) async fn filter(
    _logs: &Logs,
    call: &Call,
    request: Authorized<FilterLogEventsRequest>,
) -> Result<FilterLogEventsResponse, LogsError> {
    let request = request.into_inner();
    let (name, identifier) = (&request.log_group_name, &request.log_group_identifier);
    let arn = names::identified(call, name.as_deref(), identifier.as_deref())?;
    let filter = parse(request.filter_pattern.as_deref().unwrap_or_default())?;
    let (from, way) = begin(&request)?;
    let (names, prefix) = (request.log_stream_names, request.log_stream_name_prefix);
    if names.is_some() && prefix.is_some() {
        return Err(LogsError::invalid(
            "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.",
        ));
    }
    let (group, streams) = call.read(|reader| {
        let group = names::find(reader, &arn)?;
        let streams = streams(reader, &group, names.as_deref(), prefix.as_deref())?;
        Ok::<_, LogsError>((group, streams))
    })?;
    let end = request.end_time.unwrap_or(i64::MAX).saturating_add(1);
    let mut search = Search::new(call, group, &streams, request.start_time.unwrap_or(0)..end);
    search.filter = filter;
    search.limit = limit(request.limit);
    let mut found = search.run(call, from, way).await?;
    if way == Way::Backward {
        found.events.reverse();
    }
    Ok(FilterLogEventsResponse {
        events: Some(found.events.into_iter().map(shown).collect()),
        searched_log_streams: Some(Vec::new()),
        next_token: found.next.map(|next| next.token(way)),
    })
}

/// Reads a pattern.
pub(crate) fn parse(pattern: &str) -> Result<Filter, LogsError> {
    Filter::parse(pattern)
        .map_err(|error| LogsError::invalid(format!("Invalid filter pattern: {error}")))
}

fn begin(request: &FilterLogEventsRequest) -> Result<(Option<Position>, Way), LogsError> {
    if let Some(token) = &request.next_token {
        return Position::read(token).map(|(position, way)| (Some(position), way));
    }
    if request.start_from_head.unwrap_or(true) {
        return Ok((None, Way::Forward));
    }
    if request.start_time.unwrap_or(0) < BACKWARD_FROM {
        return Err(LogsError::invalid(TOO_EARLY));
    }
    Ok((None, Way::Backward))
}

/// The streams that are named, or whose names begin so.
fn streams(
    reader: &Reader<'_>,
    group: &Group,
    names: Option<&[String]>,
    prefix: Option<&str>,
) -> Result<Vec<Stream>, LogsError> {
    if let Some(names) = names {
        return names.iter().map(|name| names::find_stream(reader, group, name)).collect();
    }
    let (key, prefix) = (group.key()?, format!("{}/{}", group.id, prefix.unwrap_or_default()));
    let found = reader.scan::<Stream>(&key.account, &key.region, &prefix, None, usize::MAX)?;
    Ok(found.into_iter().map(|(_, stream)| stream).collect())
}

fn shown(event: Found) -> FilteredLogEvent {
    FilteredLogEvent {
        log_stream_name: Some(event.stream.to_string()),
        timestamp: Some(event.position.at),
        ingestion_time: Some(event.position.ingested),
        event_id: Some(event.position.event_id()),
        message: Some(event.message),
    }
}
