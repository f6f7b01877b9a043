//! Messages sent. (Amazon SQS API Reference, `SendMessage` and `SendMessageBatch`.)

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use bartizan_types::Principal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::attributes::MESSAGE_BYTES_MAX;
use crate::error::SqsError;
use crate::message::{self, Message};
use crate::records::{self, Content, Place, Queue, Seen};
use crate::sealing::Sealer;
use crate::shapes::{
    MessageAttributeValue, MessageSystemAttributeValue, SendMessageBatchRequest,
    SendMessageBatchRequestEntry, SendMessageBatchResult, SendMessageBatchResultEntry,
    SendMessageRequest, SendMessageResult,
};
use crate::shelf::Shelf;
use crate::{Sqs, batch, digest as digests, names};

/// The longest delay, in seconds.
const DELAY_MAX: i32 = 900;
/// The longest id of a group, and of a deduplication.
const ID_MAX: usize = 128;
/// How long a message has duplicates, in milliseconds.
pub(crate) const DEDUPLICATED: i64 = 300_000;

/// What a request sends.
struct Outgoing {
    body: String,
    attributes: Option<BTreeMap<String, MessageAttributeValue>>,
    system: Option<BTreeMap<String, MessageSystemAttributeValue>>,
    delay: Option<i32>,
    group: Option<String>,
    deduplication: Option<String>,
}

/// A message that only lacks its number.
struct Checked {
    place: Place,
    content: Content,
    /// Below which key duplicates are known.
    seen: Option<String>,
    body_digest: String,
    attributes_digest: Option<String>,
    system_digest: Option<String>,
}

/// Sends a message.
pub(crate) async fn send(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<SendMessageRequest>,
) -> Result<SendMessageResult, SqsError> {
    let request = request.into_inner();
    let shelf = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?;
    let queue = shelf.queue();
    let outgoing = Outgoing {
        body: request.message_body,
        attributes: request.message_attributes,
        system: request.message_system_attributes,
        delay: request.delay_seconds,
        group: request.message_group_id,
        deduplication: request.message_deduplication_id,
    };
    let (message, place, seen) = check(call, &queue, outgoing)?;
    let sealer = sqs.data_keys.sealer(call, &queue).await?;
    let checked = sealed(call, &queue, &sealer, &message, place, seen)?;
    let now = call.now;
    let done = call.commit(move |writer| {
        let queue = records::same(writer, &queue.arn, &queue.id)?;
        let (message_id, sequence) = store(writer, &shelf, &queue, &checked, now)?;
        Ok::<_, SqsError>(SendMessageResult {
            md5_of_message_body: Some(checked.body_digest),
            md5_of_message_attributes: checked.attributes_digest,
            md5_of_message_system_attributes: checked.system_digest,
            message_id: Some(message_id),
            sequence_number: queue.attributes.fifo.then(|| shown(sequence)),
        })
    });
    Ok(done.await?)
}

/// Sends up to ten messages; those that cannot be sent keep none of the others back.
pub(crate) async fn send_batch(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<SendMessageBatchRequest>,
) -> Result<SendMessageBatchResult, SqsError> {
    let request = request.into_inner();
    let shelf = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?;
    batch::check("SendMessageBatchRequestEntry", request.entries.iter().map(|entry| &*entry.id))?;
    let queue = shelf.queue();
    let (mut sent, mut failed, mut size) = (Vec::new(), Vec::new(), 0);
    for entry in request.entries {
        let (id, outgoing) = outgoing(entry);
        let body = outgoing.body.len();
        match check(call, &queue, outgoing) {
            Ok((message, place, seen)) => {
                size += message.size();
                sent.push((id, message, place, seen));
            }
            // Of these two AWS refuses the whole batch.
            Err(error @ (SqsError::MissingParameter(_) | SqsError::NotDeduplicated)) => {
                return Err(error);
            }
            Err(error) => {
                size += body;
                failed.push(batch::failed(id, error));
            }
        }
    }
    let limit = usize::try_from(MESSAGE_BYTES_MAX).unwrap_or(usize::MAX);
    if size > limit {
        return Err(SqsError::BatchTooLong { limit, sent: size });
    }
    let sealer = sqs.data_keys.sealer(call, &queue).await?;
    let sent = sent.into_iter().map(|(id, message, place, seen)| {
        Ok((id, sealed(call, &queue, &sealer, &message, place, seen)?))
    });
    let sent = sent.collect::<Result<Vec<_>, SqsError>>()?;
    let now = call.now;
    let done = call.commit(move |writer| {
        let queue = records::same(writer, &queue.arn, &queue.id)?;
        let successful = sent.into_iter().map(|(id, checked)| {
            let (message_id, sequence) = store(writer, &shelf, &queue, &checked, now)?;
            Ok(SendMessageBatchResultEntry {
                id,
                message_id,
                md5_of_message_body: checked.body_digest,
                md5_of_message_attributes: checked.attributes_digest,
                md5_of_message_system_attributes: checked.system_digest,
                sequence_number: queue.attributes.fifo.then(|| shown(sequence)),
            })
        });
        let successful = successful.collect::<Result<Vec<_>, SqsError>>()?;
        Ok::<_, SqsError>(SendMessageBatchResult { successful, failed })
    });
    Ok(done.await?)
}

fn outgoing(entry: SendMessageBatchRequestEntry) -> (String, Outgoing) {
    let outgoing = Outgoing {
        body: entry.message_body,
        attributes: entry.message_attributes,
        system: entry.message_system_attributes,
        delay: entry.delay_seconds,
        group: entry.message_group_id,
        deduplication: entry.message_deduplication_id,
    };
    (entry.id, outgoing)
}

fn check(
    call: &Call,
    queue: &Queue,
    outgoing: Outgoing,
) -> Result<(Message, Place, Option<String>), SqsError> {
    let Outgoing { body, attributes, system, delay, group, deduplication } = outgoing;
    let message = message::read(body, attributes, system)?;
    let limit = queue.attributes.size_max;
    if message.size() > usize::try_from(limit).unwrap_or(usize::MAX) {
        return Err(SqsError::InvalidParameter(format!(
            "One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes."
        )));
    }
    let group = group.map(|group| check_id("MessageGroupId", group)).transpose()?;
    let given = deduplication.map(|id| check_id("MessageDeduplicationId", id)).transpose()?;
    let seen = if queue.attributes.fifo {
        let group = group.as_deref();
        let group = group.ok_or_else(|| SqsError::MissingParameter("MessageGroupId".to_owned()))?;
        Some(deduplicated(queue, group, given.as_deref(), &message)?)
    } else if let Some(id) = &given {
        return Err(not_of_kind(id, "MessageDeduplicationId"));
    } else {
        None
    };
    let delay = match delay {
        None => i64::from(queue.attributes.delay),
        Some(delay) if !(0..=DELAY_MAX).contains(&delay) => {
            let reason = format!("DelaySeconds must be >= 0 and <= {DELAY_MAX}.");
            return Err(SqsError::value(delay, "DelaySeconds", &reason));
        }
        Some(delay) if delay > 0 && queue.attributes.fifo => {
            return Err(not_of_kind(delay, "DelaySeconds"));
        }
        Some(delay) if queue.attributes.fifo => {
            i64::from(queue.attributes.delay.max(u32::try_from(delay).unwrap_or(0)))
        }
        Some(delay) => i64::from(delay),
    };
    let sent = call.now.millis();
    let place = Place {
        message_id: call.platform.random.uuid(),
        sender: sender(call),
        sent,
        visible: sent + delay * 1000,
        received: 0,
        first_received: None,
        last_received: 0,
        receipt: String::new(),
        group,
        deduplication: seen.as_ref().map(|(_, id)| id.clone()),
        origin: None,
    };
    Ok((message, place, seen.map(|(key, _)| key)))
}

/// Below which key duplicates of a message are known, and its id among them.
fn deduplicated(
    queue: &Queue,
    group: &str,
    given: Option<&str>,
    message: &Message,
) -> Result<(String, String), SqsError> {
    let id = match given {
        Some(id) => id.to_owned(),
        None if queue.attributes.content_deduplication => {
            let hash = digest(&SHA256, message.body.as_bytes());
            hash.as_ref().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
        }
        None => {
            return Err(SqsError::NotDeduplicated);
        }
    };
    let scope = if queue.attributes.deduplicates_by_group { group } else { "" };
    let key = format!("{}/{}", URL_SAFE_NO_PAD.encode(scope), URL_SAFE_NO_PAD.encode(&id));
    Ok((key, id))
}

fn check_id(parameter: &str, id: String) -> Result<String, SqsError> {
    if !id.is_empty() && id.len() <= ID_MAX && id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(id);
    }
    let reason = format!(
        "{parameter} can only include alphanumeric and punctuation characters. 1 to {ID_MAX} in length."
    );
    Err(SqsError::value(id, parameter, &reason))
}

fn not_of_kind(value: impl std::fmt::Display, parameter: &str) -> SqsError {
    let reason = "The request include parameter that is not valid for this queue type.";
    SqsError::value(value, parameter, reason)
}

fn sender(call: &Call) -> String {
    match &call.caller.principal {
        Principal::Service { name } => name.clone(),
        caller => caller.user_id().unwrap_or_default(),
    }
}

fn sealed(
    call: &Call,
    queue: &Queue,
    sealer: &Sealer,
    message: &Message,
    place: Place,
    seen: Option<String>,
) -> Result<Checked, SqsError> {
    Ok(Checked {
        content: sealer.seal(call, queue, &place.message_id, message)?,
        place,
        seen,
        body_digest: digests::of_text(&message.body),
        attributes_digest: digests::of_attributes(&message.attributes),
        system_digest: digests::of_attributes(&message.system),
    })
}

/// Stores a message, unless it is a duplicate; the id and the number that are answered.
fn store(
    writer: &mut Writer<'_>,
    shelf: &Arc<Shelf>,
    queue: &Queue,
    checked: &Checked,
    now: bartizan_types::Timestamp,
) -> Result<(String, u64), SqsError> {
    let seen = checked.seen.as_deref().map(|seen| records::below(queue, seen)).transpose()?;
    if let Some(key) = &seen
        && let Some(known) = writer.get::<Seen>(key)?
        && now.millis() - known.at < DEDUPLICATED
    {
        return Ok((known.message_id, known.sequence));
    }
    let sequence = shelf.next(now);
    let key = records::message_of(queue, sequence)?;
    let message_id = checked.place.message_id.clone();
    writer.put(&key, &checked.content)?;
    writer.put(&key, &checked.place)?;
    if let Some(key) = &seen {
        let seen = Seen { at: now.millis(), message_id: message_id.clone(), sequence };
        writer.put(key, &seen)?;
    }
    Ok((message_id, sequence))
}

/// A sequence number as it is shown.
pub(crate) fn shown(sequence: u64) -> String {
    format!("{sequence:020}")
}
