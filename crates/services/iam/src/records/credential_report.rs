//! Credential reports.

use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// An account's latest credential report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CredentialReport {
    pub(crate) generated: Timestamp,
    /// As comma-separated values.
    pub(crate) content: String,
}

impl CredentialReport {
    /// The store's key.
    pub(crate) fn key(account: AccountId) -> Key {
        Key::global(account, "credential-report")
    }
}

impl Record for CredentialReport {
    const COLLECTION: &'static str = "iam.credential_report";
}
