//! Groups. Who is a member is kept with the users.

use bartizan_store::Record;
use bartizan_types::{AccountId, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::{BY_ID, Holder, Named, Policies};

/// A group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) id: UniqueId,
    pub(crate) path: String,
    pub(crate) created: Timestamp,
    pub(crate) policies: Policies,
}

impl Record for Group {
    const COLLECTION: &'static str = "iam.group";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = self.policies.index_keys(self.account, None);
        keys.push((BY_ID, self.id.to_string()));
        keys
    }
}

impl Named for Group {
    const RESOURCE: &'static str = "group";
    const TYPE: &'static str = "AWS::IAM::Group";
    const QUOTA: (&'static str, usize) = ("GroupsPerAccount", 300);

    of_fields!();

    fn missing(name: &str) -> String {
        format!("The group with name {name} cannot be found.")
    }

    fn taken(name: &str) -> String {
        format!("Group with name {name} already exists.")
    }
}

impl Holder for Group {
    const NOUN: &'static str = "Group";
    const INLINE_CHARACTERS_MAX: usize = 5120;

    fn policies(&self) -> &Policies {
        &self.policies
    }

    fn policies_mut(&mut self) -> &mut Policies {
        &mut self.policies
    }
}
