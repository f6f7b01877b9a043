//! Who may call: most operations are the management account's alone. (Organizations API Reference,
//! each operation.)
//!
//! What the resource policy lets a member account do is decided before its call is handled, by
//! [`crate::rules`]: here it only counts that there is one.

use bartizan_service::store::Reader;
use bartizan_types::AccountId;

use crate::error::OrganizationsError;
use crate::records::{Node, Organization};
use crate::{delegation, tree};

/// The organization of the calling account, and the account's node in it.
pub(crate) fn member(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<(Organization, Node), OrganizationsError> {
    tree::of_account(reader, account)?.ok_or(OrganizationsError::AWSOrganizationsNotInUse)
}

/// The organization that the calling account manages.
pub(crate) fn management(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<Organization, OrganizationsError> {
    let (organization, _) = member(reader, account)?;
    if account == organization.management {
        Ok(organization)
    } else {
        Err(OrganizationsError::AccessDenied)
    }
}

/// The organization that the calling account may read: as its management account, or as an
/// administrator of one of its services.
pub(crate) fn reads(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<Organization, OrganizationsError> {
    let (organization, node) = member(reader, account)?;
    if organization.resource_policy.is_some()
        || account == organization.management
        || delegation::is_delegated(reader, &organization, &node.id)?
    {
        return Ok(organization);
    }
    Err(OrganizationsError::AccessDenied)
}

/// The organization whose policies the calling account may change: as its management account, or as
/// far as the resource policy lets it.
pub(crate) fn keeps(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<Organization, OrganizationsError> {
    let (organization, _) = member(reader, account)?;
    if organization.resource_policy.is_some() || account == organization.management {
        return Ok(organization);
    }
    Err(OrganizationsError::AccessDenied)
}
