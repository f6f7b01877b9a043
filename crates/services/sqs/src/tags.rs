//! Tags of queues.

use std::collections::BTreeMap;

use bartizan_service::tags::RefusedTags;
use bartizan_service::{Authorized, Call, tags};
use bartizan_types::Tag;

use crate::Sqs;
use crate::error::SqsError;
use crate::names;
use crate::records::{self, queue_key};
use crate::shapes::{
    ListQueueTagsRequest, ListQueueTagsResult, TagQueueRequest, UntagQueueRequest,
};

/// The most tags of a queue. (Amazon SQS Developer Guide, "Cost allocation tags".)
const TAGS_MAX: usize = 50;
const KEY_MAX: usize = 128;
const VALUE_MAX: usize = 256;

/// The tags of a request.
pub(crate) fn read(given: BTreeMap<String, String>) -> Result<Vec<Tag>, SqsError> {
    for (key, value) in &given {
        let length = key.chars().count();
        if length == 0 || length > KEY_MAX || value.chars().count() > VALUE_MAX {
            return Err(SqsError::InvalidParameter(
                "Tag keys must be between 1 and 128 characters in length, and tag values at most 256."
                    .to_owned(),
            ));
        }
    }
    let given = given.into_iter().map(|(key, value)| Tag { key, value });
    tags::read(given, TAGS_MAX).map_err(refused)
}

/// Gives a queue tags.
pub(crate) async fn tag(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<TagQueueRequest>,
) -> Result<(), SqsError> {
    let request = request.into_inner();
    if request.tags.is_empty() {
        return Err(SqsError::MissingParameter("Tags".to_owned()));
    }
    let more = read(request.tags)?;
    change(sqs, call, &request.queue_url, move |held| {
        tags::put(held, more, TAGS_MAX).map_err(refused)
    })
    .await
}

/// Takes tags away.
pub(crate) async fn untag(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<UntagQueueRequest>,
) -> Result<(), SqsError> {
    let request = request.into_inner();
    if request.tag_keys.is_empty() {
        return Err(SqsError::InvalidParameter(
            "Tag keys must be between 1 and 128 characters in length.".to_owned(),
        ));
    }
    change(sqs, call, &request.queue_url, move |held| {
        held.retain(|tag| !request.tag_keys.contains(&tag.key));
        Ok(())
    })
    .await
}

/// Tells a queue's tags.
pub(crate) async fn list(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<ListQueueTagsRequest>,
) -> Result<ListQueueTagsResult, SqsError> {
    let queue = sqs.hall.find(&names::of_url(call, &request.queue_url)?)?.queue();
    let shown = queue.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone()));
    let shown: BTreeMap<_, _> = shown.collect();
    Ok(ListQueueTagsResult { tags: Some(shown).filter(|tags| !tags.is_empty()) })
}

async fn change(
    sqs: &Sqs,
    call: &Call,
    url: &str,
    with: impl FnOnce(&mut Vec<Tag>) -> Result<(), SqsError> + Send + 'static,
) -> Result<(), SqsError> {
    let queue = sqs.hall.find(&names::of_url(call, url)?)?.queue();
    let done = call.commit(move |writer| {
        let mut held = records::same(writer, &queue.arn, &queue.id)?;
        with(&mut held.tags)?;
        Ok::<_, SqsError>(writer.put(&queue_key(&held.arn)?, &held)?)
    });
    Ok(done.await?)
}

fn refused(why: RefusedTags) -> SqsError {
    SqsError::InvalidParameter(match why {
        RefusedTags::Reserved(key) => {
            format!("Tag key {key} begins with aws:, which is reserved for AWS's own.")
        }
        RefusedTags::Repeated(key) => format!("Tag key {key} is named more than once."),
        RefusedTags::TooMany => {
            "Too many tags added for the queue. At most 50 are allowed.".to_owned()
        }
    })
}
