//! Delegated administrators: member accounts that administer a service for the organization, and may
//! read it. (Organizations User Guide, "Delegated administrator for AWS services".)

use std::collections::BTreeMap;

use bartizan_service::store::{Reader, StoreError};
use bartizan_service::{Accounts, Authorized, Call};
use bartizan_types::{AccountId, Timestamp};

use crate::error::OrganizationsError;
use crate::organization::{accounts, facts_of};
use crate::records::{Delegation, Organization};
use crate::shapes::{
    DelegatedAdministrator, DelegatedService, DeregisterDelegatedAdministratorRequest,
    ListDelegatedAdministratorsRequest, ListDelegatedAdministratorsResponse,
    ListDelegatedServicesForAccountRequest, ListDelegatedServicesForAccountResponse,
    RegisterDelegatedAdministratorRequest,
};
use crate::{Organizations, account, paging, standing, trusted_access};

/// How many accounts may administer one service: the most that AWS lets any service have, and so how
/// many records there can be.
const ADMINISTRATORS_MAX: usize = 10;
const SCAN: usize = 1000;

/// Makes a member account an administrator of a service.
pub(crate) async fn register(
    _service: &Organizations,
    call: &Call,
    request: Authorized<RegisterDelegatedAdministratorRequest>,
) -> Result<(), OrganizationsError> {
    let request = request.into_inner();
    let (caller, now, accounts) = (call.account()?, call.now, accounts(call)?);
    trusted_access::check(&request.service_principal)?;
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        refuse_management(&organization, &request.account_id)?;
        let (_, member) = account::find(tx, &organization, &request.account_id)?;
        if facts_of(&*accounts, tx, member.account)?.closed.is_some() {
            return Err(OrganizationsError::constraint(
                "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
                "You cannot register a suspended account as a delegated administrator.",
            ));
        }
        if !organization.trusts(&request.service_principal) {
            return Err(OrganizationsError::constraint(
                "SERVICE_ACCESS_NOT_ENABLED",
                "You must enable service access before you register a delegated administrator.",
            ));
        }
        let key = Delegation::key(caller, &request.account_id, &request.service_principal);
        if tx.get::<Delegation>(&key)?.is_some() {
            return Err(OrganizationsError::AccountAlreadyRegistered);
        }
        let known = all(tx, &organization)?;
        let same = known.iter().filter(|one| one.service == request.service_principal);
        if same.count() >= ADMINISTRATORS_MAX {
            return Err(OrganizationsError::constraint(
                "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
                "You have registered the maximum number of delegated administrators for the \
                 service.",
            ));
        }
        let service = request.service_principal;
        tx.put(&key, &Delegation { account: member.account, service, since: now })?;
        Ok(())
    });
    Ok(done.await?)
}

/// Ends that.
pub(crate) async fn deregister(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DeregisterDelegatedAdministratorRequest>,
) -> Result<(), OrganizationsError> {
    let request = request.into_inner();
    let caller = call.account()?;
    trusted_access::check(&request.service_principal)?;
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        refuse_management(&organization, &request.account_id)?;
        account::find(tx, &organization, &request.account_id)?;
        let key = Delegation::key(caller, &request.account_id, &request.service_principal);
        if tx.delete::<Delegation>(&key)? {
            Ok(())
        } else {
            Err(OrganizationsError::AccountNotRegistered)
        }
    });
    Ok(done.await?)
}

/// The accounts that administer a service, or any.
pub(crate) async fn list(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListDelegatedAdministratorsRequest>,
) -> Result<ListDelegatedAdministratorsResponse, OrganizationsError> {
    if let Some(service) = &request.service_principal {
        trusted_access::check(service)?;
    }
    let accounts = accounts(call)?;
    let (token, max) = (request.next_token.as_deref(), request.max_results);
    let (administrators, next_token) = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let wanted = request.service_principal.as_deref();
        let mut since: BTreeMap<AccountId, Timestamp> = BTreeMap::new();
        for one in all(reader, &organization)? {
            if wanted.is_none_or(|service| service == one.service) {
                let first = since.entry(one.account).or_insert(one.since);
                *first = one.since.min(*first);
            }
        }
        let page = paging::page(since.into_iter().collect(), token, max, |(id, _)| id.to_string())?;
        let shown = page
            .items
            .iter()
            .map(|(id, since)| administrator(&*accounts, reader, &organization, *id, *since));
        Ok::<_, OrganizationsError>((shown.collect::<Result<_, _>>()?, page.next_token))
    })?;
    Ok(ListDelegatedAdministratorsResponse {
        delegated_administrators: Some(administrators),
        next_token,
    })
}

/// The services that an account administers.
pub(crate) async fn list_services(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListDelegatedServicesForAccountRequest>,
) -> Result<ListDelegatedServicesForAccountResponse, OrganizationsError> {
    let mut found = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        account::find(reader, &organization, &request.account_id)?;
        Ok::<_, OrganizationsError>(all(reader, &organization)?)
    })?;
    found.retain(|one| one.account.to_string() == request.account_id);
    if found.is_empty() {
        return Err(OrganizationsError::AccountNotRegistered);
    }
    let page = paging::page(found, request.next_token.as_deref(), request.max_results, |one| {
        one.service.clone()
    })?;
    let shown = page.items.into_iter().map(|one| DelegatedService {
        service_principal: Some(one.service),
        delegation_enabled_date: Some(one.since),
    });
    Ok(ListDelegatedServicesForAccountResponse {
        delegated_services: Some(shown.collect()),
        next_token: page.next_token,
    })
}

/// Whether an account administers any service that the organization lets in.
pub(crate) fn is_delegated(
    reader: &Reader<'_>,
    organization: &Organization,
    account: &str,
) -> Result<bool, StoreError> {
    let found = of_account(reader, organization, account)?;
    Ok(found.iter().any(|one| organization.trusts(&one.service)))
}

/// Whether an account administers one of these services, and the organization lets that in.
pub(crate) fn administers(
    reader: &Reader<'_>,
    organization: &Organization,
    account: &str,
    services: &[&str],
) -> Result<bool, StoreError> {
    let found = of_account(reader, organization, account)?;
    let is_one = |service: &str| services.contains(&service) && organization.trusts(service);
    Ok(found.iter().any(|one| is_one(&one.service)))
}

/// Whether an account is registered as administrator of any service, let in or shut out.
pub(crate) fn is_registered(
    reader: &Reader<'_>,
    organization: &Organization,
    account: &str,
) -> Result<bool, StoreError> {
    Ok(!of_account(reader, organization, account)?.is_empty())
}

/// The delegations of an account: one a service at most.
pub(crate) fn of_account(
    reader: &Reader<'_>,
    organization: &Organization,
    account: &str,
) -> Result<Vec<Delegation>, StoreError> {
    let (management, prefix) = (organization.management.to_string(), format!("{account} "));
    let found = reader.scan::<Delegation>(&management, "", &prefix, None, SCAN)?;
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// Every delegation of the organization.
fn all(reader: &Reader<'_>, organization: &Organization) -> Result<Vec<Delegation>, StoreError> {
    let management = organization.management.to_string();
    let found = reader.scan::<Delegation>(&management, "", "", None, SCAN)?;
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

fn refuse_management(organization: &Organization, account: &str) -> Result<(), OrganizationsError> {
    if organization.management.to_string() != account {
        return Ok(());
    }
    Err(OrganizationsError::constraint(
        "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
        "You cannot register master account/yourself as delegated administrator for your \
         organization.",
    ))
}

fn administrator(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    organization: &Organization,
    id: AccountId,
    since: Timestamp,
) -> Result<DelegatedAdministrator, OrganizationsError> {
    let (node, member) = account::find(reader, organization, &id.to_string())?;
    let account = account::shown(accounts, reader, organization, &node, &member)?;
    Ok(DelegatedAdministrator {
        id: account.id,
        arn: account.arn,
        email: account.email,
        name: account.name,
        status: account.status,
        state: account.state,
        joined_method: account.joined_method,
        joined_timestamp: account.joined_timestamp,
        delegation_enabled_date: Some(since),
    })
}
