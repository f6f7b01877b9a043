//! What is kept of queries.

use std::time::Duration;

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a query and its result are kept. (CloudTrail User Guide, "CloudTrail Lake queries".)
const KEPT: Duration = Duration::from_hours(7 * 24);

/// A query.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Query {
    pub(crate) id: String,
    pub(crate) account: AccountId,
    pub(crate) region: String,
    pub(crate) statement: String,
    /// The ids of the event data stores that it reads.
    pub(crate) stores: Vec<String>,
    pub(crate) status: Status,
    pub(crate) created: Timestamp,
    pub(crate) started: Option<Timestamp>,
    pub(crate) ended: Option<Timestamp>,
    pub(crate) error: Option<String>,
    pub(crate) scan: Scan,
    /// The names of the columns of the result.
    pub(crate) columns: Vec<String>,
    /// How many rows each part of the result has.
    pub(crate) parts: Vec<u64>,
    /// How many bytes the parts take in the store.
    pub(crate) stored: u64,
    /// How many times it was begun.
    #[serde(default)]
    pub(crate) attempts: u32,
    /// When another query of the account last ended while this one waited.
    #[serde(default)]
    pub(crate) turn: Option<Timestamp>,
    /// Where its result is delivered, if anywhere.
    #[serde(default)]
    pub(crate) delivery: Option<Delivery>,
}

/// Where a result is delivered, and how far that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Delivery {
    /// As it was asked for.
    pub(crate) uri: String,
    pub(crate) bucket: String,
    pub(crate) bucket_region: String,
    /// What keys begin with: nothing, or a text with a slash at its end.
    pub(crate) prefix: String,
    pub(crate) status: DeliveryStatus,
}

/// How a delivery went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DeliveryStatus {
    Pending,
    Success,
    Failed,
    FailedSigningFile,
    ResourceNotFound,
    AccessDenied,
    AccessDeniedSigningFile,
    Cancelled,
}

/// How far a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Status {
    Queued,
    Running,
    Finished,
    Failed,
    Cancelled,
    TimedOut,
}

/// What a query read, as counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scan {
    pub(crate) events: u64,
    pub(crate) bytes: u64,
    /// How many of the events passed the conditions.
    pub(crate) matched: u64,
}

/// A part of a result.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rows {
    /// The rows, a list of texts in JSON each, packed.
    pub(crate) packed: String,
}

impl Record for Query {
    const COLLECTION: &'static str = "cloudtrail.query";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys: Vec<_> = self.stores.iter().map(|store| ("store", store.clone())).collect();
        keys.push(("account", self.account.to_string()));
        if self.status.is_open() {
            keys.push(("open", "yes".to_owned()));
        }
        keys
    }
}

impl Record for Rows {
    const COLLECTION: &'static str = "cloudtrail.query_rows";
}

impl Query {
    /// The key of a query's record.
    pub(crate) fn key_of(account: AccountId, region: &str, id: &str) -> Key {
        Key::new(account, region, id)
    }

    /// The key of its record.
    pub(crate) fn key(&self) -> Key {
        Self::key_of(self.account, &self.region, &self.id)
    }

    /// The key of a part of its result.
    pub(crate) fn part_key(&self, number: usize) -> Key {
        Key::new(self.account, &self.region, format!("{}/{number:06}", self.id))
    }

    /// Whether it is not to be known any more.
    pub(crate) fn is_old(&self, now: Timestamp) -> bool {
        self.created.plus(KEPT) <= now
    }

    /// Since when it is its account's turn.
    pub(crate) fn turn(&self) -> Timestamp {
        self.turn.map_or(self.created, |turn| turn.max(self.created))
    }

    /// Enters how the delivery of its result went, if it has one.
    pub(crate) fn delivered(&mut self, status: DeliveryStatus) {
        if let Some(delivery) = &mut self.delivery {
            delivery.status = status;
        }
    }

    /// How many rows its result has.
    pub(crate) fn rows(&self) -> u64 {
        self.parts.iter().sum()
    }

    /// How long it ran, or has been running, in milliseconds.
    pub(crate) fn millis(&self, now: Timestamp) -> i64 {
        let until = self.ended.unwrap_or(now).millis();
        self.started.map_or(0, |started| until.saturating_sub(started.millis()))
    }
}

impl DeliveryStatus {
    /// Its name. (CloudTrail API Reference, `DescribeQuery`.)
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Success => "SUCCESS",
            Self::Failed => "FAILED",
            Self::FailedSigningFile => "FAILED_SIGNING_FILE",
            Self::ResourceNotFound => "RESOURCE_NOT_FOUND",
            Self::AccessDenied => "ACCESS_DENIED",
            Self::AccessDeniedSigningFile => "ACCESS_DENIED_SIGNING_FILE",
            Self::Cancelled => "CANCELLED",
        }
    }
}

impl Status {
    /// Its name. (CloudTrail API Reference, `Query`.)
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Queued => "QUEUED",
            Self::Running => "RUNNING",
            Self::Finished => "FINISHED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
            Self::TimedOut => "TIMED_OUT",
        }
    }

    /// The status of this name.
    pub(crate) fn read(name: &str) -> Option<Self> {
        use Status::{Cancelled, Failed, Finished, Queued, Running, TimedOut};
        [Queued, Running, Finished, Failed, Cancelled, TimedOut]
            .into_iter()
            .find(|status| status.name() == name)
    }

    /// Whether the query has not come to an end.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

#[cfg(test)]
impl Query {
    /// A query that waits.
    pub(crate) fn example() -> Self {
        Self {
            id: String::new(),
            account: "123456789012".parse().unwrap(),
            region: String::new(),
            statement: String::new(),
            stores: Vec::new(),
            status: Status::Queued,
            created: Timestamp::from_millis(0),
            started: None,
            ended: None,
            error: None,
            scan: Scan::default(),
            columns: Vec::new(),
            parts: Vec::new(),
            stored: 0,
            attempts: 0,
            turn: None,
            delivery: None,
        }
    }
}
