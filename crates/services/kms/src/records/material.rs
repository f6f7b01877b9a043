//! Key material, apart from the keys.

use bartizan_keys::{KeyMaterial, KeySpec};
use bartizan_service::Vault;
use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Region, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::KeyRecord;
use crate::error::KmsError;

/// Material of a key, sealed by the account's domain key and bound to the row: account, key and
/// material.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MaterialRecord {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    /// The id of its key.
    pub(crate) key: String,
    /// 64 hexadecimal digits.
    pub(crate) id: String,
    pub(crate) spec: KeySpec,
    /// In base64; nothing where imported material was deleted.
    pub(crate) sealed: String,
    pub(crate) created: Timestamp,
    /// When it expires, if it does.
    pub(crate) valid_to: Option<Timestamp>,
    /// The rotation that made it the current one; none for the first.
    #[serde(default)]
    pub(crate) rotated: Option<Rotated>,
    /// What whoever imported it says of it.
    #[serde(default)]
    pub(crate) description: Option<String>,
    /// Whether it was imported and waits for the rotation that makes it the current one.
    #[serde(default)]
    pub(crate) pending: bool,
}

/// A rotation.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Rotated {
    pub(crate) at: Timestamp,
    pub(crate) by: RotationType,
}

/// How a rotation came. (AWS KMS API Reference, `RotationsListEntry`, `RotationType`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RotationType {
    /// By the clock.
    #[serde(rename = "AUTOMATIC")]
    Automatic,
    /// By a request.
    #[serde(rename = "ON_DEMAND")]
    OnDemand,
}

impl RotationType {
    /// AWS's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Automatic => "AUTOMATIC",
            Self::OnDemand => "ON_DEMAND",
        }
    }
}

impl Record for MaterialRecord {
    const COLLECTION: &'static str = "kms.material";
}

impl MaterialRecord {
    /// Material of a key, sealed. The account's domain key must be there.
    pub(crate) fn seal(
        key: &KeyRecord,
        material: &KeyMaterial,
        vault: &Vault,
        now: Timestamp,
    ) -> Result<Self, KmsError> {
        let id = material.material_id(key.account, &key.id);
        let row = row(&key.id, &id);
        let sealed = vault.seal(key.account, Self::COLLECTION, &row, &material.to_bytes())?;
        Ok(Self {
            account: key.account,
            region: key.region.clone(),
            key: key.id.clone(),
            id,
            spec: key.spec,
            sealed: STANDARD.encode(sealed),
            created: now,
            valid_to: None,
            rotated: None,
            description: None,
            pending: false,
        })
    }

    /// The material, opened.
    ///
    /// # Errors
    /// It was changed, or belongs to another row: in words that name it.
    pub(crate) fn open(&self, vault: &Vault) -> Result<KeyMaterial, String> {
        let row = row(&self.key, &self.id);
        let sealed = STANDARD.decode(&self.sealed).map_err(|error| error.to_string())?;
        let bytes = vault
            .open(self.account, Self::COLLECTION, &row, &sealed)
            .map_err(|fault| fault.message)?;
        KeyMaterial::from_bytes(self.spec, &bytes).map_err(|error| error.to_string())
    }

    /// Forgets the material, but for its id.
    pub(crate) fn wipe(&mut self, now: Timestamp) {
        self.sealed.clear();
        self.valid_to = Some(now);
    }

    /// The row by which a replica of its key knows that it lacks this material.
    pub(crate) fn lacking(&self, replica: &KeyRecord, now: Timestamp) -> Self {
        let mut lacking = Self { region: replica.region.clone(), pending: false, ..self.clone() };
        lacking.wipe(now);
        lacking
    }

    /// Whether it was forgotten.
    pub(crate) const fn is_wiped(&self) -> bool {
        self.sealed.is_empty()
    }

    /// Whether it is still there at `now`.
    pub(crate) fn is_valid(&self, now: Timestamp) -> bool {
        self.valid_to.is_none_or(|end| now < end)
    }

    /// The store's key.
    pub(crate) fn key(&self) -> Key {
        Key::new(self.account, self.region.as_str(), row(&self.key, &self.id))
    }

    /// The store's key of a key's material with this id.
    pub(crate) fn key_of(key: &KeyRecord, id: &str) -> Key {
        Key::new(key.account, key.region.as_str(), row(&key.id, id))
    }

    /// What the ids of all materials of a key begin with.
    pub(crate) fn prefix(key_id: &str) -> String {
        row(key_id, "")
    }
}

fn row(key_id: &str, material_id: &str) -> String {
    format!("{key_id}/{material_id}")
}
