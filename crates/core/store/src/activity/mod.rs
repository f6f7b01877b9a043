//! The activity record: what happened, kept apart from the state it happened to.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Key, StoreError};

pub(crate) mod frame;
mod log;
mod queue;
mod recorder;

pub use log::ActivityLog;
pub(crate) use queue::Queue;
pub(crate) use recorder::Recorder;

/// One event of the activity record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRow {
    /// When it happened, in milliseconds since 1970.
    pub time_ms: i64,
    /// The event's own id: an event is stored once, however often it is handed in.
    pub event_id: String,
    /// The request the event came from.
    pub request_id: String,
    /// The twelve digits of the account it is recorded in.
    pub account: String,
    /// The region it is recorded in.
    pub region: String,
    /// The event itself, as JSON in UTF-8.
    #[serde(with = "text")]
    pub body: Vec<u8>,
    /// What it can be looked up by, as (attribute, value), such as (`EventName`, `CreateUser`).
    pub keys: Vec<(Word, Word)>,
}

/// A word of an event's lookup keys: most are the code's own.
pub type Word = Cow<'static, str>;

/// Which events are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityQuery {
    /// The account.
    pub account: String,
    /// The region.
    pub region: String,
    /// The earliest time, in milliseconds since 1970, inclusive.
    pub from_ms: i64,
    /// The latest time, in milliseconds since 1970, inclusive.
    pub to_ms: i64,
    /// An attribute and the value it must have.
    pub attribute: Option<(String, String)>,
    /// The token of the page before.
    pub page: Option<String>,
    /// How many events a page holds at most.
    pub limit: usize,
}

/// What lies behind a place in the activity record, as one account sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretch {
    /// The account's events, in the order they were stored.
    pub rows: Vec<ActivityRow>,
    /// The end of the stretch; none where nothing lies behind the place.
    pub end: Option<Place>,
    /// Whether more may lie behind the end.
    pub goes_on: bool,
}

/// A place in the activity record: an event, of whichever account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The event's id.
    pub event_id: String,
    /// When it happened, in milliseconds since 1970.
    pub time_ms: i64,
}

/// Some events, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityPage {
    /// The events.
    pub rows: Vec<ActivityRow>,
    /// The token of the next page, if there may be one.
    pub next: Option<String>,
}

impl ActivityRow {
    pub(crate) fn to_json(&self) -> Result<Vec<u8>, StoreError> {
        serde_json::to_vec(self).map_err(|error| self.unusable(error.to_string()))
    }

    pub(crate) fn from_json(json: &[u8]) -> Result<Self, StoreError> {
        serde_json::from_slice(json).map_err(|error| StoreError::Io(error.to_string()))
    }

    /// Refuses what no backup could hold.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        std::str::from_utf8(&self.body).map_err(|error| self.unusable(error.to_string()))?;
        Ok(())
    }

    fn unusable(&self, reason: String) -> StoreError {
        StoreError::Corrupt {
            collection: "the activity record".to_owned(),
            key: Box::new(Key::installation(&*self.event_id)),
            reason,
        }
    }
}

/// An event's lookup keys as they are stored with it.
pub(crate) fn keys_to_json<'k>(keys: impl Iterator<Item = (&'k str, &'k str)>) -> Vec<u8> {
    // Pairs of strings always have a JSON form.
    serde_json::to_vec(&keys.collect::<Vec<_>>()).unwrap_or_default()
}

pub(crate) fn keys_from_json(json: &[u8]) -> Result<Vec<(Word, Word)>, StoreError> {
    serde_json::from_slice(json).map_err(|error| StoreError::Io(error.to_string()))
}

/// Bytes of UTF-8 as text.
mod text {
    use serde::de::Deserialize;
    use serde::{Deserializer, Serializer, ser};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(std::str::from_utf8(bytes).map_err(ser::Error::custom)?)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<u8>, D::Error> {
        Ok(String::deserialize(input)?.into_bytes())
    }
}
