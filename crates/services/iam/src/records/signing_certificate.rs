//! Signing certificates of users and of the root user.

use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{BY_CERTIFICATE, BY_OWNER, Owner};

/// A signing certificate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SigningCertificate {
    pub(crate) account: AccountId,
    pub(crate) id: String,
    pub(crate) owner: Owner,
    pub(crate) active: bool,
    pub(crate) uploaded: Timestamp,
    /// As it was uploaded.
    pub(crate) body: String,
    /// The digest of the certificate itself.
    pub(crate) digest: String,
}

impl SigningCertificate {
    /// The store's key of the certificate with this id.
    pub(crate) fn key(account: AccountId, id: &str) -> Key {
        Key::global(account, id)
    }

    /// The value in the index of certificates: the same one may be in several accounts.
    pub(crate) fn digest_value(account: AccountId, digest: &str) -> String {
        format!("{account} {digest}")
    }
}

impl Record for SigningCertificate {
    const COLLECTION: &'static str = "iam.signing_certificate";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![
            (BY_OWNER, self.owner.index_value(self.account)),
            (BY_CERTIFICATE, Self::digest_value(self.account, &self.digest)),
        ]
    }
}
