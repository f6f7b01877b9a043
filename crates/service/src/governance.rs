//! The port to organizations, for services that ask what accounts another one governs.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_policy::PolicyKind;
use bartizan_store::Reader;
use bartizan_types::{AccountId, Fault, Timestamp};

/// A policy that is to be attached to a node.
#[derive(Debug)]
pub struct PlannedPolicy<'a> {
    /// The id of the root, the unit or the account.
    pub target: &'a str,
    /// Service or resource control policy.
    pub kind: PolicyKind,
    /// The policy.
    pub content: &'a str,
    /// The id of the policy that is detached from the node in its place, if one is.
    pub replaced: Option<&'a str>,
}

/// A node to which a policy could be attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedNode {
    /// How many nodes are above it.
    pub level: usize,
    /// The accounts below it, or it itself.
    pub accounts: BTreeSet<AccountId>,
    /// All accounts of the organization, with the time at which each joined.
    pub organization: BTreeMap<AccountId, Timestamp>,
    /// The ARN of the policy that would be detached.
    pub replaced: Option<String>,
}

/// A node of an organization with the policies that are attached to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GovernedNode {
    /// `r-…`, `ou-…`, or the account's twelve digits.
    pub id: String,
    /// The id of the node above; none of the root.
    pub parent: Option<String>,
    /// The account, where it is one.
    pub account: Option<AccountId>,
    /// The name of a unit.
    pub unit_name: Option<String>,
    /// The ids of the policies, type by type, in the order they were attached.
    pub policies: Vec<String>,
}

/// A policy that is attached somewhere in an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoverningPolicy {
    /// `p-…`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// AWS's name of its type.
    pub policy_type: &'static str,
    /// Its text.
    pub content: String,
}

/// An organization as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GovernedTree {
    /// `o-…`.
    pub organization: String,
    /// The account that manages it.
    pub management: AccountId,
    /// Every node: each behind the one above it, siblings by their age.
    pub nodes: Vec<GovernedNode>,
    /// The policies of the nodes, by id.
    pub policies: Vec<GoverningPolicy>,
}

/// Who keeps organizations.
pub trait Governance: Send + Sync {
    /// Looks where a policy would speak, and refuses what attaching it would be refused.
    ///
    /// # Errors
    /// The caller does not govern the organization, the policy cannot be attached there, the store's
    /// fault.
    fn plan(
        &self,
        reader: &Reader<'_>,
        caller: AccountId,
        policy: &PlannedPolicy<'_>,
    ) -> Result<PlannedNode, Fault>;

    /// The organization that an account governs: all nodes with the policies that are in force on
    /// them.
    ///
    /// # Errors
    /// It governs none, or the store's fault.
    fn tree(&self, reader: &Reader<'_>, caller: AccountId) -> Result<GovernedTree, Fault>;

    /// The accounts of the organization that an account governs, with the time at which each joined:
    /// what was done there before is the account's own affair.
    ///
    /// # Errors
    /// It governs none, or the store's fault.
    fn accounts(
        &self,
        reader: &Reader<'_>,
        caller: AccountId,
    ) -> Result<BTreeMap<AccountId, Timestamp>, Fault>;

    /// Since when an account may see what was done in another one: since that joined.
    ///
    /// # Errors
    /// It may not, or the store's fault.
    fn oversees(
        &self,
        reader: &Reader<'_>,
        caller: AccountId,
        account: AccountId,
    ) -> Result<Timestamp, Fault>;
}
