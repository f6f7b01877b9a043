//! From a value to a REST response.

use bartizan_model::{
    Location, Member, OperationModel, Protocol, ServiceModel, ShapeKind, StructShape,
    TimestampFormat,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::fault::push_request_id;
use crate::json;
use crate::message::WireResponse;
use crate::scalar;
use crate::value::Value;
use crate::xml::Writer;

/// Writes the output as status, headers and body; a streamed body is left out.
pub(crate) fn encode(
    service: &ServiceModel,
    operation: &OperationModel,
    output: &Value,
    request_id: &str,
) -> WireResponse {
    let mut response = WireResponse::new(operation.status);
    push_request_id(service, &mut response, request_id);
    let Some(structure) = operation.output.and_then(|id| service.shape(id).structure()) else {
        return response;
    };
    for member in &structure.members {
        if let Some(value) = output.field(member.name) {
            bind(service, member, value, &mut response);
        }
    }
    // RFC 9110, section 15.3.7; the models do not tell this status of `GetObject`.
    if response.status == 200 && response.header("content-range").is_some() {
        response.status = 206;
    }
    let body = match structure.payload {
        Some(payload) if operation.streaming_output() == Some(payload) => None,
        Some(payload) => structure
            .member(payload)
            .zip(output.field(payload))
            .and_then(|(member, value)| payload_body(service, member, value)),
        None if structure.members.iter().any(|member| member.location == Location::Body) => {
            Some(document(service, operation, structure, output))
        }
        None => None,
    };
    if let Some((media_type, bytes)) = body {
        if response.header("content-type").is_none() {
            response.push_header("content-type", media_type);
        }
        response.body = bytes;
    }
    response
}

fn bind(service: &ServiceModel, member: &Member, value: &Value, response: &mut WireResponse) {
    let name = member.wire_name();
    match (member.location, value) {
        (Location::Status, Value::Int(status)) => {
            response.status = u16::try_from(*status)
                .ok()
                .filter(|status| (100..=599).contains(status))
                .unwrap_or(response.status);
        }
        (Location::HeaderPrefix, Value::Map(entries)) => {
            for (key, value) in entries {
                if let Value::Text(text) = value {
                    response.push_header(&format!("{name}{key}"), text);
                }
            }
        }
        (Location::Header, value) => {
            if let Some(text) = header(service, member, value) {
                response.push_header(name, &text);
            }
        }
        _ => {}
    }
}

fn header(service: &ServiceModel, member: &Member, value: &Value) -> Option<String> {
    let format = member.timestamp_format(service.shape(member.shape));
    let format = format.unwrap_or(TimestampFormat::Rfc822);
    match value {
        Value::List(items) => {
            let texts = items.iter().filter_map(|item| scalar::text(item, format, false));
            Some(texts.collect::<Vec<_>>().join(", "))
        }
        Value::Document(json) if member.json_value => Some(STANDARD.encode(json.to_string())),
        value => scalar::text(value, format, false),
    }
}

fn payload_body(
    service: &ServiceModel,
    member: &Member,
    value: &Value,
) -> Option<(&'static str, Bytes)> {
    match (&service.shape(member.shape).kind, value) {
        (_, Value::Blob(bytes)) => Some(("application/octet-stream", bytes.clone())),
        (_, Value::Text(text)) => {
            let media = if text.starts_with('{') { "application/json" } else { "text/plain" };
            Some((media, Bytes::from(text.clone())))
        }
        (ShapeKind::Structure(structure), Value::Struct(_)) => {
            if service.protocol == Protocol::RestXml {
                let name = member.wire.or(structure.xml_name);
                let name = name.unwrap_or(service.shape(member.shape).name);
                let mut writer = Writer::new(service);
                writer.declaration();
                writer.open_root(name, service.xml_namespace);
                writer.members(structure, value);
                writer.close(name);
                return Some(("application/xml", writer.finish()));
            }
            Some(("application/json", json::members(service, structure, value)))
        }
        (_, Value::Document(json)) => Some(("application/json", Bytes::from(json.to_string()))),
        _ => None,
    }
}

fn document(
    service: &ServiceModel,
    operation: &OperationModel,
    structure: &StructShape,
    output: &Value,
) -> (&'static str, Bytes) {
    if service.protocol != Protocol::RestXml {
        return ("application/json", json::members(service, structure, output));
    }
    let shape = operation.output.map_or("", |id| service.shape(id).name);
    let name = operation.output_xml_name.or(structure.xml_name).unwrap_or(shape);
    let mut writer = Writer::new(service);
    writer.declaration();
    writer.open_root(name, service.xml_namespace);
    if operation.unwrapped_output {
        let sole = structure.members.first().and_then(|member| output.field(member.name));
        writer.text(sole.and_then(Value::text).unwrap_or_default());
    } else {
        writer.members(structure, output);
    }
    writer.close(name);
    ("application/xml", writer.finish())
}
