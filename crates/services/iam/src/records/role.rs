//! Roles.

use bartizan_store::Record;
use bartizan_types::{AccountId, Tag, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use crate::error::IamError;

use super::{BY_ID, Holder, Named, Policies};

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) id: UniqueId,
    pub(crate) path: String,
    pub(crate) created: Timestamp,
    /// The trust policy, principals by unique id.
    pub(crate) trust: String,
    pub(crate) description: Option<String>,
    /// The longest session, in seconds.
    pub(crate) max_session_seconds: u32,
    pub(crate) tags: Vec<Tag>,
    /// The ARN of the permissions boundary.
    pub(crate) boundary: Option<String>,
    pub(crate) policies: Policies,
    /// The service that owns a service-linked role, as `elasticloadbalancing.amazonaws.com`.
    pub(crate) linked_service: Option<String>,
}

impl Record for Role {
    const COLLECTION: &'static str = "iam.role";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = self.policies.index_keys(self.account, self.boundary.as_deref());
        keys.push((BY_ID, self.id.to_string()));
        keys
    }
}

impl Named for Role {
    const RESOURCE: &'static str = "role";
    const TYPE: &'static str = "AWS::IAM::Role";
    const QUOTA: (&'static str, usize) = ("RolesPerAccount", 1000);

    of_fields!();

    fn missing(name: &str) -> String {
        format!("The role with name {name} cannot be found.")
    }

    fn taken(name: &str) -> String {
        format!("Role with name {name} already exists.")
    }
}

impl Holder for Role {
    const NOUN: &'static str = "Role";
    const INLINE_CHARACTERS_MAX: usize = 10_240;

    fn policies(&self) -> &Policies {
        &self.policies
    }

    fn policies_mut(&mut self) -> &mut Policies {
        &mut self.policies
    }

    fn refuse_change(&self) -> Result<(), IamError> {
        crate::role::refuse_linked(self)
    }
}
