//! Tags of distributions. (Amazon `CloudFront` API Reference, `TagResource`.)

use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Arn, Tag};

use crate::Cdn;
use crate::error::CdnError;
use crate::naming;
use crate::records::DistributionRecord;
use crate::shapes::{
    self, ListTagsForResourceRequest, ListTagsForResourceResult, TagResourceRequest, Tags,
    UntagResourceRequest,
};

/// What the keys of AWS's own tags begin with.
const RESERVED: &str = "aws:";
/// The most tags of a distribution, and their longest parts.
const TAGS_MAX: usize = 50;
const KEY_MAX: usize = 128;
const VALUE_MAX: usize = 256;

/// Gives a distribution tags; one whose key is there takes its place.
pub(crate) async fn add(
    _service: &Cdn,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<(), CdnError> {
    let TagResourceRequest { resource, tags } = request.into_inner();
    let new = read(tags)?;
    change(call, &resource, move |tags| {
        for tag in new {
            match tags.iter_mut().find(|other| other.key == tag.key) {
                Some(other) => other.value = tag.value,
                None => tags.push(tag),
            }
        }
    })
    .await
}

/// Takes tags from a distribution.
pub(crate) async fn remove(
    _service: &Cdn,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<(), CdnError> {
    let UntagResourceRequest { resource, tag_keys } = request.into_inner();
    let keys = tag_keys.items.unwrap_or_default();
    change(call, &resource, move |tags| tags.retain(|tag| !keys.contains(&tag.key))).await
}

/// The tags of a distribution.
pub(crate) async fn list(
    _service: &Cdn,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResult, CdnError> {
    let (account, id) = named(call, &request.resource)?;
    let key = Key::global(account, id);
    let found = call.read(|reader| reader.get::<DistributionRecord>(&key))?;
    let tags = found.ok_or_else(no_resource)?.tags;
    let tags = tags.into_iter().map(|tag| shapes::Tag { key: tag.key, value: Some(tag.value) });
    Ok(ListTagsForResourceResult { tags: Tags { items: Some(tags.collect()) } })
}

/// The tags of a request, each key once.
pub(crate) fn read(tags: Tags) -> Result<Vec<Tag>, CdnError> {
    let invalid = |message: &str| Err(CdnError::refused("InvalidTagging", message));
    let mut read: Vec<Tag> = Vec::new();
    for tag in tags.items.unwrap_or_default() {
        let value = tag.value.unwrap_or_default();
        if tag.key.get(..RESERVED.len()).is_some_and(|head| head.eq_ignore_ascii_case(RESERVED)) {
            return invalid("Tag keys beginning with aws: are reserved.");
        }
        let is_long = tag.key.chars().count() > KEY_MAX || value.chars().count() > VALUE_MAX;
        if tag.key.is_empty() || is_long || read.iter().any(|other| other.key == tag.key) {
            return invalid("The tagging specified is not valid.");
        }
        read.push(Tag { key: tag.key, value });
    }
    check_count(&read)?;
    Ok(read)
}

fn check_count(tags: &[Tag]) -> Result<(), CdnError> {
    if tags.len() > TAGS_MAX {
        let message = format!("A resource has at most {TAGS_MAX} tags.");
        return Err(CdnError::refused("InvalidTagging", message));
    }
    Ok(())
}

/// Whether the account's tag policy allows these tags.
pub(crate) fn check_policy(call: &Call, tags: &[Tag]) -> Result<(), CdnError> {
    match call.directory.refused_tag(call.account()?, "cloudfront:distribution", tags) {
        Some(reason) => Err(CdnError::refused("InvalidTagging", reason)),
        None => Ok(()),
    }
}

/// The distribution that an ARN names.
pub(crate) fn named(call: &Call, arn: &str) -> Result<(AccountId, String), CdnError> {
    let account = call.account()?;
    let invalid = || CdnError::argument("The parameter Resource is not valid.");
    let parsed: Arn = arn.parse().map_err(|_| invalid())?;
    let id = parsed.resource().strip_prefix("distribution/").map(str::to_owned);
    let id = id.filter(|_| parsed.service() == "cloudfront").ok_or_else(invalid)?;
    if parsed != naming::distribution_arn(account, &id) {
        return Err(no_resource());
    }
    Ok((account, id))
}

fn no_resource() -> CdnError {
    CdnError::missing("NoSuchResource", "resource")
}

async fn change(
    call: &Call,
    arn: &str,
    change: impl FnOnce(&mut Vec<Tag>) + Send + 'static,
) -> Result<(), CdnError> {
    let (account, id) = named(call, arn)?;
    let directory = call.directory.clone();
    let done = call.commit(move |writer| {
        let key = Key::global(account, id);
        let mut record = writer.get::<DistributionRecord>(&key)?.ok_or_else(no_resource)?;
        change(&mut record.tags);
        check_count(&record.tags)?;
        let kind = "cloudfront:distribution";
        if let Some(reason) = directory.refused_tag(account, kind, &record.tags) {
            return Err(CdnError::refused("InvalidTagging", reason));
        }
        Ok(writer.put(&key, &record)?)
    });
    Ok(done.await?)
}
