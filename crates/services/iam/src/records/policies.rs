//! Policies that a user, a group or a role has.

use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};

use crate::error::IamError;

use super::{BY_ATTACHED, BY_BOUNDARY, Named, policy_use};

/// An inline policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InlinePolicy {
    pub(crate) name: String,
    pub(crate) document: String,
}

/// The policies of one entity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Policies {
    /// In the order of names.
    pub(crate) inline: Vec<InlinePolicy>,
    /// ARNs of managed policies, in the order they were attached.
    pub(crate) attached: Vec<String>,
}

/// An entity that has policies.
pub(crate) trait Holder: Named {
    /// The noun in quota names and messages, as `User`.
    const NOUN: &'static str;
    /// How many characters its inline policies may have together, white space not counted. (IAM
    /// User Guide, "IAM and AWS STS quotas".)
    const INLINE_CHARACTERS_MAX: usize;

    /// Its policies.
    fn policies(&self) -> &Policies;
    /// Its policies, to be changed.
    fn policies_mut(&mut self) -> &mut Policies;

    /// Refuses every change where only AWS may change it.
    fn refuse_change(&self) -> Result<(), IamError> {
        Ok(())
    }
}

impl Policies {
    /// The inline policy of this name.
    pub(crate) fn inline(&self, name: &str) -> Option<&InlinePolicy> {
        self.inline.iter().find(|policy| policy.name == name)
    }

    /// Index keys of the attached policies and of the boundary.
    pub(super) fn index_keys(
        &self,
        account: AccountId,
        boundary: Option<&str>,
    ) -> Vec<(&'static str, String)> {
        let attached = self.attached.iter().map(|arn| (BY_ATTACHED, policy_use(account, arn)));
        let boundary = boundary.map(|arn| (BY_BOUNDARY, policy_use(account, arn)));
        attached.chain(boundary).collect()
    }
}
