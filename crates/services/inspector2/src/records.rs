//! What is stored. All of it is of a region.

use std::collections::BTreeSet;

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// Kinds of resources that are scanned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scans {
    pub(crate) ec2: bool,
    pub(crate) ecr: bool,
    pub(crate) lambda: bool,
}

impl Scans {
    /// All kinds.
    pub(crate) const ALL: Self = Self { ec2: true, ecr: true, lambda: true };

    pub(crate) fn is_any(self) -> bool {
        self != Self::default()
    }

    /// These and others.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            ec2: self.ec2 || other.ec2,
            ecr: self.ecr || other.ecr,
            lambda: self.lambda || other.lambda,
        }
    }

    /// These without others.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self {
            ec2: self.ec2 && !other.ec2,
            ecr: self.ecr && !other.ecr,
            lambda: self.lambda && !other.lambda,
        }
    }
}

/// What is scanned of an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct AccountRecord {
    pub(crate) scans: Scans,
}

impl Record for AccountRecord {
    const COLLECTION: &'static str = "inspector2.account";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl AccountRecord {
    pub(crate) fn key(account: AccountId, region: &str) -> Key {
        Key::new(account, region, "account")
    }
}

/// An account that the delegated administrator has to do with. It is the administrator's record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MemberRecord {
    pub(crate) account: AccountId,
    /// Whether the administrator decides for it; it did once otherwise.
    pub(crate) is_associated: bool,
    pub(crate) updated: Timestamp,
}

impl Record for MemberRecord {
    const COLLECTION: &'static str = "inspector2.member";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl MemberRecord {
    pub(crate) fn key(administrator: AccountId, region: &str, account: AccountId) -> Key {
        Key::new(administrator, region, account.to_string())
    }
}

/// Who administers Inspector for an organization. It is the management account's record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrganizationRecord {
    /// `o-…`.
    pub(crate) organization: String,
    pub(crate) administrator: AccountId,
    /// What is scanned of accounts that join.
    pub(crate) of_new: Scans,
    /// The accounts that have joined, as far as that was looked at.
    pub(crate) known: BTreeSet<AccountId>,
    /// The paths that deep inspection was told of for all accounts.
    #[serde(default)]
    pub(crate) deep_paths: Vec<String>,
}

/// Finds the records of an organization in all regions.
pub(crate) const BY_ORGANIZATION: &str = "inspector2.organization.id";

impl Record for OrganizationRecord {
    const COLLECTION: &'static str = "inspector2.organization";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_ORGANIZATION, self.organization.clone())]
    }
}

impl OrganizationRecord {
    pub(crate) fn key(management: AccountId, region: &str) -> Key {
        Key::new(management, region, "organization")
    }
}
