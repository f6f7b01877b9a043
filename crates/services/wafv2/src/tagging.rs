//! Tags.

use bartizan_service::tags::{self, RESERVED, RefusedTags};
use bartizan_service::{Authorized, Call};
use bartizan_types::Tag;

use crate::Waf;
use crate::entity::{self, paged};
use crate::error::WafError;
use crate::scope::Name;
use crate::shapes::{
    self, ListTagsForResourceRequest, ListTagsForResourceResponse, TagInfoForResource,
    TagResourceRequest, UntagResourceRequest,
};

/// The most tags of a thing. (AWS WAF Developer Guide, "Tagging your AWS WAF resources".)
const TAGS_MAX: usize = 50;

/// Adds tags; one whose key is there takes its place.
pub(crate) async fn tag(
    _service: &Waf,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<(), WafError> {
    let request = request.into_inner();
    let more = read(request.tags)?;
    change(call, &request.resource_arn, move |its| {
        tags::put(its, more, TAGS_MAX).map_err(|why| refused(&why))
    })
    .await
}

/// Takes tags away.
pub(crate) async fn untag(
    _service: &Waf,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<(), WafError> {
    let request = request.into_inner();
    change(call, &request.resource_arn, move |tags| {
        tags.retain(|tag| !request.tag_keys.contains(&tag.key));
        Ok(())
    })
    .await
}

/// Lists tags.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResponse, WafError> {
    let name = named(call, &request.resource_arn)?;
    let record = call.read(|reader| entity::find(reader, &name))?;
    let marker = request.next_marker.as_deref();
    let page = paged(record.tags, marker, request.limit, |tag| tag.key.clone())?;
    let shown = |tag: &Tag| shapes::Tag { key: tag.key.clone(), value: tag.value.clone() };
    Ok(ListTagsForResourceResponse {
        next_marker: page.next,
        tag_info_for_resource: Some(TagInfoForResource {
            resource_arn: Some(request.resource_arn.clone()),
            tag_list: Some(page.items.iter().map(shown).collect()),
        }),
    })
}

/// The tags of a request, each key once.
pub(crate) fn read(tags: Vec<shapes::Tag>) -> Result<Vec<Tag>, WafError> {
    let tags = tags.into_iter().map(|tag| Tag { key: tag.key, value: tag.value });
    tags::read(tags, TAGS_MAX).map_err(|why| refused(&why))
}

fn refused(why: &RefusedTags) -> WafError {
    WafError::WAFTagOperation(match why {
        RefusedTags::Reserved(_) => format!("Tag keys must not begin with {RESERVED}"),
        RefusedTags::Repeated(key) => format!("The tag key {key} is given twice"),
        RefusedTags::TooMany => return WafError::WAFLimitsExceeded,
    })
}

async fn change(
    call: &Call,
    arn: &str,
    change: impl FnOnce(&mut Vec<Tag>) -> Result<(), WafError> + Send + 'static,
) -> Result<(), WafError> {
    let name = named(call, arn)?;
    let done = call.commit(move |writer| {
        let mut record = entity::find(writer, &name)?;
        change(&mut record.tags)?;
        Ok::<_, WafError>(writer.put(&record.key(), &record)?)
    });
    Ok(done.await?)
}

/// A thing of the caller's account.
fn named(call: &Call, arn: &str) -> Result<Name, WafError> {
    let name = Name::of_arn(arn).ok_or_else(|| WafError::arn(arn))?;
    if name.account == call.account()? { Ok(name) } else { Err(WafError::WAFNonexistentItem) }
}
