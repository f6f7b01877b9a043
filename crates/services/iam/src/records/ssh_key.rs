//! SSH public keys of users.

use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::BY_OWNER;

/// An SSH public key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SshKey {
    pub(crate) account: AccountId,
    /// `APKA…`.
    pub(crate) id: UniqueId,
    /// The unique id of the user.
    pub(crate) user: UniqueId,
    pub(crate) active: bool,
    pub(crate) uploaded: Timestamp,
    /// As it was uploaded.
    pub(crate) body: String,
}

impl SshKey {
    /// The store's key of the key with this id.
    pub(crate) fn key(account: AccountId, id: &str) -> Key {
        Key::global(account, id)
    }
}

impl Record for SshKey {
    const COLLECTION: &'static str = "iam.ssh_key";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_OWNER, self.user.to_string())]
    }
}
