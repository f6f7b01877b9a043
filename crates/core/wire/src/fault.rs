//! From a fault to a response.

use bartizan_model::{ErrorTraits, OperationModel, Protocol, ServiceModel, Shape, ShapeKind};
use bartizan_types::{Fault, FaultKind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Map, Value as Json};

use crate::cbor::Item;
use crate::json;
use crate::message::WireResponse;
use crate::xml::Writer;

/// Writes a fault as the service's protocol does. Where the model knows the error, it tells the
/// status and the code on the wire.
pub fn encode_fault(
    service: &ServiceModel,
    fault: &Fault,
    request_id: &str,
    operation: Option<&OperationModel>,
) -> WireResponse {
    let known = declared(service, operation, &fault.code);
    let traits = known.and_then(Shape::error_traits).copied().unwrap_or_default();
    let mut response = WireResponse::new(traits.status.unwrap_or(fault.status));
    push_request_id(service, &mut response, request_id);
    for (name, value) in &fault.headers {
        response.push_header(name, value);
    }
    if response.status == 304 {
        return response;
    }
    match service.protocol {
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml => {
            response.push_header("content-type", xml_type(service));
            response.body = xml(service, fault, traits, request_id);
        }
        Protocol::RestJson | Protocol::Json10 | Protocol::Json11 => {
            let code = known.map_or(&*fault.code, |shape| shape.name);
            response.push_header("content-type", json::content_type(service.protocol));
            // Services that took JSON up beside the query protocol name the shape in full.
            let kind = match known {
                Some(shape) if service.query_compatible => {
                    format!("com.amazonaws.{}#{}", service.name, shape.name)
                }
                _ => code.to_owned(),
            };
            response.push_header("x-amzn-errortype", &kind);
            let mut members = members(known, &kind, fault);
            if service.protocol == Protocol::RestJson {
                members.remove(0);
            }
            let object: Map<String, Json> = members
                .into_iter()
                .map(|(name, text)| (name.to_owned(), typed(service, known, name, text)))
                .collect();
            response.body = Bytes::from(Json::Object(object).to_string());
        }
        Protocol::Cbor => {
            let code = known.map_or(&*fault.code, |shape| shape.name);
            let members = members(known, code, fault)
                .into_iter()
                .map(|(name, text)| (name.to_owned(), Item::Text(text)));
            let mut out = Vec::new();
            Item::Map(members.collect()).write(&mut out);
            response.push_header("content-type", "application/cbor");
            response.push_header("smithy-protocol", "rpc-v2-cbor");
            response.body = Bytes::from(out);
        }
    }
    if service.query_compatible {
        let code = traits.code.unwrap_or(&fault.code);
        let side = side(fault.kind(), traits);
        response.push_header("x-amzn-query-error", &format!("{code};{side}"));
    }
    response
}

/// The header that carries the request id; S3 has its own, and a second one.
pub(crate) fn push_request_id(
    service: &ServiceModel,
    response: &mut WireResponse,
    request_id: &str,
) {
    if service.bare_errors {
        response.push_header("x-amz-request-id", request_id);
        response.push_header("x-amz-id-2", &host_id(request_id));
    } else {
        response.push_header("x-amzn-requestid", request_id);
    }
}

/// S3's second id names the host that answered; ours says no more than the first.
fn host_id(request_id: &str) -> String {
    STANDARD.encode(request_id)
}

/// The error's shape: one that the operation declares goes before others of the same code.
fn declared<'m>(
    service: &'m ServiceModel,
    operation: Option<&OperationModel>,
    code: &str,
) -> Option<&'m Shape> {
    let declared = operation.into_iter().flat_map(|operation| &operation.errors);
    let answers = |shape: &&Shape| {
        shape.name == code || shape.error_traits().is_some_and(|error| error.code == Some(code))
    };
    declared.map(|id| service.shape(*id)).find(answers).or_else(|| service.error(code))
}

fn xml_type(service: &ServiceModel) -> &'static str {
    if service.protocol == Protocol::RestXml { "application/xml" } else { "text/xml" }
}

fn side(kind: FaultKind, traits: ErrorTraits) -> &'static str {
    match (traits.sender, kind) {
        (Some(true), _) | (None, FaultKind::Client) => "Sender",
        _ => "Receiver",
    }
}

fn xml(service: &ServiceModel, fault: &Fault, traits: ErrorTraits, request_id: &str) -> Bytes {
    let code = traits.code.unwrap_or(&fault.code);
    let mut writer = Writer::new(service);
    if service.protocol == Protocol::Ec2 {
        writer.declaration();
        writer.open_root("Response", None);
        writer.open("Errors");
        error(&mut writer, code, None, fault);
        writer.close("Error");
        writer.close("Errors");
        writer.leaf("RequestID", request_id);
        writer.close("Response");
    } else if service.bare_errors {
        writer.declaration();
        error(&mut writer, code, None, fault);
        writer.leaf("RequestId", request_id);
        writer.leaf("HostId", &host_id(request_id));
        writer.close("Error");
    } else {
        writer.open_root("ErrorResponse", service.xml_namespace);
        error(&mut writer, code, Some(side(fault.kind(), traits)), fault);
        writer.close("Error");
        writer.leaf("RequestId", request_id);
        writer.close("ErrorResponse");
    }
    writer.finish()
}

/// Opens `Error` and writes what every service says in it.
fn error(writer: &mut Writer<'_>, code: &str, side: Option<&str>, fault: &Fault) {
    writer.open("Error");
    if let Some(side) = side {
        writer.leaf("Type", side);
    }
    writer.leaf("Code", code);
    writer.leaf("Message", &fault.message);
    for (name, text) in &fault.details {
        writer.leaf(name, text);
    }
}

/// A member as the error's shape has it: what is no text there stands in the fault as JSON.
fn typed(service: &ServiceModel, error: Option<&Shape>, name: &str, text: String) -> Json {
    let member = error.and_then(Shape::structure).and_then(|shape| shape.member(name));
    match member.map(|member| &service.shape(member.shape).kind) {
        None | Some(ShapeKind::Text(_)) => text.into(),
        Some(_) => serde_json::from_str(&text).unwrap_or_else(|_| text.into()),
    }
}

/// `__type`, the message under the name that the error's shape gives it, and the details.
fn members<'f>(known: Option<&Shape>, code: &'f str, fault: &'f Fault) -> Vec<(&'f str, String)> {
    let upper = known.and_then(Shape::structure).is_some_and(|shape| {
        shape.member("Message").is_some() && shape.member("message").is_none()
    });
    let message = if upper { "Message" } else { "message" };
    let details = fault.details.iter().map(|(name, text)| (*name, text.clone()));
    [("__type", code.to_owned()), (message, fault.message.clone())]
        .into_iter()
        .chain(details)
        .collect()
}
