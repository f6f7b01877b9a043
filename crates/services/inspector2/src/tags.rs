//! Tags of filters. (Amazon Inspector API Reference, `TagResource` and what goes with it.)

use std::collections::BTreeMap;

use bartizan_service::tags::is_reserved;
use bartizan_service::{Authorized, Call};

use crate::Inspector;
use crate::error::InspectorError;
use crate::filter;
use crate::look::Look;
use crate::shapes::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};

/// The most tags of a resource. (AWS General Reference, "Tagging AWS resources".)
const TAGS_MAX: usize = 50;

/// Gives a filter tags; one whose key is there takes its place.
pub(crate) async fn add(
    _service: &Inspector,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<TagResourceResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let new = read(Some(request.tags))?;
    let done = call.commit(move |writer| {
        let (key, mut record) = filter::find(writer, &look, &request.resource_arn)?;
        record.tags.extend(new);
        if record.tags.len() > TAGS_MAX {
            return Err(too_many());
        }
        writer.put(&key, &record)?;
        Ok(TagResourceResponse {})
    });
    Ok(done.await?)
}

/// Takes tags from a filter.
pub(crate) async fn remove(
    _service: &Inspector,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<UntagResourceResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        let (key, mut record) = filter::find(writer, &look, &request.resource_arn)?;
        record.tags.retain(|tag, _| !request.tag_keys.contains(tag));
        writer.put(&key, &record)?;
        Ok::<_, InspectorError>(UntagResourceResponse {})
    });
    Ok(done.await?)
}

/// The tags of a filter.
pub(crate) async fn list(
    _service: &Inspector,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResponse, InspectorError> {
    let look = Look::of(call)?;
    let arn = request.into_inner().resource_arn;
    let (_, record) = call.read(|reader| filter::find(reader, &look, &arn))?;
    Ok(ListTagsForResourceResponse { tags: Some(record.tags) })
}

/// The tags of a request.
pub(crate) fn read(
    tags: Option<BTreeMap<String, String>>,
) -> Result<BTreeMap<String, String>, InspectorError> {
    let tags = tags.unwrap_or_default();
    if let Some(key) = tags.keys().find(|key| is_reserved(key)) {
        let why = format!("{key}: keys of tags that begin with aws: are reserved.");
        return Err(InspectorError::BadRequest(why));
    }
    if tags.len() > TAGS_MAX { Err(too_many()) } else { Ok(tags) }
}

fn too_many() -> InspectorError {
    InspectorError::BadRequest(format!("A resource has at most {TAGS_MAX} tags."))
}
