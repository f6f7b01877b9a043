//! Signing certificates of users and of the root user.

use bartizan_store::Record;
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{BY_CERTIFICATE, BY_OWNER, Credential, Owner};

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
    /// The value in the index of certificates: the same one may be in several accounts.
    pub(crate) fn digest_value(account: AccountId, digest: &str) -> String {
        format!("{account} {digest}")
    }
}

impl Credential for SigningCertificate {
    const OF_ROOT: bool = true;

    fn id(&self) -> &str {
        &self.id
    }

    fn since(&self) -> Timestamp {
        self.uploaded
    }

    fn is_of(&self, owner: &Owner) -> bool {
        self.owner == *owner
    }

    fn active_mut(&mut self) -> &mut bool {
        &mut self.active
    }

    fn missing(id: &str) -> String {
        format!("The Certificate with id {id} cannot be found.")
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
