//! A key.

use std::sync::Arc;

use bartizan_keys::{KeyMaterial, KeySpec, KeyUsage};
use bartizan_policy::Attached;
use bartizan_types::{AccountId, Arn, Region, Tag, Timestamp};
use serde::{Deserialize, Serialize};

/// A key, with its material opened: its use opens nothing.
#[derive(Debug, Clone)]
pub struct KmsKey {
    /// The account.
    pub account: AccountId,
    /// The region.
    pub region: Region,
    /// A UUID, or `mrk-…` for a multi-Region key.
    pub id: Arc<str>,
    /// `arn:aws:kms:REGION:ACCOUNT:key/ID`.
    pub arn: Arn,
    /// What kind of key it is.
    pub spec: KeySpec,
    /// What it is for.
    pub usage: KeyUsage,
    /// Where its material comes from.
    pub origin: KeyOrigin,
    /// Its state, but for material that expires: see [`Self::state`].
    pub stored_state: KeyState,
    /// Whether a service of AWS made it for itself, as `alias/aws/s3`.
    pub is_aws_managed: bool,
    /// Which of its multi-Region keys it is, where it is one.
    pub multi_region: Option<MultiRegionKeyType>,
    /// The key policy.
    pub policy: Attached,
    /// The tags.
    pub tags: Arc<[Tag]>,
    /// The material it has and had.
    pub materials: Materials,
    /// When its next rotation or its deletion is due.
    pub due: Option<Timestamp>,
    /// The key elsewhere that it stands for, where it is in a custom key store.
    pub external: Option<ExternalKey>,
}

/// A key that somebody else keeps, and the key store it is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalKey {
    /// The id of the custom key store.
    pub store: String,
    /// What the key store's proxy or cluster calls the key.
    pub id: String,
}

/// Where a key's material comes from. (AWS KMS API Reference, `KeyMetadata`, `Origin`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyOrigin {
    /// KMS made it.
    #[serde(rename = "AWS_KMS")]
    AwsKms,
    /// The customer imported it.
    #[serde(rename = "EXTERNAL")]
    External,
    /// KMS made it, and a key in an external key store encrypts once more.
    #[serde(rename = "EXTERNAL_KEY_STORE")]
    ExternalKeyStore,
    /// KMS made it, and a key in a cluster of hardware security modules encrypts once more.
    #[serde(rename = "AWS_CLOUDHSM")]
    AwsCloudHsm,
}

impl KeyOrigin {
    /// AWS's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AwsKms => "AWS_KMS",
            Self::External => "EXTERNAL",
            Self::ExternalKeyStore => "EXTERNAL_KEY_STORE",
            Self::AwsCloudHsm => "AWS_CLOUDHSM",
        }
    }
}

/// The state of a key. (AWS KMS Developer Guide, "Key states of AWS KMS keys".)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It can be used.
    Enabled,
    /// It was turned off.
    Disabled,
    /// It has no material yet, or none any more.
    PendingImport,
    /// It will be deleted.
    PendingDeletion,
    /// It is a primary key that will be deleted when its replicas are gone.
    PendingReplicaDeletion,
    /// Its custom key store is not connected.
    Unavailable,
}

impl KeyState {
    /// What a stored state is at `now`, by when the material ends that is not pending: a key any of whose
    /// imported material expired waits for it to be imported again. (AWS KMS Developer Guide, "Set an
    /// expiration time".)
    #[must_use]
    pub fn at(
        self,
        now: Timestamp,
        origin: KeyOrigin,
        ends: impl IntoIterator<Item = Option<Timestamp>>,
    ) -> Self {
        let is_there = matches!(self, Self::Enabled | Self::Disabled);
        let expires = is_there && origin == KeyOrigin::External;
        if expires && ends.into_iter().flatten().any(|end| end <= now) {
            return Self::PendingImport;
        }
        self
    }

    /// AWS's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::PendingImport => "PendingImport",
            Self::PendingDeletion => "PendingDeletion",
            Self::PendingReplicaDeletion => "PendingReplicaDeletion",
            Self::Unavailable => "Unavailable",
        }
    }
}

/// Which of its multi-Region keys a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MultiRegionKeyType {
    /// The one that is replicated.
    Primary,
    /// A copy.
    Replica,
}

impl MultiRegionKeyType {
    /// AWS's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Primary => "PRIMARY",
            Self::Replica => "REPLICA",
        }
    }
}

/// The material that a key has and had: what was encrypted by earlier material can be decrypted.
#[derive(Debug, Clone, Default)]
pub struct Materials {
    /// The id of the material that encrypts and signs.
    pub current: Option<Arc<str>>,
    /// All of it.
    pub all: Arc<[Material]>,
}

/// Material of a key.
#[derive(Debug, Clone)]
pub struct Material {
    /// 64 hexadecimal digits.
    pub id: Arc<str>,
    /// The material, opened; `None` where what is stored was changed or is of another row.
    pub opened: Option<Arc<KeyMaterial>>,
    /// When it expires, if it does.
    pub valid_to: Option<Timestamp>,
    /// Whether it was imported and waits for the rotation that makes it the current one.
    pub is_pending: bool,
}

impl Materials {
    /// The material that encrypts and signs.
    pub fn current(&self) -> Option<&Material> {
        self.find(self.current.as_deref()?)
    }

    /// The material with this id.
    pub fn find(&self, id: &str) -> Option<&Material> {
        self.all.iter().find(|material| *material.id == *id)
    }
}

impl Material {
    /// Whether it is still there at `now`.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.valid_to.is_none_or(|end| now < end)
    }
}

impl KmsKey {
    /// The state at `now`. Whether its key store is connected, the directory tells: see
    /// [`super::KmsKeys::state`].
    pub fn state(&self, now: Timestamp) -> KeyState {
        let held = self.materials.all.iter().filter(|material| !material.is_pending);
        self.stored_state.at(now, self.origin, held.map(|material| material.valid_to))
    }
}
