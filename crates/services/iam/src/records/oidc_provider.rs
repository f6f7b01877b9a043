//! OpenID Connect providers.

use bartizan_store::Record;
use bartizan_types::{AccountId, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::Provider;

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

impl Provider for OidcProvider {
    const TYPE: &'static str = "AWS::IAM::OIDCProvider";
    const RESOURCE: &'static str = "oidc-provider/";
    const QUOTA: (&'static str, usize) = ("OpenIdConnectProvidersPerAccount", 100);

    fn account(&self) -> AccountId {
        self.account
    }

    fn name(&self) -> &str {
        &self.url
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn tags_mut(&mut self) -> &mut Vec<Tag> {
        &mut self.tags
    }

    fn missing(arn: &str) -> String {
        format!("OpenIDConnect Provider not found for arn {arn}")
    }

    fn taken(name: &str) -> String {
        format!("Provider with url https://{name} already exists.")
    }
}
