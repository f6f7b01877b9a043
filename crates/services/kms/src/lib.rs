//! AWS Key Management Service: keys, who may use them, and what they do.

mod alias;
mod error;
mod grant;
mod key;
mod naming;
mod operations;
mod paging;
mod policy;
mod projection;
mod records;
mod rules;
mod shapes;
mod states;
mod tags;

pub use projection::KmsProjection;

/// The service.
#[derive(Debug, Default)]
pub struct KeyManagement;
