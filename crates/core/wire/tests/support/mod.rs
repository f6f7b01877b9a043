//! A service that echoes, in any protocol, and values from JSON.

use bartizan_model::{ServiceModel, ShapeId, ShapeKind};
use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, Value, WireRequest};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

/// The echo service in a protocol, by botocore's name of it.
pub(crate) fn echo(protocol: &str) -> ServiceModel {
    let wrapper = if protocol == "query" { r#","resultWrapper":"PlainResult""# } else { "" };
    let text =
        include_str!("echo.json").replace("@PROTOCOL@", protocol).replace("@WRAPPER@", wrapper);
    ServiceModel::parse("echo", Box::leak(text.into_boxed_str())).unwrap()
}

/// JSON as a value of the shape: instants in seconds, blobs as text.
#[allow(dead_code, reason = "not every test needs it")]
pub(crate) fn value(service: &ServiceModel, id: ShapeId, json: &serde_json::Value) -> Value {
    match &service.shape(id).kind {
        ShapeKind::Structure(structure) => Value::Struct(
            json.as_object()
                .unwrap()
                .iter()
                .map(|(name, json)| {
                    let member = structure.member(name).unwrap_or_else(|| panic!("no {name}"));
                    (member.name, value(service, member.shape, json))
                })
                .collect(),
        ),
        ShapeKind::List(list) => Value::List(
            json.as_array()
                .unwrap()
                .iter()
                .map(|json| value(service, list.member.shape, json))
                .collect(),
        ),
        ShapeKind::Map(map) => Value::Map(
            json.as_object()
                .unwrap()
                .iter()
                .map(|(key, json)| (key.clone(), value(service, map.value.shape, json)))
                .collect(),
        ),
        ShapeKind::Text(_) => Value::of_text(json.as_str().unwrap()),
        ShapeKind::Integer { .. } => Value::Int(json.as_i64().unwrap()),
        ShapeKind::Float { .. } => Value::Float(json.as_f64().unwrap()),
        ShapeKind::Boolean => Value::Bool(json.as_bool().unwrap()),
        ShapeKind::Blob { .. } => Value::Blob(Bytes::from(json.as_str().unwrap().to_owned())),
        ShapeKind::Timestamp(_) => Value::Time(Timestamp::from_seconds(json.as_i64().unwrap())),
        ShapeKind::Document => Value::Document(json.clone()),
    }
}

/// Calls `then` with a request of these parts.
pub(crate) fn with_request<T>(
    method: &Method,
    uri: &str,
    headers: &[(String, String)],
    body: &[u8],
    then: impl FnOnce(&WireRequest<'_>) -> T,
) -> T {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| {
            let name: HeaderName = name.parse().unwrap();
            (name, HeaderValue::from_bytes(value.as_bytes()).unwrap())
        })
        .collect();
    then(&WireRequest { method, path, query, headers: &headers, body })
}
