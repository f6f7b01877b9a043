//! Tags of buses and rules.

use bartizan_service::store::Writer;
use bartizan_service::tags::RefusedTags;
use bartizan_service::{Authorized, Call, tags};
use bartizan_types::{Arn, Tag};

use crate::EventBridge;
use crate::error::EventsError;
use crate::names::{BusName, RuleName};
use crate::records;
use crate::shapes::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, Tag as ShownTag, TagResourceRequest,
    UntagResourceRequest,
};

/// The most tags of a bus or rule. (Amazon EventBridge User Guide, "Tagging resources".)
const TAGS_MAX: usize = 50;

/// What has tags.
enum Tagged {
    Bus(BusName),
    Rule(RuleName),
}

impl Tagged {
    fn of(call: &Call, text: &str) -> Result<Self, EventsError> {
        let invalid = || EventsError::parameter("ResourceArn", "it is no ARN of a bus or rule.");
        let arn: Arn = text.parse().map_err(|_| invalid())?;
        if arn.account_id() != Some(call.account()?) || arn.region() != call.region.as_str() {
            return Err(invalid());
        }
        if let Some(bus) = BusName::of_arn(text) {
            return Ok(Self::Bus(bus));
        }
        RuleName::of_arn(&arn).map(Self::Rule).ok_or_else(invalid)
    }
}

/// The tags of a request.
pub(crate) fn read(given: Vec<ShownTag>) -> Result<Vec<Tag>, EventsError> {
    let given = given.into_iter().map(|tag| Tag { key: tag.key, value: tag.value });
    tags::read(given, TAGS_MAX).map_err(refused)
}

/// Gives tags.
pub(crate) async fn tag(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<(), EventsError> {
    let request = request.into_inner();
    let (tagged, more) = (Tagged::of(call, &request.resource_arn)?, read(request.tags)?);
    change(call, tagged, move |held| tags::put(held, more, TAGS_MAX).map_err(refused)).await
}

/// Takes tags away.
pub(crate) async fn untag(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<(), EventsError> {
    let request = request.into_inner();
    let tagged = Tagged::of(call, &request.resource_arn)?;
    change(call, tagged, move |held| {
        held.retain(|tag| !request.tag_keys.contains(&tag.key));
        Ok(())
    })
    .await
}

/// Tells tags.
pub(crate) async fn list(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResponse, EventsError> {
    let tagged = Tagged::of(call, &request.resource_arn)?;
    let tags = call.read(|reader| match &tagged {
        Tagged::Bus(name) => records::bus(reader, name).map(|bus| bus.tags),
        Tagged::Rule(name) => records::rule(reader, name).map(|rule| rule.tags),
    })?;
    let shown = tags.into_iter().map(|tag| ShownTag { key: tag.key, value: tag.value });
    Ok(ListTagsForResourceResponse { tags: Some(shown.collect()) })
}

async fn change(
    call: &Call,
    tagged: Tagged,
    with: impl FnOnce(&mut Vec<Tag>) -> Result<(), EventsError> + Send + 'static,
) -> Result<(), EventsError> {
    let done = call.commit(move |writer: &mut Writer<'_>| {
        match tagged {
            Tagged::Bus(name) => {
                let mut bus = records::bus(writer, &name)?;
                with(&mut bus.tags)?;
                writer.put(&name.key(), &bus)?;
            }
            Tagged::Rule(name) => {
                let mut rule = records::rule(writer, &name)?;
                with(&mut rule.tags)?;
                writer.put(&name.key(), &rule)?;
            }
        }
        Ok::<_, EventsError>(())
    });
    Ok(done.await?)
}

fn refused(why: RefusedTags) -> EventsError {
    EventsError::Invalid(match why {
        RefusedTags::Reserved(key) => {
            format!("Tag key {key} begins with aws:, which is reserved for AWS's own.")
        }
        RefusedTags::Repeated(key) => format!("Tag key {key} is named more than once."),
        RefusedTags::TooMany => format!("A resource has at most {TAGS_MAX} tags."),
    })
}
