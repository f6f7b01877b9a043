//! Who administers Inspector for an organization, and what is scanned of accounts that join.
//! (Amazon Inspector API Reference, `EnableDelegatedAdminAccount` and what goes with it.)

use std::collections::BTreeSet;
use std::sync::Arc;

use bartizan_service::store::{Key, Reader};
use bartizan_service::wire::Value;
use bartizan_service::{Authorized, Call, Forwarded, Governance, paging};
use bartizan_types::{AccountId, Fault};

use crate::Inspector;
use crate::error::InspectorError;
use crate::look::{self, Look, PRINCIPAL};
use crate::members;
use crate::records::{BY_ORGANIZATION, MemberRecord, OrganizationRecord, Scans};
use crate::shapes::{
    AutoEnable, DelegatedAdmin, DelegatedAdminAccount, DescribeOrganizationConfigurationRequest,
    DescribeOrganizationConfigurationResponse, DisableDelegatedAdminAccountRequest,
    DisableDelegatedAdminAccountResponse, EnableDelegatedAdminAccountRequest,
    EnableDelegatedAdminAccountResponse, GetDelegatedAdminAccountRequest,
    GetDelegatedAdminAccountResponse, ListDelegatedAdminAccountsRequest,
    ListDelegatedAdminAccountsResponse, UpdateOrganizationConfigurationRequest,
    UpdateOrganizationConfigurationResponse,
};

/// How many items a page has unless the request says, which is the most that it may say.
const PAGE_ITEMS: usize = 5;

/// Makes a member account the administrator of Inspector, in Organizations too: there as the caller,
/// whose permissions for that count. Who is it already stays it, and so no token is needed.
pub(crate) async fn delegate(
    _service: &Inspector,
    call: &Call,
    request: Authorized<EnableDelegatedAdminAccountRequest>,
) -> Result<EnableDelegatedAdminAccountResponse, InspectorError> {
    let look = Look::of(call)?;
    let account = look::account(&request.into_inner().delegated_admin_account_id)?;
    let place = call.read(|reader| {
        let organization = look.managed(reader)?;
        refuse_other(reader, &look, account)?;
        let place = look.membership(reader, account)?;
        let is_its = place.filter(|place| place.organization == organization.organization);
        is_its.filter(|_| account != look.caller).ok_or_else(|| {
            let why = format!("{account} is no member account of the organization.");
            InspectorError::Invalid(why)
        })
    })?;
    if !place.trusts(PRINCIPAL) {
        forward(call, "EnableAWSServiceAccess", None).await?;
    }
    if !place.administers(PRINCIPAL) {
        forward(call, "RegisterDelegatedAdministrator", Some(account)).await?;
    }
    let governance = call.platform.ports.governance.clone();
    let done = call.commit(move |writer| {
        let organization = look.managed(writer)?;
        refuse_other(writer, &look, account)?;
        let key = OrganizationRecord::key(look.caller, &look.region);
        if !is_current(writer, &key, &organization.organization)? {
            let record = OrganizationRecord {
                known: joined(writer, governance.as_ref(), look.caller)?,
                organization: organization.organization,
                administrator: account,
                of_new: Scans::default(),
                deep_paths: Vec::new(),
            };
            writer.put(&key, &record)?;
        }
        let delegated_admin_account_id = account.to_string();
        Ok::<_, InspectorError>(EnableDelegatedAdminAccountResponse { delegated_admin_account_id })
    });
    Ok(done.await?)
}

/// Ends that, in Organizations too when it is over in every region. Members are members no more.
pub(crate) async fn end_delegation(
    _service: &Inspector,
    call: &Call,
    request: Authorized<DisableDelegatedAdminAccountRequest>,
) -> Result<DisableDelegatedAdminAccountResponse, InspectorError> {
    let look = Look::of(call)?;
    let account = look::account(&request.into_inner().delegated_admin_account_id)?;
    let (is_last, is_registered) = call.read(|reader| {
        let record = delegated(reader, &look, account)?;
        let all: Vec<(Key, OrganizationRecord)> =
            reader.find(BY_ORGANIZATION, &record.organization)?;
        let is_its = |one: &&(Key, OrganizationRecord)| one.1.administrator == account;
        let place = look.membership(reader, account)?;
        let is_registered = place.is_some_and(|place| place.administers(PRINCIPAL));
        Ok::<_, InspectorError>((all.iter().filter(is_its).count() == 1, is_registered))
    })?;
    if is_last && is_registered {
        forward(call, "DeregisterDelegatedAdministrator", Some(account)).await?;
    }
    let done = call.commit(move |writer| {
        delegated(writer, &look, account)?;
        for member in members::all(writer, &look, account)? {
            writer.delete::<MemberRecord>(&MemberRecord::key(
                account,
                &look.region,
                member.account,
            ))?;
        }
        writer.delete::<OrganizationRecord>(&OrganizationRecord::key(look.caller, &look.region))?;
        let delegated_admin_account_id = account.to_string();
        Ok::<_, InspectorError>(DisableDelegatedAdminAccountResponse { delegated_admin_account_id })
    });
    Ok(done.await?)
}

/// Who administers Inspector for the caller's organization.
pub(crate) async fn administrator(
    _service: &Inspector,
    call: &Call,
    _request: Authorized<GetDelegatedAdminAccountRequest>,
) -> Result<GetDelegatedAdminAccountResponse, InspectorError> {
    let look = Look::of(call)?;
    let found = call.read(|reader| look.organization(reader))?;
    let (_, record) = found.ok_or(InspectorError::NotFound(
        "The organization has no delegated administrator for Amazon Inspector.",
    ))?;
    let delegated_admin = Some(DelegatedAdmin {
        account_id: Some(record.administrator.to_string()),
        relationship_status: Some("ENABLED".to_owned()),
    });
    Ok(GetDelegatedAdminAccountResponse { delegated_admin })
}

/// The same as a list, for the management account.
pub(crate) async fn administrators(
    _service: &Inspector,
    call: &Call,
    request: Authorized<ListDelegatedAdminAccountsRequest>,
) -> Result<ListDelegatedAdminAccountsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let found = call.read(|reader| {
        look.managed(reader)?;
        look.organization(reader)
    })?;
    let accounts = found.map(|(_, record)| record.administrator).into_iter().collect();
    let most = request.max_results.and_then(|most| usize::try_from(most).ok());
    let (token, most) = (request.next_token.as_deref(), most.unwrap_or(PAGE_ITEMS));
    let page = paging::page(accounts, token, most, AccountId::to_string);
    let unknown = "nextToken is not one that an earlier answer gave.";
    let page = page.map_err(|_| InspectorError::Invalid(unknown.to_owned()))?;
    let shown = |account: AccountId| DelegatedAdminAccount {
        account_id: Some(account.to_string()),
        status: Some("ENABLED".to_owned()),
    };
    Ok(ListDelegatedAdminAccountsResponse {
        delegated_admin_accounts: Some(page.items.into_iter().map(shown).collect()),
        next_token: page.next,
    })
}

/// What is scanned of accounts that join.
pub(crate) async fn describe(
    _service: &Inspector,
    call: &Call,
    _request: Authorized<DescribeOrganizationConfigurationRequest>,
) -> Result<DescribeOrganizationConfigurationResponse, InspectorError> {
    let look = Look::of(call)?;
    let (record, members) = call.read(|reader| {
        let (_, record) = look.administered(reader)?;
        Ok::<_, InspectorError>((record, members::all(reader, &look, look.caller)?))
    })?;
    let associated = members.iter().filter(|member| member.is_associated).count();
    Ok(DescribeOrganizationConfigurationResponse {
        auto_enable: Some(shown(record.of_new)),
        max_account_limit_reached: Some(associated >= members::MEMBERS_MAX),
    })
}

/// Changes that.
pub(crate) async fn update(
    _service: &Inspector,
    call: &Call,
    request: Authorized<UpdateOrganizationConfigurationRequest>,
) -> Result<UpdateOrganizationConfigurationResponse, InspectorError> {
    let (look, asked) = (Look::of(call)?, request.into_inner().auto_enable);
    for (is_asked, name) in [
        (asked.lambda_code, "LAMBDA_CODE"),
        (asked.code_repository, "CODE_REPOSITORY"),
        (asked.ami, "AMI"),
    ] {
        if is_asked == Some(true) {
            return Err(InspectorError::NoScan(name.to_owned()));
        }
    }
    let governance = call.platform.ports.governance.clone();
    let done = call.commit(move |writer| {
        let (membership, mut record) = look.administered(writer)?;
        let lambda = asked.lambda.unwrap_or(record.of_new.lambda);
        let of_new = Scans { ec2: asked.ec2, ecr: asked.ecr, lambda };
        // Who joined before this was turned on is no new account.
        if !record.of_new.is_any() {
            record.known = joined(writer, governance.as_ref(), membership.management)?;
        }
        record.of_new = of_new;
        writer.put(&OrganizationRecord::key(membership.management, &look.region), &record)?;
        Ok::<_, InspectorError>(UpdateOrganizationConfigurationResponse {
            auto_enable: shown(of_new),
        })
    });
    Ok(done.await?)
}

/// The accounts of the organization that an account manages.
pub(crate) fn joined(
    reader: &Reader<'_>,
    governance: Option<&Arc<dyn Governance>>,
    management: AccountId,
) -> Result<BTreeSet<AccountId>, Fault> {
    match governance {
        Some(governance) => Ok(governance.accounts(reader, management)?.into_keys().collect()),
        None => Ok(BTreeSet::new()),
    }
}

/// Refuses a second administrator.
fn refuse_other(
    reader: &Reader<'_>,
    look: &Look,
    account: AccountId,
) -> Result<(), InspectorError> {
    match look.organization(reader)? {
        Some((_, record)) if record.administrator != account => {
            Err(InspectorError::Delegated(record.administrator.to_string()))
        }
        _ => Ok(()),
    }
}

/// The organization that the caller manages, which an account administers Inspector for.
fn delegated(
    reader: &Reader<'_>,
    look: &Look,
    account: AccountId,
) -> Result<OrganizationRecord, InspectorError> {
    look.managed(reader)?;
    let found = look.organization(reader)?.map(|(_, record)| record);
    found.filter(|record| record.administrator == account).ok_or(InspectorError::NotFound(
        "The account is not the delegated administrator for Amazon Inspector.",
    ))
}

/// Whether the record is there, and of this organization: its account may have managed another one.
fn is_current(reader: &Reader<'_>, key: &Key, organization: &str) -> Result<bool, InspectorError> {
    let found = reader.get::<OrganizationRecord>(key)?;
    Ok(found.is_some_and(|record| record.organization == organization))
}

/// Tells Organizations, as the caller.
async fn forward(
    call: &Call,
    operation: &'static str,
    account: Option<AccountId>,
) -> Result<(), InspectorError> {
    let mut input = vec![("ServicePrincipal", Value::of_text(PRINCIPAL))];
    if let Some(account) = account {
        input.push(("AccountId", Value::of_text(account.to_string())));
    }
    let forwarded = Forwarded {
        via: "inspector2",
        operation: ("organizations", operation),
        region: call.region.clone(),
        input: Value::Struct(input),
    };
    match call.forward(forwarded).await {
        Ok(_) => Ok(()),
        // Another call was first.
        Err(fault)
            if matches!(
                &*fault.code,
                "AccountAlreadyRegisteredException" | "AccountNotRegisteredException"
            ) =>
        {
            Ok(())
        }
        Err(fault) => Err(fault.into()),
    }
}

fn shown(scans: Scans) -> AutoEnable {
    AutoEnable {
        ec2: scans.ec2,
        ecr: scans.ecr,
        lambda: Some(scans.lambda),
        lambda_code: Some(false),
        code_repository: Some(false),
        ami: Some(false),
    }
}
