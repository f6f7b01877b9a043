//! SAML providers.

use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

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
}

impl Record for SamlProvider {
    const COLLECTION: &'static str = "iam.saml_provider";
}

impl SamlProvider {
    /// The type as the activity record names it.
    pub(crate) const TYPE: &'static str = "AWS::IAM::SAMLProvider";
    /// What the resource part of the ARN begins with.
    pub(crate) const RESOURCE: &'static str = "saml-provider/";
    /// AWS's name of the quota, and its default. (IAM User Guide, "IAM and AWS STS quotas".)
    pub(crate) const QUOTA: (&'static str, usize) = ("SAMLProvidersPerAccount", 100);

    /// The ARN of the provider of this name.
    pub(crate) fn arn_of(account: AccountId, name: &str) -> Arn {
        Arn::new("iam", "", Some(account), &format!("{}{name}", Self::RESOURCE))
    }

    pub(crate) fn arn(&self) -> Arn {
        Self::arn_of(self.account, &self.name)
    }

    /// The store's key of the provider with this ARN; none where it is the ARN of another thing.
    pub(crate) fn key_of(arn: &Arn) -> Option<Key> {
        let name = arn.resource().strip_prefix(Self::RESOURCE).filter(|name| !name.is_empty())?;
        let is_one = arn.service() == "iam" && arn.region().is_empty();
        is_one.then_some(Key::global(arn.account_id()?, name))
    }

    pub(crate) fn key(&self) -> Key {
        Key::global(self.account, self.name.as_str())
    }
}
