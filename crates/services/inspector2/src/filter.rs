//! Filters that are kept: by those that suppress, findings are suppressed from then on, those that are
//! there too. (Amazon Inspector API Reference, `CreateFilter` and what goes with it.)

use std::collections::BTreeMap;

use bartizan_service::store::{Key, Reader, Record};
use bartizan_service::{Authorized, Call, paging};
use bartizan_types::{AccountId, Arn, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::error::InspectorError;
use crate::finding::criteria::Criteria;
use crate::look::Look;
use crate::shapes::{
    CreateFilterRequest, CreateFilterResponse, DeleteFilterRequest, DeleteFilterResponse, Filter,
    ListFiltersRequest, ListFiltersResponse, UpdateFilterRequest, UpdateFilterResponse,
};
use crate::{Inspector, document, scan, tags};

/// How many filters an account has. (Amazon Inspector User Guide, "Amazon Inspector quotas".)
const FILTERS_MAX: u64 = 500;
/// How many items a page has at most, and unless the request says.
const PAGE_ITEMS: usize = 100;
const SUPPRESS: &str = "SUPPRESS";
/// How many bytes of randomness an id has.
const ID_BYTES: usize = 16;

/// A filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FilterRecord {
    pub(crate) name: String,
    /// `SUPPRESS` or `NONE`.
    pub(crate) action: String,
    pub(crate) description: Option<String>,
    pub(crate) reason: Option<String>,
    /// The model's `FilterCriteria`.
    pub(crate) criteria: Json,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) tags: BTreeMap<String, String>,
}

impl Record for FilterRecord {
    const COLLECTION: &'static str = "inspector2.filter";
}

/// The ARN of an account's filter; of any where the id is `*`.
pub(crate) fn arn(account: AccountId, region: &str, id: &str) -> Arn {
    Arn::new("inspector2", region, Some(account), &format!("owner/{account}/filter/{id}"))
}

/// The key of the filter of the caller's that an ARN names.
pub(crate) fn key_of(look: &Look, named: &str) -> Option<Key> {
    let (_, id) = named.rsplit_once('/')?;
    let is_its = arn(look.caller, &look.region, id).as_str() == named;
    is_its.then(|| Key::new(look.caller, &look.region, id))
}

/// The filter of the caller's that an ARN names, which must be there.
pub(crate) fn find(
    reader: &Reader<'_>,
    look: &Look,
    named: &str,
) -> Result<(Key, FilterRecord), InspectorError> {
    let missing = InspectorError::NotFound("There is no filter of this ARN.");
    let Some(key) = key_of(look, named) else { return Err(missing) };
    let found = reader.get::<FilterRecord>(&key)?;
    found.map(|record| (key, record)).ok_or(missing)
}

/// What an account's filters suppress.
pub(crate) fn suppressing(
    reader: &Reader<'_>,
    region: &str,
    account: AccountId,
) -> Result<Vec<Criteria>, InspectorError> {
    let records = scan::all::<FilterRecord>(reader, account, region)?.into_iter();
    let suppressing = records.filter(|(_, filter)| filter.action == SUPPRESS);
    suppressing.map(|(_, filter)| criteria(&filter.criteria)).collect()
}

fn criteria(json: &Json) -> Result<Criteria, InspectorError> {
    Criteria::read(document::read("FilterCriteria", json)?)
}

/// Keeps a filter.
pub(crate) async fn create(
    _service: &Inspector,
    call: &Call,
    request: Authorized<CreateFilterRequest>,
) -> Result<CreateFilterResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    Criteria::read(request.filter_criteria.clone())?;
    let given = tags::read(request.tags)?;
    let mut id = [0; ID_BYTES];
    call.platform.random.fill(&mut id);
    let id = hex::encode(id);
    let record = FilterRecord {
        name: request.name,
        action: request.action,
        description: request.description,
        reason: request.reason,
        criteria: document::stored(request.filter_criteria),
        created: look.now,
        updated: look.now,
        tags: given,
    };
    let done = call.commit(move |writer| {
        refuse_members(writer, &look, &record.action)?;
        refuse_name(writer, &look, &record.name, None)?;
        let count = writer.count::<FilterRecord>(&look.caller.to_string(), &look.region)?;
        let arn = arn(look.caller, &look.region, &id).to_string();
        if count >= FILTERS_MAX {
            return Err(InspectorError::FiltersExceeded(arn));
        }
        writer.put(&Key::new(look.caller, &look.region, id), &record)?;
        Ok(CreateFilterResponse { arn })
    });
    Ok(done.await?)
}

/// Changes a filter.
pub(crate) async fn update(
    _service: &Inspector,
    call: &Call,
    request: Authorized<UpdateFilterRequest>,
) -> Result<UpdateFilterResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    if let Some(criteria) = &request.filter_criteria {
        Criteria::read(criteria.clone())?;
    }
    let done = call.commit(move |writer| {
        let (key, mut record) = find(writer, &look, &request.filter_arn)?;
        if let Some(action) = request.action {
            refuse_members(writer, &look, &action)?;
            record.action = action;
        }
        if let Some(name) = request.name {
            refuse_name(writer, &look, &name, Some(&key))?;
            record.name = name;
        }
        if let Some(criteria) = request.filter_criteria {
            record.criteria = document::stored(criteria);
        }
        record.description = request.description.or(record.description);
        record.reason = request.reason.or(record.reason);
        record.updated = look.now;
        writer.put(&key, &record)?;
        Ok::<_, InspectorError>(UpdateFilterResponse { arn: request.filter_arn })
    });
    Ok(done.await?)
}

/// Forgets a filter.
pub(crate) async fn delete(
    _service: &Inspector,
    call: &Call,
    request: Authorized<DeleteFilterRequest>,
) -> Result<DeleteFilterResponse, InspectorError> {
    let (look, arn) = (Look::of(call)?, request.into_inner().arn);
    let done = call.commit(move |writer| {
        let (key, _) = find(writer, &look, &arn)?;
        writer.delete::<FilterRecord>(&key)?;
        Ok::<_, InspectorError>(DeleteFilterResponse { arn })
    });
    Ok(done.await?)
}

/// Lists the filters of the caller's account.
pub(crate) async fn list(
    _service: &Inspector,
    call: &Call,
    request: Authorized<ListFiltersRequest>,
) -> Result<ListFiltersResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let found = call.read(|reader| scan::all::<FilterRecord>(reader, look.caller, &look.region))?;
    let mut filters = Vec::new();
    for (key, record) in found {
        let filter = shown(&look, &key, record)?;
        let is_named = request.arns.as_ref().is_none_or(|arns| arns.contains(&filter.arn));
        if is_named && request.action.as_ref().is_none_or(|action| *action == filter.action) {
            filters.push(filter);
        }
    }
    let limit = request.max_results.and_then(|most| usize::try_from(most).ok());
    let (token, limit) = (request.next_token.as_deref(), limit.unwrap_or(PAGE_ITEMS));
    let page = paging::page(filters, token, limit, |filter| filter.arn.clone());
    let unknown = "nextToken is not one that an earlier answer gave.";
    let page = page.map_err(|_| InspectorError::Invalid(unknown.to_owned()))?;
    Ok(ListFiltersResponse { filters: page.items, next_token: page.next })
}

fn shown(look: &Look, key: &Key, record: FilterRecord) -> Result<Filter, InspectorError> {
    Ok(Filter {
        arn: arn(look.caller, &look.region, &key.id).to_string(),
        owner_id: look.caller.to_string(),
        name: record.name,
        criteria: document::read("FilterCriteria", &record.criteria)?,
        action: record.action,
        created_at: record.created,
        updated_at: record.updated,
        description: record.description,
        reason: record.reason,
        tags: Some(record.tags),
    })
}

/// What is suppressed of members their administrator decides. (Amazon Inspector User Guide,
/// "Suppressing Amazon Inspector findings".)
fn refuse_members(reader: &Reader<'_>, look: &Look, action: &str) -> Result<(), InspectorError> {
    if action == SUPPRESS && look.administrator_of_caller(reader)?.is_some() {
        let why = "Only the delegated administrator suppresses findings of member accounts.";
        return Err(InspectorError::Denied(why));
    }
    Ok(())
}

/// No two filters of an account have one name.
fn refuse_name(
    reader: &Reader<'_>,
    look: &Look,
    name: &str,
    own: Option<&Key>,
) -> Result<(), InspectorError> {
    let all = scan::all::<FilterRecord>(reader, look.caller, &look.region)?;
    if all.iter().any(|(key, record)| record.name == name && Some(key) != own) {
        let why = format!("There is a filter of the name {name} already.");
        return Err(InspectorError::BadRequest(why));
    }
    Ok(())
}
