//! From the body of an answer to the operation's output, as a client reads it.

use bartizan_model::{OperationModel, Protocol, ServiceModel, ShapeKind, StructShape};
use bartizan_types::Fault;
use bytes::Bytes;

use crate::malformed::Malformed;
use crate::value::Value;
use crate::{cbor, json, xml};

/// Reads the output of `operation` from the body of a successful answer. Members that stand in headers, and a body
/// that the operation streams, are left out.
///
/// # Errors
/// The body is not of the protocol's form.
pub fn decode_output(
    service: &ServiceModel,
    operation: &OperationModel,
    body: &[u8],
) -> Result<Value, Fault> {
    let nothing = || Value::Struct(Vec::new());
    let Some(id) = operation.output else { return Ok(nothing()) };
    let output = match service.protocol {
        Protocol::Query => xml::decode_within(service, id, body, operation.result_wrapper),
        Protocol::Ec2 => xml::decode(service, id, body),
        Protocol::RestXml | Protocol::RestJson => match service.shape(id).structure() {
            Some(structure) => rest(service, operation, structure, body),
            None => Ok(None),
        },
        Protocol::Json10 | Protocol::Json11 => json::decode(service, id, body).map(Some),
        Protocol::Cbor => cbor::decode(service, id, body).map(Some),
    };
    let output = output.map_err(|malformed| malformed.fault(service))?;
    Ok(output.unwrap_or_else(nothing))
}

/// The output of a REST operation: its payload, or what stands in the document.
fn rest(
    service: &ServiceModel,
    operation: &OperationModel,
    structure: &StructShape,
    body: &[u8],
) -> Result<Option<Value>, Malformed> {
    let is_xml = service.protocol == Protocol::RestXml;
    let read = |id| {
        if is_xml {
            xml::decode(service, id, body)
        } else {
            json::decode(service, id, body).map(Some)
        }
    };
    let sole = structure.members.first().filter(|_| operation.unwrapped_output);
    let payload = structure.payload.and_then(|name| structure.member(name));
    let Some(member) = sole.or(payload) else { return operation.output.map_or(Ok(None), read) };
    if operation.streaming_output() == Some(member.name) || body.is_empty() {
        return Ok(None);
    }
    let value = match &service.shape(member.shape).kind {
        ShapeKind::Text(_) if sole.is_none() => {
            let text = std::str::from_utf8(body).map_err(|_| Malformed::Body("it is no text"))?;
            Some(text.into())
        }
        ShapeKind::Blob { .. } => Some(Value::Blob(Bytes::copy_from_slice(body))),
        _ => read(member.shape)?,
    };
    Ok(value.map(|value| Value::Struct(vec![(member.name, value)])))
}
