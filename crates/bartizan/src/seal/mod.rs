//! The seal of the root key: how it is stored, and how it is opened.

pub(crate) mod ask;
pub(crate) mod channel;
mod sources;
mod token;
mod unsealing;

use bartizan_keys::{PassphraseSeal, SharesSeal};
use bartizan_store::{Key, Record, Store};
use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};

use crate::error::CliError;

pub(crate) use sources::{SealOptions, Sources, read_key, read_secret};
pub(crate) use token::TokenSeal;
pub(crate) use unsealing::{Unsealed, Unsealing, Wanted};

/// What the first start decided: the sealed root key, and the installation's account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Installation {
    /// The account.
    pub(crate) account: AccountId,
    /// The root key, sealed.
    pub(crate) sealed_root_key: Vec<u8>,
    /// Where the key comes from that it is sealed by.
    #[serde(default)]
    pub(crate) seal: StoredSeal,
}

/// Where the key of the seal comes from. Nothing in it is secret.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum StoredSeal {
    /// A file, or a credential of systemd.
    #[default]
    KeyFile,
    /// What somebody knows.
    Passphrase(PassphraseSeal),
    /// What several people hold.
    Shares(SharesSeal),
    /// A PKCS#11 token, which somebody's PIN opens.
    Token(TokenSeal),
}

impl StoredSeal {
    /// What the record calls it.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::KeyFile => "key-file",
            Self::Passphrase(_) => "passphrase",
            Self::Shares(_) => "shares",
            Self::Token(_) => "token",
        }
    }
}

impl Record for Installation {
    const COLLECTION: &'static str = "platform.installation";
}

const INSTALLATION: &str = "this";

impl Installation {
    /// Where it is stored.
    pub(crate) fn key() -> Key {
        Key::installation(INSTALLATION)
    }

    /// The one that is stored, if there was a first start.
    ///
    /// # Errors
    /// The store fails.
    pub(crate) fn stored(store: &Store) -> Result<Option<Self>, CliError> {
        store.read(|reader| reader.get(&Self::key()).map_err(CliError::from))
    }
}
