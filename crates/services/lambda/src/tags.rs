//! Tags of functions.

use std::collections::BTreeMap;

use bartizan_service::{Authorized, Call, tags};
use bartizan_types::Tag;

use crate::Lambda;
use crate::error::LambdaError;
use crate::function::unqualified;
use crate::records::{self, function_key};
use crate::shapes::{ListTagsRequest, ListTagsResponse, TagResourceRequest, UntagResourceRequest};

/// The most tags of a function. (AWS Lambda Developer Guide, "Using tags on Lambda functions".)
const TAGS_MAX: usize = 50;
const KEY_MAX: usize = 128;
const VALUE_MAX: usize = 256;

/// The tags of a request.
pub(crate) fn read(given: BTreeMap<String, String>) -> Result<Vec<Tag>, LambdaError> {
    for (key, value) in &given {
        let length = key.chars().count();
        if length == 0 || length > KEY_MAX || value.chars().count() > VALUE_MAX {
            return Err(LambdaError::InvalidParameter(
                "Tag keys have between 1 and 128 characters, and tag values at most 256."
                    .to_owned(),
            ));
        }
    }
    let given = given.into_iter().map(|(key, value)| Tag { key, value });
    Ok(tags::read(given, TAGS_MAX)?)
}

/// Tags as they are told.
pub(crate) fn shown(tags: &[Tag]) -> BTreeMap<String, String> {
    tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}

/// Tells a function's tags.
pub(crate) async fn list(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<ListTagsRequest>,
) -> Result<ListTagsResponse, LambdaError> {
    let named = unqualified(call, &request.resource)?;
    let function = call.read(|reader| records::function(reader, &named))?;
    Ok(ListTagsResponse { tags: Some(shown(&function.tags)) })
}

/// Gives a function tags.
pub(crate) async fn tag(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<(), LambdaError> {
    let request = request.into_inner();
    let more = read(request.tags)?;
    change(call, &request.resource, move |held| Ok(tags::put(held, more, TAGS_MAX)?)).await
}

/// Takes tags away.
pub(crate) async fn untag(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<(), LambdaError> {
    let request = request.into_inner();
    change(call, &request.resource, move |held| {
        held.retain(|tag| !request.tag_keys.contains(&tag.key));
        Ok(())
    })
    .await
}

async fn change(
    call: &Call,
    resource: &str,
    with: impl FnOnce(&mut Vec<Tag>) -> Result<(), LambdaError> + Send + 'static,
) -> Result<(), LambdaError> {
    let named = unqualified(call, resource)?;
    let done = call.commit(move |writer| {
        let mut held = records::function(writer, &named)?;
        with(&mut held.tags)?;
        Ok::<_, LambdaError>(writer.put(&function_key(&held.arn)?, &held)?)
    });
    Ok(done.await?)
}
