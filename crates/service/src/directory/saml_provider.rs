//! SAML providers: whom an account trusts to prove people.

use std::sync::Arc;

use bartizan_saml::DecryptionKey;
use bartizan_types::{AccountId, Arn, Timestamp};

use crate::Directory;

/// A SAML provider.
#[derive(Debug, Clone)]
pub struct SamlProvider {
    /// The account that trusts it.
    pub account: AccountId,
    /// `arn:aws:iam::…:saml-provider/name`.
    pub arn: Arn,
    /// The name.
    pub name: Arc<str>,
    /// AWS's id of it, which an endpoint of its own has: `SAMLSP…`.
    pub uuid: Arc<str>,
    /// The name that it signs as.
    pub entity_id: Arc<str>,
    /// The certificates that it signs by, in DER.
    pub certificates: Vec<Arc<[u8]>>,
    /// The account's keys that it encrypts to, the newest first.
    pub decryption_keys: Vec<DecryptionKey>,
    /// Whether its assertions must be encrypted.
    pub only_encrypted: bool,
    /// Until when its metadata holds.
    pub valid_until: Timestamp,
}

impl Directory {
    /// The provider with this ARN.
    pub fn saml_provider(&self, arn: &str) -> Option<&Arc<SamlProvider>> {
        self.saml_providers.get(arn)
    }

    /// Enters or replaces a provider.
    pub fn put_saml_provider(&mut self, provider: SamlProvider) {
        self.saml_providers.insert(Arc::from(provider.arn.as_str()), Arc::new(provider));
    }

    /// Takes a provider out.
    pub fn remove_saml_provider(&mut self, arn: &str) {
        self.saml_providers.remove(arn);
    }
}
