//! Key pairs.

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use super::BY_NAME;
use crate::kind::Kind;
use crate::scope::Resource;

/// A key pair: of it the public key alone is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyPairRecord {
    pub(crate) id: String,
    pub(crate) name: String,
    /// `rsa` or `ed25519`.
    pub(crate) key_type: String,
    pub(crate) fingerprint: String,
    /// In one line, as OpenSSH has it.
    pub(crate) public_key: String,
    pub(crate) created: Timestamp,
}

impl Record for KeyPairRecord {
    const COLLECTION: &'static str = "ec2.key-pair";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_NAME, self.name.clone())]
    }
}

impl Resource for KeyPairRecord {
    const KIND: Kind = Kind::KeyPair;

    fn id(&self) -> &str {
        &self.id
    }
}
