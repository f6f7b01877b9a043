//! Tags of keys. (AWS KMS Developer Guide, "Tags in AWS KMS".)

use bartizan_service::tags::{self, RESERVED, RefusedTags};
use bartizan_service::{Authorized, Call};
use bartizan_types::Tag;

use crate::error::KmsError;
use crate::naming::{self, OWN};
use crate::records::KeyRecord;
use crate::shapes::{
    self, ListResourceTagsRequest, ListResourceTagsResponse, TagResourceRequest,
    UntagResourceRequest,
};
use crate::states::{self, CHANGE};
use crate::{KeyManagement, paging};

/// The most tags of a key. (AWS KMS API Reference, `TagResource`.)
const TAGS_MAX: usize = 50;
/// How many tags a page has unless the request says. (The same, `ListResourceTags`.)
const DEFAULT_TAGS: usize = 50;

/// Adds tags; one whose key is there takes its place.
pub(crate) async fn tag(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<(), KmsError> {
    let request = request.into_inner();
    let more = read(request.tags)?;
    change(call, &request.key_id, move |its| {
        tags::put(its, more, TAGS_MAX).map_err(|why| refused(&why))
    })
    .await
}

/// Takes tags away.
pub(crate) async fn untag(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<(), KmsError> {
    let request = request.into_inner();
    let keys = request.tag_keys;
    change(call, &request.key_id, move |tags| {
        tags.retain(|tag| !keys.contains(&tag.key));
        Ok(())
    })
    .await
}

/// A key's tags.
pub(crate) async fn list(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<ListResourceTagsRequest>,
) -> Result<ListResourceTagsResponse, KmsError> {
    let key = naming::key(call, &request.key_id, OWN)?;
    let marker = request.marker.as_deref();
    let page = paging::page(key.tags.to_vec(), marker, request.limit, DEFAULT_TAGS, |tag| {
        tag.key.clone()
    })?;
    Ok(ListResourceTagsResponse {
        tags: Some(shown(&page.items)),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}

/// The tags of a request, each key once.
pub(crate) fn read(tags: Vec<shapes::Tag>) -> Result<Vec<Tag>, KmsError> {
    let tags = tags.into_iter().map(|tag| Tag { key: tag.tag_key, value: tag.tag_value });
    tags::read(tags, TAGS_MAX).map_err(|why| refused(&why))
}

/// Tags as an answer shows them.
pub(crate) fn shown(tags: &[Tag]) -> Vec<shapes::Tag> {
    let shown = |tag: &Tag| shapes::Tag { tag_key: tag.key.clone(), tag_value: tag.value.clone() };
    tags.iter().map(shown).collect()
}

fn refused(why: &RefusedTags) -> KmsError {
    KmsError::Tag(match why {
        RefusedTags::Reserved(_) => format!("Tags beginning with {RESERVED} are reserved"),
        RefusedTags::Repeated(_) => "Duplicate tag keys".to_owned(),
        RefusedTags::TooMany => format!("Too many tags: a key has at most {TAGS_MAX}"),
    })
}

async fn change(
    call: &Call,
    name: &str,
    change: impl FnOnce(&mut Vec<Tag>) -> Result<(), KmsError> + Send + 'static,
) -> Result<(), KmsError> {
    let (key, now) = (naming::key(call, name, OWN)?, call.now);
    let done = call.commit(move |writer| {
        let mut record = KeyRecord::find(writer, &key.arn)?;
        states::check(&key.arn, record.state(writer, now)?, CHANGE)?;
        change(&mut record.tags)?;
        record.save(writer)
    });
    Ok(done.await?)
}
