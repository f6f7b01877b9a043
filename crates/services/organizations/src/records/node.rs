//! The nodes of an organization's tree: its root, its units and its accounts.

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Tag, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{BY_ATTACHED, attachment};

/// The index of what is below a node; values by [`below`].
pub(crate) const BY_PARENT: &str = "parent";
/// The index of accounts, whatever organization they are in.
pub(crate) const BY_ACCOUNT: &str = "account";

/// The index of nodes by what they are; values by [`of_kind`].
pub(crate) const BY_KIND: &str = "kind";
/// What a node is, in [`BY_KIND`].
pub(crate) const ACCOUNTS: &str = "account";
pub(crate) const UNITS: &str = "unit";

/// A node.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Node {
    pub(crate) management: AccountId,
    /// `r-…`, `ou-…`, or the account's twelve digits.
    pub(crate) id: String,
    /// The id of the node above; none of a root.
    pub(crate) parent: Option<String>,
    /// When it was made or, an account, joined.
    pub(crate) since: Timestamp,
    pub(crate) tags: Vec<Tag>,
    /// The ids of the policies attached to it, in the order they were.
    pub(crate) attached: Vec<String>,
    pub(crate) kind: NodeKind,
}

/// What a node is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum NodeKind {
    /// The root.
    Root,
    /// An organizational unit.
    Unit {
        /// Its name, unique among its siblings.
        name: String,
    },
    /// An account.
    Account(Member),
}

/// What is known of an account as a member.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) account: AccountId,
    pub(crate) joined: JoinedMethod,
}

/// How an account became a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum JoinedMethod {
    /// By an invitation, or as the management account.
    #[serde(rename = "INVITED")]
    Invited,
    /// The organization made it.
    #[serde(rename = "CREATED")]
    Created,
}

impl JoinedMethod {
    /// AWS's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Invited => "INVITED",
            Self::Created => "CREATED",
        }
    }
}

impl Node {
    /// The store's key.
    pub(crate) fn key(management: AccountId, id: &str) -> Key {
        Key::global(management, id)
    }

    /// What is known of it as a member, where it is an account.
    pub(crate) const fn member(&self) -> Option<&Member> {
        match &self.kind {
            NodeKind::Account(member) => Some(member),
            NodeKind::Root | NodeKind::Unit { .. } => None,
        }
    }

    /// Its name, where it is a unit.
    pub(crate) fn unit_name(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Unit { name } => Some(name),
            NodeKind::Root | NodeKind::Account(_) => None,
        }
    }

    /// Whether something can be below it.
    pub(crate) const fn is_parent(&self) -> bool {
        self.member().is_none()
    }

    /// What lists are ordered by: age, then id.
    pub(crate) fn order(&self) -> String {
        format!("{:016} {}", self.since.millis(), self.id)
    }
}

/// The index value of what is below a node.
pub(crate) fn below(management: AccountId, parent: &str) -> String {
    format!("{management} {parent}")
}

/// The index value of the nodes of a kind that an organization has.
pub(crate) fn of_kind(management: AccountId, kind: &str) -> String {
    format!("{management} {kind}")
}

impl Record for Node {
    const COLLECTION: &'static str = "organizations.node";
    const VERSION: u32 = 2;

    /// The second version is found by [`BY_KIND`], too.
    fn migrate(_from_version: u32, body: Json) -> Result<Json, String> {
        Ok(body)
    }

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let parent = self.parent.iter().map(|parent| (BY_PARENT, below(self.management, parent)));
        let account = self.member().map(|member| (BY_ACCOUNT, member.account.to_string()));
        let attached = self.attached.iter();
        let attached = attached.map(|id| (BY_ATTACHED, attachment(self.management, id)));
        let kind = match self.kind {
            NodeKind::Root => None,
            NodeKind::Unit { .. } => Some((BY_KIND, of_kind(self.management, UNITS))),
            NodeKind::Account(_) => Some((BY_KIND, of_kind(self.management, ACCOUNTS))),
        };
        parent.chain(account).chain(attached).chain(kind).collect()
    }
}
