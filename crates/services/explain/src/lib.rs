//! Bartizan's own API: why a request was allowed or denied, and decisions for software that is none
//! of these services. It travels the one road as every other service, and asks for permissions of
//! its own, as `bartizan:ExplainRequest`.

mod authorize;
mod error;
mod operations;
mod request;
mod shapes;

pub use operations::OPERATIONS;

/// The service.
#[derive(Debug, Default)]
pub struct Explain;
