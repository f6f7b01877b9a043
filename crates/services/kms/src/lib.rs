//! AWS Key Management Service: keys, who may use them, and what they do.

mod error;
mod operations;
mod shapes;

/// The service.
#[derive(Debug, Default)]
pub struct KeyManagement;
