//! Events put into streams. (Amazon CloudWatch Logs API Reference, `PutLogEvents`.)

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::error::LogsError;
use crate::records::{DAY_MILLIS, Group, Stream, segment_key, stream_key};
use crate::segment::{self, Event};
use crate::shapes::{
    InputLogEvent, PutLogEventsRequest, PutLogEventsResponse, RejectedEntityInfo,
    RejectedLogEventsInfo,
};
use crate::{Logs, names, subscription};

/// What was once the key to the next batch, and is told because older clients read it.
pub(crate) const SEQUENCE_TOKEN: &str = "49640000000000000000000000000000000000000000000000000001";
/// How large a batch may be, with so many bytes for each event beside its message.
const BATCH_BYTES_MAX: usize = 1_048_576;
pub(crate) const EVENT_BYTES: usize = 26;
/// How far apart the events of a batch may be, and how old and how new they may be.
const BATCH_SPAN_MAX: i64 = DAY_MILLIS;
const OLDEST: i64 = 14 * DAY_MILLIS;
const NEWEST: i64 = 2 * 3_600_000;

/// Puts a batch of events into a stream.
pub(crate) async fn put(
    _logs: &Logs,
    call: &Call,
    request: Authorized<PutLogEventsRequest>,
) -> Result<PutLogEventsResponse, LogsError> {
    let request = request.into_inner();
    let arn = names::group(call, &request.log_group_name)?;
    let (group, stream) = call.read(|reader| {
        let group = names::find(reader, &arn)?;
        let stream = names::find_stream(reader, &group, &request.log_stream_name)?;
        Ok::<_, LogsError>((group, stream))
    })?;
    check(&request.log_events)?;
    let (events, rejected) = admit(request.log_events, &group, call.now);
    let answer = PutLogEventsResponse {
        next_sequence_token: Some(SEQUENCE_TOKEN.to_owned()),
        rejected_log_events_info: rejected,
        rejected_entity_info: request
            .entity
            .map(|_| RejectedEntityInfo { error_type: "UnsupportedLogGroupType".to_owned() }),
    };
    let mut segments = Vec::new();
    for piece in segment::pieces(&events) {
        let first = piece.first().map_or(0, |event| event.at);
        let name = call.platform.random.uuid();
        let account = arn.account_id().ok_or(LogsError::NoSuchGroup)?;
        let packed = segment::pack(&call.platform.vault, account, &stream, &name, piece)?;
        segments.push((first, packed));
    }
    let (now, id) = (call.now.millis(), stream.id);
    let done = call.commit(move |writer| {
        let group = names::find(writer, &arn)?;
        let mut stream = names::find_stream(writer, &group, &stream.name)?;
        if stream.id != id {
            return Err(LogsError::NoSuchStream);
        }
        for (first, mut segment) in segments {
            segment.ingested = now;
            stream.segments += 1;
            reach(&mut stream, first, segment.last);
            stream.last_ingested = Some(now);
            let key = segment_key(&group, first, &stream)?;
            writer.put(&key, &segment)?;
            subscription::announce(writer, &group, &stream, &key, now)?;
        }
        writer.put(&stream_key(&group, &stream.name)?, &stream)?;
        Ok(answer)
    });
    Ok(done.await?)
}

fn reach(stream: &mut Stream, first: i64, last: i64) {
    let (from, to) = stream.reach.unwrap_or((first, last));
    stream.reach = Some((from.min(first), to.max(last)));
}

fn check(events: &[InputLogEvent]) -> Result<(), LogsError> {
    let bytes: usize = events.iter().map(|event| event.message.len() + EVENT_BYTES).sum();
    if bytes > BATCH_BYTES_MAX {
        return Err(LogsError::invalid(format!(
            "Upload too large: {bytes} bytes exceeds limit of {BATCH_BYTES_MAX}"
        )));
    }
    if !events.is_sorted_by_key(|event| event.timestamp) {
        return Err(LogsError::invalid(
            "Log events in a single PutLogEvents request must be in chronological order.",
        ));
    }
    let first = events.first().map_or(0, |event| event.timestamp);
    let last = events.last().map_or(0, |event| event.timestamp);
    if last.saturating_sub(first) > BATCH_SPAN_MAX {
        return Err(LogsError::invalid(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
        ));
    }
    Ok(())
}

/// The events that are neither too old nor too new, and where those are that are.
fn admit(
    events: Vec<InputLogEvent>,
    group: &Group,
    now: Timestamp,
) -> (Vec<Event>, Option<RejectedLogEventsInfo>) {
    let before = |time: i64| events.partition_point(|event| event.timestamp < time);
    let too_old = before(now.millis().saturating_sub(OLDEST));
    let expired = before(group.keeps_from(now));
    let too_new = before(now.millis().saturating_add(NEWEST).saturating_add(1));
    let index = |count: usize| i32::try_from(count).ok();
    let rejected = RejectedLogEventsInfo {
        too_new_log_event_start_index: index(too_new).filter(|_| too_new < events.len()),
        too_old_log_event_end_index: index(too_old).filter(|end| *end > 0),
        expired_log_event_end_index: index(expired).filter(|end| *end > 0),
    };
    let from = too_old.max(expired);
    let is_any = from > 0 || too_new < events.len();
    let admitted = events.into_iter().take(too_new).skip(from);
    let admitted = admitted.map(|event| Event { at: event.timestamp, message: event.message });
    (admitted.collect(), is_any.then_some(rejected))
}
