//! What changes of tags must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;
use bartizan_wire::Value;

use crate::kind::Kind;
use crate::rules;

/// The action on each resource that is named.
pub(crate) fn changed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let tags = tags(ask);
    let mut all = Vec::new();
    for id in rules::texts(ask, "Resources") {
        // What no resource is called is refused by the handler.
        let access = match Kind::of_id(id) {
            Some(kind) => rules::existing(ask, kind, id)?,
            None => rules::on_any(ask)?,
        };
        all.push(access.request_tags(tags.iter().copied()));
    }
    if all.is_empty() {
        all.push(rules::on_any(ask)?);
    }
    Ok(all)
}

/// The tags that a request names, some without a value.
fn tags<'a>(ask: &Ask<'a>) -> Vec<(&'a str, &'a str)> {
    let Some(Value::List(tags)) = ask.input.field("Tags") else { return Vec::new() };
    let member = |tag: &'a Value, name| tag.field(name).and_then(Value::text);
    tags.iter()
        .filter_map(|tag| Some((member(tag, "Key")?, member(tag, "Value").unwrap_or_default())))
        .collect()
}
