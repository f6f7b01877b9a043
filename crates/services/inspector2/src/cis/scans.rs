//! Scans, listed. (Amazon Inspector API Reference, `ListCisScans`.)

use std::collections::BTreeSet;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::outcome::number;
use super::pages::{Item, Wanted, page};
use super::sight::{self, Seen};
use super::{arns, checks, filters, targets};
use crate::Inspector;
use crate::error::InspectorError;
use crate::look::Look;
use crate::shapes::{
    CisScan, ListCisScansFilterCriteria, ListCisScansRequest, ListCisScansResponse,
};

/// How many items a page has at most, and unless the request says. (Amazon Inspector API Reference,
/// `CisScanList`.)
const PAGE_ITEMS: i32 = 50;

/// Lists scans. With the detail level `MEMBER` they tell of the caller's account alone.
pub(crate) async fn list(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListCisScansRequest>,
) -> Result<ListCisScansResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = request.filter_criteria.unwrap_or_default();
    filters::check_ranges(criteria.failed_checks_filters.as_ref())?;
    filters::check_spans(criteria.scan_at_filters.as_ref())?;
    let is_of_caller = request.detail_level.as_deref() == Some("MEMBER");
    let limit = request.max_results.unwrap_or(PAGE_ITEMS).min(PAGE_ITEMS);
    let listed = service.read(call, move |reader| {
        let mut items = Vec::new();
        for mut seen in sight::all(reader, &look)? {
            if is_of_caller {
                let caller = BTreeSet::from([look.caller]);
                seen.accounts = seen.accounts.intersection(&caller).copied().collect();
                if seen.accounts.is_empty() {
                    continue;
                }
            }
            if matches(reader, &criteria, &seen)? {
                let sorted_by = sorted_by(&seen, request.sort_by.as_deref());
                items.push(Item { sorted_by, place: seen.arn(), value: shown(&seen) });
            }
        }
        let wanted = Wanted::new(request.sort_order.as_ref(), request.next_token.as_ref(), limit);
        page(items, &wanted)
    });
    let (scans, next_token) = listed.await?;
    Ok(ListCisScansResponse { scans: Some(scans), next_token })
}

fn matches(
    reader: &Reader<'_>,
    criteria: &ListCisScansFilterCriteria,
    seen: &Seen,
) -> Result<bool, InspectorError> {
    let record = &seen.record;
    let accounts: Vec<String> = seen.accounts.iter().map(ToString::to_string).collect();
    let accounts: Vec<&str> = accounts.iter().map(String::as_str).collect();
    let is_one = filters::text(criteria.scan_name_filters.as_ref(), &record.name)
        && filters::tags(criteria.target_resource_tag_filters.as_ref(), &record.tags)
        && filters::word(
            criteria.scan_status_filters.as_ref(),
            |filter| filter.value.as_str(),
            Some(record.status.name()),
        )
        && filters::moment(criteria.scan_at_filters.as_ref(), record.started)
        && filters::text(criteria.scan_configuration_arn_filters.as_ref(), &configuration(seen))
        && filters::text(criteria.scan_arn_filters.as_ref(), &seen.arn())
        && filters::text(criteria.scheduled_by_filters.as_ref(), &seen.owner.to_string())
        && filters::number(criteria.failed_checks_filters.as_ref(), number(seen.counts().failed))
        && filters::any_text(criteria.target_account_id_filters.as_ref(), &accounts);
    let instances = criteria.target_resource_id_filters.as_ref();
    if !is_one || instances.is_none() {
        return Ok(is_one);
    }
    let targets = seen.targets(reader)?;
    let targets: Vec<&str> = targets.iter().map(|(_, one)| one.instance.as_str()).collect();
    Ok(filters::any_text(instances, &targets))
}

fn configuration(seen: &Seen) -> String {
    arns::configuration(seen.owner, &seen.key.region, &seen.record.configuration).to_string()
}

/// What a scan is sorted by, as a text whose order is that of what it stands for: newest last unless the
/// request says.
fn sorted_by(seen: &Seen, sort: Option<&str>) -> String {
    match sort {
        Some("STATUS") => seen.record.status.name().to_owned(),
        Some("SCHEDULED_BY") => seen.owner.to_string(),
        Some("FAILED_CHECKS") => format!("{:010}", seen.counts().failed),
        _ => format!("{:020}", seen.record.started.millis()),
    }
}

fn shown(seen: &Seen) -> CisScan {
    let (record, counts) = (&seen.record, seen.counts());
    CisScan {
        scan_arn: seen.arn(),
        scan_configuration_arn: configuration(seen),
        status: Some(record.status.name().to_owned()),
        scan_name: Some(record.name.clone()),
        scan_date: Some(record.started),
        failed_checks: Some(number(counts.failed)),
        total_checks: Some(number(counts.total())),
        targets: Some(targets::shown(&seen.accounts, &record.tags)),
        scheduled_by: Some(seen.owner.to_string()),
        security_level: Some(checks::level_name(record.level).to_owned()),
    }
}
