//! Tags of filters and of CIS scan configurations. (Amazon Inspector API Reference, `TagResource` and what goes with it.)

use std::collections::BTreeMap;

use bartizan_service::store::Writer;
use bartizan_service::tags::is_reserved;
use bartizan_service::{Authorized, Call};

use crate::error::InspectorError;
use crate::look::Look;
use crate::shapes::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use crate::{Inspector, cis, filter};

/// The most tags of a resource. (AWS General Reference, "Tagging AWS resources".)
const TAGS_MAX: usize = 50;

/// Gives a resource tags; one whose key is there takes its place.
pub(crate) async fn add(
    _service: &Inspector,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<TagResourceResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let new = read(Some(request.tags))?;
    let done = call.commit(move |writer| {
        change(writer, &look, &request.resource_arn, |tags| tags.extend(new))?;
        Ok::<_, InspectorError>(TagResourceResponse {})
    });
    Ok(done.await?)
}

/// Takes tags from a resource.
pub(crate) async fn remove(
    _service: &Inspector,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<UntagResourceResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        change(writer, &look, &request.resource_arn, |tags| {
            tags.retain(|tag, _| !request.tag_keys.contains(tag));
        })?;
        Ok::<_, InspectorError>(UntagResourceResponse {})
    });
    Ok(done.await?)
}

/// The tags of a resource.
pub(crate) async fn list(
    _service: &Inspector,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResponse, InspectorError> {
    let look = Look::of(call)?;
    let arn = request.into_inner().resource_arn;
    let tags = call.read(|reader| {
        Ok::<_, InspectorError>(if cis::arns::is_of_configuration(&arn) {
            cis::configuration::find(reader, &look, &arn)?.1.tags
        } else {
            filter::find(reader, &look, &arn)?.1.tags
        })
    })?;
    Ok(ListTagsForResourceResponse { tags: Some(tags) })
}

/// Changes the tags of what an ARN names.
fn change(
    writer: &mut Writer<'_>,
    look: &Look,
    arn: &str,
    change: impl FnOnce(&mut BTreeMap<String, String>),
) -> Result<(), InspectorError> {
    if cis::arns::is_of_configuration(arn) {
        let (key, mut record) = cis::configuration::find(writer, look, arn)?;
        change(&mut record.tags);
        check_count(&record.tags)?;
        return Ok(writer.put(&key, &record)?);
    }
    let (key, mut record) = filter::find(writer, look, arn)?;
    change(&mut record.tags);
    check_count(&record.tags)?;
    Ok(writer.put(&key, &record)?)
}

fn check_count(tags: &BTreeMap<String, String>) -> Result<(), InspectorError> {
    if tags.len() > TAGS_MAX { Err(too_many()) } else { Ok(()) }
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
    check_count(&tags)?;
    Ok(tags)
}

fn too_many() -> InspectorError {
    InspectorError::BadRequest(format!("A resource has at most {TAGS_MAX} tags."))
}
