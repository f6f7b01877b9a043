//! Tags of groups, by the operations of today and those before them.

use std::collections::BTreeMap;

use bartizan_service::tags::RefusedTags;
use bartizan_service::{Authorized, Call, tags};
use bartizan_types::{Arn, Tag};

use crate::error::LogsError;
use crate::shapes::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, ListTagsLogGroupRequest,
    ListTagsLogGroupResponse, TagLogGroupRequest, TagResourceRequest, UntagLogGroupRequest,
    UntagResourceRequest,
};
use crate::{Logs, names};

/// The most tags of a group. (Amazon CloudWatch Logs API Reference, `TagResource`.)
const TAGS_MAX: usize = 50;

/// The tags of a request.
pub(crate) fn read(given: BTreeMap<String, String>) -> Result<Vec<Tag>, LogsError> {
    let given = given.into_iter().map(|(key, value)| Tag { key, value });
    tags::read(given, TAGS_MAX).map_err(refused)
}

/// Gives a group tags.
pub(crate) async fn tag(
    _logs: &Logs,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    put(call, of_resource(&request.resource_arn)?, read(request.tags)?).await
}

/// Gives a group that is named tags.
pub(crate) async fn tag_group(
    _logs: &Logs,
    call: &Call,
    request: Authorized<TagLogGroupRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    put(call, names::group(call, &request.log_group_name)?, read(request.tags)?).await
}

/// Takes tags away.
pub(crate) async fn untag(
    _logs: &Logs,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    take(call, of_resource(&request.resource_arn)?, request.tag_keys).await
}

/// Takes tags of a group that is named away.
pub(crate) async fn untag_group(
    _logs: &Logs,
    call: &Call,
    request: Authorized<UntagLogGroupRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    take(call, names::group(call, &request.log_group_name)?, request.tags).await
}

/// Tells a group's tags.
pub(crate) async fn list(
    _logs: &Logs,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResponse, LogsError> {
    let arn = of_resource(&request.resource_arn)?;
    Ok(ListTagsForResourceResponse { tags: Some(held(call, &arn)?) })
}

/// Tells the tags of a group that is named.
pub(crate) async fn list_of_group(
    _logs: &Logs,
    call: &Call,
    request: Authorized<ListTagsLogGroupRequest>,
) -> Result<ListTagsLogGroupResponse, LogsError> {
    let arn = names::group(call, &request.log_group_name)?;
    Ok(ListTagsLogGroupResponse { tags: Some(held(call, &arn)?) })
}

fn held(call: &Call, arn: &Arn) -> Result<BTreeMap<String, String>, LogsError> {
    let group = call.read(|reader| names::find(reader, arn))?;
    Ok(group.tags.into_iter().map(|tag| (tag.key, tag.value)).collect())
}

fn of_resource(arn: &str) -> Result<Arn, LogsError> {
    names::of_arn(arn).ok_or(LogsError::NoSuchResource)
}

async fn put(call: &Call, arn: Arn, more: Vec<Tag>) -> Result<(), LogsError> {
    change(call, arn, |held| tags::put(held, more, TAGS_MAX).map_err(refused)).await
}

async fn take(call: &Call, arn: Arn, keys: Vec<String>) -> Result<(), LogsError> {
    change(call, arn, move |held| {
        held.retain(|tag| !keys.contains(&tag.key));
        Ok(())
    })
    .await
}

async fn change(
    call: &Call,
    arn: Arn,
    with: impl FnOnce(&mut Vec<Tag>) -> Result<(), LogsError> + Send + 'static,
) -> Result<(), LogsError> {
    let done = call.commit(move |writer| {
        let mut group = names::find(writer, &arn)?;
        with(&mut group.tags)?;
        Ok::<_, LogsError>(writer.put(&group.key()?, &group)?)
    });
    Ok(done.await?)
}

fn refused(why: RefusedTags) -> LogsError {
    match why {
        RefusedTags::Reserved(key) => LogsError::invalid(format!(
            "Tag key {key} begins with aws:, which is reserved for AWS's own."
        )),
        RefusedTags::Repeated(key) => {
            LogsError::invalid(format!("Tag key {key} is named more than once."))
        }
        RefusedTags::TooMany => {
            LogsError::TooManyTags(format!("The resource would have more than {TAGS_MAX} tags."))
        }
    }
}
