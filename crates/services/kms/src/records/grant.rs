//! Grants.

use bartizan_service::directory::kms::{Grant, GrantConstraints};
use bartizan_service::store::{Key, Record};
use bartizan_sigv4::BodyDigest;
use bartizan_types::{AccountId, Arn, Region, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::key::{key_arn, reference};

/// The index of a key's grants, by the key's reference.
pub(crate) const BY_KEY: &str = "key";
/// The index of a key's named grants; values by [`GrantRecord::name_value`].
pub(crate) const BY_NAME: &str = "name";
/// The index of who may retire grants; values by [`GrantRecord::retiring_value`].
pub(crate) const BY_RETIRING: &str = "retiring";

/// A grant. Users and roles stand in it by unique id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GrantRecord {
    /// The account of the key.
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    /// The id of the key.
    pub(crate) key: String,
    /// 64 hexadecimal digits.
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) grantee: String,
    /// Who may retire it, beside others.
    pub(crate) retiring: Option<String>,
    /// The account of who made it.
    pub(crate) issuer: AccountId,
    pub(crate) operations: Vec<String>,
    pub(crate) constraints: GrantConstraints,
}

impl Record for GrantRecord {
    const COLLECTION: &'static str = "kms.grant";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let key = reference(self.account, &self.region, &self.key);
        let mut keys = Vec::with_capacity(3);
        keys.extend(self.name_value().map(|value| (BY_NAME, value)));
        if let Some(retiring) = &self.retiring {
            keys.push((BY_RETIRING, Self::retiring_value(&self.region, retiring)));
        }
        keys.push((BY_KEY, key));
        keys
    }
}

impl GrantRecord {
    /// The index value of a key's grants that have this one's name and grant the same, if it has one:
    /// a name may be that of many others.
    pub(crate) fn name_value(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        let key = reference(self.account, &self.region, &self.key);
        let granted = json!([self.grantee, self.retiring, self.operations, self.constraints]);
        let mut digest = BodyDigest::new();
        digest.update(granted.to_string().as_bytes());
        Some(format!("{key} {name} {}", hex::encode(digest.finish())))
    }

    /// The index value of a region's grants that somebody may retire.
    pub(crate) fn retiring_value(region: &Region, retiring: &str) -> String {
        format!("{region} {retiring}")
    }

    /// The store's key of a key's grant with this id.
    pub(crate) fn key_of(account: AccountId, region: &Region, key: &str, id: &str) -> Key {
        Key::new(account, region.as_str(), format!("{key}/{id}"))
    }

    /// The store's key.
    pub(crate) fn key(&self) -> Key {
        Self::key_of(self.account, &self.region, &self.key, &self.id)
    }

    /// What the ids of all grants of a key begin with.
    pub(crate) fn prefix(key_id: &str) -> String {
        format!("{key_id}/")
    }

    /// The ARN of the key.
    pub(crate) fn key_arn(&self) -> Arn {
        key_arn(&self.region, self.account, &self.key)
    }

    /// Whether it grants what another one grants, to the same principals.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
            && self.grantee == other.grantee
            && self.retiring == other.retiring
            && self.operations == other.operations
            && self.constraints == other.constraints
    }

    /// The grant as decisions know it.
    pub(crate) fn in_force(&self) -> Grant {
        Grant {
            id: self.id.as_str().into(),
            grantee: self.grantee.as_str().into(),
            operations: self.operations.as_slice().into(),
            constraints: self.constraints.clone(),
        }
    }
}
