//! OpenID Connect providers.

use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

/// An OpenID Connect provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OidcProvider {
    pub(crate) account: AccountId,
    /// The issuer's URL without `https://`, as answers show it.
    pub(crate) url: String,
    pub(crate) client_ids: Vec<String>,
    pub(crate) thumbprints: Vec<String>,
    pub(crate) created: Timestamp,
    pub(crate) tags: Vec<Tag>,
}

impl Record for OidcProvider {
    const COLLECTION: &'static str = "iam.oidc_provider";
}

impl OidcProvider {
    /// The type as the activity record names it.
    pub(crate) const TYPE: &'static str = "AWS::IAM::OIDCProvider";
    /// What the resource part of the ARN begins with.
    pub(crate) const RESOURCE: &'static str = "oidc-provider/";
    /// AWS's name of the quota, and its default. (IAM User Guide, "IAM and AWS STS quotas".)
    pub(crate) const QUOTA: (&'static str, usize) = ("OpenIdConnectProvidersPerAccount", 100);

    /// The ARN of the provider of this URL.
    pub(crate) fn arn_of(account: AccountId, url: &str) -> Arn {
        Arn::new("iam", "", Some(account), &format!("{}{url}", Self::RESOURCE))
    }

    pub(crate) fn arn(&self) -> Arn {
        Self::arn_of(self.account, &self.url)
    }

    /// The store's key of the provider with this ARN; none where it is the ARN of another thing.
    pub(crate) fn key_of(arn: &Arn) -> Option<Key> {
        let url = arn.resource().strip_prefix(Self::RESOURCE).filter(|url| !url.is_empty())?;
        let is_one = arn.service() == "iam" && arn.region().is_empty();
        is_one.then_some(Key::global(arn.account_id()?, url))
    }

    pub(crate) fn key(&self) -> Key {
        Key::global(self.account, self.url.as_str())
    }
}
