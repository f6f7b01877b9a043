//! AWS Key Management Service: keys, who may use them, and what they do.

mod alias;
mod data_key;
mod encryption;
mod error;
mod grant;
mod key;
mod mac;
mod naming;
mod operations;
mod paging;
mod policy;
mod projection;
mod records;
mod rules;
mod secret;
mod shapes;
mod signature;
mod states;
mod tags;
mod uses;

pub use projection::KmsProjection;

/// The service.
#[derive(Debug, Default)]
pub struct KeyManagement;
