//! What each call must be allowed. (Service Authorization Reference, "Actions, resources, and
//! condition keys for AWS CloudTrail".)

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;
use bartizan_wire::Value;

use crate::lake::rules as lake;
use crate::records::Trail;
use crate::trail::Reference;

/// The trail as the activity record names its type.
const TYPE: &str = "AWS::CloudTrail::Trail";

/// The main action on the trail in `Name`.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, ask.text("Name").unwrap_or_default())?])
}

/// The main action on the trail in `TrailName`; on none where the call names no trail.
pub(crate) fn trail_named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![match ask.text("TrailName") {
        Some(name) => on(ask, name)?,
        None => Access::on_any(ask.action()),
    }])
}

/// The trail in `InsightSource`.
pub(crate) fn insights_listed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, ask.text("InsightSource").unwrap_or_default())?])
}

/// The event history, and the insights of the trail in `TrailName` where there is one. (CloudTrail
/// API Reference, `ListInsightsMetricData`.)
pub(crate) fn metric(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let history = Access::on_any(ask.action());
    Ok(match ask.text("TrailName") {
        Some(name) => vec![history, on_as(ask, "cloudtrail:ListInsightsData", name)?],
        None => vec![history],
    })
}

/// A trail that the call makes, with its tags, which must be allowed too where there are any.
pub(crate) fn new_trail(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let tags = ask.tags("TagsList");
    let create = on(ask, ask.text("Name").unwrap_or_default())?.request_tags(tags.clone());
    if tags.is_empty() {
        return Ok(vec![create]);
    }
    let tag = on_as(ask, "cloudtrail:AddTags", ask.text("Name").unwrap_or_default())?;
    Ok(vec![create, tag.request_tags(tags)])
}

/// The trail or event data store in `ResourceId`, and the tags that the call names.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = on_taggable(ask, ask.text("ResourceId").unwrap_or_default())?;
    let tags = ask.tags("TagsList");
    if ask.action() == "cloudtrail:RemoveTags" {
        let keys: Vec<String> = tags.into_iter().map(|(key, _)| key.to_owned()).collect();
        return Ok(vec![if keys.is_empty() {
            access
        } else {
            access.key_list("aws:TagKeys", keys)
        }]);
    }
    Ok(vec![access.request_tags(tags)])
}

/// Each of the trails and event data stores in `ResourceIdList`.
pub(crate) fn listed_tags(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let ids = ask.input.field("ResourceIdList").map_or(&[][..], Value::items);
    if ids.is_empty() {
        return Ok(vec![Access::on_any(ask.action())]);
    }
    ids.iter().filter_map(Value::text).map(|id| on_taggable(ask, id)).collect()
}

/// What tags go to: a trail or an event data store.
fn on_taggable(ask: &Ask<'_>, text: &str) -> Result<Access, Fault> {
    if lake::names_store(text) { lake::on(ask, ask.action(), text) } else { on(ask, text) }
}

fn on(ask: &Ask<'_>, text: &str) -> Result<Access, Fault> {
    on_as(ask, ask.action(), text)
}

fn on_as(ask: &Ask<'_>, action: &'static str, text: &str) -> Result<Access, Fault> {
    let reference = Reference::read(ask.call, text)?;
    let access = Access::on(action, &reference.arn()).resource_type(TYPE);
    let found = ask.call.read(|reader| reader.get::<Trail>(&reference.key()))?;
    Ok(access.resource_tags(None, found.iter().flat_map(|trail| &trail.tags)))
}
