//! From a request to the operation's input.

use bartizan_model::{OperationModel, Protocol, ServiceModel};
use bartizan_types::Fault;

use crate::message::WireRequest;
use crate::value::Value;
use crate::{cbor, json, query, rest};

/// Reads the input of `operation`. Members are in the model's order; those that are absent, and a
/// body that the operation streams, are left out. Constraints are not checked: see
/// [`validate`](crate::validate).
///
/// # Errors
/// The request is not of the protocol's form: `MalformedInput`, `SerializationException`, or as S3
/// words it.
pub fn decode(
    service: &ServiceModel,
    operation: &OperationModel,
    request: &WireRequest<'_>,
) -> Result<Value, Fault> {
    let input = match (service.protocol, operation.input) {
        (Protocol::Query | Protocol::Ec2, _) => query::decode(service, operation, request),
        (Protocol::RestXml | Protocol::RestJson, _) => rest::decode(service, operation, request),
        (_, None) => Ok(Value::Struct(Vec::new())),
        (Protocol::Json10 | Protocol::Json11, Some(id)) => json::decode(service, id, request.body),
        (Protocol::Cbor, Some(id)) => cbor::decode(service, id, request.body),
    };
    input.map_err(|malformed| malformed.fault(service))
}
