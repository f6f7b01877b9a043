//! Policies of an organization.

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::PolicyType;
use crate::ids;

/// The index of nodes, and of what bears on them, by the policies attached; values by [`attachment`].
pub(crate) const BY_ATTACHED: &str = "attached";

/// The index of policies by their names; values by [`named`].
pub(crate) const BY_NAME: &str = "name";

/// The index of policies by their types; values by [`of_type`].
pub(crate) const BY_TYPE: &str = "type";

/// A policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Policy {
    pub(crate) management: AccountId,
    /// `o-…`.
    pub(crate) organization: String,
    /// `p-…`.
    pub(crate) id: String,
    pub(crate) kind: PolicyType,
    /// Unique among the policies of its type.
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) content: String,
    pub(crate) created: Timestamp,
    /// When its content last changed, if it did.
    #[serde(default)]
    pub(crate) updated: Option<Timestamp>,
    pub(crate) tags: Vec<Tag>,
}

impl Policy {
    /// The store's key.
    pub(crate) fn key(management: AccountId, id: &str) -> Key {
        Key::global(management, id)
    }

    /// Its ARN.
    pub(crate) fn arn(&self) -> Arn {
        ids::policy_arn(self.management, &self.organization, self.kind, &self.id)
    }

    /// What lists are ordered by: age, then id.
    pub(crate) fn order(&self) -> String {
        format!("{:016} {}", self.created.millis(), self.id)
    }
}

/// The index value of the nodes that have a policy.
pub(crate) fn attachment(management: AccountId, policy: &str) -> String {
    format!("{management} {policy}")
}

/// The index value of the policies of a type with this name: of an organization, one at most.
pub(crate) fn named(management: AccountId, kind: PolicyType, name: &str) -> String {
    format!("{management} {} {name}", kind.name())
}

/// The index value of the policies of a type that an organization has.
pub(crate) fn of_type(management: AccountId, kind: PolicyType) -> String {
    format!("{management} {}", kind.name())
}

impl Record for Policy {
    const COLLECTION: &'static str = "organizations.policy";
    const VERSION: u32 = 2;

    /// The second version is found by [`BY_TYPE`], too.
    fn migrate(_from_version: u32, body: Json) -> Result<Json, String> {
        Ok(body)
    }

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![
            (BY_NAME, named(self.management, self.kind, &self.name)),
            (BY_TYPE, of_type(self.management, self.kind)),
        ]
    }
}
