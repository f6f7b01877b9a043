//! SAML providers.

use bartizan_store::Record;
use bartizan_types::{AccountId, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::Provider;

/// A SAML provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SamlProvider {
    pub(crate) account: AccountId,
    /// The name; AWS tells these apart by case.
    pub(crate) name: String,
    /// AWS's id of it: `SAMLSP…`.
    pub(crate) uuid: String,
    /// The metadata as they were given.
    pub(crate) metadata: String,
    /// What the metadata say: the name the provider signs as.
    pub(crate) entity_id: String,
    /// What the metadata say: the certificates it signs by, in base64.
    pub(crate) certificates: Vec<String>,
    pub(crate) valid_until: Timestamp,
    pub(crate) created: Timestamp,
    pub(crate) tags: Vec<Tag>,
    /// Whether its assertions must be encrypted.
    #[serde(default)]
    pub(crate) only_encrypted: bool,
    /// Keys that decrypt its assertions, the oldest first.
    #[serde(default)]
    pub(crate) private_keys: Vec<SamlPrivateKey>,
}

/// A private key of a SAML provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SamlPrivateKey {
    pub(crate) id: String,
    pub(crate) added: Timestamp,
    /// The key in PKCS #8 as the vault sealed it for [`SamlProvider::row`], in base64.
    pub(crate) sealed: String,
}

impl SamlProvider {
    /// The row for which the vault seals the private key of this id.
    pub(crate) fn row(&self, key_id: &str) -> String {
        format!("{}/{key_id}", self.uuid)
    }
}

impl Record for SamlProvider {
    const COLLECTION: &'static str = "iam.saml_provider";
}

impl Provider for SamlProvider {
    const TYPE: &'static str = "AWS::IAM::SAMLProvider";
    const RESOURCE: &'static str = "saml-provider/";
    const QUOTA: (&'static str, usize) = ("SAMLProvidersPerAccount", 100);

    fn account(&self) -> AccountId {
        self.account
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn tags_mut(&mut self) -> &mut Vec<Tag> {
        &mut self.tags
    }

    fn missing(arn: &str) -> String {
        format!("Manifest not found for arn {arn}")
    }

    fn taken(name: &str) -> String {
        format!("Provider with name {name} already exists.")
    }
}
