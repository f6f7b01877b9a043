//! SAML providers in the directory.

use std::sync::Arc;

use bartizan_saml::DecryptionKey;
use bartizan_service::directory::SamlProvider as Known;
use bartizan_service::{Directory, Vault};
use bartizan_store::{Key, Record};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::records::{Provider, SamlPrivateKey, SamlProvider};

/// Enters or replaces a provider.
pub(super) fn enter(provider: &SamlProvider, vault: Option<&Vault>, directory: &mut Directory) {
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
        decryption_keys: opened(provider, vault),
        only_encrypted: provider.only_encrypted,
        valid_until: provider.valid_until,
    });
}

/// The keys that can be opened, the newest first: so AWS tries them. (IAM User Guide, "Manage SAML
/// encryption keys".)
fn opened(provider: &SamlProvider, vault: Option<&Vault>) -> Vec<DecryptionKey> {
    let open = |key: &SamlPrivateKey| {
        let sealed = STANDARD.decode(&key.sealed).ok()?;
        let (table, row) = (SamlProvider::COLLECTION, provider.row(&key.id));
        let pkcs8 = vault?.open(provider.account, table, &row, &sealed).ok()?;
        DecryptionKey::from_pkcs8(&pkcs8).ok()
    };
    provider.private_keys.iter().rev().filter_map(open).collect()
}

/// Takes the provider of this key out.
pub(super) fn remove(key: &Key, directory: &mut Directory) {
    if let Ok(account) = key.account.parse() {
        directory.remove_saml_provider(SamlProvider::arn_of(account, &key.id).as_str());
    }
}
