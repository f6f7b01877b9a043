//! Messages received. (Amazon SQS API Reference, `ReceiveMessage`; Amazon SQS Developer Guide, "Amazon SQS
//! short and long polling", "visibility timeout" and "dead-letter queues".)

mod shown;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use tokio::time::{Instant, timeout};

use self::shown::Selection;
use crate::error::SqsError;
use crate::message::Message;
use crate::records::{self, Attempt, Content, Place, Queue, queue_key};
use crate::shapes::{self, ReceiveMessageRequest, ReceiveMessageResult};
use crate::shelf::{Claims, Full, Shelf};
use crate::{Sqs, change, names};

const MESSAGES_MAX: i32 = 10;
const WAIT_MAX: i32 = 20;
const VISIBILITY_MAX: i32 = 43_200;
/// How many messages of a queue are in flight at most. (Amazon SQS Developer Guide, "Amazon SQS message
/// quotas".)
const IN_FLIGHT_MAX: usize = 120_000;
const IN_FLIGHT_MAX_FIFO: usize = 20_000;
/// How often a receive looks again at once, where all it claimed went to a dead-letter queue.
const ROUNDS_MAX: u32 = 100;
/// How many receives wait at most; others answer at once.
const WAITING_MAX: usize = 512;
/// How long an attempt is known, in milliseconds.
pub(crate) const ATTEMPT_KNOWN: i64 = 300_000;
const ATTEMPT_ID_MAX: usize = 128;

/// What a request asks for, checked.
struct Wish {
    most: usize,
    /// In milliseconds.
    visibility: i64,
    wait: Duration,
    selection: Selection,
    attempt: Option<String>,
}

/// Receives messages; waits for them if there are none, as long as the request or the queue says.
pub(crate) async fn receive(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<ReceiveMessageRequest>,
) -> Result<ReceiveMessageResult, SqsError> {
    let request = request.into_inner();
    let shelf = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?;
    let wish = Wish::of(&shelf.queue(), request)?;
    if let Some(answer) = again(sqs, call, &shelf, &wish).await? {
        return Ok(answer);
    }
    let until = Instant::now() + wish.wait;
    let mut fruitless = 0;
    loop {
        let news = shelf.news.notified();
        tokio::pin!(news);
        news.as_mut().enable();
        let queue = shelf.queue();
        sqs.hall.find(&queue.arn)?;
        let now = call.platform.now().millis();
        let limit = if queue.attributes.fifo { IN_FLIGHT_MAX_FIFO } else { IN_FLIGHT_MAX };
        let claims = match shelf.claim(now, wish.most, limit) {
            Ok(claims) => Some(claims),
            // FIFO queues and receives that wait answer no error.
            Err(Full) if queue.attributes.fifo || !wish.wait.is_zero() => None,
            Err(Full) => {
                let message = format!("{limit} messages are in flight, which is the most.");
                return Err(SqsError::OverLimit(message));
            }
        };
        if let Some(claims) = claims.filter(|claims| !claims.sequences.is_empty()) {
            let answer = take(sqs, call, &shelf, (claims, now), &wish).await?;
            fruitless += 1;
            if answer.messages.is_some() || fruitless == ROUNDS_MAX {
                return Ok(answer);
            }
            continue;
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(ReceiveMessageResult { messages: None });
        }
        let next = shelf.next_visible().map(|visible| visible.saturating_sub(now).max(1));
        let next = next.and_then(|millis| u64::try_from(millis).ok()).map(Duration::from_millis);
        let Some(_waiting) = Waiting::begin(sqs) else {
            return Ok(ReceiveMessageResult { messages: None });
        };
        // Either way it is looked again.
        let _ = timeout(next.map_or(left, |next| next.min(left)), news).await;
    }
}

impl Wish {
    fn of(queue: &Queue, request: ReceiveMessageRequest) -> Result<Self, SqsError> {
        let most = request.max_number_of_messages.unwrap_or(1);
        if !(1..=MESSAGES_MAX).contains(&most) {
            let reason = format!("Must be between 1 and {MESSAGES_MAX}, if provided.");
            return Err(SqsError::value(most, "MaxNumberOfMessages", &reason));
        }
        let wait = match request.wait_time_seconds {
            None => queue.attributes.wait,
            Some(wait) => {
                u32::try_from(wait).ok().filter(|_| wait <= WAIT_MAX).ok_or_else(|| {
                    let reason = format!("Must be >= 0 and <= {WAIT_MAX}, if provided.");
                    SqsError::value(wait, "WaitTimeSeconds", &reason)
                })?
            }
        };
        let visibility = match request.visibility_timeout {
            None => i64::from(queue.attributes.visibility),
            Some(timeout) => i64::from(check_visibility(timeout)?),
        };
        let attempt = request.receive_request_attempt_id;
        if let Some(id) = &attempt {
            let is_well = !id.is_empty()
                && id.len() <= ATTEMPT_ID_MAX
                && id.bytes().all(|byte| byte.is_ascii_graphic());
            if !is_well || !queue.attributes.fifo {
                let reason = if is_well {
                    "The request include parameter that is not valid for this queue type."
                } else {
                    "ReceiveRequestAttemptId can only include alphanumeric and punctuation \
                     characters. 1 to 128 in length."
                };
                return Err(SqsError::value(id, "ReceiveRequestAttemptId", reason));
            }
        }
        let system =
            request.attribute_names.into_iter().chain(request.message_system_attribute_names);
        Ok(Self {
            most: usize::try_from(most).unwrap_or(1),
            visibility: visibility * 1000,
            wait: Duration::from_secs(u64::from(wait)),
            selection: Selection {
                system: system.flatten().collect(),
                own: request.message_attribute_names.unwrap_or_default(),
            },
            attempt,
        })
    }
}

/// A visibility timeout that a request names, in seconds.
pub(crate) fn check_visibility(timeout: i32) -> Result<i32, SqsError> {
    if (0..=VISIBILITY_MAX).contains(&timeout) {
        return Ok(timeout);
    }
    let reason = format!("Must be >= 0 and <= {VISIBILITY_MAX}, if provided.");
    Err(SqsError::value(timeout, "VisibilityTimeout", &reason))
}

/// A receive that waits.
struct Waiting<'s>(&'s Sqs);

impl<'s> Waiting<'s> {
    fn begin(sqs: &'s Sqs) -> Option<Self> {
        let before = sqs.waiting.fetch_add(1, Ordering::Relaxed);
        // From here on it is counted, and dropped.
        let waiting = Self(sqs);
        (before < WAITING_MAX).then_some(waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Receives the messages that were claimed.
async fn take(
    sqs: &Sqs,
    call: &Call,
    shelf: &Arc<Shelf>,
    (claims, now): (Claims, i64),
    wish: &Wish,
) -> Result<ReceiveMessageResult, SqsError> {
    let queue = shelf.queue();
    let opened = open(sqs, call, &queue, &claims.sequences).await?;
    let found: Vec<_> = opened
        .into_iter()
        .map(|(sequence, message)| {
            let receipt = format!("{:016x}", call.platform.random.next_u64());
            (sequence, message, receipt)
        })
        .collect();
    let target = queue.attributes.redrive.as_ref().map(|redrive| sqs.hall.find(&redrive.target));
    let target = target.and_then(Result::ok);
    let (known, selection) = (Arc::clone(&queue), wish.selection.clone());
    let (visibility, attempt) = (wish.visibility, wish.attempt.clone());
    let shelf = Arc::clone(shelf);
    let done = call.commit(move |writer| {
        let queue = records::same(writer, &known.arn, &known.id)?;
        let (mut messages, mut receipts) = (Vec::new(), Vec::new());
        for (sequence, message, receipt) in found {
            let key = records::message_of(&queue, sequence)?;
            let is_free = |place: &Place| place.visible <= now && sequence > queue.purged_up_to();
            let Some(mut place) = writer.get::<Place>(&key)?.filter(is_free) else { continue };
            if let Some(target) = target.as_ref().filter(|_| is_worn(&queue, &place))
                && move_away(writer, &queue, target, sequence, now)?
            {
                continue;
            }
            place.received = place.received.saturating_add(1);
            place.first_received.get_or_insert(now);
            place.last_received = now;
            place.visible = now + visibility;
            place.receipt.clone_from(&receipt);
            writer.put(&key, &place)?;
            messages.push(selection.show(&queue, sequence, &place, message));
            receipts.push((sequence, receipt));
        }
        if let Some(attempt) = attempt.filter(|_| !receipts.is_empty()) {
            let key = records::below(&queue, &attempt)?;
            writer.put(&key, &Attempt { at: now, messages: receipts })?;
        }
        Ok::<_, SqsError>(ReceiveMessageResult {
            messages: Some(messages).filter(|messages| !messages.is_empty()),
        })
    });
    let answer = done.await;
    drop((claims, shelf));
    Ok(answer?)
}

/// Whether a message was received so often that it goes to the dead-letter queue.
fn is_worn(queue: &Queue, place: &Place) -> bool {
    queue.attributes.redrive.as_ref().is_some_and(|redrive| place.received >= redrive.receives)
}

/// Moves a message to the dead-letter queue; whether there still is one.
fn move_away(
    writer: &mut Writer<'_>,
    queue: &Queue,
    target: &Shelf,
    sequence: u64,
    now: i64,
) -> Result<bool, SqsError> {
    let known = target.queue();
    let Some(held) =
        writer.get::<Queue>(&queue_key(&known.arn)?)?.filter(|held| held.id == known.id)
    else {
        return Ok(false);
    };
    let key = records::message_of(queue, sequence)?;
    let (Some(place), Some(content)) = (writer.get::<Place>(&key)?, writer.get::<Content>(&key)?)
    else {
        return Ok(false);
    };
    let new = target.next(bartizan_types::Timestamp::from_millis(now));
    let new = records::message_of(&held, new)?;
    // Its age goes on in a standard queue, and begins anew in a FIFO one.
    let sent = if held.attributes.fifo { now } else { place.sent };
    let moved = Place {
        sent,
        visible: now,
        receipt: String::new(),
        origin: Some(queue.arn.clone()),
        ..place
    };
    writer.put(&new, &content)?;
    writer.put(&new, &moved)?;
    writer.delete::<Place>(&key)?;
    writer.delete::<Content>(&key)?;
    Ok(true)
}

/// What messages say, of those that are there.
async fn open(
    sqs: &Sqs,
    call: &Call,
    queue: &Queue,
    sequences: &[u64],
) -> Result<Vec<(u64, Message)>, SqsError> {
    let sealed = call.read(|reader| {
        let mut sealed = Vec::new();
        for sequence in sequences {
            let key = records::message_of(queue, *sequence)?;
            if let (Some(place), Some(content)) =
                (reader.get::<Place>(&key)?, reader.get::<Content>(&key)?)
            {
                sealed.push((*sequence, place.message_id, content));
            }
        }
        Ok::<_, SqsError>(sealed)
    })?;
    let mut opened = Vec::new();
    for (sequence, message_id, content) in sealed {
        opened.push((sequence, sqs.data_keys.open(call, queue, &message_id, &content).await?));
    }
    Ok(opened)
}

/// What the same attempt was answered before, if none of its messages has been touched since.
async fn again(
    sqs: &Sqs,
    call: &Call,
    shelf: &Arc<Shelf>,
    wish: &Wish,
) -> Result<Option<ReceiveMessageResult>, SqsError> {
    let Some(attempt) = &wish.attempt else { return Ok(None) };
    let (queue, now) = (shelf.queue(), call.now.millis());
    let key = records::below(&queue, attempt)?;
    let known = call.read(|reader| reader.get::<Attempt>(&key))?;
    let Some(known) = known.filter(|known| now - known.at < ATTEMPT_KNOWN) else { return Ok(None) };
    let sequences: Vec<u64> = known.messages.iter().map(|(sequence, _)| *sequence).collect();
    let opened = open(sqs, call, &queue, &sequences).await?;
    if opened.len() < sequences.len() {
        return Ok(None);
    }
    let (selection, visibility) = (wish.selection.clone(), wish.visibility);
    let done = call.commit(move |writer| {
        let mut messages: Vec<shapes::Message> = Vec::new();
        for ((sequence, message), (_, receipt)) in opened.into_iter().zip(&known.messages) {
            let key = records::message_of(&queue, sequence)?;
            let is_same = |place: &Place| place.receipt == *receipt && place.visible > now;
            let place = writer.get::<Place>(&key)?.filter(is_same);
            let Some(mut place) = place else {
                return Err(change::touched());
            };
            place.visible = now + visibility;
            writer.put(&key, &place)?;
            messages.push(selection.show(&queue, sequence, &place, message));
        }
        Ok(ReceiveMessageResult { messages: Some(messages) })
    });
    match done.await {
        Ok(answer) => Ok(Some(answer)),
        Err(fault) if fault.code == change::TOUCHED => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}
