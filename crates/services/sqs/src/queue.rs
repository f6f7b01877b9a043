//! Queues made, found, purged and deleted.

use std::collections::BTreeMap;

use bartizan_service::store::{Key, Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Timestamp};

use crate::attributes::Attributes;
use crate::error::SqsError;
use crate::names::{self, FIFO};
use crate::records::{self, Deleted, Queue, Refuse, queue_key};
use crate::shapes::{
    CreateQueueRequest, CreateQueueResult, DeleteQueueRequest, GetQueueUrlRequest,
    GetQueueUrlResult, PurgeQueueRequest,
};
use crate::{Sqs, tags};

/// How long the name of a deleted queue cannot be used, and how long nobody purges a queue again, in
/// milliseconds.
const MINUTE: i64 = 60_000;

/// Makes a queue; one that is there with the same attributes is answered.
pub(crate) async fn create(
    _sqs: &Sqs,
    call: &Call,
    request: Authorized<CreateQueueRequest>,
) -> Result<CreateQueueResult, SqsError> {
    let request = request.into_inner();
    let (account, name) = (call.account()?, request.queue_name);
    names::check(&name)?;
    let given = request.attributes.unwrap_or_default();
    let mut attributes = Attributes::new(is_fifo(&name, &given)?);
    attributes.set(call, &given)?;
    let arn = Arn::new("sqs", call.region.as_str(), Some(account), &name);
    let queue = Queue {
        id: call.platform.random.uuid(),
        arn: arn.clone(),
        created: call.now,
        modified: call.now,
        attributes,
        tags: tags::read(request.tags.unwrap_or_default())?,
        purged: None,
    };
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let (now, url) = (call.now, names::url(call, &arn));
    let done = call.commit(move |writer| {
        let key = queue_key(&queue.arn)?;
        match writer.get::<Queue>(&key)? {
            None => make(writer, &key, &queue, now)?,
            Some(held) => {
                if let Some(name) = held.attributes.differs(&queue.attributes, &given) {
                    return Err(SqsError::QueueNameExists(name));
                }
            }
        }
        Ok(CreateQueueResult { queue_url: Some(url) })
    });
    Ok(done.await?)
}

fn is_fifo(name: &str, given: &BTreeMap<String, String>) -> Result<bool, SqsError> {
    let says = given.get("FifoQueue").map(String::as_str);
    match (name.ends_with(FIFO), says) {
        (true, Some("true")) => Ok(true),
        (false, None) => Ok(false),
        (false, Some("true")) => Err(SqsError::InvalidParameter(
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or \
             underscores, must end with .fifo suffix and be 1 to 80 in length."
                .to_owned(),
        )),
        (true, _) => Err(SqsError::InvalidParameter(
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
                .to_owned(),
        )),
        (false, Some(_)) => Err(SqsError::AttributeName("FifoQueue".to_owned())),
    }
}

fn make(writer: &mut Writer<'_>, key: &Key, queue: &Queue, now: Timestamp) -> Result<(), SqsError> {
    let deleted = writer.get::<Deleted>(key)?;
    if deleted.is_some_and(|deleted| now.millis() - deleted.at.millis() < MINUTE) {
        return Err(SqsError::QueueDeletedRecently);
    }
    check_redrive(writer, queue)?;
    writer.delete::<Deleted>(key)?;
    Ok(writer.put(key, queue)?)
}

/// Whether the dead-letter queue that a queue names is there, is of its kind, and takes its messages.
pub(crate) fn check_redrive(reader: &Reader<'_>, queue: &Queue) -> Result<(), SqsError> {
    let Some(redrive) = &queue.attributes.redrive else { return Ok(()) };
    let (own, target) = (&queue.arn, &redrive.target);
    let refused = |reason: &str| {
        Err(SqsError::value(
            format!(
                "{{\"deadLetterTargetArn\":\"{target}\",\"maxReceiveCount\":{}}}",
                redrive.receives
            ),
            "RedrivePolicy",
            reason,
        ))
    };
    if target.account() != own.account() || target.region() != own.region() {
        return refused("Dead-letter target owner should be the same as the source.");
    }
    let Some(held) = reader.get::<Queue>(&queue_key(target)?)? else {
        return refused("Dead letter target does not exist.");
    };
    if held.attributes.fifo != queue.attributes.fifo {
        return refused("Dead-letter queue must be same type of queue as the source.");
    }
    let admits = held.attributes.redrive_allow.as_ref().is_none_or(|allow| allow.admits(own));
    if !admits {
        return refused("The dead-letter queue does not allow this queue as its source.");
    }
    Ok(())
}

/// The URL of a queue.
pub(crate) async fn url(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<GetQueueUrlRequest>,
) -> Result<GetQueueUrlResult, SqsError> {
    let owner = match &request.queue_owner_aws_account_id {
        Some(owner) => owner.parse().map_err(|_| SqsError::NoSuchQueue)?,
        None => call.account()?,
    };
    let arn = Arn::new("sqs", call.region.as_str(), Some(owner), &request.queue_name);
    sqs.hall.find(&arn)?;
    Ok(GetQueueUrlResult { queue_url: Some(names::url(call, &arn)) })
}

/// Deletes a queue with all its messages.
pub(crate) async fn delete(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<DeleteQueueRequest>,
) -> Result<(), SqsError> {
    let shelf = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?;
    let (queue, now) = (shelf.queue(), call.now);
    let done = call.commit(move |writer| {
        let queue = records::same(writer, &queue.arn, &queue.id)?;
        let key = queue_key(&queue.arn)?;
        writer.delete::<Queue>(&key)?;
        writer.put(&key, &Deleted { at: now })?;
        let refuse = Key { id: queue.id, ..key };
        writer.put(&refuse, &Refuse { up_to: u64::MAX })?;
        Ok::<_, SqsError>(())
    });
    Ok(done.await?)
}

/// Takes all messages out of a queue that are in it now.
pub(crate) async fn purge(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<PurgeQueueRequest>,
) -> Result<(), SqsError> {
    let shelf = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?;
    let now = call.now;
    let done = call.commit(move |writer| {
        let known = shelf.queue();
        let mut queue = records::same(writer, &known.arn, &known.id)?;
        let is_again = |(at, _): (Timestamp, u64)| now.millis() - at.millis() < MINUTE;
        if queue.purged.is_some_and(is_again) {
            return Err(SqsError::PurgeInProgress(queue.name().to_owned()));
        }
        let key = queue_key(&queue.arn)?;
        queue.purged = Some((now, shelf.last()));
        writer.put(&key, &queue)?;
        let refuse = Key { id: queue.id, ..key };
        writer.put(&refuse, &Refuse { up_to: shelf.last() })?;
        Ok(())
    });
    Ok(done.await?)
}
