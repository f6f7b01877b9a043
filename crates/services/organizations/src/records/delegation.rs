//! Delegated administrators.

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// An account that administers a service for its organization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Delegation {
    pub(crate) account: AccountId,
    /// The service's principal, as `guardduty.amazonaws.com`.
    pub(crate) service: String,
    pub(crate) since: Timestamp,
}

impl Delegation {
    /// The store's key.
    pub(crate) fn key(management: AccountId, account: &str, service: &str) -> Key {
        Key::global(management, format!("{account} {service}"))
    }
}

impl Record for Delegation {
    const COLLECTION: &'static str = "organizations.delegated_administrator";
}
