//! OpenID Connect providers: whom an account trusts to prove people and programs.

use std::sync::Arc;

use bartizan_types::{AccountId, Arn};

use crate::Directory;

/// An OpenID Connect provider.
#[derive(Debug, Clone)]
pub struct OidcProvider {
    /// The account that trusts it.
    pub account: AccountId,
    /// `arn:aws:iam::…:oidc-provider/host/path`.
    pub arn: Arn,
    /// The issuer's URL without `https://`.
    pub url: Arc<str>,
    /// The audiences that are taken.
    pub client_ids: Vec<String>,
    /// SHA-1 fingerprints of certificates, in lower-case hexadecimal: trusted for this issuer where
    /// no authority vouches for its server.
    pub thumbprints: Vec<String>,
}

impl Directory {
    /// The account's provider for the issuer of this URL, which is without `https://`.
    pub fn oidc_provider(&self, account: AccountId, url: &str) -> Option<&Arc<OidcProvider>> {
        self.oidc_providers.get(&(account, Arc::from(url)))
    }

    /// Enters or replaces a provider.
    pub fn put_oidc_provider(&mut self, provider: OidcProvider) {
        let key = (provider.account, Arc::clone(&provider.url));
        self.oidc_providers.insert(key, Arc::new(provider));
    }

    /// Takes a provider out.
    pub fn remove_oidc_provider(&mut self, account: AccountId, url: &str) {
        self.oidc_providers.remove(&(account, Arc::from(url)));
    }
}
