//! What the key service keeps in the store, and under which keys.

mod alias;
mod grant;
mod key;
mod key_store;
mod material;

use bartizan_service::store::{Reader, Record};
use bartizan_types::{AccountId, Region};

pub(crate) use alias::AliasRecord;
pub(crate) use grant::{BY_KEY, BY_NAME, BY_RETIRING, GrantRecord};
pub(crate) use key::{
    Deletion, KeyRecord, MultiRegion, Rotation, Schedule, days, key_arn, reference,
};
pub(crate) use key_store::{Cluster, Connection, KeyStoreRecord};
pub(crate) use material::{MaterialRecord, Rotated, RotationType};

use crate::error::KmsError;

/// The index of a key's aliases, by [`KeyRecord::reference`].
pub(crate) const BY_TARGET: &str = "target";
/// The index of the keys of one multi-Region key, by account and id.
pub(crate) const BY_ID: &str = "id";
/// The index of the keys in a custom key store, by account, region and the key store's id.
pub(crate) const BY_STORE: &str = "store";
/// The index of keys by the keys elsewhere that they stand for: as [`BY_STORE`], and the key's id there.
pub(crate) const BY_EXTERNAL_KEY: &str = "external key";

/// The index of key stores by their clusters, each of which has one.
pub(crate) const BY_CLUSTER: &str = "cluster";

/// How many records a scan reads at a time.
const SCAN: usize = 1000;

/// Every record of an account and region whose id begins with `prefix`, in the order of ids.
pub(crate) fn all<T: Record>(
    reader: &Reader<'_>,
    account: AccountId,
    region: &Region,
    prefix: &str,
) -> Result<Vec<T>, KmsError> {
    let account = account.to_string();
    let mut records = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = reader.scan::<T>(&account, region.as_str(), prefix, after.as_deref(), SCAN)?;
        let is_last = page.len() < SCAN;
        after = page.last().map(|(key, _)| key.id.clone());
        records.extend(page.into_iter().map(|(_, record)| record));
        if is_last {
            return Ok(records);
        }
    }
}
