//! Tags of protections and protection groups. (AWS Shield Advanced API Reference, `TagResource`.)

use bartizan_service::store::{Reader, Writer};
use bartizan_service::tags::{self, RefusedTags};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Arn, Tag};

use crate::error::ShieldError;
use crate::records::{GroupRecord, ProtectionRecord, key};
use crate::shapes::{
    self, ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use crate::{Shield, group, limits, protection};

/// What has tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tagged {
    /// A protection, by its id.
    Protection(String),
    /// A protection group, by its id.
    Group(String),
}

impl Tagged {
    /// What an ARN names of the account's.
    pub(crate) fn of(text: &str, account: AccountId) -> Result<Self, ShieldError> {
        let arn: Option<Arn> = text.parse().ok();
        let arn = arn.filter(|arn| arn.service() == "shield" && arn.account_id() == Some(account));
        let named = arn.as_ref().and_then(|arn| arn.resource().split_once('/'));
        match named {
            Some(("protection", id)) => Ok(Self::Protection(id.to_owned())),
            Some(("protection-group", id)) => Ok(Self::Group(id.to_owned())),
            _ => {
                let message = format!("{text} names no protection or protection group.");
                Err(ShieldError::InvalidResource(message))
            }
        }
    }

    /// Its tags.
    pub(crate) fn tags(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
    ) -> Result<Vec<Tag>, ShieldError> {
        Ok(match self {
            Self::Protection(id) => protection::of_id(reader, account, id)?.tags,
            Self::Group(id) => group::of_id(reader, account, id)?.tags,
        })
    }

    fn change(
        &self,
        writer: &mut Writer<'_>,
        account: AccountId,
        change: impl FnOnce(&mut Vec<Tag>) -> Result<(), ShieldError>,
    ) -> Result<(), ShieldError> {
        match self {
            Self::Protection(id) => {
                let mut record = protection::of_id(writer, account, id)?;
                change(&mut record.tags)?;
                Ok(writer.put::<ProtectionRecord>(&key(account, id), &record)?)
            }
            Self::Group(id) => {
                let mut record = group::of_id(writer, account, id)?;
                change(&mut record.tags)?;
                Ok(writer.put::<GroupRecord>(&key(account, id), &record)?)
            }
        }
    }
}

/// Adds tags; one whose key is there takes its place.
pub(crate) async fn tag(
    _service: &Shield,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<TagResourceResponse, ShieldError> {
    let (account, request) = (call.account()?, request.into_inner());
    let (tagged, more) = (Tagged::of(&request.resource_arn, account)?, read(request.tags)?);
    let done = call.commit(move |writer| {
        tagged.change(writer, account, |tags| {
            tags::put(tags, more, limits::TAGS).map_err(|why| refused(&why))
        })?;
        Ok::<_, ShieldError>(TagResourceResponse {})
    });
    Ok(done.await?)
}

/// Takes tags away.
pub(crate) async fn untag(
    _service: &Shield,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<UntagResourceResponse, ShieldError> {
    let (account, request) = (call.account()?, request.into_inner());
    let tagged = Tagged::of(&request.resource_arn, account)?;
    let done = call.commit(move |writer| {
        tagged.change(writer, account, |tags| {
            tags.retain(|tag| !request.tag_keys.contains(&tag.key));
            Ok(())
        })?;
        Ok::<_, ShieldError>(UntagResourceResponse {})
    });
    Ok(done.await?)
}

/// Lists tags.
pub(crate) async fn list(
    _service: &Shield,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResponse, ShieldError> {
    let account = call.account()?;
    let tagged = Tagged::of(&request.resource_arn, account)?;
    let tags = call.read(|reader| tagged.tags(reader, account))?;
    let shown = |tag: Tag| shapes::Tag { key: Some(tag.key), value: Some(tag.value) };
    Ok(ListTagsForResourceResponse { tags: Some(tags.into_iter().map(shown).collect()) })
}

/// The tags of a request, each key once.
pub(crate) fn read(given: Vec<shapes::Tag>) -> Result<Vec<Tag>, ShieldError> {
    let no_key = || ShieldError::InvalidParameter("A tag must have a key.".to_owned());
    let tag = |tag: shapes::Tag| {
        let key = tag.key.ok_or_else(no_key)?;
        Ok(Tag { key, value: tag.value.unwrap_or_default() })
    };
    let given = given.into_iter().map(tag).collect::<Result<Vec<_>, ShieldError>>()?;
    tags::read(given, limits::TAGS).map_err(|why| refused(&why))
}

fn refused(why: &RefusedTags) -> ShieldError {
    ShieldError::InvalidParameter(match why {
        RefusedTags::Reserved(_) => "The keys of tags must not begin with aws:.".to_owned(),
        RefusedTags::Repeated(_) => "A key of a tag is given twice.".to_owned(),
        RefusedTags::TooMany => format!("A resource has at most {} tags.", limits::TAGS),
    })
}
