//! The activity record: what happened, kept apart from the state it happened to.

use serde::{Deserialize, Serialize};

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
    pub body: Vec<u8>,
    /// What it can be looked up by, as (attribute, value), such as (`EventName`, `CreateUser`).
    pub keys: Vec<(String, String)>,
}

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

/// Some events, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityPage {
    /// The events.
    pub rows: Vec<ActivityRow>,
    /// The token of the next page, if there may be one.
    pub next: Option<String>,
}

/// The activity record of a store: see [`crate::Store::activity`].
#[derive(Clone)]
pub struct ActivityLog {}

impl ActivityLog {
    /// Adds events. They are durable within 100 ms. Where too many wait to be stored, the caller
    /// waits for room; nothing is dropped.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`] while events cannot be stored; none was taken.
    pub async fn append(&self, rows: Vec<ActivityRow>) -> Result<(), crate::StoreError> {
        drop(rows);
        Err(crate::StoreError::Unavailable("it is not open".to_owned()))
    }

    /// A page of events, newest first.
    ///
    /// # Errors
    /// [`crate::StoreError::InvalidPage`], or the database cannot be reached.
    pub fn query(&self, _query: &ActivityQuery) -> Result<ActivityPage, crate::StoreError> {
        Err(crate::StoreError::Unavailable("it is not open".to_owned()))
    }

    /// The events of one request, oldest first.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn by_request(&self, _request_id: &str) -> Result<Vec<ActivityRow>, crate::StoreError> {
        Err(crate::StoreError::Unavailable("it is not open".to_owned()))
    }

    /// Removes events from before `before_ms`, in milliseconds since 1970; how many.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn prune(&self, _before_ms: i64) -> Result<u64, crate::StoreError> {
        Err(crate::StoreError::Unavailable("it is not open".to_owned()))
    }

    /// Waits until all events handed in or emitted so far can be queried.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn flush(&self) -> Result<(), crate::StoreError> {
        Err(crate::StoreError::Unavailable("it is not open".to_owned()))
    }

    /// Whether events are being stored. If not, refuse requests.
    pub fn is_recording(&self) -> bool {
        false
    }
}
