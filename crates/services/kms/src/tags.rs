//! Tags of keys. (AWS KMS Developer Guide, "Tags in AWS KMS".)

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
/// What the keys of AWS's own tags begin with.
const RESERVED: &str = "aws:";

/// Adds tags; one whose key is there takes its place.
pub(crate) async fn tag(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<(), KmsError> {
    let request = request.into_inner();
    let more = read(request.tags)?;
    change(call, &request.key_id, move |tags| {
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
    let mut read: Vec<Tag> = Vec::new();
    for tag in tags {
        if tag.tag_key.get(..RESERVED.len()).is_some_and(|head| head.eq_ignore_ascii_case(RESERVED))
        {
            return Err(KmsError::Tag(format!("Tags beginning with {RESERVED} are reserved")));
        }
        if read.iter().any(|other| other.key == tag.tag_key) {
            return Err(KmsError::Tag("Duplicate tag keys".to_owned()));
        }
        read.push(Tag { key: tag.tag_key, value: tag.tag_value });
    }
    check_count(&read)?;
    Ok(read)
}

/// Tags as an answer shows them.
pub(crate) fn shown(tags: &[Tag]) -> Vec<shapes::Tag> {
    let shown = |tag: &Tag| shapes::Tag { tag_key: tag.key.clone(), tag_value: tag.value.clone() };
    tags.iter().map(shown).collect()
}

fn check_count(tags: &[Tag]) -> Result<(), KmsError> {
    if tags.len() > TAGS_MAX {
        return Err(KmsError::Tag(format!("Too many tags: a key has at most {TAGS_MAX}")));
    }
    Ok(())
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
