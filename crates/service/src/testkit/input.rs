//! Inputs written as JSON.

use bartizan_model::{ServiceModel, ShapeId, ShapeKind};
use bartizan_types::Timestamp;
use bartizan_wire::Value;
use serde_json::Value as Json;

/// JSON as the input of an operation, by its model. Bytes are text, or numbers.
///
/// # Panics
/// The JSON does not have the input's shape.
pub fn input_of(service: &str, operation: &str, json: &Json) -> Value {
    let model = bartizan_model::service(service).unwrap();
    let operation = model.operation(operation).unwrap();
    operation.input.map_or(Value::Struct(Vec::new()), |shape| value_of(model, shape, json))
}

fn value_of(model: &ServiceModel, id: ShapeId, json: &Json) -> Value {
    match (&model.shape(id).kind, json) {
        (ShapeKind::Structure(structure), Json::Object(entries)) => {
            let member = |(name, value): (&String, &Json)| {
                let member = structure.member(name).unwrap();
                (member.name, value_of(model, member.shape, value))
            };
            Value::Struct(entries.iter().map(member).collect())
        }
        (ShapeKind::List(list), Json::Array(items)) => {
            Value::List(items.iter().map(|item| value_of(model, list.member.shape, item)).collect())
        }
        (ShapeKind::Map(map), Json::Object(entries)) => {
            let entry = |(key, value): (&String, &Json)| {
                (key.clone(), value_of(model, map.value.shape, value))
            };
            Value::Map(entries.iter().map(entry).collect())
        }
        (ShapeKind::Timestamp(_), Json::String(text)) => {
            Value::Time(Timestamp::parse_iso8601(text).unwrap())
        }
        (ShapeKind::Timestamp(_), Json::Number(seconds)) => {
            Value::Time(Timestamp::from_seconds(seconds.as_i64().unwrap()))
        }
        (ShapeKind::Float { .. }, Json::Number(number)) => Value::Float(number.as_f64().unwrap()),
        (ShapeKind::Blob { .. }, Json::String(text)) => Value::Blob(text.clone().into()),
        (ShapeKind::Blob { .. }, Json::Array(bytes)) => {
            let byte = |byte: &Json| u8::try_from(byte.as_u64().unwrap()).unwrap();
            Value::Blob(bytes.iter().map(byte).collect())
        }
        (ShapeKind::Document, json) => Value::Document(json.clone()),
        (_, Json::String(text)) => Value::of_text(text),
        (_, Json::Bool(value)) => Value::Bool(*value),
        (_, Json::Number(number)) => Value::Int(number.as_i64().unwrap()),
        (kind, other) => panic!("{other} is no {kind:?}"),
    }
}
