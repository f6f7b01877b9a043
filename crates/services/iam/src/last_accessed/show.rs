//! What reports tell.

use bartizan_policy::catalog;
use bartizan_service::{Authorized, Call};

use super::report::{ActionAccess, Granularity, Report, Reported, ServiceAccess};
use crate::error::IamError;
use crate::shapes::{
    EntityDetails, EntityInfo, GetServiceLastAccessedDetailsRequest,
    GetServiceLastAccessedDetailsResponse, GetServiceLastAccessedDetailsWithEntitiesRequest,
    GetServiceLastAccessedDetailsWithEntitiesResponse, ServiceLastAccessed,
    TrackedActionLastAccessed,
};
use crate::{Iam, paging};

/// The state of every job.
pub(super) const COMPLETED: &str = "COMPLETED";

/// The services of a report, in the order of their prefixes.
pub(crate) async fn details(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetServiceLastAccessedDetailsRequest>,
) -> Result<GetServiceLastAccessedDetailsResponse, IamError> {
    let mut report = Report::find(call, &request.job_id)?;
    let services = std::mem::take(&mut report.services);
    let page = paging::page(services, request.marker.as_deref(), request.max_items, |service| {
        service.prefix.clone()
    })?;
    Ok(GetServiceLastAccessedDetailsResponse {
        job_status: COMPLETED.to_owned(),
        job_type: Some(report.granularity.shown().to_owned()),
        job_creation_date: report.made,
        services_last_accessed: page.items.iter().map(|one| service(&report, one)).collect(),
        job_completion_date: report.made,
        is_truncated: page.is_truncated,
        marker: page.marker,
        error: None,
    })
}

/// Who could reach a service, the latest access first.
pub(crate) async fn with_entities(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetServiceLastAccessedDetailsWithEntitiesRequest>,
) -> Result<GetServiceLastAccessedDetailsWithEntitiesResponse, IamError> {
    let report = Report::find(call, &request.job_id)?;
    let namespace = &request.service_namespace;
    if catalog::service(namespace).is_none() {
        return Err(IamError::InvalidInput(format!(
            "The service namespace {namespace} is not valid."
        )));
    }
    let service = report.services.iter().find(|one| one.prefix.eq_ignore_ascii_case(namespace));
    let entities: Vec<EntityDetails> = service.map_or_else(Vec::new, |service| {
        report.entities.iter().enumerate().map(|(place, one)| entity(service, place, one)).collect()
    });
    let page = paging::page(entities, request.marker.as_deref(), request.max_items, |entity| {
        let since = entity.last_authenticated.map_or(i64::MAX, |time| i64::MAX - time.millis());
        format!("{since:020} {}", entity.entity_info.arn)
    })?;
    Ok(GetServiceLastAccessedDetailsWithEntitiesResponse {
        job_status: COMPLETED.to_owned(),
        job_creation_date: report.made,
        job_completion_date: report.made,
        entity_details_list: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
        error: None,
    })
}

fn service(report: &Report, service: &ServiceAccess) -> ServiceLastAccessed {
    let last = service.accesses.first();
    let name = catalog::service(&service.prefix).map_or(&*service.prefix, |known| known.name);
    let count = i32::try_from(service.accesses.len()).unwrap_or(i32::MAX);
    let actions = (report.granularity == Granularity::Action && !service.actions.is_empty())
        .then(|| service.actions.iter().map(|one| action(report, one)).collect());
    ServiceLastAccessed {
        service_name: name.to_owned(),
        last_authenticated: last.map(|access| access.time),
        service_namespace: service.prefix.clone(),
        last_authenticated_entity: last.and_then(|access| arn(report, access.entity)),
        last_authenticated_region: last.map(|access| access.region.clone()),
        total_authenticated_entities: (count > 0).then_some(count),
        tracked_actions_last_accessed: actions,
    }
}

fn action(report: &Report, action: &ActionAccess) -> TrackedActionLastAccessed {
    let last = action.last.as_ref();
    TrackedActionLastAccessed {
        action_name: Some(action.name.clone()),
        last_accessed_entity: last.and_then(|access| arn(report, access.entity)),
        last_accessed_time: last.map(|access| access.time),
        last_accessed_region: last.map(|access| access.region.clone()),
    }
}

fn entity(service: &ServiceAccess, place: usize, reported: &Reported) -> EntityDetails {
    let access = service.accesses.iter().find(|access| access.entity == place);
    let kind = if reported.is_role { "ROLE" } else { "USER" };
    EntityDetails {
        entity_info: EntityInfo {
            arn: reported.arn.clone(),
            name: reported.name.clone(),
            r#type: kind.to_owned(),
            id: reported.id.clone(),
            path: Some(reported.path.clone()),
        },
        last_authenticated: access.map(|access| access.time),
    }
}

fn arn(report: &Report, place: usize) -> Option<String> {
    report.entities.get(place).map(|entity| entity.arn.clone())
}
