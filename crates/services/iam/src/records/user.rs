//! Users.

use bartizan_store::Record;
use bartizan_types::{AccountId, Tag, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::{BY_GROUP, BY_ID, Holder, Named, Policies};

/// A user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) id: UniqueId,
    pub(crate) path: String,
    pub(crate) created: Timestamp,
    pub(crate) tags: Vec<Tag>,
    /// The ARN of the permissions boundary.
    pub(crate) boundary: Option<String>,
    pub(crate) policies: Policies,
    /// The unique ids of its groups.
    pub(crate) groups: Vec<UniqueId>,
}

impl Record for User {
    const COLLECTION: &'static str = "iam.user";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = self.policies.index_keys(self.account, self.boundary.as_deref());
        keys.push((BY_ID, self.id.to_string()));
        keys.extend(self.groups.iter().map(|group| (BY_GROUP, group.to_string())));
        keys
    }
}

impl Named for User {
    const RESOURCE: &'static str = "user";
    const TYPE: &'static str = "AWS::IAM::User";
    const QUOTA: (&'static str, usize) = ("UsersPerAccount", 5000);

    of_fields!();

    fn missing(name: &str) -> String {
        format!("The user with name {name} cannot be found.")
    }

    fn taken(name: &str) -> String {
        format!("User with name {name} already exists.")
    }
}

impl Holder for User {
    const NOUN: &'static str = "User";
    const INLINE_CHARACTERS_MAX: usize = 2048;

    fn policies(&self) -> &Policies {
        &self.policies
    }

    fn policies_mut(&mut self) -> &mut Policies {
        &mut self.policies
    }
}
