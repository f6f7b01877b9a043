//! Bartizan's own API: why a request was allowed or denied. It travels the one road as every other
//! service, and asks for the permission `bartizan:ExplainRequest`.

mod error;
mod operations;
mod request;
mod shapes;

pub use operations::OPERATIONS;

/// The service.
#[derive(Debug, Default)]
pub struct Explain;
