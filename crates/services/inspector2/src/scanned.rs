//! What is scanned of accounts. (Amazon Inspector API Reference, `Enable`, `Disable` and
//! `BatchGetAccountStatus`.)

use std::collections::BTreeSet;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

use crate::Inspector;
use crate::error::InspectorError;
use crate::look::{self, Look};
use crate::members;
use crate::records::{AccountRecord, Scans};
use crate::shapes::{
    Account, AccountState, BatchGetAccountStatusRequest, BatchGetAccountStatusResponse,
    DisableRequest, DisableResponse, EnableRequest, EnableResponse, FailedAccount, ResourceState,
    ResourceStatus, State,
};

/// Has accounts scanned. It changes nothing that is so already, and so needs no token.
pub(crate) async fn enable(
    _service: &Inspector,
    call: &Call,
    request: Authorized<EnableRequest>,
) -> Result<EnableResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let scans = read(&request.resource_types)?;
    let accounts = named(request.account_ids, look.caller)?;
    let done = call.commit(move |writer| {
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for account in accounts {
            if look.may_decide_for(writer, account)? {
                done.push(change(writer, &look, account, |now| now.and(scans))?);
            } else {
                failed.push(denied(account));
            }
        }
        Ok::<_, InspectorError>(EnableResponse { accounts: done, failed_accounts: Some(failed) })
    });
    Ok(done.await?)
}

/// Ends that. Of an account that is a member, its administrator decides.
pub(crate) async fn disable(
    _service: &Inspector,
    call: &Call,
    request: Authorized<DisableRequest>,
) -> Result<DisableResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let scans = match request.resource_types.filter(|types| !types.is_empty()) {
        Some(types) => read(&types)?,
        None => Scans::ALL,
    };
    let accounts = named(request.account_ids, look.caller)?;
    let done = call.commit(move |writer| {
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for account in accounts {
            match obstacle(writer, &look, account, scans)? {
                None => done.push(change(writer, &look, account, |now| now.without(scans))?),
                Some(obstacle) => failed.push(obstacle),
            }
        }
        Ok::<_, InspectorError>(DisableResponse { accounts: done, failed_accounts: Some(failed) })
    });
    Ok(done.await?)
}

/// What stands in the way of ending scans.
fn obstacle(
    reader: &Reader<'_>,
    look: &Look,
    account: AccountId,
    scans: Scans,
) -> Result<Option<FailedAccount>, InspectorError> {
    if !look.may_decide_for(reader, account)? {
        return Ok(Some(denied(account)));
    }
    if account != look.caller {
        return Ok(None);
    }
    if look.administrator_of_caller(reader)?.is_some() {
        return Ok(Some(denied(account)));
    }
    let left = stored(reader, look, account)?.without(scans);
    if !left.is_any() && members::has_any(reader, look)? {
        return Ok(Some(failed(
            account,
            "DISASSOCIATE_ALL_MEMBERS",
            "The delegated administrator must disassociate all members first.",
        )));
    }
    Ok(None)
}

/// What is scanned of accounts now.
pub(crate) async fn status(
    _service: &Inspector,
    call: &Call,
    request: Authorized<BatchGetAccountStatusRequest>,
) -> Result<BatchGetAccountStatusResponse, InspectorError> {
    let look = Look::of(call)?;
    let named = named(request.into_inner().account_ids, look.caller)?;
    let answer = call.read(|reader| {
        let (mut accounts, mut failed) = (Vec::new(), Vec::new());
        for account in named {
            if look.may_decide_for(reader, account)? {
                accounts.push(state(account, stored(reader, &look, account)?));
            } else {
                failed.push(denied(account));
            }
        }
        Ok::<_, InspectorError>(BatchGetAccountStatusResponse {
            accounts,
            failed_accounts: Some(failed),
        })
    });
    Ok(answer?)
}

/// The accounts that a request names, each once: the caller's where it names none.
fn named(
    ids: Option<Vec<String>>,
    caller: AccountId,
) -> Result<BTreeSet<AccountId>, InspectorError> {
    match ids.filter(|ids| !ids.is_empty()) {
        Some(ids) => ids.iter().map(|id| look::account(id)).collect(),
        None => Ok(BTreeSet::from([caller])),
    }
}

/// The kinds of scans that a request names.
fn read(types: &[String]) -> Result<Scans, InspectorError> {
    let mut scans = Scans::default();
    for name in types {
        match name.as_str() {
            "EC2" => scans.ec2 = true,
            "ECR" => scans.ecr = true,
            "LAMBDA" => scans.lambda = true,
            other => return Err(InspectorError::NoScan(other.to_owned())),
        }
    }
    Ok(scans)
}

fn stored(reader: &Reader<'_>, look: &Look, account: AccountId) -> Result<Scans, InspectorError> {
    let record = reader.get::<AccountRecord>(&AccountRecord::key(account, &look.region))?;
    Ok(record.unwrap_or_default().scans)
}

fn change(
    writer: &mut Writer<'_>,
    look: &Look,
    account: AccountId,
    change: impl FnOnce(Scans) -> Scans,
) -> Result<Account, InspectorError> {
    let scans = change(stored(writer, look, account)?);
    writer.put(&AccountRecord::key(account, &look.region), &AccountRecord { scans })?;
    let status = |is_on| word(is_on).to_owned();
    Ok(Account {
        account_id: account.to_string(),
        status: status(scans.is_any()),
        resource_status: ResourceStatus {
            ec2: status(scans.ec2),
            ecr: status(scans.ecr),
            lambda: Some(status(scans.lambda)),
            lambda_code: Some(status(false)),
            code_repository: Some(status(false)),
            ami: Some(status(false)),
        },
    })
}

fn state(account: AccountId, scans: Scans) -> AccountState {
    let state =
        |is_on| State { status: word(is_on).to_owned(), error_code: None, error_message: None };
    AccountState {
        account_id: account.to_string(),
        state: state(scans.is_any()),
        resource_state: ResourceState {
            ec2: state(scans.ec2),
            ecr: state(scans.ecr),
            lambda: Some(state(scans.lambda)),
            lambda_code: Some(state(false)),
            code_repository: Some(state(false)),
            ami: Some(state(false)),
        },
    }
}

const fn word(is_on: bool) -> &'static str {
    if is_on { "ENABLED" } else { "DISABLED" }
}

fn denied(account: AccountId) -> FailedAccount {
    failed(account, "ACCESS_DENIED", "The caller does not decide for this account.")
}

fn failed(account: AccountId, code: &str, message: &str) -> FailedAccount {
    FailedAccount {
        account_id: account.to_string(),
        status: None,
        resource_status: None,
        error_code: code.to_owned(),
        error_message: message.to_owned(),
    }
}
