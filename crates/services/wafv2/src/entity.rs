//! What web ACLs, rule groups, IP sets and regex pattern sets have in common: names, lock tokens,
//! tags and settings.

use bartizan_service::Call;
use bartizan_service::paging::{self, Page, UnknownToken};
use bartizan_service::store::{Reader, Writer};
use bartizan_types::{AccountId, Region};
use bartizan_wire::{FromValue, IntoValue, of_json};
use serde_json::{Value as Json, json};

use crate::compile::{check_users, users};
use crate::error::WafError;
use crate::records::{EntityRecord, of_kind};
use crate::scope::{Kind, Name, Scope};
use crate::shapes::Tag;
use crate::tagging;

/// How many items a page has, unless the request says. (AWS WAF API Reference, `Limit`.)
const PAGE_ITEMS: usize = 100;

/// Where a request finds a thing: its account, region and scope.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    account: AccountId,
    region: Region,
    scope: Scope,
    kind: Kind,
}

impl Place {
    /// The place that a call names.
    pub(crate) fn of(call: &Call, scope: &str, kind: Kind) -> Result<Self, WafError> {
        let scope = Scope::of(scope, &call.region)?;
        Ok(Self { account: call.account()?, region: call.region.clone(), scope, kind })
    }

    /// The full name of a thing there.
    pub(crate) fn name(&self, name: &str, id: &str) -> Name {
        Name {
            account: self.account,
            region: self.region.clone(),
            scope: self.scope,
            kind: self.kind,
            name: name.to_owned(),
            id: id.to_owned(),
        }
    }

    /// Everything there.
    pub(crate) fn all(&self, reader: &Reader<'_>) -> Result<Vec<EntityRecord>, WafError> {
        of_kind(reader, self.account, &self.region, self.scope, self.kind)
    }
}

/// A thing that a call makes.
pub(crate) fn new(
    call: &Call,
    place: &Place,
    name: &str,
    description: Option<String>,
    tags: Option<Vec<Tag>>,
    settings: Json,
) -> Result<EntityRecord, WafError> {
    let random = &call.platform.random;
    Ok(EntityRecord {
        name: place.name(name, &random.uuid()),
        description,
        lock_token: random.uuid(),
        tags: tagging::read(tags.unwrap_or_default())?,
        settings,
        capacity: 0,
        policy: None,
    })
}

/// Stores a new thing, if there is none of its name and room for it.
pub(crate) fn insert(
    writer: &mut Writer<'_>,
    place: &Place,
    record: &EntityRecord,
) -> Result<(), WafError> {
    let held = place.all(writer)?;
    if held.iter().any(|held| held.name.name == record.name.name) {
        return Err(WafError::WAFDuplicateItem);
    }
    if held.len() >= place.kind.count_max() {
        return Err(WafError::WAFLimitsExceeded);
    }
    Ok(writer.put(&record.key(), record)?)
}

/// A thing, by its full name.
pub(crate) fn find(reader: &Reader<'_>, name: &Name) -> Result<EntityRecord, WafError> {
    let found: Option<EntityRecord> = reader.get(&EntityRecord::key_of(name))?;
    found.filter(|record| record.name == *name).ok_or(WafError::WAFNonexistentItem)
}

/// A thing that a request may change, as its token says.
pub(crate) fn locked(
    reader: &Reader<'_>,
    name: &Name,
    lock_token: &str,
) -> Result<EntityRecord, WafError> {
    let record = find(reader, name)?;
    if record.lock_token == lock_token { Ok(record) } else { Err(WafError::WAFOptimisticLock) }
}

/// Changes a thing as its lock token lets; what uses it must compile afterwards. The answer is made of
/// the next token.
pub(crate) async fn update<R>(
    call: &Call,
    name: Name,
    lock_token: String,
    change: impl FnOnce(&Reader<'_>, &mut EntityRecord) -> Result<(), WafError> + Send + 'static,
    answer: fn(Option<String>) -> R,
) -> Result<R, WafError>
where
    R: IntoValue + Clone + Send + 'static,
{
    let next = call.platform.random.uuid();
    let done = call.commit(move |writer| {
        let mut record = locked(writer, &name, &lock_token)?;
        change(writer, &mut record)?;
        record.lock_token.clone_from(&next);
        writer.put(&record.key(), &record)?;
        check_users(writer, &name)?;
        Ok::<_, WafError>(answer(Some(next)))
    });
    Ok(done.await?)
}

/// Deletes a thing that nothing uses.
pub(crate) fn delete(
    writer: &mut Writer<'_>,
    name: &Name,
    lock_token: &str,
) -> Result<(), WafError> {
    let record = locked(writer, name, lock_token)?;
    if !users(writer, name)?.is_empty() {
        return Err(WafError::WAFAssociatedItem);
    }
    writer.delete::<EntityRecord>(&record.key())?;
    Ok(())
}

/// A page of what is at a place.
pub(crate) fn page(
    call: &Call,
    place: &Place,
    marker: Option<&str>,
    limit: Option<i32>,
) -> Result<Page<EntityRecord>, WafError> {
    let all = call.read(|reader| place.all(reader))?;
    paged(all, marker, limit, |record| format!("{}/{}", record.name.name, record.name.id))
}

/// A page of a list.
pub(crate) fn paged<T>(
    items: Vec<T>,
    marker: Option<&str>,
    limit: Option<i32>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, WafError> {
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PAGE_ITEMS);
    paging::page(items, marker, limit.max(1), key)
        .map_err(|UnknownToken| WafError::format("ENTITY_LIMIT", "NextMarker"))
}

/// The settings of a request: what it has beside what names the thing.
pub(crate) fn settings(request: impl IntoValue) -> Json {
    let mut json = request.into_value().to_json();
    if let Some(members) = json.as_object_mut() {
        for member in ["Name", "Scope", "Id", "LockToken", "Description", "Tags", "Capacity"] {
            members.remove(member);
        }
    }
    json
}

/// A thing as answers show it: its settings and what names it.
pub(crate) fn shown<T: FromValue>(shape: &str, record: &EntityRecord) -> Result<T, WafError> {
    let mut json = record.settings.clone();
    if let Some(members) = json.as_object_mut() {
        members.insert("Name".to_owned(), json!(record.name.name));
        members.insert("Id".to_owned(), json!(record.name.id));
        members.insert("ARN".to_owned(), json!(record.name.arn().as_str()));
        members.insert("Capacity".to_owned(), json!(record.capacity));
        members.insert("LabelNamespace".to_owned(), json!(record.name.label_namespace()));
        if let Some(description) = &record.description {
            members.insert("Description".to_owned(), json!(description));
        }
    }
    typed(shape, &json)
}

/// Stored JSON as a structure of the model.
pub(crate) fn typed<T: FromValue>(shape: &str, json: &Json) -> Result<T, WafError> {
    let model = bartizan_model::service("wafv2")
        .ok_or_else(|| WafError::internal("there is no model of wafv2".to_owned()))?;
    Ok(T::from_value(of_json(model, shape, json)?)?)
}

/// Declares how a kind is summed up in a list.
macro_rules! summary {
    ($shape:ident) => {
        fn summary(record: &crate::records::EntityRecord) -> crate::shapes::$shape {
            crate::shapes::$shape {
                name: Some(record.name.name.clone()),
                id: Some(record.name.id.clone()),
                description: Some(record.description.clone().unwrap_or_default()),
                lock_token: Some(record.lock_token.clone()),
                arn: Some(record.name.arn().to_string()),
            }
        }
    };
}
pub(crate) use summary;
