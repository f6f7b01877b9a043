//! From JSON to a value. The parser bounds the depth to 128.

use bartizan_model::{Location, ServiceModel, Shape, ShapeId, ShapeKind, StructShape};
use base64_simd::STANDARD;
use bytes::Bytes;
use serde_json::Value as Json;

use crate::malformed::Malformed;
use crate::scalar;
use crate::value::Value;

/// Reads a body as a value of the shape; an empty body is an empty structure.
pub(crate) fn decode(
    service: &ServiceModel,
    id: ShapeId,
    bytes: &[u8],
) -> Result<Value, Malformed> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Struct(Vec::new()));
    }
    let json: Json = serde_json::from_slice(bytes)
        .map_err(|_| Malformed::Body("the body is not valid JSON, or nested too deeply"))?;
    if json.is_null() && matches!(service.shape(id).kind, ShapeKind::Structure(_)) {
        return Err(Malformed::Body("the body must be a JSON object"));
    }
    value(service, id, json)
}

/// Takes JSON as a value of the shape.
fn value(service: &ServiceModel, id: ShapeId, json: Json) -> Result<Value, Malformed> {
    let shape = service.shape(id);
    match (&shape.kind, json) {
        (ShapeKind::Document, json) => Ok(Value::Document(json)),
        (_, Json::Null) => Ok(Value::Null),
        (ShapeKind::Structure(structure), Json::Object(object)) => {
            members(service, structure, object)
        }
        (ShapeKind::List(list), Json::Array(items)) => {
            let items = items.into_iter().map(|item| value(service, list.member.shape, item));
            items.collect::<Result<_, _>>().map(Value::List)
        }
        (ShapeKind::Map(map), Json::Object(object)) => {
            let entries = object
                .into_iter()
                .filter(|(_, json)| !json.is_null())
                .map(|(key, json)| Ok((key, value(service, map.value.shape, json)?)));
            entries.collect::<Result<_, _>>().map(Value::Map)
        }
        (_, json) => leaf(shape, &json),
    }
}

fn members(
    service: &ServiceModel,
    structure: &StructShape,
    mut object: serde_json::Map<String, Json>,
) -> Result<Value, Malformed> {
    let mut fields = Vec::new();
    for member in &structure.members {
        if member.location != Location::Body {
            continue;
        }
        match object.get_mut(member.wire_name()).map(Json::take) {
            None | Some(Json::Null) => {}
            Some(json) => fields.push((member.name, value(service, member.shape, json)?)),
        }
    }
    Ok(Value::Struct(fields))
}

fn leaf(shape: &Shape, json: &Json) -> Result<Value, Malformed> {
    let taken = match (&shape.kind, json) {
        (ShapeKind::Text(_), Json::String(text)) => Some(Value::of_text(text.as_str())),
        (ShapeKind::Boolean, Json::Bool(value)) => Some(Value::Bool(*value)),
        (ShapeKind::Integer { long, .. }, Json::Number(number)) => integer(number, *long),
        (ShapeKind::Float { .. }, Json::Number(number)) => number.as_f64().map(Value::Float),
        (ShapeKind::Float { .. }, Json::String(text)) => match text.as_str() {
            "NaN" => Some(Value::Float(f64::NAN)),
            "Infinity" => Some(Value::Float(f64::INFINITY)),
            "-Infinity" => Some(Value::Float(f64::NEG_INFINITY)),
            _ => None,
        },
        (ShapeKind::Timestamp(_), Json::Number(number)) => {
            number.as_f64().and_then(scalar::from_seconds).map(Value::Time)
        }
        (ShapeKind::Timestamp(_), Json::String(text)) => scalar::parse(shape, text),
        (ShapeKind::Blob { .. }, Json::String(text)) => {
            let bytes = STANDARD.decode_to_vec(text.as_bytes()).ok();
            bytes.map(|bytes| Value::Blob(Bytes::from(bytes)))
        }
        _ => None,
    };
    taken.ok_or_else(|| unexpected(shape, json))
}

/// A whole number; a fraction is cut off, as AWS does.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
fn integer(number: &serde_json::Number, long: bool) -> Option<Value> {
    let whole = match number.as_i64() {
        Some(whole) => whole,
        None => number.as_f64().filter(|float| float.abs() < 9.0e18)? as i64,
    };
    (long || i32::try_from(whole).is_ok()).then_some(Value::Int(whole))
}

fn unexpected(shape: &Shape, json: &Json) -> Malformed {
    let found = match json {
        Json::Array(_) => return Malformed::Body("Start of list found where not expected"),
        Json::Object(_) => {
            return Malformed::Body("Start of structure or map found where not expected.");
        }
        Json::String(_) => "STRING_VALUE",
        Json::Number(_) => "NUMBER_VALUE",
        Json::Bool(true) => "TRUE_VALUE",
        Json::Bool(false) => "FALSE_VALUE",
        Json::Null => "NULL_VALUE",
    };
    let wanted = match shape.kind {
        ShapeKind::Text(_) => "String",
        ShapeKind::Boolean => "Boolean",
        ShapeKind::Integer { long: true, .. } => "Long",
        ShapeKind::Integer { .. } => "Integer",
        ShapeKind::Float { .. } => "Double",
        ShapeKind::Blob { .. } => "Blob",
        ShapeKind::Timestamp(_) => "milliseconds since epoch",
        ShapeKind::Structure(_) | ShapeKind::List(_) | ShapeKind::Map(_) | ShapeKind::Document => {
            return Malformed::Kind("Unexpected field type".to_owned());
        }
    };
    Malformed::Kind(format!("{found} can not be converted to {wanted}"))
}
