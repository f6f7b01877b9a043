//! Structures of the model as they are stored.

use bartizan_types::Fault;
use bartizan_wire::{FromValue, IntoValue, Value, of_json};
use serde_json::{Value as Json, json};

use crate::error::InspectorError;

/// A structure as JSON, with instants to the millisecond.
pub(crate) fn stored(structure: impl IntoValue) -> Json {
    json_of(&structure.into_value())
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Time(instant) => json!(seconds(*instant)),
        Value::List(items) => items.iter().map(json_of).collect(),
        Value::Map(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), json_of(value))).collect()
        }
        Value::Struct(fields) => {
            fields.iter().map(|(name, value)| ((*name).to_owned(), json_of(value))).collect()
        }
        other => other.to_json(),
    }
}

/// An instant as JSON has it here.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of our time are exact in a float")]
pub(crate) fn seconds(instant: bartizan_types::Timestamp) -> f64 {
    instant.millis() as f64 / 1000.0
}

/// What was stored, as the structure of this name.
pub(crate) fn read<T: FromValue>(shape: &str, json: &Json) -> Result<T, InspectorError> {
    let model = bartizan_model::service("inspector2").ok_or_else(|| {
        Fault::new("InternalServerException", "there is no model of inspector2", 500)
    })?;
    Ok(T::from_value(of_json(model, shape, json)?)?)
}
