//! What is stored of groups, streams and their events.

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::LogsError;

/// The secondary key by which the segments of a stream are found, in the order of time.
pub(crate) const STREAM: &str = "stream";
/// The time that a segment's events are within, in milliseconds.
pub(crate) const SPAN: i64 = 300_000;
pub(crate) const DAY_MILLIS: i64 = 86_400_000;

/// A log group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Group {
    /// Tells it apart from groups of the same name before and after it.
    pub(crate) id: String,
    pub(crate) arn: Arn,
    pub(crate) created: Timestamp,
    pub(crate) class: String,
    pub(crate) retention_days: Option<i32>,
    pub(crate) is_protected: bool,
    pub(crate) tags: Vec<Tag>,
    pub(crate) subscriptions: Vec<Subscription>,
}

impl Record for Group {
    const COLLECTION: &'static str = "logs.group";
}

impl Group {
    pub(crate) fn name(&self) -> &str {
        self.arn.resource().strip_prefix("log-group:").unwrap_or_default()
    }

    pub(crate) fn key(&self) -> Result<Key, LogsError> {
        let account = self.arn.account_id().ok_or(LogsError::NoSuchGroup)?;
        Ok(Key::new(account, self.arn.region(), self.name()))
    }

    /// The time before which its events are kept no longer.
    pub(crate) fn keeps_from(&self, now: Timestamp) -> i64 {
        let days = self.retention_days.map(i64::from);
        days.map_or(i64::MIN, |days| now.millis().saturating_sub(days * DAY_MILLIS))
    }
}

/// A subscription filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subscription {
    pub(crate) name: String,
    pub(crate) pattern: String,
    pub(crate) destination: Arn,
    /// How events are spread, which says nothing of functions: as it was put.
    pub(crate) distribution: Option<String>,
    pub(crate) created: Timestamp,
}

/// Events that a subscription filter is to be shown. The key's id is their segment's, with the name of the
/// subscription behind a slash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) group: Arn,
    /// The name of the stream.
    pub(crate) stream: String,
    /// As it was when the events came: another one of its name is another.
    pub(crate) subscription: Subscription,
    /// The id of the segment's key.
    pub(crate) segment: String,
    pub(crate) since: i64,
    /// When it is tried again.
    pub(crate) next: i64,
    pub(crate) tries: u32,
}

impl Record for Delivery {
    const COLLECTION: &'static str = "logs.delivery";
}

/// A log stream. Its key's id is its group's, a slash, and its name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stream {
    pub(crate) id: String,
    pub(crate) arn: Arn,
    pub(crate) name: String,
    pub(crate) created: Timestamp,
    /// The times of its first and its last event.
    pub(crate) reach: Option<(i64, i64)>,
    pub(crate) last_ingested: Option<i64>,
    /// How many segments it was given.
    pub(crate) segments: u64,
}

impl Record for Stream {
    const COLLECTION: &'static str = "logs.stream";
}

/// Events of a stream that came together, of less than [`SPAN`]. Its key's id is its group's, the time of
/// its first event, its stream's and its number there, so that a range of time is a range of keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Segment {
    pub(crate) stream: String,
    /// The name that it is sealed under.
    pub(crate) row: String,
    pub(crate) ingested: i64,
    /// The time of its last event.
    pub(crate) last: i64,
    /// How many bytes its messages are.
    pub(crate) bytes: u64,
    /// In base64: sealed, compressed.
    pub(crate) sealed: String,
}

impl Record for Segment {
    const COLLECTION: &'static str = "logs.segment";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(STREAM, self.stream.clone())]
    }
}

/// What is left of a group, or of a stream that was deleted, and is to be removed. The key's id is the
/// group's; for a stream with its own behind a slash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refuse {}

impl Record for Refuse {
    const COLLECTION: &'static str = "logs.refuse";
}

/// A resource policy. The key's id is its name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ResourcePolicy {
    pub(crate) document: String,
    pub(crate) updated: Timestamp,
}

impl Record for ResourcePolicy {
    const COLLECTION: &'static str = "logs.resource_policy";
}

pub(crate) fn group_key(account: AccountId, region: &str, name: &str) -> Key {
    Key::new(account, region, name)
}

pub(crate) fn stream_key(group: &Group, name: &str) -> Result<Key, LogsError> {
    below(group, name)
}

/// The key of a segment by its first event's time.
pub(crate) fn segment_key(group: &Group, first: i64, stream: &Stream) -> Result<Key, LogsError> {
    below(group, &format!("{}/{}/{:010}", time(first), stream.id, stream.segments))
}

/// A key that comes before those of all segments that begin at this time or later.
pub(crate) fn before_segments(group: &Group, first: i64) -> Result<Key, LogsError> {
    below(group, &time(first))
}

/// The time of the first event in the id of a segment's key.
pub(crate) fn of_segment_id(id: &str) -> Option<i64> {
    id.split('/').nth(1)?.parse().ok()
}

fn time(millis: i64) -> String {
    format!("{:015}", millis.max(0))
}

fn below(group: &Group, rest: &str) -> Result<Key, LogsError> {
    let key = group.key()?;
    Ok(Key { id: format!("{}/{rest}", group.id), ..key })
}
