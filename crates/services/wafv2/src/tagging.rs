//! Tags.

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
/// What the keys of AWS's own tags begin with.
const RESERVED: &str = "aws:";

/// Adds tags; one whose key is there takes its place.
pub(crate) async fn tag(
    _service: &Waf,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<(), WafError> {
    let request = request.into_inner();
    let more = read(request.tags)?;
    change(call, &request.resource_arn, move |tags| {
        for tag in more {
            match tags.iter_mut().find(|other| other.key == tag.key) {
                Some(other) => *other = tag,
                None => tags.push(tag),
            }
        }
        check_count(tags)
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
    let mut read: Vec<Tag> = Vec::new();
    for tag in tags {
        let head = tag.key.get(..RESERVED.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(RESERVED)) {
            let message = format!("Tag keys must not begin with {RESERVED}");
            return Err(WafError::WAFTagOperation(message));
        }
        if read.iter().any(|other| other.key == tag.key) {
            let message = format!("The tag key {} is given twice", tag.key);
            return Err(WafError::WAFTagOperation(message));
        }
        read.push(Tag { key: tag.key, value: tag.value });
    }
    check_count(&read)?;
    Ok(read)
}

fn check_count(tags: &[Tag]) -> Result<(), WafError> {
    if tags.len() > TAGS_MAX { Err(WafError::WAFLimitsExceeded) } else { Ok(()) }
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
