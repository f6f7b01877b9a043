//! Who uses a managed policy: attached, or as a permissions boundary.

use std::collections::HashMap;

use bartizan_store::Reader;
use bartizan_types::AccountId;

use crate::error::IamError;
use crate::records::{self, BY_ATTACHED, BY_BOUNDARY, Group, Role, User, policy_use};

/// How often a policy is used in an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    pub(crate) attached: i32,
    pub(crate) boundaries: i32,
}

impl Uses {
    /// The uses of one policy.
    pub(crate) fn of(reader: &Reader<'_>, account: AccountId, arn: &str) -> Result<Self, IamError> {
        let value = policy_use(account, arn);
        let attached = records::indexed::<User>(reader, BY_ATTACHED, &value)?.len()
            + records::indexed::<Role>(reader, BY_ATTACHED, &value)?.len()
            + records::indexed::<Group>(reader, BY_ATTACHED, &value)?.len();
        let boundaries = records::indexed::<User>(reader, BY_BOUNDARY, &value)?.len()
            + records::indexed::<Role>(reader, BY_BOUNDARY, &value)?.len();
        Ok(Self { attached: count(attached), boundaries: count(boundaries) })
    }
}

/// The uses of every policy in an account, counted in one pass over its entities.
#[derive(Debug, Default)]
pub(crate) struct AccountUses(HashMap<String, Uses>);

impl AccountUses {
    /// Counts them.
    pub(crate) fn of(reader: &Reader<'_>, account: AccountId) -> Result<Self, IamError> {
        let mut uses = Self::default();
        for user in records::all::<User>(reader, account)? {
            uses.note(user.policies.attached, user.boundary);
        }
        for role in records::all::<Role>(reader, account)? {
            uses.note(role.policies.attached, role.boundary);
        }
        for group in records::all::<Group>(reader, account)? {
            uses.note(group.policies.attached, None);
        }
        Ok(uses)
    }

    /// The ARNs of the policies that are used.
    pub(crate) fn policies(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The uses of the policy with this ARN.
    pub(crate) fn policy(&self, arn: &str) -> Uses {
        self.0.get(arn).copied().unwrap_or_default()
    }

    fn note(&mut self, attached: Vec<String>, boundary: Option<String>) {
        for arn in attached {
            self.0.entry(arn).or_default().attached += 1;
        }
        if let Some(arn) = boundary {
            self.0.entry(arn).or_default().boundaries += 1;
        }
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
