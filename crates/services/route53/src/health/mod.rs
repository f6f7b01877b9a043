//! Health checks. (Route 53 Developer Guide, "Creating Amazon Route 53 health checks".)

mod config;
mod create;
mod status;
mod update;

use std::collections::HashSet;

use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

pub(crate) use create::create;
pub(crate) use status::{last_failure, status};
pub(crate) use update::update;

use crate::error::Route53Error;
use crate::records::{HealthCheckRecord, Subject, UsedReference};
use crate::shapes::{
    DeleteHealthCheckRequest, DeleteHealthCheckResponse, GetHealthCheckCountRequest,
    GetHealthCheckCountResponse, GetHealthCheckRequest, GetHealthCheckResponse, HealthCheck,
    ListHealthChecksRequest, ListHealthChecksResponse,
};
use crate::{Route53, id, paging};

/// The most checks of a page.
const ITEMS: usize = 100;
/// The most checks that an account can have, and more.
const ALL: usize = 10_000;
/// How many references of deleted checks are remembered: the oldest go first.
const REFERENCES_MAX: u64 = 10_000;

/// A health check.
pub(crate) async fn show(
    _service: &Route53,
    call: &Call,
    request: Authorized<GetHealthCheckRequest>,
) -> Result<GetHealthCheckResponse, Route53Error> {
    let account = call.account()?;
    let record = call.read(|reader| find(reader, account, &request.health_check_id))?;
    Ok(GetHealthCheckResponse { health_check: shown(&record) })
}

/// How many health checks the account has.
pub(crate) async fn count(
    _service: &Route53,
    call: &Call,
    _request: Authorized<GetHealthCheckCountRequest>,
) -> Result<GetHealthCheckCountResponse, Route53Error> {
    let account = call.account()?.to_string();
    let count = call.read(|reader| reader.count::<HealthCheckRecord>(&account, ""))?;
    Ok(GetHealthCheckCountResponse { health_check_count: i64::try_from(count).unwrap_or(i64::MAX) })
}

/// The account's health checks, by their ids.
pub(crate) async fn list(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListHealthChecksRequest>,
) -> Result<ListHealthChecksResponse, Route53Error> {
    let account = call.account()?.to_string();
    let items = paging::items(request.max_items.as_deref(), ITEMS)?;
    let marker = request.marker.as_deref().unwrap_or_default();
    let found =
        call.read(|reader| reader.scan::<HealthCheckRecord>(&account, "", "", None, ALL))?;
    let mut checks: Vec<HealthCheckRecord> =
        found.into_iter().map(|(_, check)| check).filter(|one| one.id.as_str() >= marker).collect();
    let next = checks.get(items).map(|check| check.id.clone());
    checks.truncate(items);
    Ok(ListHealthChecksResponse {
        health_checks: checks.iter().map(shown).collect(),
        marker: marker.to_owned(),
        is_truncated: next.is_some(),
        next_marker: next,
        max_items: items.to_string(),
    })
}

/// Deletes a health check, and asks not whether something is answered by it: that is well from then on.
pub(crate) async fn delete(
    _service: &Route53,
    call: &Call,
    request: Authorized<DeleteHealthCheckRequest>,
) -> Result<DeleteHealthCheckResponse, Route53Error> {
    let (account, check) = (call.account()?, request.into_inner().health_check_id);
    // The keys of changes are greater the later they are, as these shall be.
    let place = id::of_change(&*call.platform.random, call.now);
    let done = call.commit(move |writer| {
        let record = find(writer, account, &check)?;
        writer.delete::<HealthCheckRecord>(&Key::global(account, record.id.as_str()))?;
        let owner = account.to_string();
        if writer.count::<UsedReference>(&owner, "")? >= REFERENCES_MAX {
            for (oldest, _) in writer.scan::<UsedReference>(&owner, "", "", None, 1)? {
                writer.delete::<UsedReference>(&oldest)?;
            }
        }
        let reference = HealthCheckRecord::reference(account, &record.caller_reference);
        writer.put(&Key::global(account, place), &UsedReference { reference })?;
        Ok::<_, Route53Error>(DeleteHealthCheckResponse {})
    });
    Ok(done.await?)
}

/// The account's health check with this id; it must be there.
pub(crate) fn find(
    reader: &Reader<'_>,
    account: AccountId,
    id: &str,
) -> Result<HealthCheckRecord, Route53Error> {
    let found = reader.get(&Key::global(account, id))?;
    found.ok_or_else(|| {
        let message = format!("A health check with id {id} does not exist.");
        Route53Error::Refused("NoSuchHealthCheck", message, 404)
    })
}

/// Whether the checks that one looks at are there, and none of them looks at it in turn.
fn check_children(
    reader: &Reader<'_>,
    account: AccountId,
    record: &HealthCheckRecord,
) -> Result<(), Route53Error> {
    let children = |record: &HealthCheckRecord| match &record.subject {
        Subject::Others { children, .. } => children.clone().unwrap_or_default(),
        Subject::Endpoint(_) => Vec::new(),
    };
    let mut seen = HashSet::new();
    let mut waiting = children(record);
    for id in &waiting {
        find(reader, account, id)
            .map_err(|_| invalid(&format!("The child health check {id} does not exist")))?;
    }
    while let Some(id) = waiting.pop() {
        if id == record.id {
            return Err(invalid("A health check cannot look at itself"));
        }
        if seen.insert(id.clone())
            && let Some(child) = reader.get::<HealthCheckRecord>(&Key::global(account, id))?
        {
            waiting.extend(children(&child));
        }
    }
    Ok(())
}

/// A health check as answers show it.
fn shown(record: &HealthCheckRecord) -> HealthCheck {
    HealthCheck {
        id: record.id.clone(),
        caller_reference: record.caller_reference.clone(),
        health_check_config: config::shown(record),
        health_check_version: record.version,
        ..HealthCheck::default()
    }
}

/// A configuration is wrong.
fn invalid(what: &str) -> Route53Error {
    Route53Error::input(format!("Invalid parameter : {what}"))
}
