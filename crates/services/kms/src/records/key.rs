//! Keys.

use std::time::Duration;

use bartizan_keys::{KeySpec, KeyUsage};
use bartizan_service::directory::kms::{ExternalKey, KeyOrigin, KeyState, MultiRegionKeyType};
use bartizan_service::store::{Key, Reader, Record, Writer};
use bartizan_types::{AccountId, Arn, Region, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::{BY_EXTERNAL_KEY, BY_ID, BY_STORE, KeyStoreRecord, MaterialRecord};
use crate::error::KmsError;

/// A key: all but its material.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyRecord {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    /// A UUID, or `mrk-…` for a multi-Region key.
    pub(crate) id: String,
    pub(crate) description: String,
    pub(crate) spec: KeySpec,
    pub(crate) usage: KeyUsage,
    pub(crate) origin: KeyOrigin,
    pub(crate) created: Timestamp,
    pub(crate) enabled: bool,
    /// When it is to be deleted, if it is.
    pub(crate) deletion: Option<Deletion>,
    /// The key policy, users and roles by unique id.
    pub(crate) policy: String,
    pub(crate) tags: Vec<Tag>,
    /// The id of the material that encrypts and signs.
    pub(crate) current_material: Option<String>,
    pub(crate) multi_region: Option<MultiRegion>,
    /// The service of AWS that made it for itself, as `s3`.
    pub(crate) aws_service: Option<String>,
    #[serde(default)]
    pub(crate) rotation: Rotation,
    /// The key elsewhere that it stands for, where it is in a custom key store.
    #[serde(default)]
    pub(crate) external: Option<ExternalKey>,
    /// When the first of its imported material expires, if any does.
    #[serde(default)]
    pub(crate) material_ends: Option<Timestamp>,
}

/// What a multi-Region key has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MultiRegion {
    /// The region of the primary key.
    pub(crate) primary: Region,
}

/// How a key's material is rotated.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Rotation {
    /// When it is rotated by itself, if it is.
    pub(crate) schedule: Option<Schedule>,
    /// How often it was rotated on demand.
    pub(crate) on_demand: u32,
}

/// When a key is rotated by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Schedule {
    pub(crate) period_days: i32,
    pub(crate) next: Timestamp,
}

impl Schedule {
    /// The first time is a period after `start`.
    pub(crate) fn from(start: Timestamp, period_days: i32) -> Self {
        Self { period_days, next: start.plus(days(period_days)) }
    }
}

/// So many days.
pub(crate) fn days(number: i32) -> Duration {
    const HOURS_OF_A_DAY: u64 = 24;
    Duration::from_hours(u64::try_from(number).unwrap_or_default().saturating_mul(HOURS_OF_A_DAY))
}

/// A deletion that is to come.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Deletion {
    /// How many days it waits.
    pub(crate) window_days: i32,
    /// When; `None` while it waits for its replicas to be gone.
    pub(crate) at: Option<Timestamp>,
    /// Whether what cannot be undone was begun.
    #[serde(default)]
    pub(crate) begun: bool,
}

impl Record for KeyRecord {
    const COLLECTION: &'static str = "kms.key";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let of_family = self.multi_region.iter().map(|_| (BY_ID, family(self.account, &self.id)));
        let of_store = self.external.iter().flat_map(|external| {
            let store = reference(self.account, &self.region, &external.store);
            [(BY_EXTERNAL_KEY, format!("{store} {}", external.id)), (BY_STORE, store)]
        });
        of_family.chain(of_store).collect()
    }
}

impl KeyRecord {
    /// The store's key.
    pub(crate) fn key(&self) -> Key {
        Key::new(self.account, self.region.as_str(), self.id.as_str())
    }

    /// The ARN.
    pub(crate) fn arn(&self) -> Arn {
        key_arn(&self.region, self.account, &self.id)
    }

    /// The key as other records refer to it in indexes.
    pub(crate) fn reference(&self) -> String {
        reference(self.account, &self.region, &self.id)
    }

    /// The state, but for material that expires.
    pub(crate) fn stored_state(&self) -> KeyState {
        match self.deletion {
            Some(Deletion { at: None, .. }) => KeyState::PendingReplicaDeletion,
            Some(Deletion { at: Some(_), .. }) => KeyState::PendingDeletion,
            None if self.current_material.is_none() => KeyState::PendingImport,
            None if self.enabled => KeyState::Enabled,
            None => KeyState::Disabled,
        }
    }

    /// When its deletion, its next rotation or the end of imported material is due. Replicas are rotated
    /// with their primary key, and no key that cannot be used is.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        let is_rotated = self.stored_state() == KeyState::Enabled && !self.is_replica();
        let rotation = self.rotation.schedule.filter(|_| is_rotated).map(|schedule| schedule.next);
        let own = self.deletion.map_or(rotation, |deletion| deletion.at);
        own.into_iter().chain(self.material_ends).min()
    }

    /// Notes when the first of its imported material expires.
    pub(crate) fn note_material_ends(&mut self, reader: &Reader<'_>) -> Result<(), KmsError> {
        let prefix = MaterialRecord::prefix(&self.id);
        let all = super::all::<MaterialRecord>(reader, self.account, &self.region, &prefix)?;
        let ends = all.iter().filter(|one| !one.is_wiped()).filter_map(|one| one.valid_to);
        self.material_ends = ends.min();
        Ok(())
    }

    /// Whether it is a copy of a multi-Region key.
    pub(crate) fn is_replica(&self) -> bool {
        self.multi_region_type() == Some(MultiRegionKeyType::Replica)
    }

    /// The state at `now`.
    pub(crate) fn state(&self, reader: &Reader<'_>, now: Timestamp) -> Result<KeyState, KmsError> {
        let stored = self.stored_state();
        if !matches!(stored, KeyState::Enabled | KeyState::Disabled) {
            return Ok(stored);
        }
        if let Some(external) = &self.external {
            let store = KeyStoreRecord::find(reader, self.account, &self.region, &external.store)?;
            return Ok(if store.is_connected() { stored } else { KeyState::Unavailable });
        }
        if self.origin != KeyOrigin::External {
            return Ok(stored);
        }
        let prefix = MaterialRecord::prefix(&self.id);
        let all = super::all::<MaterialRecord>(reader, self.account, &self.region, &prefix)?;
        let held = all.iter().filter(|material| !material.pending);
        Ok(stored.at(now, self.origin, held.map(|material| material.valid_to)))
    }

    /// The material that encrypts and signs.
    pub(crate) fn material(&self, reader: &Reader<'_>) -> Result<Option<MaterialRecord>, KmsError> {
        Ok(match &self.current_material {
            Some(id) => reader.get(&MaterialRecord::key_of(self, id))?,
            None => None,
        })
    }

    /// Which of its multi-Region keys it is.
    pub(crate) fn multi_region_type(&self) -> Option<MultiRegionKeyType> {
        self.multi_region.as_ref().map(|multi| {
            if multi.primary == self.region {
                MultiRegionKeyType::Primary
            } else {
                MultiRegionKeyType::Replica
            }
        })
    }

    /// The key of this ARN.
    pub(crate) fn find(reader: &Reader<'_>, arn: &Arn) -> Result<Self, KmsError> {
        let id = arn.resource().strip_prefix("key/").unwrap_or_default();
        let found = match arn.account_id() {
            Some(account) => reader.get(&Key::new(account, arn.region(), id))?,
            None => None,
        };
        found.ok_or_else(|| KmsError::NotFound(format!("Key '{arn}' does not exist")))
    }

    /// The keys of the multi-Region key that this is one of; itself alone if it is none.
    pub(crate) fn family(&self, reader: &Reader<'_>) -> Result<Vec<Self>, KmsError> {
        if self.multi_region.is_none() {
            return Ok(vec![self.clone()]);
        }
        let found = reader.find(BY_ID, &family(self.account, &self.id))?;
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }

    /// Stores it in place of itself.
    pub(crate) fn save(&self, writer: &mut Writer<'_>) -> Result<(), KmsError> {
        Ok(writer.put(&self.key(), self)?)
    }
}

/// The ARN of a key.
pub(crate) fn key_arn(region: &Region, account: AccountId, id: &str) -> Arn {
    Arn::new("kms", region.as_str(), Some(account), &format!("key/{id}"))
}

/// A key as other records refer to it in indexes.
pub(crate) fn reference(account: AccountId, region: &Region, id: &str) -> String {
    format!("{account} {region} {id}")
}

fn family(account: AccountId, id: &str) -> String {
    format!("{account} {id}")
}
