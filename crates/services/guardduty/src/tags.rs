//! Tags of detectors, filters and sets. (Amazon GuardDuty API Reference, `TagResource` and what goes with
//! it.)

use std::collections::BTreeMap;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::tags::is_reserved;
use bartizan_service::{Authorized, Call};
use bartizan_types::Arn;

use crate::GuardDuty;
use crate::detector::{DetectorRecord, Place};
use crate::error::GuardDutyError;
use crate::filter::FilterRecord;
use crate::lists::record::{Kind, ListRecord};
use crate::shapes::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};

/// The most tags of a resource. (AWS General Reference, "Tagging AWS resources".)
const TAGS_MAX: usize = 50;

type Tags = BTreeMap<String, String>;

/// Something that has tags.
pub(crate) enum Tagged {
    Detector(DetectorRecord),
    Filter(String, FilterRecord),
    List(String, ListRecord),
}

impl Tagged {
    /// What an ARN names, if it is there and the place's.
    pub(crate) fn find(
        reader: &Reader<'_>,
        place: &Place,
        named: &str,
    ) -> Result<Option<Self>, GuardDutyError> {
        let Ok(arn) = named.parse::<Arn>() else { return Ok(None) };
        let is_its = arn.service() == "guardduty"
            && arn.account_id() == Some(place.account)
            && arn.region() == place.region;
        let mut parts = arn.resource().split('/');
        let (kind, id) = (parts.next(), parts.next().unwrap_or_default());
        let Some(detector) = place.detector(reader)?.filter(|found| found.id == id) else {
            return Ok(None);
        };
        if !is_its || kind != Some("detector") {
            return Ok(None);
        }
        let below = (parts.next(), parts.next(), parts.next());
        Ok(match below {
            (None, ..) => Some(Self::Detector(detector)),
            (Some("filter"), Some(name), None) => {
                let found = reader.get::<FilterRecord>(&place.key(name))?;
                found.map(|record| Self::Filter(name.to_owned(), record))
            }
            (Some(kind), Some(id), None) => {
                let Some(kind) = Kind::of_resource(kind) else { return Ok(None) };
                let id = kind.record_id(id);
                let found = reader.get::<ListRecord>(&place.key(&*id))?;
                found.map(|record| Self::List(id, record))
            }
            _ => None,
        })
    }

    /// Its tags.
    pub(crate) fn tags(&self) -> &Tags {
        match self {
            Self::Detector(record) => &record.tags,
            Self::Filter(_, record) => &record.tags,
            Self::List(_, record) => &record.tags,
        }
    }

    fn tags_mut(&mut self) -> &mut Tags {
        match self {
            Self::Detector(record) => &mut record.tags,
            Self::Filter(_, record) => &mut record.tags,
            Self::List(_, record) => &mut record.tags,
        }
    }

    fn store(&self, writer: &mut Writer<'_>, place: &Place) -> Result<(), GuardDutyError> {
        match self {
            Self::Detector(record) => place.put(writer, record),
            Self::Filter(name, record) => Ok(writer.put(&place.key(&**name), record)?),
            Self::List(id, record) => Ok(writer.put(&place.key(&**id), record)?),
        }
    }
}

/// Gives a resource tags; one whose key is there takes its place.
pub(crate) async fn add(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<TagResourceResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let new = read(Some(request.tags))?;
    let done = call.commit(move |writer| {
        change(writer, &place, &request.resource_arn, |tags| tags.extend(new))?;
        Ok::<_, GuardDutyError>(TagResourceResponse {})
    });
    Ok(done.await?)
}

/// Takes tags from a resource.
pub(crate) async fn remove(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<UntagResourceResponse, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        change(writer, &place, &request.resource_arn, |tags| {
            tags.retain(|tag, _| !request.tag_keys.contains(tag));
        })?;
        Ok::<_, GuardDutyError>(UntagResourceResponse {})
    });
    Ok(done.await?)
}

/// The tags of a resource.
pub(crate) async fn list(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResponse, GuardDutyError> {
    let place = Place::of(call)?;
    let found = call.read(|reader| Tagged::find(reader, &place, &request.resource_arn))?;
    let found = found.ok_or(GuardDutyError::NoSuchResource)?;
    Ok(ListTagsForResourceResponse { tags: Some(found.tags().clone()) })
}

fn change(
    writer: &mut Writer<'_>,
    place: &Place,
    arn: &str,
    change: impl FnOnce(&mut Tags),
) -> Result<(), GuardDutyError> {
    let found = Tagged::find(writer, place, arn)?;
    let mut found = found.ok_or(GuardDutyError::NoSuchResource)?;
    change(found.tags_mut());
    check_count(found.tags())?;
    found.store(writer, place)
}

/// The tags of a request.
pub(crate) fn read(tags: Option<Tags>) -> Result<Tags, GuardDutyError> {
    let tags = tags.unwrap_or_default();
    if let Some(key) = tags.keys().find(|key| is_reserved(key)) {
        let why = format!("the tag key {key} begins with aws:, which is reserved.");
        return Err(GuardDutyError::invalid(why));
    }
    check_count(&tags)?;
    Ok(tags)
}

fn check_count(tags: &Tags) -> Result<(), GuardDutyError> {
    if tags.len() <= TAGS_MAX {
        return Ok(());
    }
    Err(GuardDutyError::invalid(format!("a resource has at most {TAGS_MAX} tags.")))
}
