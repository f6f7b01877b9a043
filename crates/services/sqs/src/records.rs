//! What is stored of queues and messages.

use bartizan_service::store::{Key, Reader, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use crate::attributes::Attributes;
use crate::error::SqsError;

/// The secondary key by which the sources of a dead-letter queue are found.
pub(crate) const DEAD_LETTER_TARGET: &str = "dead_letter_target";

/// A queue.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Queue {
    /// Tells it apart from queues of the same name before and after it.
    pub(crate) id: String,
    pub(crate) arn: Arn,
    pub(crate) created: Timestamp,
    pub(crate) modified: Timestamp,
    pub(crate) attributes: Attributes,
    pub(crate) tags: Vec<Tag>,
    /// When it was purged, and the sequence number of the last message that this took.
    pub(crate) purged: Option<(Timestamp, u64)>,
}

impl Record for Queue {
    const COLLECTION: &'static str = "sqs.queue";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let target = self.attributes.redrive.as_ref().map(|redrive| redrive.target.to_string());
        target.map(|target| (DEAD_LETTER_TARGET, target)).into_iter().collect()
    }
}

impl Queue {
    pub(crate) fn name(&self) -> &str {
        self.arn.resource()
    }

    /// The sequence number up to which messages were purged.
    pub(crate) fn purged_up_to(&self) -> u64 {
        self.purged.map_or(0, |(_, last)| last)
    }
}

/// That a queue of this name was deleted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Deleted {
    pub(crate) at: Timestamp,
}

impl Record for Deleted {
    const COLLECTION: &'static str = "sqs.deleted";
}

/// Messages of a queue that are gone, and whose records are to be removed. The key is the queue's id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refuse {
    /// The last that is gone.
    pub(crate) up_to: u64,
}

impl Record for Refuse {
    const COLLECTION: &'static str = "sqs.refuse";
}

/// Where a message stands: all that receiving it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) message_id: String,
    /// The caller's id.
    pub(crate) sender: String,
    /// In milliseconds since 1970, as all times here.
    pub(crate) sent: i64,
    pub(crate) visible: i64,
    pub(crate) received: u32,
    pub(crate) first_received: Option<i64>,
    /// When it was received last.
    pub(crate) last_received: i64,
    /// What the receipt handle of the last receive says; empty before the first.
    pub(crate) receipt: String,
    pub(crate) group: Option<String>,
    pub(crate) deduplication: Option<String>,
    /// The queue that it was moved here from because it was received too often.
    pub(crate) origin: Option<Arn>,
}

impl Record for Place {
    const COLLECTION: &'static str = "sqs.place";
}

/// What a message says, sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Content {
    /// In base64.
    pub(crate) sealed: String,
    /// The data key of KMS that sealed it; none where the account's own key did.
    pub(crate) key: Option<Sealed>,
}

impl Record for Content {
    const COLLECTION: &'static str = "sqs.content";
}

/// What a data key of KMS is opened from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Sealed {
    /// The key of KMS.
    pub(crate) by: String,
    /// The queue, which the encryption context names.
    pub(crate) queue: Arn,
    /// In base64.
    pub(crate) blob: String,
}

/// A message that another one is a duplicate of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub(crate) at: i64,
    pub(crate) message_id: String,
    pub(crate) sequence: u64,
}

impl Record for Seen {
    const COLLECTION: &'static str = "sqs.seen";
}

/// What a receive of a FIFO queue answered, by its `ReceiveRequestAttemptId`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) at: i64,
    /// The messages' sequence numbers, and their receipts.
    pub(crate) messages: Vec<(u64, String)>,
}

impl Record for Attempt {
    const COLLECTION: &'static str = "sqs.attempt";
}

/// A task that moves messages of a dead-letter queue.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MoveTask {
    pub(crate) source: Arn,
    pub(crate) destination: Option<Arn>,
    pub(crate) per_second: Option<u32>,
    pub(crate) status: MoveStatus,
    pub(crate) started: Timestamp,
    pub(crate) moved: u64,
    pub(crate) to_move: u64,
    pub(crate) failure: Option<String>,
}

impl Record for MoveTask {
    const COLLECTION: &'static str = "sqs.move";
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MoveStatus {
    Running,
    Completed,
    Cancelled,
    Failed,
}

impl MoveStatus {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Completed => "COMPLETED",
            Self::Cancelled => "CANCELLED",
            Self::Failed => "FAILED",
        }
    }
}

/// The key of the queue of this ARN.
pub(crate) fn queue_key(arn: &Arn) -> Result<Key, SqsError> {
    let account = arn.account_id().ok_or(SqsError::NoSuchQueue)?;
    Ok(Key::new(account, arn.region(), arn.resource()))
}

/// The queue of this key, if it is still the one of this id.
pub(crate) fn same(reader: &Reader<'_>, arn: &Arn, id: &str) -> Result<Queue, SqsError> {
    let found = reader.get::<Queue>(&queue_key(arn)?)?;
    found.filter(|queue| queue.id == id).ok_or(SqsError::NoSuchQueue)
}

/// The key of a message's records.
pub(crate) fn message_key(account: AccountId, region: &str, queue: &str, sequence: u64) -> Key {
    Key::new(account, region, format!("{queue}/{sequence:020}"))
}

/// The same, of a message of this queue.
pub(crate) fn message_of(queue: &Queue, sequence: u64) -> Result<Key, SqsError> {
    let account = queue.arn.account_id().ok_or(SqsError::NoSuchQueue)?;
    Ok(message_key(account, queue.arn.region(), &queue.id, sequence))
}

/// The queue and the sequence number in the id of a message's key.
pub(crate) fn of_message_id(id: &str) -> Option<(&str, u64)> {
    let (queue, sequence) = id.split_once('/')?;
    Some((queue, sequence.parse().ok()?))
}

/// The region and what stands below a queue's own id: of duplicates and attempts.
pub(crate) fn below(queue: &Queue, rest: &str) -> Result<Key, SqsError> {
    let account = queue.arn.account_id().ok_or(SqsError::NoSuchQueue)?;
    Ok(Key::new(account, queue.arn.region(), format!("{}/{rest}", queue.id)))
}
