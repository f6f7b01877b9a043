//! What becomes of messages that were received: deleted, or visible at another time. (Amazon SQS API
//! Reference, `DeleteMessage` and `ChangeMessageVisibility`.)

use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::SqsError;
use crate::receive::check_visibility;
use crate::records::{self, Content, Place, Queue};
use crate::shapes::{
    ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult,
    ChangeMessageVisibilityBatchResultEntry, ChangeMessageVisibilityRequest,
    DeleteMessageBatchRequest, DeleteMessageBatchResult, DeleteMessageBatchResultEntry,
    DeleteMessageRequest,
};
use crate::{Sqs, batch, names};

/// How long a message is in flight at most, in milliseconds.
const IN_FLIGHT: i64 = 43_200_000;
/// That an attempt's messages are not as it left them.
pub(crate) const TOUCHED: &str = "Touched";

pub(crate) fn touched() -> SqsError {
    SqsError::Platform(Fault::new(TOUCHED, "", 400))
}

/// A receipt handle, read.
#[derive(Debug, Clone)]
struct Receipt {
    sequence: u64,
    says: String,
    handle: String,
}

/// The handle of a receipt.
pub(crate) fn handle(queue: &str, sequence: u64, receipt: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{queue}/{sequence}/{receipt}"))
}

fn read(queue: &Queue, handle: &str) -> Result<Receipt, SqsError> {
    let invalid = || SqsError::InvalidReceipt(handle.chars().take(1024).collect());
    let bytes = URL_SAFE_NO_PAD.decode(handle).map_err(|_| invalid())?;
    let text = String::from_utf8(bytes).map_err(|_| invalid())?;
    let (id, rest) = text.split_once('/').ok_or_else(invalid)?;
    let (sequence, receipt) = rest.split_once('/').ok_or_else(invalid)?;
    if id != queue.id || receipt.is_empty() {
        return Err(invalid());
    }
    let sequence = sequence.parse().map_err(|_| invalid())?;
    Ok(Receipt { sequence, says: receipt.to_owned(), handle: handle.to_owned() })
}

/// Deletes a message.
pub(crate) async fn delete(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<DeleteMessageRequest>,
) -> Result<(), SqsError> {
    let queue = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?.queue();
    let (receipt, now) = (read(&queue, &request.receipt_handle)?, call.now.millis());
    let done = call.commit(move |writer| {
        records::same(writer, &queue.arn, &queue.id)?;
        delete_one(writer, &queue, &receipt, now)
    });
    Ok(done.await?)
}

/// Deletes up to ten messages.
pub(crate) async fn delete_batch(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<DeleteMessageBatchRequest>,
) -> Result<DeleteMessageBatchResult, SqsError> {
    let request = request.into_inner();
    let queue = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?.queue();
    batch::check("DeleteMessageBatchRequestEntry", request.entries.iter().map(|entry| &*entry.id))?;
    let (now, entries) = (call.now.millis(), request.entries);
    let done = call.commit(move |writer| {
        records::same(writer, &queue.arn, &queue.id)?;
        let (mut successful, mut failed) = (Vec::new(), Vec::new());
        for entry in entries {
            let receipt = read(&queue, &entry.receipt_handle);
            let outcome = receipt.and_then(|receipt| delete_one(writer, &queue, &receipt, now));
            match outcome {
                Ok(()) => successful.push(DeleteMessageBatchResultEntry { id: entry.id }),
                Err(error) => failed.push(refused(entry.id, error)?),
            }
        }
        Ok::<_, SqsError>(DeleteMessageBatchResult { successful, failed })
    });
    Ok(done.await?)
}

/// An entry that its sender got wrong; what the store got wrong fails the whole batch, of which nothing is
/// done then.
fn refused(id: String, error: SqsError) -> Result<crate::shapes::BatchResultErrorEntry, SqsError> {
    if matches!(error, SqsError::Platform(_)) {
        return Err(error);
    }
    Ok(batch::failed(id, error))
}

/// A message that was received again since, or is gone, stays as it is, and nobody is told.
fn delete_one(
    writer: &mut Writer<'_>,
    queue: &Queue,
    receipt: &Receipt,
    now: i64,
) -> Result<(), SqsError> {
    let key = records::message_of(queue, receipt.sequence)?;
    let Some(place) = writer.get::<Place>(&key)? else { return Ok(()) };
    if place.receipt != receipt.says {
        return if queue.attributes.fifo { Err(expired(receipt)) } else { Ok(()) };
    }
    if queue.attributes.fifo && place.visible <= now {
        return Err(expired(receipt));
    }
    writer.delete::<Place>(&key)?;
    writer.delete::<Content>(&key)?;
    Ok(())
}

fn expired(receipt: &Receipt) -> SqsError {
    SqsError::ExpiredReceipt { handle: receipt.handle.clone() }
}

/// Lets a message be visible at another time.
pub(crate) async fn visibility(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<ChangeMessageVisibilityRequest>,
) -> Result<(), SqsError> {
    let queue = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?.queue();
    let receipt = read(&queue, &request.receipt_handle)?;
    let (timeout, now) = (check_visibility(request.visibility_timeout)?, call.now.millis());
    let done = call.commit(move |writer| {
        records::same(writer, &queue.arn, &queue.id)?;
        change_one(writer, &queue, &receipt, timeout, now)
    });
    Ok(done.await?)
}

/// Lets up to ten messages be visible at other times.
pub(crate) async fn visibility_batch(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<ChangeMessageVisibilityBatchRequest>,
) -> Result<ChangeMessageVisibilityBatchResult, SqsError> {
    let request = request.into_inner();
    let queue: Arc<Queue> = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?.queue();
    let ids = request.entries.iter().map(|entry| &*entry.id);
    batch::check("ChangeMessageVisibilityBatchRequestEntry", ids)?;
    let (now, entries) = (call.now.millis(), request.entries);
    let done = call.commit(move |writer| {
        records::same(writer, &queue.arn, &queue.id)?;
        let (mut successful, mut failed) = (Vec::new(), Vec::new());
        for entry in entries {
            let outcome = read(&queue, &entry.receipt_handle).and_then(|receipt| {
                let named = entry.visibility_timeout;
                let timeout = named
                    .ok_or_else(|| SqsError::MissingParameter("VisibilityTimeout".to_owned()))?;
                change_one(writer, &queue, &receipt, check_visibility(timeout)?, now)
            });
            match outcome {
                Ok(()) => successful.push(ChangeMessageVisibilityBatchResultEntry { id: entry.id }),
                Err(error) => failed.push(refused(entry.id, error)?),
            }
        }
        Ok::<_, SqsError>(ChangeMessageVisibilityBatchResult { successful, failed })
    });
    Ok(done.await?)
}

fn change_one(
    writer: &mut Writer<'_>,
    queue: &Queue,
    receipt: &Receipt,
    timeout: i32,
    now: i64,
) -> Result<(), SqsError> {
    let mut place = in_flight(writer, queue, receipt, now)?;
    let visible = now + i64::from(timeout) * 1000;
    if visible - place.last_received > IN_FLIGHT {
        let reason = "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]";
        return Err(SqsError::value(timeout, "VisibilityTimeout", reason));
    }
    place.visible = visible;
    Ok(writer.put(&records::message_of(queue, receipt.sequence)?, &place)?)
}

fn in_flight(
    reader: &Reader<'_>,
    queue: &Queue,
    receipt: &Receipt,
    now: i64,
) -> Result<Place, SqsError> {
    let place = reader.get::<Place>(&records::message_of(queue, receipt.sequence)?)?;
    let place = place.ok_or_else(|| {
        SqsError::value(
            &receipt.handle,
            "ReceiptHandle",
            "Message does not exist or is not available for visibility timeout change.",
        )
    })?;
    if place.receipt != receipt.says || place.visible <= now {
        return Err(SqsError::NotInFlight);
    }
    Ok(place)
}
