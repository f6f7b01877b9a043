//! Policies of an organization, and their types.

use bartizan_policy::PolicyKind;
use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids;

/// The index of nodes by the policies attached to them; values by [`attachment`].
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
    pub(crate) tags: Vec<Tag>,
}

/// The types of policies that bind requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum PolicyType {
    /// They bind the principals of accounts.
    #[serde(rename = "SERVICE_CONTROL_POLICY")]
    ServiceControl,
    /// They bind whoever uses the resources of accounts.
    #[serde(rename = "RESOURCE_CONTROL_POLICY")]
    ResourceControl,
}

impl PolicyType {
    /// Each of them.
    pub(crate) const ALL: [Self; 2] = [Self::ServiceControl, Self::ResourceControl];

    /// AWS's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ServiceControl => "SERVICE_CONTROL_POLICY",
            Self::ResourceControl => "RESOURCE_CONTROL_POLICY",
        }
    }

    /// The type of this name; `None` where it is one that Bartizan does not have.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// What the policy engine calls it.
    pub(crate) const fn grammar(self) -> PolicyKind {
        match self {
            Self::ServiceControl => PolicyKind::ServiceControl,
            Self::ResourceControl => PolicyKind::ResourceControl,
        }
    }

    /// How many characters a policy may have. (Organizations User Guide, "Quotas for AWS
    /// Organizations", as of May 2026.)
    pub(crate) const fn characters_max(self) -> usize {
        match self {
            Self::ServiceControl => 10_240,
            Self::ResourceControl => 5_120,
        }
    }

    /// How many policies a node may have. (There.)
    pub(crate) const fn attached_max(self) -> usize {
        match self {
            Self::ServiceControl => 10,
            Self::ResourceControl => 5,
        }
    }

    /// How many policies an organization may have. (There.)
    pub(crate) const fn policies_max(self) -> usize {
        match self {
            Self::ServiceControl => 10_000,
            Self::ResourceControl => 1_000,
        }
    }
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

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![
            (BY_NAME, named(self.management, self.kind, &self.name)),
            (BY_TYPE, of_type(self.management, self.kind)),
        ]
    }
}
