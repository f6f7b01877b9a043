//! From an operation's output to a response.

use bartizan_model::{OperationModel, Protocol, ServiceModel};

use crate::message::WireResponse;
use crate::value::Value;
use crate::{cbor, json, query, rest};

/// Writes the output of `operation`, without a body that the operation streams. Members that the
/// model does not know are left out.
pub fn encode(
    service: &ServiceModel,
    operation: &OperationModel,
    output: &Value,
    request_id: &str,
) -> WireResponse {
    let encode = match service.protocol {
        Protocol::Query | Protocol::Ec2 => query::encode,
        Protocol::RestXml | Protocol::RestJson => rest::encode,
        Protocol::Json10 | Protocol::Json11 => json::encode,
        Protocol::Cbor => cbor::encode,
    };
    encode(service, operation, output, request_id)
}
