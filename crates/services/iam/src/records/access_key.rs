//! Long-term access keys.

use std::fmt;

use bartizan_store::{Key, Record};
use bartizan_types::{AccessKeyId, AccountId, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::{BY_OWNER, Credential};

/// An access key. Its secret is sealed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AccessKey {
    pub(crate) account: AccountId,
    pub(crate) id: AccessKeyId,
    pub(crate) owner: Owner,
    pub(crate) active: bool,
    pub(crate) created: Timestamp,
    /// The secret as the vault sealed it for this row, in base64.
    pub(crate) sealed_secret: String,
}

/// Whose key or MFA device it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Owner {
    Root,
    User(UniqueId),
}

impl Owner {
    /// The value in the index of owners.
    pub(crate) fn index_value(&self, account: AccountId) -> String {
        match self {
            Self::Root => account.to_string(),
            Self::User(id) => id.to_string(),
        }
    }
}

impl AccessKey {
    /// The store's key.
    pub(crate) fn key(account: AccountId, id: &AccessKeyId) -> Key {
        Key::global(account, id.as_str())
    }
}

impl Credential for AccessKey {
    const OF_ROOT: bool = true;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn since(&self) -> Timestamp {
        self.created
    }

    fn is_of(&self, owner: &Owner) -> bool {
        self.owner == *owner
    }

    fn active_mut(&mut self) -> &mut bool {
        &mut self.active
    }

    fn missing(id: &str) -> String {
        format!("The Access Key with id {id} cannot be found.")
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Record for AccessKey {
    const COLLECTION: &'static str = "iam.access_key";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_OWNER, self.owner.index_value(self.account))]
    }
}
