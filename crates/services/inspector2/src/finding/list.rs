//! Findings, listed. (Amazon Inspector API Reference, `ListFindings`.)

use std::cmp::Ordering;

use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call, paging};

use super::criteria::Criteria;
use super::record::FindingRecord;
use super::severity;
use super::view::{self, Suppressions, View};
use crate::Inspector;
use crate::error::InspectorError;
use crate::look::Look;
use crate::shapes::{ListFindingsRequest, ListFindingsResponse, SortCriteria};

/// How many findings a page has at most, and unless the request says. (Amazon Inspector API Reference,
/// `ListFindings`.)
const PAGE_ITEMS: usize = 100;

/// Where a finding stands in a list.
type Place = (String, String, String);

/// Lists findings of the caller's account, and of its members.
pub(crate) async fn list(
    _service: &Inspector,
    call: &Call,
    request: Authorized<ListFindingsRequest>,
) -> Result<ListFindingsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = Criteria::read(request.filter_criteria.unwrap_or_default())?;
    let sort = request.sort_criteria;
    let is_descending = sort.as_ref().is_some_and(|sort| sort.sort_order == "DESC");
    let after = place_of(request.next_token.as_deref())?;
    let limit = request.max_results.and_then(|most| usize::try_from(most).ok());
    let limit = limit.unwrap_or(PAGE_ITEMS);
    let in_order = |a: &Place, b: &Place| compare(a, b, is_descending);
    let told = call.read(|reader| {
        let mut places: Vec<Place> = Vec::new();
        view::each(reader, &look, |view| {
            if criteria.matches(view) {
                let place = place(view, sort.as_ref());
                if after.as_ref().is_none_or(|after| in_order(&place, after).is_gt()) {
                    places.push(place);
                }
            }
            Ok(())
        })?;
        places.sort_unstable_by(in_order);
        let is_truncated = places.len() > limit;
        places.truncate(limit);
        let suppressions = Suppressions::of(reader, &look.region, look.decider(reader)?)?;
        let mut findings = Vec::with_capacity(places.len());
        for (_, account, id) in &places {
            let key = Key { account: account.clone(), region: look.region.clone(), id: id.clone() };
            let Some(record) = reader.get::<FindingRecord>(&key)? else { continue };
            findings.push(suppressions.view(&key, &record).shown()?);
        }
        let last = places.last().filter(|_| is_truncated);
        let next_token =
            last.map(|(key, account, id)| paging::token(&format!("{account}/{id}/{key}")));
        Ok::<_, InspectorError>(ListFindingsResponse { next_token, findings: Some(findings) })
    });
    Ok(told?)
}

/// What a list goes on after.
fn place_of(token: Option<&str>) -> Result<Option<Place>, InspectorError> {
    let unknown =
        || InspectorError::Invalid("nextToken is not one that an earlier answer gave.".to_owned());
    let Some(text) = paging::place(token).map_err(|_| unknown())? else { return Ok(None) };
    let mut parts = text.splitn(3, '/').map(str::to_owned);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(account), Some(id), Some(key)) => Ok(Some((key, account, id))),
        _ => Err(unknown()),
    }
}

fn compare(a: &Place, b: &Place, is_descending: bool) -> Ordering {
    let keys = if is_descending { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) };
    keys.then_with(|| (&a.1, &a.2).cmp(&(&b.1, &b.2)))
}

fn place(view: &View<'_>, sort: Option<&SortCriteria>) -> Place {
    let key = sort.map(|sort| key(view, &sort.field)).unwrap_or_default();
    (key, view.key.account.clone(), view.key.id.clone())
}

/// What a finding is sorted by, as a text whose order is that of what it stands for.
fn key(view: &View<'_>, field: &str) -> String {
    let record = view.record;
    let text = |path: &[&str]| record.text(path).to_owned();
    let number = |path: &[&str]| {
        record.number(path).map(|number| format!("{number:012.6}")).unwrap_or_default()
    };
    match field {
        "AWS_ACCOUNT_ID" => view.key.account.clone(),
        "FINDING_TYPE" => text(&["type"]),
        "SEVERITY" => severity::rank(record.text(&["severity"])).to_string(),
        "FIRST_OBSERVED_AT" => format!("{:020}", record.first_observed.millis()),
        "LAST_OBSERVED_AT" => format!("{:020}", record.last_observed.millis()),
        "FINDING_STATUS" => view.status.to_owned(),
        "RESOURCE_TYPE" => text(&["resources", "type"]),
        "NETWORK_PROTOCOL" => text(&["networkReachabilityDetails", "protocol"]),
        "COMPONENT_TYPE" => {
            text(&["networkReachabilityDetails", "networkPath", "steps", "componentType"])
        }
        "VULNERABILITY_ID" => text(&["packageVulnerabilityDetails", "vulnerabilityId"]),
        "VULNERABILITY_SOURCE" => text(&["packageVulnerabilityDetails", "source"]),
        "VENDOR_SEVERITY" => text(&["packageVulnerabilityDetails", "vendorSeverity"]),
        "INSPECTOR_SCORE" => number(&["inspectorScore"]),
        "EPSS_SCORE" => number(&["epss", "score"]),
        // What is of images of containers no finding has.
        _ => String::new(),
    }
}
