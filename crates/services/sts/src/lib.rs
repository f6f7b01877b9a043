//! The Security Token Service: temporary credentials. Sessions are stateless: nothing of them is
//! stored, the token holds them sealed.

mod assume_role;
mod assume_root;
mod delegated;
mod error;
mod federated;
mod federation;
mod identity;
mod operations;
mod saml;
mod session;
mod session_tags;
mod session_token;
mod shapes;
mod web_identity;
mod web_identity_token;

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use bartizan_service::Egress;

/// The service.
pub struct Sts {
    keys: web_identity::KeySets,
}

impl Sts {
    /// The service, which reaches the issuers of web identities by `egress`, but those in
    /// `key_files`, by URL: their keys are in these files.
    pub fn new(egress: Arc<dyn Egress>, key_files: HashMap<String, PathBuf>) -> Self {
        Self { keys: web_identity::KeySets::new(egress, key_files) }
    }
}

impl fmt::Debug for Sts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sts")
    }
}
