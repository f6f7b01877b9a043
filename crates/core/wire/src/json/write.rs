//! From a value to JSON.

use bartizan_model::{
    Location, Member, OperationModel, Protocol, ServiceModel, ShapeKind, StructShape,
    TimestampFormat,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Map, Value as Json, json};

use crate::message::WireResponse;
use crate::scalar;
use crate::value::Value;

/// Writes an answer of AWS JSON 1.0 or 1.1.
pub(crate) fn encode(
    service: &ServiceModel,
    operation: &OperationModel,
    output: &Value,
    request_id: &str,
) -> WireResponse {
    let mut response = WireResponse::new(200);
    response.push_header("x-amzn-requestid", request_id);
    response.push_header("content-type", content_type(service.protocol));
    response.body = match operation.output.and_then(|id| service.shape(id).structure()) {
        Some(structure) => Bytes::from(members(service, structure, output).to_string()),
        None => Bytes::new(),
    };
    response
}

/// The media type of a protocol's JSON bodies.
pub(crate) const fn content_type(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Json10 => "application/x-amz-json-1.0",
        Protocol::Json11 => "application/x-amz-json-1.1",
        _ => "application/json",
    }
}

/// The members of a structure that belong to the body.
pub(crate) fn members(service: &ServiceModel, structure: &StructShape, value: &Value) -> Json {
    let mut object = Map::new();
    for member in &structure.members {
        if member.location == Location::Body
            && let Some(value) = value.field(member.name)
            && !value.is_null()
        {
            object.insert(member.wire_name().to_owned(), write(service, member, value));
        }
    }
    Json::Object(object)
}

/// One value.
pub(crate) fn write(service: &ServiceModel, member: &Member, value: &Value) -> Json {
    let shape = service.shape(member.shape);
    match (&shape.kind, value) {
        (ShapeKind::Structure(structure), Value::Struct(_)) => members(service, structure, value),
        (ShapeKind::List(list), Value::List(items)) => {
            items.iter().map(|item| write(service, &list.member, item)).collect()
        }
        (ShapeKind::Map(map), Value::Map(entries)) => entries
            .iter()
            .map(|(key, value)| (key.clone(), write(service, &map.value, value)))
            .collect(),
        (ShapeKind::Timestamp(_), Value::Time(instant)) => match member.timestamp_format(shape) {
            None | Some(TimestampFormat::Unix) if instant.millis() % 1000 == 0 => {
                json!(instant.seconds())
            }
            None | Some(TimestampFormat::Unix) => json!(scalar::fraction(*instant)),
            Some(format) => scalar::text(value, format, false).into(),
        },
        (_, Value::Float(float)) if !float.is_finite() => json!(scalar::float(*float)),
        (_, Value::Blob(bytes)) => json!(STANDARD.encode(bytes)),
        (_, other) => other.to_json(),
    }
}
