//! Tags of hosted zones. (Route 53 API Reference, `ChangeTagsForResource`.)

use bartizan_service::store::{Key, Reader};
use bartizan_service::tags::{self, RefusedTags};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Tag};

use crate::error::Route53Error;
use crate::records::ZoneRecord;
use crate::shapes::{
    self, ChangeTagsForResourceRequest, ChangeTagsForResourceResponse, ListTagsForResourceRequest,
    ListTagsForResourceResponse, ListTagsForResourcesRequest, ListTagsForResourcesResponse,
    ResourceTagSet,
};
use crate::{Route53, id, zone};

/// Tags of a resource. (Route 53 API Reference, `ChangeTagsForResource`.)
const TAGS_MAX: usize = 50;
/// Characters of an id. (An answer of AWS.)
const ID_MAX: usize = 32;
/// The kind of resource whose tags are kept.
const ZONE: &str = "hostedzone";

/// Adds and removes tags.
pub(crate) async fn change(
    _service: &Route53,
    call: &Call,
    request: Authorized<ChangeTagsForResourceRequest>,
) -> Result<ChangeTagsForResourceResponse, Route53Error> {
    let (account, request) = (call.account()?, request.into_inner());
    check_kind(&request.resource_type)?;
    let added = read(request.add_tags.unwrap_or_default())?;
    let removed = request.remove_tag_keys.unwrap_or_default();
    let directory = call.directory.clone();
    let done = call.commit(move |writer| {
        let mut zone = tagged(writer, account, &request.resource_id)?;
        zone.tags.retain(|tag| !removed.contains(&tag.key));
        tags::put(&mut zone.tags, added, TAGS_MAX).map_err(|why| refused(&why))?;
        if let Some(reason) = directory.refused_tag(account, "route53:hostedzone", &zone.tags) {
            return Err(Route53Error::input(reason));
        }
        writer.put(&Key::global(account, zone.id.as_str()), &zone)?;
        Ok(ChangeTagsForResourceResponse {})
    });
    Ok(done.await?)
}

/// The tags of a resource.
pub(crate) async fn list(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResponse, Route53Error> {
    check_kind(&request.resource_type)?;
    let account = call.account()?;
    let resource_tag_set = call.read(|reader| shown(reader, account, &request.resource_id))?;
    Ok(ListTagsForResourceResponse { resource_tag_set })
}

/// The tags of several resources.
pub(crate) async fn list_many(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListTagsForResourcesRequest>,
) -> Result<ListTagsForResourcesResponse, Route53Error> {
    check_kind(&request.resource_type)?;
    let account = call.account()?;
    let resource_tag_sets = call.read(|reader| {
        let ids = request.resource_ids.iter();
        ids.map(|id| shown(reader, account, id)).collect::<Result<Vec<_>, Route53Error>>()
    })?;
    Ok(ListTagsForResourcesResponse { resource_tag_sets })
}

/// The zone with this id. What stands before it elsewhere is no part of it here, as with AWS, which
/// says of most ids with it that they are too long.
fn tagged(reader: &Reader<'_>, account: AccountId, id: &str) -> Result<ZoneRecord, Route53Error> {
    if id.chars().count() > ID_MAX {
        return Err(Route53Error::input(format!(
            "1 validation error detected: Value '{id}' at 'resourceId' failed to satisfy constraint: \
             Member must have length less than or equal to {ID_MAX}"
        )));
    }
    if id.starts_with(id::ZONE) {
        return Err(Route53Error::no_zone(id));
    }
    zone::find(reader, account, id)
}

fn shown(
    reader: &Reader<'_>,
    account: AccountId,
    id: &str,
) -> Result<ResourceTagSet, Route53Error> {
    let zone = tagged(reader, account, id)?;
    let tag = |tag: Tag| shapes::Tag { key: Some(tag.key), value: Some(tag.value) };
    Ok(ResourceTagSet {
        resource_type: Some(ZONE.to_owned()),
        resource_id: Some(zone.id),
        tags: Some(zone.tags.into_iter().map(tag).collect()),
    })
}

fn read(asked: Vec<shapes::Tag>) -> Result<Vec<Tag>, Route53Error> {
    let asked = asked
        .into_iter()
        .map(|tag| Tag { key: tag.key.unwrap_or_default(), value: tag.value.unwrap_or_default() });
    let read = tags::read(asked, TAGS_MAX).map_err(|why| refused(&why))?;
    if read.iter().any(|tag| tag.key.is_empty()) {
        return Err(Route53Error::input("A tag has a key"));
    }
    Ok(read)
}

fn refused(why: &RefusedTags) -> Route53Error {
    Route53Error::input(match why {
        RefusedTags::Reserved(_) => "Tag keys beginning with aws: are reserved".to_owned(),
        RefusedTags::Repeated(_) => "Tag keys must be unique in a request".to_owned(),
        RefusedTags::TooMany => format!("A resource has at most {TAGS_MAX} tags"),
    })
}

fn check_kind(kind: &str) -> Result<(), Route53Error> {
    if kind == ZONE { Ok(()) } else { Err(Route53Error::not_implemented("health checks")) }
}
