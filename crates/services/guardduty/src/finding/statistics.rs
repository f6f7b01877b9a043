//! Findings, counted. (Amazon GuardDuty API Reference, `GetFindingsStatistics`.)

use std::collections::BTreeMap;

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;
use serde_json::Value as Json;

use super::list;
use crate::GuardDuty;
use crate::criteria::{self, Criteria};
use crate::detector::Place;
use crate::error::GuardDutyError;
use crate::shapes::{
    AccountStatistics, DateStatistics, FindingStatistics, FindingTypeStatistics,
    GetFindingsStatisticsRequest, GetFindingsStatisticsResponse, ResourceStatistics,
    SeverityStatistics,
};

/// How many groups are told unless the request says.
const GROUPS: usize = 25;
const DAY_SECONDS: i64 = 86_400;

/// Findings that have something in common.
#[derive(Debug, Clone, Default)]
struct Group {
    count: i32,
    last: Option<Timestamp>,
    severity: f64,
    /// The account, the type, or the resource.
    name: String,
    /// The type of a resource.
    kind: String,
    day: i64,
}

/// Counts findings.
pub(crate) async fn get(
    service: &GuardDuty,
    call: &Call,
    request: Authorized<GetFindingsStatisticsRequest>,
) -> Result<GetFindingsStatisticsResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let by = request.group_by.clone();
    let by_severity = request.finding_statistic_types.is_some();
    if by.is_some() == by_severity {
        let why = "either findingStatisticTypes or groupBy must be specified.";
        return Err(GuardDutyError::invalid(why));
    }
    let criteria = Criteria::read(request.finding_criteria.unwrap_or_default())?;
    let detector = request.detector_id;
    let grouped_by = by.clone().unwrap_or_else(|| "SEVERITY".to_owned());
    let groups = service.walks.read(call, move |reader| {
        place.named(reader, &detector)?;
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        list::each(reader, &place, |_, record| {
            if criteria.match_all(&record.body) {
                count(&mut groups, &grouped_by, &record.body);
            }
        })?;
        Ok::<_, GuardDutyError>(groups)
    });
    let mut groups: Vec<Group> = groups.await?.into_values().collect();
    if by_severity {
        let counts = groups.iter().map(|one| (format!("{:.1}", one.severity), one.count)).collect();
        let statistics =
            FindingStatistics { count_by_severity: Some(counts), ..FindingStatistics::default() };
        return Ok(GetFindingsStatisticsResponse {
            finding_statistics: statistics,
            next_token: None,
        });
    }
    let by = by.unwrap_or_default();
    groups.sort_by(|one, other| {
        let order = match by.as_str() {
            "SEVERITY" => one.severity.total_cmp(&other.severity),
            "DATE" => one.day.cmp(&other.day).then(one.severity.total_cmp(&other.severity)),
            _ => one.count.cmp(&other.count),
        };
        let is_ascending = request.order_by.as_deref() == Some("ASC");
        let order = if is_ascending { order } else { order.reverse() };
        order.then_with(|| one.name.cmp(&other.name))
    });
    let max = request.max_results.and_then(|max| usize::try_from(max).ok());
    groups.truncate(max.unwrap_or(GROUPS));
    let account = call.account()?.to_string();
    let statistics = shown(&by, groups, &account);
    Ok(GetFindingsStatisticsResponse { finding_statistics: statistics, next_token: None })
}

fn count(groups: &mut BTreeMap<String, Group>, by: &str, finding: &Json) {
    let text = |path: &str| {
        let value = criteria::first(finding, path).and_then(Json::as_str);
        value.unwrap_or_default().to_owned()
    };
    let severity = criteria::first(finding, "severity").and_then(Json::as_f64).unwrap_or_default();
    let updated = Timestamp::parse_iso8601(&text("updatedAt")).ok();
    let day = updated.map_or(0, |at| at.seconds().div_euclid(DAY_SECONDS) * DAY_SECONDS);
    let mut fresh = Group { severity, day, ..Group::default() };
    let key = match by {
        "ACCOUNT" => text("accountId"),
        "FINDING_TYPE" => text("type"),
        "DATE" => format!("{day:020} {severity}"),
        "RESOURCE" => {
            let paths = [
                "resource.s3BucketDetails.name",
                "resource.instanceDetails.instanceId",
                "resource.instanceDetails.networkInterfaces.networkInterfaceId",
                "resource.accessKeyDetails.principalId",
            ];
            fresh.kind = text("resource.resourceType");
            paths.into_iter().map(text).find(|id| !id.is_empty()).unwrap_or_default()
        }
        _ => format!("{severity:05.1}"),
    };
    fresh.name.clone_from(&key);
    let group = groups.entry(key).or_insert(fresh);
    group.count = group.count.saturating_add(1);
    group.last = group.last.max(updated);
}

fn shown(by: &str, groups: Vec<Group>, account: &str) -> FindingStatistics {
    let mut statistics = FindingStatistics::default();
    let groups = groups.into_iter();
    match by {
        "ACCOUNT" => {
            let shown = groups.map(|one| AccountStatistics {
                account_id: Some(one.name),
                last_generated_at: one.last,
                total_findings: Some(one.count),
            });
            statistics.grouped_by_account = Some(shown.collect());
        }
        "DATE" => {
            let shown = groups.map(|one| DateStatistics {
                date: Some(Timestamp::from_seconds(one.day)),
                last_generated_at: one.last,
                severity: Some(one.severity),
                total_findings: Some(one.count),
            });
            statistics.grouped_by_date = Some(shown.collect());
        }
        "FINDING_TYPE" => {
            let shown = groups.map(|one| FindingTypeStatistics {
                finding_type: Some(one.name),
                last_generated_at: one.last,
                total_findings: Some(one.count),
            });
            statistics.grouped_by_finding_type = Some(shown.collect());
        }
        "RESOURCE" => {
            let shown = groups.map(|one| ResourceStatistics {
                account_id: Some(account.to_owned()),
                last_generated_at: one.last,
                resource_id: Some(one.name),
                resource_type: Some(one.kind),
                total_findings: Some(one.count),
            });
            statistics.grouped_by_resource = Some(shown.collect());
        }
        _ => {
            let shown = groups.map(|one| SeverityStatistics {
                last_generated_at: one.last,
                severity: Some(one.severity),
                total_findings: Some(one.count),
            });
            statistics.grouped_by_severity = Some(shown.collect());
        }
    }
    statistics
}
