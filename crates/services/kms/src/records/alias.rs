//! Aliases.

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Arn, Region, Timestamp};
use serde::{Deserialize, Serialize};

use super::BY_TARGET;
use super::key::reference;

/// A name that stands for a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AliasRecord {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    /// As `alias/name`.
    pub(crate) name: String,
    /// The id of the key.
    pub(crate) target: String,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
}

impl Record for AliasRecord {
    const COLLECTION: &'static str = "kms.alias";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_TARGET, reference(self.account, &self.region, &self.target))]
    }
}

impl AliasRecord {
    /// The store's key of the alias of this name.
    pub(crate) fn key_of(account: AccountId, region: &Region, name: &str) -> Key {
        Key::new(account, region.as_str(), name)
    }

    /// The store's key.
    pub(crate) fn key(&self) -> Key {
        Self::key_of(self.account, &self.region, &self.name)
    }

    /// The ARN.
    pub(crate) fn arn(&self) -> Arn {
        Arn::new("kms", self.region.as_str(), Some(self.account), &self.name)
    }
}
