//! From a value to the XML of the query protocols.

use bartizan_model::{OperationModel, Protocol, ServiceModel};

use crate::message::WireResponse;
use crate::value::Value;
use crate::xml::Writer;

/// Writes the output inside the operation's envelope.
pub(crate) fn encode(
    service: &ServiceModel,
    operation: &OperationModel,
    output: &Value,
    request_id: &str,
) -> WireResponse {
    let ec2 = service.protocol == Protocol::Ec2;
    let mut writer = Writer::new(service);
    if ec2 {
        writer.declaration();
    }
    let envelope = format!("{}Response", operation.name);
    writer.open_root(&envelope, service.xml_namespace);
    if ec2 {
        writer.leaf("requestId", request_id);
    }
    if let Some(wrapper) = operation.result_wrapper {
        writer.open(wrapper);
    }
    if let Some(structure) = operation.output.and_then(|id| service.shape(id).structure()) {
        writer.members(structure, output);
    }
    if let Some(wrapper) = operation.result_wrapper {
        writer.close(wrapper);
    }
    if !ec2 {
        writer.open("ResponseMetadata");
        writer.leaf("RequestId", request_id);
        writer.close("ResponseMetadata");
    }
    writer.close(&envelope);
    let mut response = WireResponse::new(operation.status);
    response.push_header("x-amzn-requestid", request_id);
    response.push_header("content-type", if ec2 { "text/xml;charset=UTF-8" } else { "text/xml" });
    response.body = writer.finish();
    response
}
