//! Events put. (Amazon CloudWatch Logs API Reference, `PutLogEvents`.)

use bartizan_service::store::{Key, Writer};
use bartizan_service::{Authorized, Call};

use crate::error::LogsError;
use crate::records::{Delivery, Group, Segment, Stream, segment_key, stream_key};
use crate::sealing::{self, Line};
use crate::shapes::{
    InputLogEvent, PutLogEventsRequest, PutLogEventsResponse, RejectedEntityInfo,
    RejectedLogEventsInfo,
};
use crate::{Logs, names};

/// What every answer names, for clients that hand it back: no order of calls hangs on it.
pub(crate) const SEQUENCE_TOKEN: &str = "49590302220000000000000000000000000000000000000000000000";
/// The largest batch, in bytes, and what each event counts beside its message.
const BATCH_BYTES_MAX: usize = 1_048_576;
pub(crate) const EVENT_BYTES: usize = 26;
const HOUR: i64 = 3_600_000;
/// How far apart the events of a batch may be.
const SPAN_MAX: i64 = 24 * HOUR;
/// How old events may be, and how far ahead.
const AGE_MAX: i64 = 14 * 24 * HOUR;
const AHEAD_MAX: i64 = 2 * HOUR;
/// How far apart the events of a segment may be: who reads from a time on reads this much before it.
pub(crate) const SEGMENT_SPAN: i64 = 300_000;

/// A segment that is to be stored, with the time of its first event.
struct Packed {
    key: Key,
    first: i64,
    segment: Segment,
}

/// Puts a batch of events.
pub(crate) async fn put(
    logs: &Logs,
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
    let (accepted, rejected) = sort_out(request.log_events, &group, call.now.millis());
    let packed = pack(logs, call, &group, &stream, accepted)?;
    let answer = PutLogEventsResponse {
        next_sequence_token: Some(SEQUENCE_TOKEN.to_owned()),
        rejected_log_events_info: rejected,
        rejected_entity_info: request.entity.map(|_| RejectedEntityInfo {
            error_type: "UnsupportedLogGroupType".to_owned(),
        }),
    };
    let now = call.now.millis();
    let done = call.commit(move |writer| {
        store(writer, &group, &stream, packed, now)?;
        Ok::<_, LogsError>(answer)
    });
    Ok(done.await?)
}

/// Whether a batch is one.
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
    let ends = events.first().zip(events.last());
    let is_long = ends.is_some_and(|(first, last)| {
        last.timestamp.saturating_sub(first.timestamp) > SPAN_MAX
    });
    if is_long {
        return Err(LogsError::invalid(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
        ));
    }
    Ok(())
}

/// The events that are taken, and which are not.
fn sort_out(
    events: Vec<InputLogEvent>,
    group: &Group,
    now: i64,
) -> (Vec<Line>, Option<RejectedLogEventsInfo>) {
    let keeps_from = group.keeps_from(bartizan_types::Timestamp::from_millis(now));
    let before = |limit: i64| events.iter().take_while(|event| event.timestamp < limit).count();
    let (too_old, expired) = (before(now - AGE_MAX), before(keeps_from));
    let new_from = before(now.saturating_add(AHEAD_MAX + 1));
    let index = |count: usize| i32::try_from(count).ok();
    let rejected = RejectedLogEventsInfo {
        too_new_log_event_start_index: index(new_from).filter(|_| new_from < events.len()),
        too_old_log_event_end_index: index(too_old).filter(|_| too_old > 0),
        expired_log_event_end_index: index(expired).filter(|_| expired > 0),
    };
    let (skipped, count) = (too_old.max(expired), events.len());
    let taken = new_from.saturating_sub(skipped);
    let lines = events.into_iter().skip(skipped).take(taken);
    let lines: Vec<_> = lines.map(|event| (event.timestamp, event.message)).collect();
    let rejected = (lines.len() < count).then_some(rejected);
    (lines, rejected)
}

fn pack(
    logs: &Logs,
    call: &Call,
    group: &Group,
    stream: &Stream,
    lines: Vec<Line>,
) -> Result<Vec<Packed>, LogsError> {
    let mut rest = lines.as_slice();
    let mut packed = Vec::new();
    while let Some(&(first, _)) = rest.first() {
        let count = rest.partition_point(|(at, _)| at - first <= SEGMENT_SPAN);
        let (lines, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        rest = behind;
        let key = segment_key(group, first, logs.numbers.next(call.now))?;
        let segment = Segment {
            stream: stream.id.clone(),
            stream_name: stream.name.clone(),
            ingested: call.now.millis(),
            last: lines.last().map_or(first, |(at, _)| *at),
            bytes: lines.iter().map(|(_, message)| message.len() as u64).sum(),
            sealed: sealing::seal(&call.platform.vault, &key, lines)?,
        };
        packed.push(Packed { key, first, segment });
    }
    Ok(packed)
}

fn store(
    writer: &mut Writer<'_>,
    group: &Group,
    stream: &Stream,
    packed: Vec<Packed>,
    now: i64,
) -> Result<(), LogsError> {
    let current = names::find(writer, &group.arn)?;
    if current.id != group.id {
        return Err(LogsError::NoSuchGroup);
    }
    let mut held = names::find_stream(writer, &current, &stream.name)?;
    if held.id != stream.id {
        return Err(LogsError::NoSuchStream);
    }
    for Packed { key, first, segment } in packed {
        writer.insert(&key, &segment)?;
        let (oldest, newest) = held.reach.unwrap_or((first, segment.last));
        held.reach = Some((oldest.min(first), newest.max(segment.last)));
        held.last_ingested = Some(now);
        for subscription in &current.subscriptions {
            let delivery = Delivery {
                group: current.arn.clone(),
                subscription: subscription.clone(),
                segment: key.id.clone(),
                since: now,
                next: now,
                tries: 0,
            };
            let id = format!("{}/{}", key.id, subscription.name);
            writer.put(&Key { id, ..key.clone() }, &delivery)?;
        }
    }
    Ok(writer.put(&stream_key(&current, &held.name)?, &held)?)
}
