//! Structures of the model as they are stored: JSON with the names that they have on the wire, by which
//! criteria name them too.

use bartizan_types::Fault;
use bartizan_wire::{FromValue, IntoValue, Value, of_json};
use serde_json::{Value as Json, json};

use crate::error::GuardDutyError;

/// A structure as JSON.
pub(crate) fn stored(structure: impl IntoValue) -> Json {
    json_of(&structure.into_value())
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Time(instant) => json!(instant.millis() / 1000),
        Value::List(items) => items.iter().map(json_of).collect(),
        Value::Map(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), json_of(value))).collect()
        }
        Value::Struct(fields) => {
            fields.iter().map(|(name, value)| (wire_name(name), json_of(value))).collect()
        }
        other => other.to_json(),
    }
}

/// The model's `AccountId` is `accountId` on the wire.
fn wire_name(name: &str) -> String {
    let mut signs = name.chars();
    let first = signs.next().map(|sign| sign.to_ascii_lowercase());
    first.into_iter().chain(signs).collect()
}

/// What was stored, as the structure of this name.
pub(crate) fn read<T: FromValue>(shape: &str, json: &Json) -> Result<T, GuardDutyError> {
    let model = bartizan_model::service("guardduty").ok_or_else(|| {
        Fault::new("InternalServerErrorException", "there is no model of guardduty", 500)
    })?;
    Ok(T::from_value(of_json(model, shape, json)?)?)
}
