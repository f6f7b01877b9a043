//! Tags of hosted zones and health checks. (Route 53 API Reference, `ChangeTagsForResource`.)

use bartizan_service::store::{Key, Reader, StoreError, Writer};
use bartizan_service::tags::{self, RefusedTags};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Tag};

use crate::error::Route53Error;
use crate::records::{HealthCheckRecord, ZoneRecord};
use crate::shapes::{
    self, ChangeTagsForResourceRequest, ChangeTagsForResourceResponse, ListTagsForResourceRequest,
    ListTagsForResourceResponse, ListTagsForResourcesRequest, ListTagsForResourcesResponse,
    ResourceTagSet,
};
use crate::{Route53, health, id, zone};

/// Tags of a resource. (Route 53 API Reference, `ChangeTagsForResource`.)
const TAGS_MAX: usize = 50;
/// Characters of the id of a zone. (An answer of AWS.)
const ZONE_ID_MAX: usize = 32;
/// The kinds of resources whose tags are kept. The model knows no other.
const ZONE: &str = "hostedzone";
const HEALTH_CHECK: &str = "healthcheck";

/// What has tags.
enum Tagged {
    Zone(Box<ZoneRecord>),
    HealthCheck(Box<HealthCheckRecord>),
}

/// Adds and removes tags.
pub(crate) async fn change(
    _service: &Route53,
    call: &Call,
    request: Authorized<ChangeTagsForResourceRequest>,
) -> Result<ChangeTagsForResourceResponse, Route53Error> {
    let (account, request) = (call.account()?, request.into_inner());
    let added = read(request.add_tags.unwrap_or_default())?;
    let removed = request.remove_tag_keys.unwrap_or_default();
    let directory = call.directory.clone();
    let done = call.commit(move |writer| {
        let kind = request.resource_type.as_str();
        let mut tagged = Tagged::find(writer, account, (kind, &request.resource_id))?;
        let tags = tagged.tags_mut();
        tags.retain(|tag| !removed.contains(&tag.key));
        tags::put(tags, added, TAGS_MAX).map_err(|why| refused(&why))?;
        if let Some(reason) = directory.refused_tag(account, &format!("route53:{kind}"), tags) {
            return Err(Route53Error::input(reason));
        }
        tagged.store(writer, account)?;
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
    let account = call.account()?;
    let named = (request.resource_type.as_str(), request.resource_id.as_str());
    let resource_tag_set = call.read(|reader| shown(reader, account, named))?;
    Ok(ListTagsForResourceResponse { resource_tag_set })
}

/// The tags of several resources.
pub(crate) async fn list_many(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListTagsForResourcesRequest>,
) -> Result<ListTagsForResourcesResponse, Route53Error> {
    let account = call.account()?;
    let kind = request.resource_type.as_str();
    let resource_tag_sets = call.read(|reader| {
        let ids = request.resource_ids.iter();
        ids.map(|id| shown(reader, account, (kind, id))).collect::<Result<Vec<_>, Route53Error>>()
    })?;
    Ok(ListTagsForResourcesResponse { resource_tag_sets })
}

impl Tagged {
    /// The resource of this kind and id. What stands before the id of a zone elsewhere is no part of it
    /// here, as with AWS, which says of most ids with it that they are too long.
    fn find(
        reader: &Reader<'_>,
        account: AccountId,
        (kind, id): (&str, &str),
    ) -> Result<Self, Route53Error> {
        if kind == HEALTH_CHECK {
            return Ok(Self::HealthCheck(Box::new(health::find(reader, account, id)?)));
        }
        if id.chars().count() > ZONE_ID_MAX {
            return Err(Route53Error::input(format!(
                "1 validation error detected: Value '{id}' at 'resourceId' failed to satisfy \
                 constraint: Member must have length less than or equal to {ZONE_ID_MAX}"
            )));
        }
        if id.starts_with(id::ZONE) {
            return Err(Route53Error::no_zone(id));
        }
        Ok(Self::Zone(Box::new(zone::find(reader, account, id)?)))
    }

    fn tags_mut(&mut self) -> &mut Vec<Tag> {
        match self {
            Self::Zone(zone) => &mut zone.tags,
            Self::HealthCheck(check) => &mut check.tags,
        }
    }

    fn store(&self, writer: &mut Writer<'_>, account: AccountId) -> Result<(), StoreError> {
        match self {
            Self::Zone(zone) => writer.put(&Key::global(account, zone.id.as_str()), &**zone),
            Self::HealthCheck(check) => {
                writer.put(&Key::global(account, check.id.as_str()), &**check)
            }
        }
    }
}

fn shown(
    reader: &Reader<'_>,
    account: AccountId,
    named: (&str, &str),
) -> Result<ResourceTagSet, Route53Error> {
    let (kind, id, tags) = match Tagged::find(reader, account, named)? {
        Tagged::Zone(zone) => (ZONE, zone.id, zone.tags),
        Tagged::HealthCheck(check) => (HEALTH_CHECK, check.id, check.tags),
    };
    let tag = |tag: Tag| shapes::Tag { key: Some(tag.key), value: Some(tag.value) };
    Ok(ResourceTagSet {
        resource_type: Some(kind.to_owned()),
        resource_id: Some(id),
        tags: Some(tags.into_iter().map(tag).collect()),
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
