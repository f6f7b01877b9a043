//! Which accesses a call needs. (Service Authorization Reference, "Actions, resources, and condition
//! keys for Amazon Inspector".)

use bartizan_service::wire::Value;
use bartizan_service::{Access, Ask};
use bartizan_types::{Fault, Tag};

use crate::cis;
use crate::filter::{self, FilterRecord};
use crate::look::Look;

/// A new filter, and its tags.
pub(crate) fn new_filter(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let look = Look::of(ask.call)?;
    let any = filter::arn(look.caller, &look.region, "*");
    Ok(vec![Access::on(ask.action(), &any).request_tags(tags(ask))])
}

/// The tags of a request, which are a map.
fn tags<'a>(ask: &Ask<'a>) -> Vec<(&'a str, &'a str)> {
    let Some(Value::Map(tags)) = ask.input.field("tags") else { return Vec::new() };
    tags.iter().filter_map(|(key, value)| Some((key.as_str(), value.text()?))).collect()
}

/// The action on the filter that `arn` names.
pub(crate) fn deleted_filter(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on(ask, "arn")
}

/// The action on the filter that `filterArn` names.
pub(crate) fn updated_filter(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on(ask, "filterArn")
}

/// The action on what has tags, and the tags of the request.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let keys = ask.tag_keys("tagKeys");
    let with = |access: Access| {
        let access = access.request_tags(tags(ask));
        if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys.clone()) }
    };
    let is_of_cis = ask.text("resourceArn").is_some_and(cis::arns::is_of_configuration);
    let on = if is_of_cis { cis::rules::on } else { on };
    Ok(on(ask, "resourceArn")?.into_iter().map(with).collect())
}

fn on(ask: &Ask<'_>, member: &str) -> Result<Vec<Access>, Fault> {
    let look = Look::of(ask.call)?;
    let key = ask.text(member).and_then(|arn| filter::key_of(&look, arn));
    // What is no filter of the caller's is told to those who may look at any.
    let Some(key) = key else {
        let any = filter::arn(look.caller, &look.region, "*");
        return Ok(vec![Access::on(ask.action(), &any)]);
    };
    let found = ask.call.read(|reader| reader.get::<FilterRecord>(&key))?;
    let tags = found.map(|record| record.tags).unwrap_or_default();
    let tags = tags.into_iter().map(|(key, value)| Tag { key, value });
    let tags: Vec<Tag> = tags.collect();
    let arn = filter::arn(look.caller, &look.region, &key.id);
    Ok(vec![Access::on(ask.action(), &arn).resource_tags(None, &tags)])
}
