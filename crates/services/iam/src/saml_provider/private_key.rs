//! Private keys that decrypt a provider's assertions: sealed, and never shown. (IAM User Guide, "Manage
//! SAML encryption keys".)

use bartizan_pki::{PkiError, PrivateKey};
use bartizan_saml::DecryptionKey;
use bartizan_service::{Call, Vault};
use bartizan_store::Record;
use bartizan_types::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::id;
use crate::error::IamError;
use crate::records::{SamlPrivateKey, SamlProvider};
use crate::shapes::SAMLPrivateKey;

/// So many keys a provider has at most: an old one, and the one that takes its place.
const KEYS_MAX: usize = 2;

/// A key that was read, to be sealed for its provider.
pub(super) struct NewKey {
    id: String,
    added: Timestamp,
    pkcs8: Zeroizing<Vec<u8>>,
    vault: Vault,
}

/// Reads the key in PEM that a request may have.
pub(super) async fn read(call: &Call, pem: Option<&str>) -> Result<Option<NewKey>, IamError> {
    let Some(pem) = pem else { return Ok(None) };
    let pkcs8 = PrivateKey::rsa_to_pkcs8(pem).map_err(invalid)?;
    DecryptionKey::from_pkcs8(&pkcs8).map_err(|_| invalid(PkiError::Unsupported))?;
    let platform = &call.platform;
    platform.vault.prepare(&platform.store, call.account()?).await?;
    Ok(Some(NewKey {
        id: id("SAMLPK", &*platform.random),
        added: call.now,
        pkcs8,
        vault: platform.vault.clone(),
    }))
}

impl NewKey {
    /// Seals the key for the provider.
    pub(super) fn add_to(self, provider: &mut SamlProvider) -> Result<(), IamError> {
        if provider.private_keys.len() >= KEYS_MAX {
            let message = format!("Private key limit of {KEYS_MAX} is reached.");
            return Err(IamError::LimitExceeded(message));
        }
        let (table, row) = (SamlProvider::COLLECTION, provider.row(&self.id));
        let sealed = self.vault.seal(provider.account, table, &row, &self.pkcs8)?;
        provider.private_keys.push(SamlPrivateKey {
            id: self.id,
            added: self.added,
            sealed: STANDARD.encode(sealed),
        });
        Ok(())
    }
}

/// Takes the key of this id away, unless it is the last that a provider needs.
pub(super) fn remove(provider: &mut SamlProvider, id: &str) -> Result<(), IamError> {
    let refused = |message: &str| Err(IamError::InvalidInput(message.to_owned()));
    let before = provider.private_keys.len();
    provider.private_keys.retain(|key| key.id != id);
    if provider.private_keys.len() == before {
        return refused(
            "Failed to remove private key because the Key ID does not match a private key.",
        );
    }
    if provider.only_encrypted && provider.private_keys.is_empty() {
        return refused("Failed to remove private key.");
    }
    Ok(())
}

/// What anybody learns of a provider's keys.
pub(super) fn shown(provider: &SamlProvider) -> Vec<SAMLPrivateKey> {
    let key = |key: &SamlPrivateKey| SAMLPrivateKey {
        key_id: Some(key.id.clone()),
        timestamp: Some(key.added),
    };
    provider.private_keys.iter().map(key).collect()
}

fn invalid(error: PkiError) -> IamError {
    let detail = match error {
        PkiError::Encrypted => "Key is encrypted.",
        PkiError::UnknownEncoding | PkiError::Malformed => "Key format is not recognized.",
        PkiError::Unsupported => "Key is not an RSA key of 2048 to 4096 bits.",
    };
    IamError::InvalidInput(format!("Invalid private key. {detail}"))
}
