//! What calls about mappings ask to be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;
use bartizan_wire::Value;

use super::{arn, key_of};
use crate::names::{self, Named};
use crate::records::Mapping;

/// A mapping that is to be made: of which function, and with which tags.
pub(crate) fn created(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let named = names::read(ask.call, ask.text("FunctionName").unwrap_or_default(), None)?;
    let entries = ask.input.field("Tags").map(Value::entries).unwrap_or_default();
    let tags = entries.iter().map(|(key, value)| (key.as_str(), value.text().unwrap_or_default()));
    let access = Access::on_any(ask.action())
        .key("lambda:FunctionArn", named.qualified().as_str())
        .request_tags(tags);
    Ok(vec![access])
}

/// The operation on a mapping that is there.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = ask.text("UUID").unwrap_or_default();
    let key = key_of(ask.call, id)?;
    let mapping = ask.call.read(|reader| reader.get::<Mapping>(&key))?;
    let access = Access::on(ask.action(), &arn(ask.call, id)?);
    Ok(vec![match mapping {
        None => access,
        Some(mapping) => {
            let named = Named { arn: mapping.function, qualifier: mapping.qualifier };
            access
                .key("lambda:FunctionArn", named.qualified().as_str())
                .resource_tags(None, &mapping.tags)
        }
    }])
}
