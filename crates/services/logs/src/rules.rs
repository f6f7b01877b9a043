//! What calls ask to be allowed. (Service Authorization Reference, "Amazon CloudWatch Logs".)

use bartizan_service::{Access, Ask};
use bartizan_types::{AccountId, Arn, Fault};
use bartizan_wire::Value;

use crate::error::LogsError;
use crate::names;

/// The types of groups and streams in the activity record.
const GROUP_TYPE: &str = "AWS::Logs::LogGroup";
const STREAM_TYPE: &str = "AWS::Logs::LogStream";

/// The operation on the group that `logGroupName` names.
pub(crate) fn group(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = named(ask)?;
    Ok(vec![on_group(ask, ask.action(), &arn)])
}

/// The same, with the tags that the group is given or loses.
pub(crate) fn tagged_group(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = named(ask)?;
    Ok(vec![with_tags(ask, on_group(ask, ask.action(), &arn), "tags")])
}

/// The operation on a group that is to be made, and its tags.
pub(crate) fn created(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = named(ask)?;
    let tags = tags(ask, "tags");
    let access = |action| on_group(ask, action, &arn).request_tags(tags.iter().copied());
    let mut accesses = vec![access(ask.action())];
    if !tags.is_empty() {
        accesses.push(access("logs:TagResource"));
    }
    Ok(accesses)
}

/// The operation on the stream that `logGroupName` and `logStreamName` name.
pub(crate) fn stream(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = named(ask)?;
    Ok(vec![on_stream(ask, &arn)])
}

/// The operation on the group that is named by its name or its ARN.
pub(crate) fn identified(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = identified_group(ask)?;
    Ok(unmasked(ask, on_group(ask, ask.action(), &arn), &arn))
}

/// The operation on a stream of such a group.
pub(crate) fn identified_stream(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = identified_group(ask)?;
    Ok(unmasked(ask, on_stream(ask, &arn), &arn))
}

/// The operation on all groups.
pub(crate) fn groups(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = names::group(ask.call, "")?;
    Ok(vec![Access::on(ask.action(), &names::stream(&arn, ""))])
}

/// The operation on the group that `resourceArn` names.
pub(crate) fn resource(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = names::of_arn(ask.text("resourceArn").unwrap_or_default());
    let arn = arn.ok_or(LogsError::NoSuchResource)?;
    Ok(vec![on(ask, ask.action(), &arn, &arn).resource_type(GROUP_TYPE)])
}

/// The same, with the tags that the group is given or loses.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let accesses = resource(ask)?.into_iter();
    Ok(accesses.map(|access| with_tags(ask, access, "tagKeys")).collect())
}

/// The name under which the directory holds the resource policies of an account in a region.
pub(crate) fn policies_of(account: AccountId, region: &str) -> String {
    Arn::new("logs", region, Some(account), "resource-policies").to_string()
}

fn named(ask: &Ask<'_>) -> Result<Arn, LogsError> {
    names::group(ask.call, ask.text("logGroupName").unwrap_or_default())
}

fn identified_group(ask: &Ask<'_>) -> Result<Arn, LogsError> {
    names::identified(ask.call, ask.text("logGroupName"), ask.text("logGroupIdentifier"))
}

/// Who asks for what is masked needs that permission, whether anything is.
fn unmasked(ask: &Ask<'_>, access: Access, group: &Arn) -> Vec<Access> {
    let mut accesses = vec![access];
    if ask.input.field("unmask").and_then(Value::bool).unwrap_or(false) {
        accesses.push(on_group(ask, "logs:Unmask", group));
    }
    accesses
}

/// A group as a whole is named as the stream of no name.
fn on_group(ask: &Ask<'_>, action: &'static str, group: &Arn) -> Access {
    on(ask, action, group, &names::stream(group, "")).resource_type(GROUP_TYPE)
}

fn on_stream(ask: &Ask<'_>, group: &Arn) -> Access {
    let stream = names::stream(group, ask.text("logStreamName").unwrap_or_default());
    on(ask, ask.action(), group, &stream).resource_type(STREAM_TYPE)
}

fn on(ask: &Ask<'_>, action: &'static str, group: &Arn, resource: &Arn) -> Access {
    let directory = &ask.call.directory;
    let mut access = Access::on(action, resource);
    if let Some(held) = directory.resource(group.as_str()) {
        access = access.resource_tags(None, &*held.tags);
    }
    let policies = group.account_id().map(|account| policies_of(account, group.region()));
    match policies.and_then(|name| directory.resource(&name)) {
        Some(held) => access.resource_policy(held.policy.clone()),
        None => access,
    }
}

fn with_tags(ask: &Ask<'_>, access: Access, keys: &str) -> Access {
    let access = access.request_tags(tags(ask, "tags"));
    let keys = ask.tag_keys(keys);
    if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }
}

fn tags<'a>(ask: &Ask<'a>, member: &str) -> Vec<(&'a str, &'a str)> {
    let entries = ask.input.field(member).map(Value::entries).unwrap_or_default();
    entries.iter().map(|(key, value)| (key.as_str(), value.text().unwrap_or_default())).collect()
}
