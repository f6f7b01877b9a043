//! Service-specific credentials of users.

use std::fmt;

use bartizan_store::Record;
use bartizan_types::{AccountId, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::{BY_OWNER, Credential, Owner};

/// A credential for one service. Its secret is sealed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ServiceCredential {
    pub(crate) account: AccountId,
    /// `ACCA…`.
    pub(crate) id: UniqueId,
    /// The unique id of the user.
    pub(crate) user: UniqueId,
    /// As `codecommit.amazonaws.com`.
    pub(crate) service: String,
    /// What the service knows the user by: a user name, or the public part of an API key.
    pub(crate) public: String,
    pub(crate) active: bool,
    pub(crate) created: Timestamp,
    pub(crate) expires: Option<Timestamp>,
    /// The secret as the vault sealed it for this row, in base64.
    pub(crate) sealed_secret: String,
}

impl Credential for ServiceCredential {
    const OF_ROOT: bool = false;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn since(&self) -> Timestamp {
        self.created
    }

    fn is_of(&self, owner: &Owner) -> bool {
        matches!(owner, Owner::User(id) if *id == self.user)
    }

    fn active_mut(&mut self) -> &mut bool {
        &mut self.active
    }

    fn missing(id: &str) -> String {
        format!("No such credential {id} exists")
    }
}

impl fmt::Debug for ServiceCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceCredential").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Record for ServiceCredential {
    const COLLECTION: &'static str = "iam.service_credential";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_OWNER, self.user.to_string())]
    }
}
