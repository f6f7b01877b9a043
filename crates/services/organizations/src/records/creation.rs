//! Requests for accounts.

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// A request for an account, and what became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Creation {
    /// `car-…`.
    pub(crate) id: String,
    pub(crate) management: AccountId,
    pub(crate) account_name: String,
    pub(crate) requested: Timestamp,
    pub(crate) outcome: CreationOutcome,
}

/// What became of a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum CreationOutcome {
    /// The account is there.
    Succeeded(AccountId),
    /// AWS's name of the reason.
    Failed(String),
}

impl Creation {
    /// The store's key.
    pub(crate) fn key(management: AccountId, id: &str) -> Key {
        Key::global(management, id)
    }

    /// AWS's name of what became of it.
    pub(crate) const fn state(&self) -> &'static str {
        match self.outcome {
            CreationOutcome::Succeeded(_) => "SUCCEEDED",
            CreationOutcome::Failed(_) => "FAILED",
        }
    }

    /// Whether no account came of it.
    pub(crate) const fn is_failed(&self) -> bool {
        matches!(self.outcome, CreationOutcome::Failed(_))
    }
}

impl Record for Creation {
    const COLLECTION: &'static str = "organizations.account_creation";
}
