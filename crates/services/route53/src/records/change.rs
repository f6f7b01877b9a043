//! Changes, as they can be asked about later.

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

/// A change that was made. Each is in force when its call is answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ChangeRecord {
    pub(crate) id: String,
    pub(crate) submitted: Timestamp,
    pub(crate) comment: Option<String>,
}

impl Record for ChangeRecord {
    const COLLECTION: &'static str = "route53.change";
}
