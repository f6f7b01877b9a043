//! SSH public keys of users.

use bartizan_store::Record;
use bartizan_types::{AccountId, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::{BY_OWNER, Credential, Owner};

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

impl Credential for SshKey {
    const OF_ROOT: bool = false;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn since(&self) -> Timestamp {
        self.uploaded
    }

    fn is_of(&self, owner: &Owner) -> bool {
        matches!(owner, Owner::User(id) if *id == self.user)
    }

    fn active_mut(&mut self) -> &mut bool {
        &mut self.active
    }

    fn missing(id: &str) -> String {
        format!("The Public Key with id {id} cannot be found.")
    }
}

impl Record for SshKey {
    const COLLECTION: &'static str = "iam.ssh_key";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_OWNER, self.user.to_string())]
    }
}
