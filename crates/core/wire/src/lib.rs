//! Codecs of the AWS wire protocols, driven by the model.
//!
//! Bytes become a [`Value`] ([`route`], [`decode`]), which [`validate`] checks against the model
//! and which authorisation and audit read; a handler takes it as a typed structure that
//! [`shape!`] declares. Its answer, or a fault, goes the same way back ([`encode`],
//! [`encode_fault`]).

mod message;
mod redact;
mod shape;
mod typed;
mod value;

pub use bytes::Bytes;
pub use message::{WireRequest, WireResponse};
pub use redact::{REDACTED, redact};
pub use serde_json::Value as Document;
pub use typed::{Blank, Fields, FromValue, IntoValue, Redacted};
pub use value::Value;

/// What [`shape!`] expands to.
#[doc(hidden)]
pub mod __private {
    pub use bartizan_types::Fault;

    pub use crate::typed::{debug, push_member};
}

use bartizan_model::{OperationModel, ServiceModel};
use bartizan_types::Fault;

/// x
pub fn route<'m>(
    _service: &'m ServiceModel,
    _request: &WireRequest<'_>,
) -> Result<&'m OperationModel, Fault> {
    Err(Fault::new("NotImplemented", "", 501))
}
/// x
pub fn decode(
    _service: &ServiceModel,
    _operation: &OperationModel,
    _request: &WireRequest<'_>,
) -> Result<Value, Fault> {
    Err(Fault::new("NotImplemented", "", 501))
}
/// x
pub fn validate(
    _service: &ServiceModel,
    _operation: &OperationModel,
    _input: &Value,
) -> Result<(), Fault> {
    Ok(())
}
/// x
pub fn encode(
    _service: &ServiceModel,
    _operation: &OperationModel,
    _output: &Value,
    _request_id: &str,
) -> WireResponse {
    WireResponse { status: 200, headers: vec![], body: Bytes::new() }
}
/// x
pub fn encode_fault(
    _service: &ServiceModel,
    _fault: &Fault,
    _request_id: &str,
    _operation: Option<&OperationModel>,
) -> WireResponse {
    WireResponse { status: 200, headers: vec![], body: Bytes::new() }
}
