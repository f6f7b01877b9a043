//! The port to what service control policies let a part of an organization do.

use bartizan_store::Reader;
use bartizan_types::{AccountId, Fault};

/// A root, a unit or an account of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationEntity {
    /// The documents of the service control policies on its path, by level, root first; none for the
    /// management account, which nothing binds.
    pub levels: Option<Vec<Vec<String>>>,
    /// The accounts in it that they bind, each with its path, as `o-…/r-…/ou-…/123456789012`.
    pub accounts: Vec<(AccountId, String)>,
}

/// What was found at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundEntity {
    /// The entity.
    Entity(OrganizationEntity),
    /// Nothing: the organization has no such path.
    NoEntity,
    /// The entity, and no service control policy with the id asked for.
    NoPolicy,
    /// Service control policies are turned off.
    PoliciesOff,
}

/// Who keeps the trees of organizations.
pub trait OrganizationEntities: Send + Sync {
    /// What is at this path of the organization that an account manages. With the id of a service
    /// control policy it is as if that one alone were there: one level, and the accounts that it
    /// binds.
    ///
    /// # Errors
    /// The store's fault.
    fn find(
        &self,
        reader: &Reader<'_>,
        management: AccountId,
        path: &str,
        policy: Option<&str>,
    ) -> Result<FoundEntity, Fault>;
}
