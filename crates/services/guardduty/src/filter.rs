//! Filters: findings that one that archives matches are archived as they come. (Amazon GuardDuty API
//! Reference, `CreateFilter` and what goes with it.)

use std::collections::BTreeMap;

use bartizan_service::store::{Reader, Record};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::criteria::Criteria;
use crate::detector::Place;
use crate::error::GuardDutyError;
use crate::shapes::{
    CreateFilterRequest, CreateFilterResponse, DeleteFilterRequest, DeleteFilterResponse,
    GetFilterRequest, GetFilterResponse, ListFiltersRequest, ListFiltersResponse,
    UpdateFilterRequest, UpdateFilterResponse,
};
use crate::{GuardDuty, document, scan, tags};

/// How many filters a detector has. (Amazon GuardDuty User Guide, "GuardDuty quotas".)
const FILTERS_MAX: usize = 100;
const ARCHIVE: &str = "ARCHIVE";
/// What a filter does unless the request says.
const ACTION: &str = "NOOP";
/// Where a filter stands in the list unless the request says.
const RANK: i32 = 1;

/// A filter. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FilterRecord {
    pub(crate) description: Option<String>,
    /// `NOOP` or `ARCHIVE`.
    pub(crate) action: String,
    pub(crate) rank: i32,
    /// The model's `FindingCriteria`.
    pub(crate) criteria: Json,
    pub(crate) token: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) version: i64,
    pub(crate) tags: BTreeMap<String, String>,
}

impl Record for FilterRecord {
    const COLLECTION: &'static str = "guardduty.filter";
}

/// The filter of this name.
fn find(reader: &Reader<'_>, place: &Place, name: &str) -> Result<FilterRecord, GuardDutyError> {
    reader.get::<FilterRecord>(&place.key(name))?.ok_or(GuardDutyError::NoSuchResource)
}

/// What the place's filters archive.
pub(crate) fn archiving(
    reader: &Reader<'_>,
    place: &Place,
) -> Result<Vec<Criteria>, GuardDutyError> {
    let filters = scan::all::<FilterRecord>(reader, place, "")?.into_iter();
    let archiving = filters.filter(|(_, filter)| filter.action == ARCHIVE);
    archiving
        .map(|(_, filter)| Criteria::read(document::read("FindingCriteria", &filter.criteria)?))
        .collect()
}

/// Keeps a filter.
pub(crate) async fn create(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<CreateFilterRequest>,
) -> Result<CreateFilterResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    check_name(&request.name)?;
    let record = FilterRecord {
        description: request.description,
        action: request.action.unwrap_or_else(|| ACTION.to_owned()),
        rank: request.rank.unwrap_or(RANK),
        criteria: checked(request.finding_criteria)?,
        token: request.client_token,
        created: call.now,
        updated: call.now,
        version: 1,
        tags: tags::read(request.tags)?,
    };
    let (detector, name) = (request.detector_id, request.name);
    let done = call.commit(move |writer| {
        place.named(writer, &detector)?;
        let all = scan::all::<FilterRecord>(writer, &place, "")?;
        if let Some((_, there)) = all.iter().find(|(other, _)| *other == name) {
            if there.token.is_some() && there.token == record.token {
                return Ok(CreateFilterResponse { name });
            }
            return Err(GuardDutyError::invalid("a filter with the given name already exists."));
        }
        if all.len() >= FILTERS_MAX {
            let why = format!("a detector has at most {FILTERS_MAX} filters.");
            return Err(GuardDutyError::invalid(why));
        }
        writer.put(&place.key(&*name), &record)?;
        Ok(CreateFilterResponse { name })
    });
    Ok(done.await?)
}

/// Tells of a filter.
pub(crate) async fn get(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<GetFilterRequest>,
) -> Result<GetFilterResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let record = call.read(|reader| {
        place.named(reader, &request.detector_id)?;
        find(reader, &place, &request.filter_name)
    })?;
    Ok(GetFilterResponse {
        name: request.filter_name,
        description: record.description,
        action: record.action,
        rank: Some(record.rank),
        finding_criteria: document::read("FindingCriteria", &record.criteria)?,
        tags: Some(record.tags),
        created_at: Some(record.created),
        updated_at: Some(record.updated),
        version: Some(record.version),
    })
}

/// Changes a filter.
pub(crate) async fn update(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<UpdateFilterRequest>,
) -> Result<UpdateFilterResponse, GuardDutyError> {
    let (place, now, request) = (Place::of(call)?, call.now, request.into_inner());
    let criteria = request.finding_criteria.map(checked).transpose()?;
    let done = call.commit(move |writer| {
        place.named(writer, &request.detector_id)?;
        let mut record = find(writer, &place, &request.filter_name)?;
        record.description = request.description.or(record.description);
        record.action = request.action.unwrap_or(record.action);
        record.rank = request.rank.unwrap_or(record.rank);
        record.criteria = criteria.unwrap_or(record.criteria);
        record.updated = now;
        record.version += 1;
        writer.put(&place.key(&*request.filter_name), &record)?;
        Ok::<_, GuardDutyError>(UpdateFilterResponse { name: request.filter_name })
    });
    Ok(done.await?)
}

/// Forgets a filter. What it archived stays archived.
pub(crate) async fn delete(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<DeleteFilterRequest>,
) -> Result<DeleteFilterResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        place.named(writer, &request.detector_id)?;
        find(writer, &place, &request.filter_name)?;
        writer.delete::<FilterRecord>(&place.key(request.filter_name))?;
        Ok::<_, GuardDutyError>(DeleteFilterResponse {})
    });
    Ok(done.await?)
}

/// Lists filters by their rank.
pub(crate) async fn list(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<ListFiltersRequest>,
) -> Result<ListFiltersResponse, GuardDutyError> {
    let place = Place::of(call)?;
    let filters = call.read(|reader| {
        place.named(reader, &request.detector_id)?;
        Ok::<_, GuardDutyError>(scan::all::<FilterRecord>(reader, &place, "")?)
    })?;
    let (max, token) = (request.max_results, request.next_token.as_deref());
    let page =
        scan::page(filters, token, max, |(name, filter)| format!("{:03}{name}", filter.rank))?;
    let names = page.items.into_iter().map(|(name, _)| name).collect();
    Ok(ListFiltersResponse { filter_names: names, next_token: page.next })
}

fn checked(criteria: crate::shapes::FindingCriteria) -> Result<Json, GuardDutyError> {
    Criteria::read(criteria.clone())?;
    Ok(document::stored(criteria))
}

/// Names have letters, digits, points, underscores and hyphens. (Amazon GuardDuty API Reference,
/// `CreateFilter`.)
fn check_name(name: &str) -> Result<(), GuardDutyError> {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "._-".contains(sign);
    if name.chars().all(is_sign) {
        return Ok(());
    }
    let why = "the name of a filter has letters, digits, points, underscores and hyphens alone.";
    Err(GuardDutyError::invalid(why))
}
