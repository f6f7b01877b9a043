//! What an account has set of IAM, and how much it has.

mod alias;
mod keeper;
mod password_policy;
mod summary;
pub(crate) mod token_issuer;
mod token_version;

pub(crate) use alias::{create as create_alias, delete as delete_alias, list as list_aliases};
pub(crate) use keeper::AccountKeeper;
pub(crate) use password_policy::{
    delete as delete_password_policy, get as password_policy, update as update_password_policy,
};
pub(crate) use summary::summary;
pub(crate) use token_version::set as set_token_version;

use bartizan_store::Reader;
use bartizan_types::AccountId;

use crate::error::IamError;
use crate::records::AccountSettings;

/// The account's settings; those of an account that has set nothing are empty.
pub(crate) fn settings(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<AccountSettings, IamError> {
    Ok(reader.get(&AccountSettings::key(account))?.unwrap_or_default())
}
