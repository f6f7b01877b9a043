//! SAML providers in the directory.

use std::sync::Arc;

use bartizan_service::Directory;
use bartizan_service::directory::SamlProvider as Known;
use bartizan_store::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::records::{Provider, SamlProvider};

/// Enters or replaces a provider.
pub(super) fn enter(provider: &SamlProvider, directory: &mut Directory) {
    let certificates = provider.certificates.iter();
    directory.put_saml_provider(Known {
        account: provider.account,
        arn: provider.arn(),
        name: Arc::from(provider.name.as_str()),
        uuid: Arc::from(provider.uuid.as_str()),
        entity_id: Arc::from(provider.entity_id.as_str()),
        certificates: certificates
            .filter_map(|der| STANDARD.decode(der).ok())
            .map(Arc::from)
            .collect(),
        valid_until: provider.valid_until,
    });
}

/// Takes the provider of this key out.
pub(super) fn remove(key: &Key, directory: &mut Directory) {
    if let Ok(account) = key.account.parse() {
        directory.remove_saml_provider(SamlProvider::arn_of(account, &key.id).as_str());
    }
}
