//! The port to organizations, for services that ask which one an account is in.

use bartizan_store::Reader;
use bartizan_types::{AccountId, Fault, Tag};

/// An account's place in its organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// `o-…`.
    pub organization: String,
    /// The account that manages it.
    pub management: AccountId,
    /// The path from the organization's id to the account, as `o-…/r-…/ou-…/`.
    pub path: String,
    /// The account's tags in the organization.
    pub tags: Vec<Tag>,
    /// Whether the organization has all features.
    pub has_all_features: bool,
    /// The principals of the services that may work in all its accounts.
    pub trusted: Vec<String>,
    /// The principals of the services that the account administers.
    pub administers: Vec<String>,
}

impl Membership {
    /// Whether a service may work in all accounts of the organization.
    pub fn trusts(&self, service: &str) -> bool {
        self.trusted.iter().any(|one| one == service)
    }

    /// Whether the account administers a service that may work in all accounts.
    pub fn administers(&self, service: &str) -> bool {
        self.trusts(service) && self.administers.iter().any(|one| one == service)
    }
}

/// Who keeps organizations.
pub trait Memberships: Send + Sync {
    /// The place of an account, where it is in an organization.
    ///
    /// # Errors
    /// The store's fault.
    fn find(&self, reader: &Reader<'_>, account: AccountId) -> Result<Option<Membership>, Fault>;
}

/// What an organization does centrally with the root users of its members. (IAM User Guide,
/// "Centrally manage root access for member accounts".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RootFeatures {
    /// It manages their credentials.
    pub credentials: bool,
    /// It unlocks what only they can unlock.
    pub sessions: bool,
}

/// Who keeps what organizations do with root users.
pub trait CentralRoot: Send + Sync {
    /// What the organization of this member does: nothing where IAM may not work in its accounts.
    ///
    /// # Errors
    /// The store's fault.
    fn features(&self, reader: &Reader<'_>, of: &Membership) -> Result<RootFeatures, Fault>;
}
