//! Lists of what is trusted and of what is a threat. (Amazon GuardDuty User Guide, "Custom threat detection
//! with entity lists and IP address lists".)

mod fetch;
pub(crate) mod formats;
pub(crate) mod handlers;
pub(crate) mod record;

use std::collections::BTreeMap;

use bartizan_service::Call;
use bartizan_service::store::{Reader, Writer};
use bartizan_wire::IntoValue;

use self::record::{Kind, ListContent, ListRecord};
use crate::detector::{self, Place};
use crate::error::GuardDutyError;
use crate::{scan, tags};

/// A list that is to be made.
pub(crate) struct New {
    detector: String,
    name: String,
    format: String,
    location: String,
    owner: Option<String>,
    activate: bool,
    token: Option<String>,
    tags: Option<BTreeMap<String, String>>,
}

/// What is to be changed of a list.
pub(crate) struct Changed {
    detector: String,
    id: String,
    name: Option<String>,
    location: Option<String>,
    owner: Option<String>,
    activate: Option<bool>,
}

/// What a file holds, or why it cannot be used: of entity sets that is told by the set.
async fn content(
    call: &Call,
    kind: Kind,
    format: &str,
    location: &str,
    owner: Option<&str>,
) -> Result<Result<ListContent, String>, GuardDutyError> {
    let read = fetch::read(call, location, owner).await;
    let read = read.and_then(|text| formats::read(kind, format, &text));
    match read {
        Ok(entries) => Ok(Ok(ListContent::new(&entries.addresses, &entries.domains)?)),
        Err(why) if kind.has_domains() => Ok(Err(why)),
        Err(why) => Err(GuardDutyError::Unreadable(location.to_owned(), why)),
    }
}

/// Makes a list.
pub(crate) async fn create<R: IntoValue + Clone + Send + 'static>(
    call: &Call,
    kind: Kind,
    new: New,
    answer: fn(String) -> R,
) -> Result<R, GuardDutyError> {
    let (place, id) = (Place::of(call)?, detector::new_id(call));
    call.read(|reader| place.named(reader, &new.detector))?;
    let mut record = ListRecord {
        name: new.name,
        format: new.format,
        location: new.location,
        owner: new.owner,
        is_active: new.activate,
        error: None,
        token: new.token,
        created: call.now,
        updated: call.now,
        tags: tags::read(new.tags)?,
    };
    let content = if new.activate {
        let owner = record.owner.as_deref();
        Some(content(call, kind, &record.format, &record.location, owner).await?)
    } else {
        fetch::check(&record.location).map_err(GuardDutyError::invalid)?;
        None
    };
    let done = call.commit(move |writer| {
        let there = scan::all::<ListRecord>(writer, &place, &kind.record_id(""))?;
        let is_same = |one: &ListRecord| one.token.is_some() && one.token == record.token;
        if let Some((there, _)) = there.iter().find(|(_, one)| is_same(one)) {
            return Ok(answer(there.rsplit('/').next().unwrap_or_default().to_owned()));
        }
        if there.len() >= kind.lists_max() {
            let why = format!("a detector has at most {} {}s.", kind.lists_max(), kind.resource());
            return Err(GuardDutyError::invalid(why));
        }
        if there.iter().any(|(_, one)| one.name == record.name) {
            return Err(GuardDutyError::invalid("a list with the given name already exists."));
        }
        put(writer, &place, &new.detector, &kind.record_id(&id), &mut record, content)?;
        Ok(answer(id))
    });
    Ok(done.await?)
}

/// Stores a list, with what is on it if that was read anew, and has detectors take notice.
fn put(
    writer: &mut Writer<'_>,
    place: &Place,
    detector: &str,
    id: &str,
    record: &mut ListRecord,
    content: Option<Result<ListContent, String>>,
) -> Result<(), GuardDutyError> {
    match content {
        Some(Ok(content)) => {
            record.error = None;
            writer.put(&place.key(id), &content)?;
        }
        Some(Err(why)) => {
            record.error = Some(why);
            writer.delete::<ListContent>(&place.key(id))?;
        }
        None if !record.is_active => {
            record.error = None;
            writer.delete::<ListContent>(&place.key(id))?;
        }
        None => {}
    }
    writer.put(&place.key(id), record)?;
    touch(writer, place, detector)
}

fn touch(writer: &mut Writer<'_>, place: &Place, id: &str) -> Result<(), GuardDutyError> {
    let mut detector = place.named(writer, id)?;
    detector.lists_version += 1;
    place.put(writer, &detector)
}

/// The list of this id.
pub(crate) fn find(
    reader: &Reader<'_>,
    place: &Place,
    kind: Kind,
    (detector, id): (&str, &str),
) -> Result<ListRecord, GuardDutyError> {
    place.named(reader, detector)?;
    let found = reader.get::<ListRecord>(&place.key(kind.record_id(id)))?;
    found.ok_or(GuardDutyError::NoSuchResource)
}

/// Changes a list. Who activates it, or says where else it is, has it read anew.
pub(crate) async fn update<R: IntoValue + Clone + Send + 'static>(
    call: &Call,
    kind: Kind,
    changed: Changed,
    answer: R,
) -> Result<R, GuardDutyError> {
    let place = Place::of(call)?;
    let there = call.read(|reader| find(reader, &place, kind, (&changed.detector, &changed.id)))?;
    let location = changed.location.clone().unwrap_or_else(|| there.location.clone());
    fetch::check(&location).map_err(GuardDutyError::invalid)?;
    let is_active = changed.activate.unwrap_or(there.is_active);
    let is_asked = changed.activate == Some(true) || changed.location.is_some();
    let owner = changed.owner.clone().or(there.owner);
    let content = if is_active && is_asked {
        Some(content(call, kind, &there.format, &location, owner.as_deref()).await?)
    } else {
        None
    };
    let now = call.now;
    let done = call.commit(move |writer| {
        let mut record = find(writer, &place, kind, (&changed.detector, &changed.id))?;
        record.name = changed.name.unwrap_or(record.name);
        (record.location, record.owner) = (location, owner);
        (record.is_active, record.updated) = (is_active, now);
        let id = kind.record_id(&changed.id);
        put(writer, &place, &changed.detector, &id, &mut record, content)?;
        Ok::<_, GuardDutyError>(answer)
    });
    Ok(done.await?)
}

/// Forgets a list.
pub(crate) async fn delete<R: IntoValue + Clone + Send + 'static>(
    call: &Call,
    kind: Kind,
    (detector, id): (String, String),
    answer: R,
) -> Result<R, GuardDutyError> {
    let place = Place::of(call)?;
    let done = call.commit(move |writer| {
        find(writer, &place, kind, (&detector, &id))?;
        let id = kind.record_id(&id);
        writer.delete::<ListRecord>(&place.key(&*id))?;
        writer.delete::<ListContent>(&place.key(&*id))?;
        touch(writer, &place, &detector)?;
        Ok::<_, GuardDutyError>(answer)
    });
    Ok(done.await?)
}

/// The ids of lists, and what goes on behind them.
pub(crate) fn ids(
    call: &Call,
    kind: Kind,
    detector: &str,
    (token, max): (Option<&str>, Option<i32>),
) -> Result<(Vec<String>, Option<String>), GuardDutyError> {
    let place = Place::of(call)?;
    let prefix = kind.record_id("");
    let found = call.read(|reader| {
        place.named(reader, detector)?;
        Ok::<_, GuardDutyError>(scan::all::<ListRecord>(reader, &place, &prefix)?)
    })?;
    let ids = found.into_iter().filter_map(|(id, _)| Some(id.strip_prefix(&prefix)?.to_owned()));
    let page = scan::page(ids.collect(), token, max, String::clone)?;
    Ok((page.items, page.next))
}
