//! Attributes of queues asked for and set.

use std::collections::BTreeMap;

use bartizan_service::{Authorized, Call};

use crate::Sqs;
use crate::error::SqsError;
use crate::names;
use crate::queue::check_redrive;
use crate::records::{self, queue_key};
use crate::shapes::{
    GetQueueAttributesRequest, GetQueueAttributesResult, SetQueueAttributesRequest,
};
use crate::shelf::Shelf;

const ALL: &str = "All";
/// The attributes that Bartizan tells and nobody sets.
const COUNTED: [&str; 6] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
];
/// Those that a queue may be without.
const OPTIONAL: [&str; 14] = [
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "DelaySeconds",
    "FifoQueue",
    "FifoThroughputLimit",
    "KmsDataKeyReusePeriodSeconds",
    "KmsMasterKeyId",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "Policy",
    "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
];

/// Tells a queue's attributes.
pub(crate) async fn get(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<GetQueueAttributesRequest>,
) -> Result<GetQueueAttributesResult, SqsError> {
    let shelf = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?;
    let wanted = request.attribute_names.as_deref().unwrap_or_default();
    let is_known = |name: &str| {
        name == ALL
            || name == "VisibilityTimeout"
            || COUNTED.contains(&name)
            || OPTIONAL.contains(&name)
    };
    if let Some(unknown) = wanted.iter().find(|name| !is_known(name)) {
        return Err(SqsError::AttributeName(unknown.clone()));
    }
    let is_all = wanted.iter().any(|name| name == ALL);
    let shown = attributes(call, &shelf).into_iter();
    let attributes: BTreeMap<String, String> = shown
        .filter(|(name, _)| is_all || wanted.iter().any(|wanted| wanted == name))
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Ok(GetQueueAttributesResult { attributes: Some(attributes).filter(|all| !all.is_empty()) })
}

fn attributes(call: &Call, shelf: &Shelf) -> BTreeMap<&'static str, String> {
    let (queue, counts) = (shelf.queue(), shelf.counts(call.now.millis()));
    let mut shown = queue.attributes.shown(call);
    shown.extend([
        ("ApproximateNumberOfMessages", counts.visible.to_string()),
        ("ApproximateNumberOfMessagesDelayed", counts.delayed.to_string()),
        ("ApproximateNumberOfMessagesNotVisible", counts.in_flight.to_string()),
        ("CreatedTimestamp", queue.created.seconds().to_string()),
        ("LastModifiedTimestamp", queue.modified.seconds().to_string()),
        ("QueueArn", queue.arn.to_string()),
    ]);
    shown
}

/// Sets attributes of a queue.
pub(crate) async fn set(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<SetQueueAttributesRequest>,
) -> Result<(), SqsError> {
    let request = request.into_inner();
    let shelf = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?;
    if request.attributes.is_empty() {
        return Err(SqsError::MissingParameter("Attribute.Name".to_owned()));
    }
    let queue = shelf.queue();
    let before = queue.attributes.clone();
    let mut after = before.clone();
    after.set(call, &request.attributes)?;
    let now = call.now;
    let done = call.commit(move |writer| {
        let mut held = records::same(writer, &queue.arn, &queue.id)?;
        if held.attributes != before {
            return Err(SqsError::Unsupported("The queue is being changed.".to_owned()));
        }
        held.attributes = after;
        held.modified = now;
        check_redrive(writer, &held)?;
        Ok::<_, SqsError>(writer.put(&queue_key(&held.arn)?, &held)?)
    });
    Ok(done.await?)
}
