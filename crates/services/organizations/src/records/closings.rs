//! What organizations closed of late.

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// When an organization closed accounts, for as long as it counts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Closings {
    pub(crate) at: Vec<Timestamp>,
}

impl Closings {
    /// The store's key.
    pub(crate) fn key(management: AccountId) -> Key {
        Key::global(management, "closings")
    }
}

impl Record for Closings {
    const COLLECTION: &'static str = "organizations.closings";
}
