//! What organizations do with root users, and which root users may recover credentials.

use bartizan_service::RootFeatures;
use bartizan_store::{Key, Reader, Record, StoreError};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// What an organization does centrally with its members' root users.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CentralFeatures {
    /// The organization's id: another one of the same management account begins anew.
    pub(crate) organization: String,
    pub(crate) credentials: bool,
    pub(crate) sessions: bool,
}

impl CentralFeatures {
    /// The store's key.
    pub(crate) fn key(management: AccountId) -> Key {
        Key::global(management, "root")
    }

    /// What an organization does.
    pub(crate) fn of(
        reader: &Reader<'_>,
        management: AccountId,
        organization: &str,
    ) -> Result<RootFeatures, StoreError> {
        let found = reader.get::<Self>(&Self::key(management))?;
        let found = found.filter(|found| found.organization == organization);
        Ok(found.map_or_else(RootFeatures::default, |found| RootFeatures {
            credentials: found.credentials,
            sessions: found.sessions,
        }))
    }
}

impl Record for CentralFeatures {
    const COLLECTION: &'static str = "iam.central_root_features";
}

/// A root user's login profile. It holds no password: it lets the root user recover one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RootLoginProfile {
    pub(crate) created: Timestamp,
    pub(crate) reset_required: bool,
}

impl RootLoginProfile {
    /// The store's key.
    pub(crate) fn key(account: AccountId) -> Key {
        Key::global(account, "root")
    }

    /// The profile of an account's root user, if it has one.
    pub(crate) fn of(reader: &Reader<'_>, account: AccountId) -> Result<Option<Self>, StoreError> {
        reader.get(&Self::key(account))
    }
}

impl Record for RootLoginProfile {
    const COLLECTION: &'static str = "iam.root_login_profile";
}
