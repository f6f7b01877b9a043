//! Which accesses calls about configurations need. (Service Authorization Reference, "Actions, resources,
//! and condition keys for Amazon Inspector2".)

use bartizan_service::wire::Value;
use bartizan_service::{Access, Ask};
use bartizan_types::{Fault, Tag};

use super::arns;
use super::configuration::key_of;
use super::records::ConfigurationRecord;
use crate::look::Look;

/// A new configuration, and its tags.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let look = Look::of(ask.call)?;
    let any = arns::configuration(look.caller, &look.region, "*");
    let tags = match ask.input.field("tags") {
        Some(Value::Map(tags)) => tags.as_slice(),
        _ => &[],
    };
    let tags = tags.iter().filter_map(|(key, value)| Some((key.as_str(), value.text()?)));
    Ok(vec![Access::on(ask.action(), &any).request_tags(tags)])
}

/// The action on the configuration that a request names.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on(ask, "scanConfigurationArn")
}

/// The action on the configuration that a member of a request names, with its tags.
pub(crate) fn on(ask: &Ask<'_>, member: &str) -> Result<Vec<Access>, Fault> {
    let look = Look::of(ask.call)?;
    let key = ask.text(member).and_then(|arn| key_of(&look, arn));
    // What is no configuration of the caller's is told to those who may look at any.
    let Some(key) = key else {
        let any = arns::configuration(look.caller, &look.region, "*");
        return Ok(vec![Access::on(ask.action(), &any)]);
    };
    let found = ask.call.read(|reader| reader.get::<ConfigurationRecord>(&key))?;
    let tags = found.map(|record| record.tags).unwrap_or_default();
    let tags: Vec<Tag> = tags.into_iter().map(|(key, value)| Tag { key, value }).collect();
    let arn = arns::configuration(look.caller, &look.region, &key.id);
    Ok(vec![Access::on(ask.action(), &arn).resource_tags(None, &tags)])
}
