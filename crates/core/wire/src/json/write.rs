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

/// Of how many bytes a body has room at first, beside its blobs.
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
    let blobs = value.fields().iter().map(|(_, value)| match value {
        Value::Blob(bytes) => STANDARD.encoded_length(bytes.len()),
        _ => 0,
    });
    let mut out = Vec::with_capacity(blobs.fold(BODY_BYTES, usize::saturating_add));
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

/// Appends a text as JSON. Nearly all need no escapes.
pub fn push_text(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if needs_escapes(bytes) {
        return push(out, text);
    }
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    out.extend_from_slice(bytes);
    out.push(b'"');
}

/// Whether JSON writes any of these bytes otherwise than as it is. Most texts are short: eight bytes are
/// looked at together, the last of them once more where they make no eight.
fn needs_escapes(bytes: &[u8]) -> bool {
    /// What is longer is worth the processor's widest registers.
    const LONG_BYTES: usize = 64;
    if bytes.len() >= LONG_BYTES {
        return bytes.iter().fold(false, |any, byte| any | is_special(*byte));
    }
    let (eights, rest) = bytes.as_chunks::<8>();
    if eights.iter().any(|eight| has_special(u64::from_le_bytes(*eight))) {
        return true;
    }
    match (bytes.last_chunk(), rest.first_chunk(), rest.last_chunk()) {
        (Some(last), ..) => !rest.is_empty() && has_special(u64::from_le_bytes(*last)),
        (None, Some(first), Some(last)) => {
            let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
            has_special((first << 32) | last)
        }
        _ => rest.iter().any(|byte| is_special(*byte)),
    }
}

const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// [`is_special`] of any of eight bytes. Of each byte the highest bit is set where it is below a bound:
/// a borrow from a lower byte sets it wrongly only where that lower byte is below the bound itself.
const fn has_special(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    const fn below(word: u64, bound: u8) -> u64 {
        word.wrapping_sub(ONES * bound as u64) & !word
    }
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    (below(word, 0x20) | below(quote, 1) | below(backslash, 1)) & HIGHEST != 0
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

    #[test]
    fn each_byte_is_looked_at_wherever_it_stands() {
        for length in 1..80 {
            for place in 0..length {
                for byte in 0..0x80 {
                    let mut bytes = vec![b' '; length];
                    bytes[place] = byte;
                    assert_eq!(needs_escapes(&bytes), is_special(byte), "{byte} at {place}");
                }
            }
        }
        assert!(!needs_escapes("é✓\u{80}\u{ff}𝄞".repeat(9).as_bytes()));
    }
}
