//! The account's alias.

use bartizan_service::{Authorized, Call};

use super::settings;
use crate::error::IamError;
use crate::records::{AccountSettings, BY_ALIAS};
use crate::shapes::{
    CreateAccountAliasRequest, DeleteAccountAliasRequest, ListAccountAliasesRequest,
    ListAccountAliasesResponse,
};
use crate::{Iam, paging};

/// Sets the alias, in place of the one the account has.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateAccountAliasRequest>,
) -> Result<(), IamError> {
    let (account, alias) = (call.account()?, request.into_inner().account_alias);
    let done = call.commit(move |tx| {
        let key = AccountSettings::key(account);
        let holders = tx.find::<AccountSettings>(BY_ALIAS, &alias)?;
        if holders.iter().any(|(holder, _)| *holder != key) {
            return Err(IamError::EntityAlreadyExists(format!(
                "The account alias {alias} already exists."
            )));
        }
        let mut settings = settings(tx, account)?;
        settings.alias = Some(alias);
        Ok(tx.put(&key, &settings)?)
    });
    Ok(done.await?)
}

/// Takes the alias away.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteAccountAliasRequest>,
) -> Result<(), IamError> {
    let (account, alias) = (call.account()?, request.into_inner().account_alias);
    let done = call.commit(move |tx| {
        let mut settings = settings(tx, account)?;
        if settings.alias.take().is_none_or(|present| present != alias) {
            return Err(IamError::NoSuchEntity(format!(
                "The account alias {alias} cannot be found."
            )));
        }
        Ok(tx.put(&AccountSettings::key(account), &settings)?)
    });
    Ok(done.await?)
}

/// The alias, if there is one.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListAccountAliasesRequest>,
) -> Result<ListAccountAliasesResponse, IamError> {
    let account = call.account()?;
    let settings = call.read(|reader| settings(reader, account))?;
    let aliases = settings.alias.into_iter().collect();
    let page = paging::page(aliases, request.marker.as_deref(), request.max_items, String::clone)?;
    Ok(ListAccountAliasesResponse {
        account_aliases: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
