//! AWS Key Management Service: keys, who may use them, and what they do.

mod alias;
mod data_key;
mod encryption;
mod error;
mod grant;
mod import;
mod key;
mod key_store;
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

use std::fmt;
use std::sync::Arc;

use bartizan_service::{Egress, Hsm};

pub use projection::KmsProjection;
pub use upkeep::keep_up;

/// The service.
pub struct KeyManagement {
    ready: ready::ReadyKeys,
    /// The way to the proxies of external key stores.
    egress: Arc<dyn Egress>,
    /// The clusters of AWS `CloudHSM` key stores.
    hsm: Arc<dyn Hsm>,
}

impl KeyManagement {
    /// The service, with this way out, and these clusters.
    pub fn new(egress: Arc<dyn Egress>, hsm: Arc<dyn Hsm>) -> Self {
        Self { ready: ready::ReadyKeys::default(), egress, hsm }
    }
}

impl fmt::Debug for KeyManagement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyManagement").finish_non_exhaustive()
    }
}
