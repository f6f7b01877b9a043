//! Instance profiles.

use bartizan_store::Record;
use bartizan_types::{AccountId, Tag, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::{BY_ID, BY_ROLE, Named};

/// An instance profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InstanceProfile {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) id: UniqueId,
    pub(crate) path: String,
    pub(crate) created: Timestamp,
    pub(crate) tags: Vec<Tag>,
    /// The unique id of its role; AWS allows one.
    pub(crate) role: Option<UniqueId>,
}

impl Record for InstanceProfile {
    const COLLECTION: &'static str = "iam.instance_profile";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![(BY_ID, self.id.to_string())];
        keys.extend(self.role.iter().map(|role| (BY_ROLE, role.to_string())));
        keys
    }
}

impl Named for InstanceProfile {
    const RESOURCE: &'static str = "instance-profile";
    const TYPE: &'static str = "AWS::IAM::InstanceProfile";
    const QUOTA: (&'static str, usize) = ("InstanceProfilesPerAccount", 1000);

    of_fields!();

    fn missing(name: &str) -> String {
        format!("Instance Profile {name} cannot be found.")
    }

    fn taken(name: &str) -> String {
        format!("Instance Profile {name} already exists.")
    }
}
