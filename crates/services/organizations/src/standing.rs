//! Who may call: most operations are the management account's alone. (Organizations API Reference,
//! each operation.)

use bartizan_service::store::Reader;
use bartizan_types::AccountId;

use crate::error::OrganizationsError;
use crate::records::{Node, Organization};
use crate::tree;

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
