//! The port to organizations, for services that ask what accounts another one governs.

use std::collections::BTreeSet;

use bartizan_policy::PolicyKind;
use bartizan_store::Reader;
use bartizan_types::{AccountId, Fault};

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
    /// All accounts of the organization.
    pub organization: BTreeSet<AccountId>,
    /// The ARN of the policy that would be detached.
    pub replaced: Option<String>,
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

    /// Whether an account may see what was done in another one.
    ///
    /// # Errors
    /// It may not, or the store's fault.
    fn oversees(
        &self,
        reader: &Reader<'_>,
        caller: AccountId,
        account: AccountId,
    ) -> Result<(), Fault>;
}
