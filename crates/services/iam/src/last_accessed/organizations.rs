//! Reports of which services the service control policies of an organization let its accounts reach,
//! and which account last did. (IAM API Reference, `GenerateOrganizationsAccessReport`.)

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bartizan_policy::{Policy, PolicyKind, catalog, may_reach};
use bartizan_service::{
    Access, Ask, Authorized, Call, FoundEntity, Noted, OrganizationEntity, Platform,
};
use bartizan_store::{Key, Record, Writer};
use bartizan_types::{AccountId, Arn, Fault, Timestamp};
use serde::{Deserialize, Serialize};

use super::report::{LIFETIME, TRACKED};
use super::show::COMPLETED;
use super::tracked::Tracked;
use crate::error::IamError;
use crate::shapes::{
    AccessDetail, GenerateOrganizationsAccessReportRequest,
    GenerateOrganizationsAccessReportResponse, GetOrganizationsAccessReportRequest,
    GetOrganizationsAccessReportResponse,
};
use crate::{Iam, paging};

/// How many reports of an account are kept: each tells of every service at most once.
const REPORTS_MAX: u64 = 100;
/// How many that are too old or too many one call takes out.
const SWEPT: usize = 100;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OrganizationReport {
    made: Timestamp,
    /// What the policies let be reached, in the order of prefixes.
    services: Vec<Reached>,
}

/// A service, and who reached it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Reached {
    prefix: String,
    last: Option<Last>,
    /// How many accounts reached it.
    accounts: usize,
}

/// A last access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    time: Timestamp,
    region: String,
    path: String,
}

impl OrganizationReport {
    fn key(account: AccountId, id: &str) -> Key {
        Key::global(account, id)
    }
}

impl Record for OrganizationReport {
    const COLLECTION: &'static str = "iam.organization_report";
}

/// The report on this path, and what of the organization is read for it. (Service Authorization
/// Reference, `iam:GenerateOrganizationsAccessReport`, dependent actions.)
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let path = ask.text("EntityPath").unwrap_or_default();
    let report = Arn::new("iam", "", Some(ask.call.account()?), &format!("access-report/{path}"));
    let main = Access::on(ask.action(), &report)
        .key_if("iam:OrganizationsPolicyId", ask.text("OrganizationsPolicyId"));
    let read = ask.actions.iter().skip(1).map(|action| Access::on_any(*action));
    Ok(std::iter::once(main).chain(read).collect())
}

/// Makes a report. The call that asks for it makes it.
pub(crate) async fn generate(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GenerateOrganizationsAccessReportRequest>,
) -> Result<GenerateOrganizationsAccessReportResponse, IamError> {
    let (account, now) = (call.account()?, call.now);
    let entity = entity(call, account, &request)?;
    let (platform, noted) = (Arc::clone(&call.platform), call.platform.usage.noted());
    let tracked = Tracked::of(call.road());
    let made = tokio::task::spawn_blocking(move || make(&platform, &entity, &noted, &tracked, now));
    let report = made.await.map_err(|_| {
        Fault::new("ServiceFailure", "the report could not be made: try again", 500)
    })??;
    let id = call.platform.random.uuid_at(now);
    let done = call.commit(move |tx| {
        keep(tx, account, &id, &report)?;
        Ok::<_, IamError>(GenerateOrganizationsAccessReportResponse { job_id: Some(id) })
    });
    Ok(done.await?)
}

/// Tells what a report found.
pub(crate) async fn details(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetOrganizationsAccessReportRequest>,
) -> Result<GetOrganizationsAccessReportResponse, IamError> {
    let key = OrganizationReport::key(call.account()?, &request.job_id);
    let report = call.read(|reader| Ok::<_, IamError>(reader.get::<OrganizationReport>(&key)?))?;
    let report = report.filter(|report| call.now.since(report.made) < LIFETIME);
    let report = report
        .ok_or_else(|| IamError::NoSuchEntity(format!("Job {} was not found.", request.job_id)))?;
    let (made, accessible) = (report.made, report.services.len());
    let idle = report.services.iter().filter(|one| one.last.is_none()).count();
    let services = sorted(report.services, request.sort_key.as_deref());
    let numbered: Vec<(usize, Reached)> = services.into_iter().enumerate().collect();
    let (marker, max_items) = (request.marker.as_deref(), request.max_items);
    let page = paging::page(numbered, marker, max_items, |(place, _)| format!("{place:06}"))?;
    Ok(GetOrganizationsAccessReportResponse {
        job_status: COMPLETED.to_owned(),
        job_creation_date: made,
        job_completion_date: Some(made),
        number_of_services_accessible: Some(number(accessible)),
        number_of_services_not_accessed: Some(number(idle)),
        access_details: Some(page.items.into_iter().map(|(_, one)| shown(one)).collect()),
        is_truncated: page.is_truncated,
        marker: page.marker,
        error_details: None,
    })
}

/// What the request names of the organization that the calling account manages.
fn entity(
    call: &Call,
    account: AccountId,
    request: &GenerateOrganizationsAccessReportRequest,
) -> Result<OrganizationEntity, IamError> {
    let ports = &call.platform.ports;
    let (Some(memberships), Some(entities)) = (&ports.memberships, &ports.entities) else {
        return Err(IamError::OrganizationNotFound);
    };
    let (path, policy) = (&request.entity_path, request.organizations_policy_id.as_deref());
    let found = call.read(|reader| {
        let place = memberships.find(reader, account)?.ok_or(IamError::OrganizationNotFound)?;
        if place.management != account {
            return Err(IamError::AccessDenied(
                "Only the management account of an organization may ask for its access reports."
                    .to_owned(),
            ));
        }
        Ok(entities.find(reader, account, path, policy)?)
    })?;
    match found {
        FoundEntity::Entity(entity) => Ok(entity),
        FoundEntity::NoEntity => {
            Err(IamError::InvalidInput(format!("The entity path {path} does not exist.")))
        }
        FoundEntity::NoPolicy => Err(IamError::InvalidInput(format!(
            "The service control policy {} does not exist.",
            policy.unwrap_or_default()
        ))),
        FoundEntity::PoliciesOff => Err(IamError::InvalidInput(
            "Service control policies are not enabled for the organization root.".to_owned(),
        )),
    }
}

fn make(
    platform: &Platform,
    entity: &OrganizationEntity,
    noted: &Noted,
    tracked: &Tracked,
    now: Timestamp,
) -> Result<OrganizationReport, IamError> {
    let levels = entity.levels.as_deref().map(parsed);
    let is_in_reach =
        |action: &str| levels.iter().flatten().all(|level: &Vec<Policy>| may_reach(level, action));
    let mut last: BTreeMap<String, (Last, BTreeSet<AccountId>)> = BTreeMap::new();
    for (account, path) in &entity.accounts {
        platform.store.read(|reader| {
            noted.each_of(reader, *account, |service, event, used| {
                if now.since(used.time) >= TRACKED {
                    return;
                }
                let action = tracked.action(service, event);
                let prefix = action.split(':').next().unwrap_or_default();
                let this =
                    Last { time: used.time, region: used.region.clone(), path: path.clone() };
                match last.get_mut(prefix) {
                    Some((known, accounts)) => {
                        if known.time <= this.time {
                            *known = this;
                        }
                        accounts.insert(*account);
                    }
                    None => {
                        last.insert(prefix.to_owned(), (this, BTreeSet::from([*account])));
                    }
                }
            })
        })?;
    }
    let services = catalog::prefixes().filter_map(catalog::service).filter(|service| {
        let action = |name: &str| format!("{}:{name}", service.prefix);
        service.actions.iter().any(|one| is_in_reach(&action(one.name)))
    });
    let services = services.map(|service| {
        let found = last.remove(service.prefix);
        let accounts = found.as_ref().map_or(0, |(_, accounts)| accounts.len());
        let last = found.map(|(last, _)| last);
        Reached { prefix: service.prefix.to_owned(), last, accounts }
    });
    Ok(OrganizationReport { made: now, services: services.collect() })
}

/// The policies of each level. One that cannot be read denies everything where it binds, and so
/// allows nothing here.
fn parsed(levels: &[Vec<String>]) -> Vec<Vec<Policy>> {
    let read =
        |document: &String| Policy::parse_published(document, PolicyKind::ServiceControl).ok();
    levels
        .iter()
        .map(|level| level.iter().map(read).collect::<Option<Vec<_>>>().unwrap_or_default())
        .collect()
}

/// Keeps a report, and takes out those that are too old or too many.
fn keep(
    tx: &mut Writer<'_>,
    account: AccountId,
    id: &str,
    report: &OrganizationReport,
) -> Result<(), IamError> {
    let account_text = account.to_string();
    let mut count = tx.count::<OrganizationReport>(&account_text, "")?;
    // Ids begin with the time: the first is the oldest.
    for _ in 0..SWEPT {
        let first = tx.scan::<OrganizationReport>(&account_text, "", "", None, 1)?.pop();
        let Some((key, first)) = first else { break };
        if count < REPORTS_MAX && report.made.since(first.made) < LIFETIME {
            break;
        }
        tx.delete::<OrganizationReport>(&key)?;
        count = count.saturating_sub(1);
    }
    Ok(tx.put(&OrganizationReport::key(account, id), report)?)
}

/// The services in the order of a sort key; those never reached come last.
fn sorted(mut services: Vec<Reached>, key: Option<&str>) -> Vec<Reached> {
    let time = |one: &Reached| one.last.as_ref().map(|last| last.time.millis());
    match key {
        Some("SERVICE_NAMESPACE_DESCENDING") => services.reverse(),
        Some("LAST_AUTHENTICATED_TIME_ASCENDING") => {
            services.sort_by_key(|one| time(one).unwrap_or(i64::MAX));
        }
        Some("LAST_AUTHENTICATED_TIME_DESCENDING") => {
            services.sort_by_key(|one| std::cmp::Reverse(time(one).unwrap_or(i64::MIN)));
        }
        _ => {}
    }
    services
}

fn shown(reached: Reached) -> AccessDetail {
    let name = catalog::service(&reached.prefix).map_or(&*reached.prefix, |known| known.name);
    AccessDetail {
        service_name: name.to_owned(),
        region: reached.last.as_ref().map(|last| last.region.clone()),
        last_authenticated_time: reached.last.as_ref().map(|last| last.time),
        entity_path: reached.last.map(|last| last.path),
        total_authenticated_entities: Some(number(reached.accounts)),
        service_namespace: reached.prefix,
    }
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_sorted_as_asked() {
        let one = |prefix: &str, seconds: Option<i64>| Reached {
            prefix: prefix.to_owned(),
            last: seconds.map(|seconds| Last {
                time: Timestamp::from_seconds(seconds),
                region: String::new(),
                path: String::new(),
            }),
            accounts: 0,
        };
        let all = [one("a", Some(2)), one("b", None), one("c", Some(1))];
        for (key, expected) in [
            (None, "abc"),
            (Some("SERVICE_NAMESPACE_ASCENDING"), "abc"),
            (Some("SERVICE_NAMESPACE_DESCENDING"), "cba"),
            (Some("LAST_AUTHENTICATED_TIME_ASCENDING"), "cab"),
            (Some("LAST_AUTHENTICATED_TIME_DESCENDING"), "acb"),
        ] {
            let found: String =
                sorted(all.to_vec(), key).iter().map(|one| one.prefix.as_str()).collect();
            assert_eq!(found, expected, "{key:?}");
        }
    }

    #[test]
    fn a_policy_that_cannot_be_read_lets_nothing_be_reached() {
        let allows = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
        let levels = parsed(&[vec![allows.to_owned()], vec![allows.to_owned(), "{".to_owned()]]);
        let reach: Vec<bool> =
            levels.iter().map(|level| may_reach(level, "s3:GetObject")).collect();
        assert_eq!(reach, [true, false]);
    }
}
