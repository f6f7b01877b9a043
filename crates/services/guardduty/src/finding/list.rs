//! Findings, listed and told. (Amazon GuardDuty API Reference, `ListFindings` and `GetFindings`.)

use std::cmp::Ordering;
use std::ops::ControlFlow;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call, paging};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::record::FindingRecord;
use crate::criteria::{self, Criteria};
use crate::detector::Place;
use crate::error::GuardDutyError;
use crate::shapes::{
    Finding, GetFindingsRequest, GetFindingsResponse, ListFindingsRequest, ListFindingsResponse,
    SortCriteria,
};
use crate::{GuardDuty, document, scan};

/// Where a finding stands in a sorted list: by a number, or by a text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Rank {
    number: Option<f64>,
    text: String,
    id: String,
}

/// By what a list is sorted.
struct Sort {
    /// The path of an attribute; none where only ids order.
    path: Option<String>,
    is_descending: bool,
}

impl Sort {
    fn read(sort: Option<SortCriteria>) -> Result<Self, GuardDutyError> {
        let SortCriteria { attribute_name, order_by } = sort.unwrap_or_default();
        let path = attribute_name.map(|name| {
            let path = criteria::attribute_path(&name);
            path.ok_or_else(|| {
                GuardDutyError::invalid(format!("findings have no attribute {name}."))
            })
        });
        Ok(Self { path: path.transpose()?, is_descending: order_by.as_deref() == Some("DESC") })
    }

    fn rank(&self, id: String, body: &Json) -> Rank {
        let value = self.path.as_deref().and_then(|path| criteria::first(body, path));
        let text = match value {
            Some(Json::String(text)) => text.clone(),
            Some(Json::Bool(is)) => is.to_string(),
            _ => String::new(),
        };
        let number = value.filter(|value| value.is_number()).and_then(criteria::number);
        Rank { number, text, id }
    }

    fn order(&self, one: &Rank, other: &Rank) -> Ordering {
        let least = f64::NEG_INFINITY;
        let numbers = one.number.unwrap_or(least).total_cmp(&other.number.unwrap_or(least));
        let keys = numbers.then_with(|| one.text.cmp(&other.text));
        let keys = if self.is_descending { keys.reverse() } else { keys };
        keys.then_with(|| one.id.cmp(&other.id))
    }
}

/// Lists the ids of findings.
pub(crate) async fn list(
    service: &GuardDuty,
    call: &Call,
    request: Authorized<ListFindingsRequest>,
) -> Result<ListFindingsResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let criteria = Criteria::read(request.finding_criteria.unwrap_or_default())?;
    let sort = Sort::read(request.sort_criteria)?;
    let (limit, detector) = (scan::limit(request.max_results), request.detector_id);
    let token = request.next_token.filter(|token| !token.is_empty());
    let after: Option<Rank> = match paging::place(token.as_deref()) {
        Ok(Some(text)) => Some(serde_json::from_str(&text).map_err(|_| scan::unknown_token())?),
        Ok(None) => None,
        Err(_) => return Err(scan::unknown_token()),
    };
    let listed = service.walks.read(call, move |reader| {
        place.named(reader, &detector)?;
        let mut found = Vec::new();
        each(reader, &place, |id, record| {
            if criteria.match_all(&record.body) {
                let rank = sort.rank(id, &record.body);
                if after.as_ref().is_none_or(|after| sort.order(&rank, after).is_gt()) {
                    found.push(rank);
                }
            }
        })?;
        found.sort_by(|one, other| sort.order(one, other));
        let is_truncated = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| is_truncated).map(serde_json::to_string).transpose();
        let last = last.map_err(|error| GuardDutyError::invalid(error.to_string()))?;
        let ids = found.into_iter().map(|rank| rank.id).collect();
        let next_token = last.map(|text| paging::token(&text));
        Ok::<_, GuardDutyError>(ListFindingsResponse { finding_ids: ids, next_token })
    });
    listed.await
}

/// Tells of all findings of a place.
pub(super) fn each(
    reader: &Reader<'_>,
    place: &Place,
    mut tell: impl FnMut(String, FindingRecord),
) -> Result<(), GuardDutyError> {
    scan::each::<FindingRecord>(reader, place, "", |id, record| {
        tell(id, record);
        Ok(ControlFlow::Continue(()))
    })
}

/// Tells findings; ids that none has are passed over.
pub(crate) async fn get(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<GetFindingsRequest>,
) -> Result<GetFindingsResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let is_sorted = request.sort_criteria.is_some();
    let sort = Sort::read(request.sort_criteria)?;
    let mut found = call.read(|reader| {
        place.named(reader, &request.detector_id)?;
        let mut found = Vec::new();
        for id in &request.finding_ids {
            if let Some(record) = reader.get::<FindingRecord>(&place.key(&**id))? {
                found.push((sort.rank(id.clone(), &record.body), record.body));
            }
        }
        Ok::<_, GuardDutyError>(found)
    })?;
    if is_sorted {
        found.sort_by(|(one, _), (other, _)| sort.order(one, other));
    }
    let findings = found.into_iter().map(|(_, body)| document::read::<Finding>("Finding", &body));
    Ok(GetFindingsResponse { findings: findings.collect::<Result<_, _>>()? })
}
