//! What an account is called, and its address.

use bartizan_service::{Access, AccountFacts, Ask, Authorized, Call};
use bartizan_types::Fault;

use crate::AccountManagement;
use crate::error::AccountError;
use crate::shapes::{
    GetAccountInformationRequest, GetAccountInformationResponse,
    GetGovCloudAccountInformationRequest, GetGovCloudAccountInformationResponse,
    GetPrimaryEmailRequest, GetPrimaryEmailResponse, PutAccountNameRequest,
};
use crate::target::{self, Finder};

/// The account that may have another one in the partition for governments.
pub(crate) fn standard_rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![target::access(ask, "StandardAccountId")?])
}

/// Tells what an account is called and since when it is there.
pub(crate) async fn get(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<GetAccountInformationRequest>,
) -> Result<GetAccountInformationResponse, AccountError> {
    let (finder, accounts) = (Finder::of(call)?, target::accounts(call)?);
    let (account, facts) = call.read(|reader| {
        let target = finder.find(reader, request.account_id.as_deref())?;
        Ok::<_, AccountError>((target.account, accounts.find(reader, target.account)?))
    })?;
    let state = |facts: &AccountFacts| if facts.closed.is_some() { "SUSPENDED" } else { "ACTIVE" };
    Ok(GetAccountInformationResponse {
        account_id: Some(account.to_string()),
        account_state: Some(facts.as_ref().map_or("ACTIVE", state).to_owned()),
        account_created_date: facts.as_ref().and_then(|facts| facts.created),
        account_name: Some(facts.map_or_else(|| account.to_string(), |facts| facts.name)),
    })
}

/// Gives an account another name.
pub(crate) async fn put_name(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<PutAccountNameRequest>,
) -> Result<(), AccountError> {
    let (request, finder) = (request.into_inner(), Finder::of(call)?);
    let (accounts, now) = (target::accounts(call)?, call.now);
    let done = call.commit(move |tx| {
        let target = finder.find(tx, request.account_id.as_deref())?;
        Ok::<_, AccountError>(accounts.rename(tx, target.account, &request.account_name, now)?)
    });
    Ok(done.await?)
}

/// Tells the address of a member's root user.
pub(crate) async fn primary_email(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<GetPrimaryEmailRequest>,
) -> Result<GetPrimaryEmailResponse, AccountError> {
    let (finder, accounts) = (Finder::of(call)?, target::accounts(call)?);
    let facts = call.read(|reader| {
        let target = finder.find(reader, Some(&request.account_id))?;
        Ok::<_, AccountError>(accounts.find(reader, target.account)?)
    })?;
    let facts = facts.ok_or_else(|| {
        AccountError::ResourceNotFound(format!("Account {} is not found.", request.account_id))
    })?;
    Ok(GetPrimaryEmailResponse { primary_email: Some(facts.email) })
}

/// There is no other partition.
pub(crate) async fn gov_cloud(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<GetGovCloudAccountInformationRequest>,
) -> Result<GetGovCloudAccountInformationResponse, AccountError> {
    let account = target::of(call, request.standard_account_id.as_deref())?.account;
    Err(AccountError::ResourceNotFound(format!(
        "GovCloud Account ID not found for Standard Account - {account}."
    )))
}
