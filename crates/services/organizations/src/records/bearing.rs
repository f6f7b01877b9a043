//! What management policies have to do with a node.

use bartizan_inheritance::PolicyType as ManagementType;
use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{BY_ATTACHED, PolicyType, attachment};

/// How the policies of one management type bear on one node, and on what is below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bearing {
    pub(crate) management: AccountId,
    /// The id of the root, the unit or the account.
    pub(crate) node: String,
    pub(crate) kind: PolicyType,
    /// The ids of the policies attached to the node, in the order they were.
    pub(crate) policies: Vec<String>,
    /// When they were last others, or the node last was elsewhere.
    pub(crate) changed: Timestamp,
    /// What the accounts below keep, while what they would inherit is invalid.
    pub(crate) held: Option<Held>,
}

/// A last valid effective policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    /// The policy; `None` where there was none before.
    pub(crate) text: Option<String>,
    /// When it became so.
    pub(crate) updated: Timestamp,
    /// When what came after it was invalid. Who joined since then never had it.
    pub(crate) since: Timestamp,
}

impl Bearing {
    /// Nothing, on a node.
    pub(crate) fn none(
        management: AccountId,
        node: &str,
        kind: ManagementType,
        now: Timestamp,
    ) -> Self {
        let kind = PolicyType::Management(kind);
        Self {
            management,
            node: node.to_owned(),
            kind,
            policies: Vec::new(),
            changed: now,
            held: None,
        }
    }

    /// The store's key.
    pub(crate) fn key(management: AccountId, kind: ManagementType, node: &str) -> Key {
        Key::global(management, format!("{}{node}", Self::prefix(kind)))
    }

    /// What the keys of a type begin with.
    pub(crate) fn prefix(kind: ManagementType) -> String {
        format!("{} ", kind.name())
    }
}

impl Record for Bearing {
    const COLLECTION: &'static str = "organizations.bearing";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let attached = self.policies.iter();
        attached.map(|id| (BY_ATTACHED, attachment(self.management, id))).collect()
    }
}
