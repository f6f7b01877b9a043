//! Tags of distributions. (Amazon `CloudFront` API Reference, `TagResource`.)

use bartizan_service::store::Key;
use bartizan_service::tags::{self, RefusedTags};
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
    change(call, &resource, move |tags| tags::put(tags, new, TAGS_MAX).map_err(|why| refused(&why)))
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
    change(call, &resource, move |tags| {
        tags.retain(|tag| !keys.contains(&tag.key));
        Ok(())
    })
    .await
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
pub(crate) fn read(given: Tags) -> Result<Vec<Tag>, CdnError> {
    let tag = |tag: shapes::Tag| {
        let (key, value) = (tag.key, tag.value.unwrap_or_default());
        let is_long = key.chars().count() > KEY_MAX || value.chars().count() > VALUE_MAX;
        if key.is_empty() || is_long { Err(not_valid()) } else { Ok(Tag { key, value }) }
    };
    let given: Vec<_> = given.items.unwrap_or_default();
    let given = given.into_iter().map(tag).collect::<Result<Vec<_>, CdnError>>()?;
    tags::read(given, TAGS_MAX).map_err(|why| refused(&why))
}

fn not_valid() -> CdnError {
    CdnError::refused("InvalidTagging", "The tagging specified is not valid.")
}

fn refused(why: &RefusedTags) -> CdnError {
    match why {
        RefusedTags::Reserved(_) => {
            CdnError::refused("InvalidTagging", "Tag keys beginning with aws: are reserved.")
        }
        RefusedTags::Repeated(_) => not_valid(),
        RefusedTags::TooMany => {
            let message = format!("A resource has at most {TAGS_MAX} tags.");
            CdnError::refused("InvalidTagging", message)
        }
    }
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
    change: impl FnOnce(&mut Vec<Tag>) -> Result<(), CdnError> + Send + 'static,
) -> Result<(), CdnError> {
    let (account, id) = named(call, arn)?;
    let directory = call.directory.clone();
    let done = call.commit(move |writer| {
        let key = Key::global(account, id);
        let mut record = writer.get::<DistributionRecord>(&key)?.ok_or_else(no_resource)?;
        change(&mut record.tags)?;
        let kind = "cloudfront:distribution";
        if let Some(reason) = directory.refused_tag(account, kind, &record.tags) {
            return Err(CdnError::refused("InvalidTagging", reason));
        }
        Ok(writer.put(&key, &record)?)
    });
    Ok(done.await?)
}
