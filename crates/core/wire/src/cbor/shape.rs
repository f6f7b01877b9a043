//! Between CBOR and values of the model.

use bartizan_model::{
    Member, OperationModel, ServiceModel, Shape, ShapeId, ShapeKind, StructShape,
};
use bytes::Bytes;

use crate::cbor::Item;
use crate::malformed::Malformed;
use crate::message::WireResponse;
use crate::scalar;
use crate::value::Value;

/// Reads a body as a value of the shape; an empty body is an empty structure.
pub(crate) fn decode(
    service: &ServiceModel,
    id: ShapeId,
    bytes: &[u8],
) -> Result<Value, Malformed> {
    if bytes.is_empty() {
        return Ok(Value::Struct(Vec::new()));
    }
    value(service, id, Item::parse(bytes)?)
}

/// Writes an answer of Smithy RPC v2 CBOR.
pub(crate) fn encode(
    service: &ServiceModel,
    operation: &OperationModel,
    output: &Value,
    request_id: &str,
) -> WireResponse {
    let mut response = WireResponse::new(200);
    response.push_header("x-amzn-requestid", request_id);
    response.push_header("smithy-protocol", "rpc-v2-cbor");
    if let Some(structure) = operation.output.and_then(|id| service.shape(id).structure()) {
        let mut out = Vec::new();
        members(service, structure, output).write(&mut out);
        response.push_header("content-type", "application/cbor");
        response.body = Bytes::from(out);
    }
    response
}

fn value(service: &ServiceModel, id: ShapeId, item: Item) -> Result<Value, Malformed> {
    let shape = service.shape(id);
    match (&shape.kind, item) {
        (_, Item::Null) => Ok(Value::Null),
        (ShapeKind::Structure(structure), Item::Map(mut entries)) => {
            let mut fields = Vec::new();
            for member in &structure.members {
                let found = entries.iter().position(|(key, _)| key == member.wire_name());
                match found.map(|index| entries.swap_remove(index).1) {
                    None | Some(Item::Null) => {}
                    Some(item) => fields.push((member.name, value(service, member.shape, item)?)),
                }
            }
            Ok(Value::Struct(fields))
        }
        (ShapeKind::List(list), Item::Array(items)) => {
            let items = items.into_iter().map(|item| value(service, list.member.shape, item));
            items.collect::<Result<_, _>>().map(Value::List)
        }
        (ShapeKind::Map(map), Item::Map(entries)) => {
            let entries = entries
                .into_iter()
                .filter(|(_, item)| *item != Item::Null)
                .map(|(key, item)| Ok((key, value(service, map.value.shape, item)?)));
            entries.collect::<Result<_, _>>().map(Value::Map)
        }
        (_, item) => leaf(shape, item),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a float member takes what fits")]
fn leaf(shape: &Shape, item: Item) -> Result<Value, Malformed> {
    let taken = match (&shape.kind, item) {
        (ShapeKind::Text(_), Item::Text(text)) => Some(Value::Text(text)),
        (ShapeKind::Boolean, Item::Bool(value)) => Some(Value::Bool(value)),
        (ShapeKind::Integer { long, .. }, Item::Int(number)) => {
            (*long || i32::try_from(number).is_ok()).then_some(Value::Int(number))
        }
        (ShapeKind::Float { .. }, Item::Float(number)) => Some(Value::Float(number)),
        (ShapeKind::Float { .. }, Item::Int(number)) => Some(Value::Float(number as f64)),
        (ShapeKind::Blob { .. }, Item::Bytes(bytes)) => Some(Value::Blob(Bytes::from(bytes))),
        (ShapeKind::Timestamp(_), Item::Time(seconds) | Item::Float(seconds)) => {
            scalar::from_seconds(seconds).map(Value::Time)
        }
        (ShapeKind::Timestamp(_), Item::Int(seconds)) => {
            scalar::from_seconds(seconds as f64).map(Value::Time)
        }
        _ => None,
    };
    taken.ok_or_else(|| Malformed::Kind(format!("a member is not a {}", shape.name)))
}

fn members(service: &ServiceModel, structure: &StructShape, value: &Value) -> Item {
    let set = structure.members.iter().filter_map(|member| {
        let value = value.field(member.name).filter(|value| !value.is_null())?;
        Some((member.wire_name().to_owned(), item(service, member, value)))
    });
    Item::Map(set.collect())
}

fn item(service: &ServiceModel, member: &Member, value: &Value) -> Item {
    match (&service.shape(member.shape).kind, value) {
        (ShapeKind::Structure(structure), Value::Struct(_)) => members(service, structure, value),
        (ShapeKind::List(list), Value::List(items)) => {
            Item::Array(items.iter().map(|value| item(service, &list.member, value)).collect())
        }
        (ShapeKind::Map(map), Value::Map(entries)) => Item::Map(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), item(service, &map.value, value)))
                .collect(),
        ),
        (_, Value::Bool(value)) => Item::Bool(*value),
        (_, Value::Int(number)) => Item::Int(*number),
        (_, Value::Float(number)) => Item::Float(*number),
        (_, Value::Text(text)) => Item::Text(text.clone()),
        (_, Value::Blob(bytes)) => Item::Bytes(bytes.to_vec()),
        (_, Value::Time(instant)) => Item::Time(scalar::fraction(*instant)),
        (
            _,
            Value::Null | Value::List(_) | Value::Map(_) | Value::Struct(_) | Value::Document(_),
        ) => Item::Null,
    }
}
