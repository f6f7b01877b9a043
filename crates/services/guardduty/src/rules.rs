//! Which accesses a call needs. (Service Authorization Reference, "Actions, resources, and condition keys
//! for Amazon GuardDuty".)

use bartizan_service::wire::Value;
use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault, Tag};

use crate::detector::Place;
use crate::tags::Tagged;

/// What is new, and its tags.
#[expect(clippy::unnecessary_wraps, reason = "the form of a rule")]
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![Access::on_any(ask.action()).request_tags(tags(ask))])
}

/// A new filter, and its tags.
pub(crate) fn new_filter(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = on(ask, &arn_of(ask, Some(("filter", "Name")))?)?;
    Ok(vec![access.request_tags(tags(ask))])
}

/// The detector that is named.
pub(crate) fn detector(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, &arn_of(ask, None)?)?])
}

/// The filter that is named.
pub(crate) fn filter(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, &arn_of(ask, Some(("filter", "FilterName")))?)?])
}

/// The list of addresses or entities that is named.
pub(crate) fn list(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    const KINDS: [(&str, &str); 4] = [
        ("ipset", "IpSetId"),
        ("threatintelset", "ThreatIntelSetId"),
        ("threatentityset", "ThreatEntitySetId"),
        ("trustedentityset", "TrustedEntitySetId"),
    ];
    let kind = KINDS.into_iter().find(|(_, member)| ask.text(member).is_some());
    Ok(vec![on(ask, &arn_of(ask, kind)?)?])
}

/// What has tags, and the tags of the request.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let named = ask.text("ResourceArn").unwrap_or_default();
    let place = Place::of(ask.call)?;
    let arn = match named.parse::<Arn>() {
        Ok(arn) if arn.service() == "guardduty" && arn.account_id() == Some(place.account) => arn,
        // What is not the caller's is told to those who may look at any.
        _ => Arn::new("guardduty", &place.region, Some(place.account), "detector/*"),
    };
    let access = on(ask, &arn)?.request_tags(tags(ask));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

fn arn_of(ask: &Ask<'_>, below: Option<(&str, &str)>) -> Result<Arn, Fault> {
    let (place, detector) = (Place::of(ask.call)?, ask.text("DetectorId").unwrap_or_default());
    let below =
        below.map(|(kind, member)| format!("/{kind}/{}", ask.text(member).unwrap_or_default()));
    let resource = format!("detector/{detector}{}", below.unwrap_or_default());
    Ok(Arn::new("guardduty", &place.region, Some(place.account), &resource))
}

/// The action on what an ARN names, with its tags.
fn on(ask: &Ask<'_>, arn: &Arn) -> Result<Access, Fault> {
    let place = Place::of(ask.call)?;
    let found = ask.call.read(|reader| Tagged::find(reader, &place, arn.as_str()))?;
    let tags = found.map(|found| found.tags().clone()).unwrap_or_default();
    let tags: Vec<Tag> = tags.into_iter().map(|(key, value)| Tag { key, value }).collect();
    Ok(Access::on(ask.action(), arn).resource_tags(None, &tags))
}

/// The tags of a request, which are a map.
fn tags<'a>(ask: &Ask<'a>) -> Vec<(&'a str, &'a str)> {
    let Some(Value::Map(tags)) = ask.input.field("Tags") else { return Vec::new() };
    tags.iter().filter_map(|(key, value)| Some((key.as_str(), value.text()?))).collect()
}
