//! External key stores.

use bartizan_service::Vault;
use bartizan_service::store::{Key, Reader, Record, Writer};
use bartizan_sigv4::Secret;
use bartizan_types::{AccountId, Region, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::error::KmsError;

/// A key store whose keys somebody else keeps, behind a proxy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyStoreRecord {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    /// `cks-` and 17 hexadecimal digits.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created: Timestamp,
    pub(crate) connection: Connection,
    /// `https://` and the proxy's name.
    pub(crate) endpoint: String,
    /// The path that ends with `/kms/xks/v1`.
    pub(crate) path: String,
    /// Whom the proxy knows KMS as.
    pub(crate) access_key: String,
    /// The secret of it, sealed; in base64.
    pub(crate) secret: String,
    /// Counts its connections, and what they are made by: what was asked of an earlier one counts for
    /// nothing.
    #[serde(default)]
    pub(crate) revision: u64,
}

/// Whether a key store's keys can be used. (AWS KMS API Reference, `CustomKeyStoresListEntry`,
/// `ConnectionState` and `ConnectionErrorCode`.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Connection {
    /// Nobody connected it, or somebody disconnected it.
    Disconnected,
    /// Its proxy was found to be well.
    Connected,
    /// Its proxy was not, for the reason with this code.
    Failed(String),
}

impl Connection {
    /// AWS's name of the state.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Disconnected => "DISCONNECTED",
            Self::Connected => "CONNECTED",
            Self::Failed(_) => "FAILED",
        }
    }
}

impl Record for KeyStoreRecord {
    const COLLECTION: &'static str = "kms.key_store";
}

impl KeyStoreRecord {
    /// The store's key.
    pub(crate) fn key(&self) -> Key {
        Self::key_of(self.account, &self.region, &self.id)
    }

    fn key_of(account: AccountId, region: &Region, id: &str) -> Key {
        Key::new(account, region.as_str(), id)
    }

    /// The key store with this id.
    pub(crate) fn find(
        reader: &Reader<'_>,
        account: AccountId,
        region: &Region,
        id: &str,
    ) -> Result<Self, KmsError> {
        let found = reader.get(&Self::key_of(account, region, id))?;
        found.ok_or_else(|| {
            KmsError::CustomKeyStoreNotFound(format!("There is no custom key store {id}"))
        })
    }

    /// Whether its keys can be used.
    pub(crate) fn is_connected(&self) -> bool {
        self.connection == Connection::Connected
    }

    /// Connects or disconnects it.
    pub(crate) fn become_of(&mut self, connection: Connection) {
        self.connection = connection;
        self.revision += 1;
    }

    /// Stores it in place of itself.
    pub(crate) fn save(&self, writer: &mut Writer<'_>) -> Result<(), KmsError> {
        Ok(writer.put(&self.key(), self)?)
    }

    /// Seals the secret, bound to the key store. The account's domain key must be there.
    pub(crate) fn keep_secret(&mut self, vault: &Vault, secret: &str) -> Result<(), KmsError> {
        let sealed = vault.seal(self.account, Self::COLLECTION, &self.row(), secret.as_bytes())?;
        self.secret = STANDARD.encode(sealed);
        Ok(())
    }

    /// The secret, opened.
    pub(crate) fn secret(&self, vault: &Vault) -> Result<Secret, KmsError> {
        let damaged = || {
            KmsError::internal(format!(
                "the stored credential of the custom key store {} was damaged: update it",
                self.id
            ))
        };
        let sealed = STANDARD.decode(&self.secret).map_err(|_| damaged())?;
        let opened = vault
            .open(self.account, Self::COLLECTION, &self.row(), &sealed)
            .map_err(|_| damaged())?;
        let text = std::str::from_utf8(&opened).map_err(|_| damaged())?;
        Ok(Secret::new(text.to_owned()))
    }

    fn row(&self) -> String {
        format!("{}/{}", self.region, self.id)
    }
}
