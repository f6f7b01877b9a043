//! AWS Key Management Service: keys, who may use them, and what they do.

mod alias;
mod data_key;
mod encryption;
mod error;
mod grant;
mod import;
mod key;
mod last_usage;
mod mac;
mod managed;
mod multi_region;
mod naming;
mod operations;
mod paging;
mod policy;
mod port;
mod projection;
mod ready;
mod records;
mod rotation;
mod rules;
mod secret;
mod shapes;
mod signature;
mod states;
mod tags;
mod upkeep;
mod uses;

pub use projection::KmsProjection;
pub use upkeep::keep_up;

/// The service.
#[derive(Debug, Default)]
pub struct KeyManagement {
    ready: ready::ReadyKeys,
}
