//! Which accesses a call needs. (Service Authorization Reference, "Actions, resources, and condition
//! keys for Amazon `CloudFront`".)

use bartizan_service::store::Key;
use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault, Tag};
use bartizan_wire::Value;

use crate::error::CdnError;
use crate::naming;
use crate::records::DistributionRecord;

/// What distributions are in the activity record.
const DISTRIBUTION: &str = "AWS::CloudFront::Distribution";

/// The action on the distribution that is named.
pub(crate) fn distribution(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![existing(ask, ask.text("Id").unwrap_or_default())?])
}

/// The action on the distribution that a part of it is asked for.
pub(crate) fn of_distribution(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![existing(ask, ask.text("DistributionId").unwrap_or_default())?])
}

/// The action on a new distribution.
pub(crate) fn new_distribution(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![new(ask, "distribution")?.resource_type(DISTRIBUTION)])
}

/// The action on a new distribution, and its tags.
pub(crate) fn new_tagged_distribution(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let tags = tags(ask, "DistributionConfigWithTags.Tags.Items");
    let access = new(ask, "distribution")?.resource_type(DISTRIBUTION);
    let mut all = vec![access.request_tags(tags.clone())];
    if let Some(action) = ask.actions.get(1).filter(|_| !tags.is_empty()) {
        let arn = naming::arn(ask.call.account()?, "distribution", "*");
        all.push(Access::on(*action, &arn).resource_type(DISTRIBUTION).request_tags(tags));
    }
    Ok(all)
}

/// The action on the cache policy that is named.
pub(crate) fn cache_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    policy(ask, "cache-policy", "AWS::CloudFront::CachePolicy")
}

/// The action on a new cache policy.
pub(crate) fn new_cache_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![new(ask, "cache-policy")?.resource_type("AWS::CloudFront::CachePolicy")])
}

/// The action on the origin request policy that is named.
pub(crate) fn origin_request_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    policy(ask, "origin-request-policy", "AWS::CloudFront::OriginRequestPolicy")
}

/// The action on a new origin request policy.
pub(crate) fn new_origin_request_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = new(ask, "origin-request-policy")?;
    Ok(vec![access.resource_type("AWS::CloudFront::OriginRequestPolicy")])
}

/// The action on the origin access control that is named.
pub(crate) fn origin_access_control(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    policy(ask, "origin-access-control", "AWS::CloudFront::OriginAccessControl")
}

/// The action on a new origin access control.
pub(crate) fn new_origin_access_control(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = new(ask, "origin-access-control")?;
    Ok(vec![access.resource_type("AWS::CloudFront::OriginAccessControl")])
}

/// The action on the origin access identity that is named.
pub(crate) fn origin_access_identity(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    policy(ask, "origin-access-identity", "AWS::CloudFront::CloudFrontOriginAccessIdentity")
}

/// The action on a new origin access identity.
pub(crate) fn new_origin_access_identity(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = new(ask, "origin-access-identity")?;
    Ok(vec![access.resource_type("AWS::CloudFront::CloudFrontOriginAccessIdentity")])
}

/// The action on the distribution whose tags are asked for.
pub(crate) fn listed_tags(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask)?])
}

/// The action on the distribution that gets tags.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask)?.request_tags(tags(ask, "Tags.Items"))])
}

/// The action on the distribution that loses tags.
pub(crate) fn untagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let keys = ask.input.path("TagKeys.Items").map(Value::items).unwrap_or_default();
    let keys = keys.iter().filter_map(|key| key.text().map(str::to_owned)).collect();
    Ok(vec![named(ask)?.key_list("aws:TagKeys", keys)])
}

fn policy(ask: &Ask<'_>, kind: &str, resource_type: &'static str) -> Result<Vec<Access>, Fault> {
    let arn = naming::arn(ask.call.account()?, kind, ask.text("Id").unwrap_or_default());
    Ok(vec![Access::on(ask.action(), &arn).resource_type(resource_type)])
}

fn new(ask: &Ask<'_>, kind: &str) -> Result<Access, Fault> {
    Ok(Access::on(ask.action(), &naming::arn(ask.call.account()?, kind, "*")))
}

/// The action on a distribution, with its tags. Of one that is not there nothing is known: the handler
/// says so, to whom policies let it.
fn existing(ask: &Ask<'_>, id: &str) -> Result<Access, Fault> {
    let account = ask.call.account()?;
    let access = Access::on(ask.action(), &naming::distribution_arn(account, id));
    let tags = ask.call.read(|reader| {
        let found = reader.get::<DistributionRecord>(&Key::global(account, id))?;
        Ok::<_, CdnError>(found.map(|found| found.tags).unwrap_or_default())
    })?;
    Ok(access.resource_type(DISTRIBUTION).resource_tags(None, &tags as &[Tag]))
}

/// The action on the distribution that an ARN names.
fn named(ask: &Ask<'_>) -> Result<Access, Fault> {
    let text = ask.text("Resource").unwrap_or_default();
    let arn: Arn =
        text.parse().map_err(|_| CdnError::argument("The parameter Resource is not valid."))?;
    let account = ask.call.account()?;
    match arn.resource().strip_prefix("distribution/") {
        Some(id) if arn == naming::distribution_arn(account, id) => existing(ask, id),
        _ => Ok(Access::on(ask.action(), &arn)),
    }
}

fn tags<'a>(ask: &Ask<'a>, path: &str) -> Vec<(&'a str, &'a str)> {
    let items = ask.input.path(path).map(Value::items).unwrap_or_default();
    let pair = |tag: &'a Value| {
        Some((
            tag.field("Key")?.text()?,
            tag.field("Value").and_then(Value::text).unwrap_or_default(),
        ))
    };
    items.iter().filter_map(pair).collect()
}
