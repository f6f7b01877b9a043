//! Reports and bills of materials that are written into buckets, as they are kept.

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Finds those that are to be written.
pub(crate) const BY_STATUS: &str = "inspector2.report.status";
/// The status of those.
pub(crate) const IN_PROGRESS: &str = "IN_PROGRESS";

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Content {
    Findings,
    Bills,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReportRecord {
    pub(crate) content: Content,
    /// The model's word for its form.
    pub(crate) format: String,
    /// The model's criteria for what is in it.
    pub(crate) criteria: Json,
    /// The model's `Destination`.
    pub(crate) destination: Json,
    pub(crate) status: String,
    /// Why it could not be written: a code and a message.
    pub(crate) error: Option<(String, String)>,
    pub(crate) created: Timestamp,
    /// How often its writing was begun.
    #[serde(default)]
    pub(crate) tries: u32,
    /// Until when it waits to be tried again.
    #[serde(default)]
    pub(crate) waits_until: Option<Timestamp>,
}

impl Record for ReportRecord {
    const COLLECTION: &'static str = "inspector2.report";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_STATUS, self.status.clone())]
    }
}
