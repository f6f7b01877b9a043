//! From a value to JSON.

use bartizan_model::{
    Location, Member, OperationModel, Protocol, ServiceModel, ShapeKind, StructShape,
    TimestampFormat,
};
use base64_simd::STANDARD;
use bytes::Bytes;
use serde_json::Value as Json;

use crate::message::WireResponse;
use crate::scalar;
use crate::value::Value;

/// Of how many bytes a body has room at first.
const BODY_BYTES: usize = 512;

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
        Some(structure) => members(service, structure, output),
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

/// A structure's members that belong to the body, as an object.
pub(crate) fn members(service: &ServiceModel, structure: &StructShape, value: &Value) -> Bytes {
    let mut out = Vec::with_capacity(BODY_BYTES);
    object(service, structure, value, &mut out);
    Bytes::from(out)
}

fn object(service: &ServiceModel, structure: &StructShape, value: &Value, out: &mut Vec<u8>) {
    let body = structure.members.iter().filter(|member| member.location == Location::Body);
    let set = body.filter_map(|member| Some((member, value.field(member.name)?)));
    out.push(b'{');
    separated(out, set.filter(|(_, value)| !value.is_null()), |out, (member, value)| {
        push_text(out, member.wire_name());
        out.push(b':');
        write(service, member, value, out);
    });
    out.push(b'}');
}

/// One value.
fn write(service: &ServiceModel, member: &Member, value: &Value, out: &mut Vec<u8>) {
    let shape = service.shape(member.shape);
    match (&shape.kind, value) {
        (ShapeKind::Structure(structure), Value::Struct(_)) => {
            object(service, structure, value, out);
        }
        (ShapeKind::List(list), Value::List(items)) => {
            out.push(b'[');
            separated(out, items.iter(), |out, item| write(service, &list.member, item, out));
            out.push(b']');
        }
        (ShapeKind::Map(map), Value::Map(entries)) => {
            out.push(b'{');
            separated(out, entries.iter(), |out, (key, value)| {
                push_text(out, key);
                out.push(b':');
                write(service, &map.value, value, out);
            });
            out.push(b'}');
        }
        (ShapeKind::Timestamp(_), Value::Time(instant)) => match member.timestamp_format(shape) {
            None | Some(TimestampFormat::Unix) if instant.millis() % 1000 == 0 => {
                push(out, instant.seconds());
            }
            None | Some(TimestampFormat::Unix) => push(out, scalar::fraction(*instant)),
            Some(format) => push(out, scalar::text(value, format, false)),
        },
        (_, Value::Float(float)) if !float.is_finite() => push_text(out, &scalar::float(*float)),
        (_, Value::Blob(bytes)) => {
            out.push(b'"');
            STANDARD.encode_append(&**bytes, out);
            out.push(b'"');
        }
        (_, Value::Text(text)) => push_text(out, text),
        (_, other) => push(out, other.to_json()),
    }
}

fn separated<T>(
    out: &mut Vec<u8>,
    items: impl Iterator<Item = T>,
    mut each: impl FnMut(&mut Vec<u8>, T),
) {
    for (place, item) in items.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        each(out, item);
    }
}

fn push(out: &mut Vec<u8>, value: impl Into<Json>) {
    out.extend_from_slice(value.into().to_string().as_bytes());
}

/// Appends a text as JSON. Nearly all need no escapes, which is seen of many bytes at once.
pub fn push_text(out: &mut Vec<u8>, text: &str) {
    const fn is_special(byte: u8) -> bool {
        byte < 0x20 || byte == b'"' || byte == b'\\'
    }
    if text.bytes().fold(false, |any, byte| any | is_special(byte)) {
        return push(out, text);
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_as_any_json_writer_would() {
        for value in ["", "plain ✓", "\"", "a\\b", "\u{0}", "\u{1f}", "\u{7f}", "é\n"] {
            let mut text = Vec::new();
            push_text(&mut text, value);
            assert_eq!(text, serde_json::to_vec(value).unwrap());
        }
    }
}
