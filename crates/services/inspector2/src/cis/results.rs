//! What a scan found: check by check, instance by instance, and in detail. (Amazon Inspector API
//! Reference, `ListCisScanResultsAggregatedByChecks` and what is like it.)

use std::collections::{BTreeMap, BTreeSet};

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

use super::outcome::{Counts, number};
use super::pages::{Item, Wanted, page};
use super::records::{ResultRecord, ResultsRecord, TargetRecord};
use super::sight::{self, Seen};
use super::{arns, checks, filters};
use crate::Inspector;
use crate::error::InspectorError;
use crate::look::{self, Look};
use crate::shapes::{
    CisCheckAggregation, CisScanResultDetails, CisScanResultDetailsFilterCriteria,
    CisScanResultsAggregatedByChecksFilterCriteria as ByChecks,
    CisScanResultsAggregatedByTargetResourceFilterCriteria as ByTarget,
    CisTargetResourceAggregation, GetCisScanResultDetailsRequest, GetCisScanResultDetailsResponse,
    ListCisScanResultsAggregatedByChecksRequest, ListCisScanResultsAggregatedByChecksResponse,
    ListCisScanResultsAggregatedByTargetResourceRequest,
    ListCisScanResultsAggregatedByTargetResourceResponse,
};

/// How many items a page has unless the request says, which is the most that it may say.
const PAGE_ITEMS: i32 = 100;
const DETAILS_PAGE_ITEMS: i32 = 1000;

/// Tells what each check said of one instance.
pub(crate) async fn details(
    service: &Inspector,
    call: &Call,
    request: Authorized<GetCisScanResultDetailsRequest>,
) -> Result<GetCisScanResultDetailsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = request.filter_criteria.unwrap_or_default();
    let account = look::account(&request.account_id)?;
    let by_status = request.sort_by.as_deref() == Some("STATUS");
    let limit = request.max_results.unwrap_or(DETAILS_PAGE_ITEMS);
    let listed = service.read(call, move |reader| {
        let seen = sight::named(reader, &look, &request.scan_arn)?;
        let is_it = |target: &TargetRecord| {
            target.account == account && target.instance == request.target_resource_id
        };
        let found = seen.targets(reader)?.into_iter().find(|(_, target)| is_it(target));
        let Some((key, target)) = found else {
            let why = "The scan has no such resource in this account.".to_owned();
            return Err(InspectorError::Invalid(why));
        };
        let results = sight::results(reader, &key)?.results.into_iter();
        let details = results.map(|(id, result)| detail(&seen, &target, &id, &result));
        let wanted = details.filter(|detail| is_wanted(&criteria, detail));
        let items = wanted.map(|one| detail_item(one, by_status)).collect();
        let wanted = Wanted::new(request.sort_order.as_ref(), request.next_token.as_ref(), limit);
        page(items, &wanted)
    });
    let (details, next_token) = listed.await?;
    Ok(GetCisScanResultDetailsResponse { scan_result_details: Some(details), next_token })
}

fn detail(
    seen: &Seen,
    target: &TargetRecord,
    id: &str,
    result: &ResultRecord,
) -> CisScanResultDetails {
    let check = checks::named(id);
    let of = (seen.key.id.as_str(), target.instance.as_str(), id);
    CisScanResultDetails {
        scan_arn: seen.arn(),
        account_id: Some(target.account.to_string()),
        target_resource_id: Some(target.instance.clone()),
        platform: Some(target.platform.clone()),
        status: Some(result.status.name().to_owned()),
        status_reason: Some(result.status.reason(&result.reason)),
        check_id: Some(id.to_owned()),
        title: check.map(|check| check.title.to_string()),
        check_description: check.map(|check| check.rationale.to_string()),
        remediation: check.map(|check| check.remediation.to_string()),
        level: check.map(|check| checks::level_name(check.level).to_owned()),
        finding_arn: Some(arns::finding(target.account, &seen.key.region, of).to_string()),
    }
}

fn is_wanted(criteria: &CisScanResultDetailsFilterCriteria, detail: &CisScanResultDetails) -> bool {
    filters::word(
        criteria.finding_status_filters.as_ref(),
        |filter| filter.value.as_str(),
        detail.status.as_deref(),
    ) && filters::text(criteria.check_id_filters.as_ref(), text(detail.check_id.as_ref()))
        && filters::text(criteria.title_filters.as_ref(), text(detail.title.as_ref()))
        && filters::word(
            criteria.security_level_filters.as_ref(),
            |filter| filter.value.as_str(),
            detail.level.as_deref(),
        )
        && filters::text(criteria.finding_arn_filters.as_ref(), text(detail.finding_arn.as_ref()))
}

fn detail_item(detail: CisScanResultDetails, by_status: bool) -> Item<CisScanResultDetails> {
    let place = bartizan_benchmark::sortable(detail.check_id.as_deref().unwrap_or_default());
    let status = detail.status.clone().unwrap_or_default();
    Item { sorted_by: if by_status { status } else { place.clone() }, place, value: detail }
}

/// A text that may be absent, for filters and orders.
fn text(found: Option<&String>) -> &str {
    found.map_or("", String::as_str)
}

/// What a check said on one platform.
#[derive(Default)]
struct Aggregated {
    counts: Counts,
    accounts: BTreeSet<AccountId>,
}

/// Tells how many instances passed and failed each check.
pub(crate) async fn by_checks(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListCisScanResultsAggregatedByChecksRequest>,
) -> Result<ListCisScanResultsAggregatedByChecksResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = request.filter_criteria.unwrap_or_default();
    filters::check_ranges(criteria.failed_resources_filters.as_ref())?;
    let limit = request.max_results.unwrap_or(PAGE_ITEMS);
    let listed = service.read(call, move |reader| {
        let sort = request.sort_by.as_deref();
        let seen = sight::named(reader, &look, &request.scan_arn)?;
        let aggregated = aggregate(reader, &seen, &criteria)?;
        let shown = aggregated.into_iter().filter_map(|((id, platform), found)| {
            let one = check_shown(&seen, id, platform, &found);
            is_check_wanted(&criteria, &one, found.counts).then(|| check_item(one, sort))
        });
        let wanted = Wanted::new(request.sort_order.as_ref(), request.next_token.as_ref(), limit);
        page(shown.collect(), &wanted)
    });
    let (found, next_token) = listed.await?;
    let check_aggregations = Some(found);
    Ok(ListCisScanResultsAggregatedByChecksResponse { check_aggregations, next_token })
}

/// What the checks said, by number and platform.
fn aggregate(
    reader: &Reader<'_>,
    seen: &Seen,
    criteria: &ByChecks,
) -> Result<BTreeMap<(String, String), Aggregated>, InspectorError> {
    let mut aggregated = BTreeMap::<_, Aggregated>::new();
    for (key, target) in seen.targets(reader)? {
        let account = target.account.to_string();
        if !filters::text(criteria.account_id_filters.as_ref(), &account) {
            continue;
        }
        for (id, result) in sight::results(reader, &key)?.results {
            let one = aggregated.entry((id, target.platform.clone())).or_default();
            one.counts.add(result.status);
            one.accounts.insert(target.account);
        }
    }
    Ok(aggregated)
}

/// The account is told where all instances are of one.
fn check_shown(
    seen: &Seen,
    id: String,
    platform: String,
    found: &Aggregated,
) -> CisCheckAggregation {
    let check = checks::named(&id);
    let account = found.accounts.first().filter(|_| found.accounts.len() == 1);
    CisCheckAggregation {
        scan_arn: seen.arn(),
        check_id: Some(id),
        title: check.map(|check| check.title.to_string()),
        check_description: check.map(|check| check.rationale.to_string()),
        level: check.map(|check| checks::level_name(check.level).to_owned()),
        account_id: account.map(ToString::to_string),
        status_counts: Some(found.counts.shown()),
        platform: Some(platform),
    }
}

fn is_check_wanted(criteria: &ByChecks, one: &CisCheckAggregation, counts: Counts) -> bool {
    filters::text(criteria.check_id_filters.as_ref(), text(one.check_id.as_ref()))
        && filters::text(criteria.title_filters.as_ref(), text(one.title.as_ref()))
        && filters::text(criteria.platform_filters.as_ref(), text(one.platform.as_ref()))
        && filters::number(criteria.failed_resources_filters.as_ref(), number(counts.failed))
        && filters::word(
            criteria.security_level_filters.as_ref(),
            |filter| filter.value.as_str(),
            one.level.as_deref(),
        )
}

fn check_item(one: CisCheckAggregation, sort: Option<&str>) -> Item<CisCheckAggregation> {
    let order = bartizan_benchmark::sortable(one.check_id.as_deref().unwrap_or_default());
    let failed = one.status_counts.as_ref().and_then(|counts| counts.failed).unwrap_or_default();
    let sorted_by = match sort {
        Some("TITLE") => text(one.title.as_ref()).to_owned(),
        Some("PLATFORM") => text(one.platform.as_ref()).to_owned(),
        Some("FAILED_COUNTS") => format!("{failed:010}"),
        Some("SECURITY_LEVEL") => text(one.level.as_ref()).to_owned(),
        _ => order.clone(),
    };
    Item { sorted_by, place: format!("{order}/{}", text(one.platform.as_ref())), value: one }
}

/// Tells how many checks each instance passed and failed.
pub(crate) async fn by_target(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListCisScanResultsAggregatedByTargetResourceRequest>,
) -> Result<ListCisScanResultsAggregatedByTargetResourceResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = request.filter_criteria.unwrap_or_default();
    filters::check_ranges(criteria.failed_checks_filters.as_ref())?;
    let limit = request.max_results.unwrap_or(PAGE_ITEMS);
    let listed = service.read(call, move |reader| {
        let sort = request.sort_by.as_deref();
        let seen = sight::named(reader, &look, &request.scan_arn)?;
        let mut items = Vec::new();
        for (key, target) in seen.targets(reader)? {
            let asks_of_results =
                criteria.status_filters.is_some() || criteria.check_id_filters.is_some();
            if is_target_wanted(&criteria, &target)
                && (!asks_of_results || has_result(&criteria, &sight::results(reader, &key)?))
            {
                items.push(target_item(&seen, target, sort));
            }
        }
        let wanted = Wanted::new(request.sort_order.as_ref(), request.next_token.as_ref(), limit);
        page(items, &wanted)
    });
    let (found, next_token) = listed.await?;
    let target_resource_aggregations = Some(found);
    Ok(ListCisScanResultsAggregatedByTargetResourceResponse {
        target_resource_aggregations,
        next_token,
    })
}

fn is_target_wanted(criteria: &ByTarget, target: &TargetRecord) -> bool {
    let (status, reason) = target.names();
    filters::text(criteria.account_id_filters.as_ref(), &target.account.to_string())
        && filters::text(criteria.target_resource_id_filters.as_ref(), &target.instance)
        && filters::tags(criteria.target_resource_tag_filters.as_ref(), &target.tags)
        && filters::text(criteria.platform_filters.as_ref(), &target.platform)
        && filters::word(
            criteria.target_status_filters.as_ref(),
            |filter| filter.value.as_str(),
            status,
        )
        && filters::word(
            criteria.target_status_reason_filters.as_ref(),
            |filter| filter.value.as_str(),
            reason,
        )
        && filters::number(criteria.failed_checks_filters.as_ref(), number(target.counts.failed))
}

/// Whether a check that is asked for said what is asked for.
fn has_result(criteria: &ByTarget, results: &ResultsRecord) -> bool {
    results.results.iter().any(|(id, result)| {
        filters::text(criteria.check_id_filters.as_ref(), id)
            && filters::word(
                criteria.status_filters.as_ref(),
                |filter| filter.value.as_str(),
                Some(result.status.name()),
            )
    })
}

fn target_item(
    seen: &Seen,
    target: TargetRecord,
    sort: Option<&str>,
) -> Item<CisTargetResourceAggregation> {
    let (status, reason) = target.names();
    let account = target.account.to_string();
    let sorted_by = match sort {
        Some("FAILED_COUNTS") => format!("{:010}", target.counts.failed),
        Some("ACCOUNT_ID") => account.clone(),
        Some("PLATFORM") => target.platform.clone(),
        Some("TARGET_STATUS") => status.unwrap_or_default().to_owned(),
        Some("TARGET_STATUS_REASON") => reason.unwrap_or_default().to_owned(),
        _ => target.instance.clone(),
    };
    let place = format!("{account}/{}", target.instance);
    let value = CisTargetResourceAggregation {
        scan_arn: seen.arn(),
        target_resource_id: Some(target.instance),
        account_id: Some(account),
        target_resource_tags: Some(target.tags),
        status_counts: Some(target.counts.shown()),
        platform: Some(target.platform).filter(|platform| !platform.is_empty()),
        target_status: status.map(str::to_owned),
        target_status_reason: reason.map(str::to_owned),
    };
    Item { sorted_by, place, value }
}
