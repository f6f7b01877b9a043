//! Keys in clusters that are deleted with the KMS keys that stand for them.

use std::collections::BTreeSet;

use bartizan_service::directory::kms::{ExternalKey, KeyOrigin, KeyState, KmsKey};
use bartizan_service::{Hsm, HsmError, HsmTask, Platform};
use bartizan_types::Timestamp;
use serde_json::{Value as Json, json};

use crate::error::KmsError;
use crate::key_store;
use crate::records::{KeyRecord, KeyStoreRecord};

/// The clusters of key stores, in one round of what is due.
pub(super) struct Clusters<'p> {
    pub(super) platform: &'p Platform,
    pub(super) hsm: &'p dyn Hsm,
    /// The key stores whose clusters failed: they are asked again in the next round.
    pub(super) failed: BTreeSet<String>,
}

impl Clusters<'_> {
    /// Destroys the key in a cluster that a KMS key stands for, if that is to be deleted now; and what the
    /// record shall tell of it. A key of a key store that is disconnected stays there, and that is told.
    /// (AWS KMS Developer Guide, "Delete KMS keys from a `CloudHSM` key store".)
    pub(super) async fn destroy_key(
        &mut self,
        key: &KmsKey,
        now: Timestamp,
    ) -> Result<Option<Json>, KmsError> {
        let is_deleted = key.stored_state == KeyState::PendingDeletion;
        let (KeyOrigin::AwsCloudHsm, true, Some(external)) =
            (key.origin, is_deleted, &key.external)
        else {
            return Ok(None);
        };
        let Some(store) = self.begin(key, external, now).await? else { return Ok(None) };
        let is_connected = store.is_connected();
        if is_connected {
            if self.failed.contains(&store.id) {
                return Err(failure(&store, "it failed just now"));
            }
            let means = (self.hsm, &self.platform.vault);
            let task = HsmTask::DestroyKey(external.id.clone());
            if let Err(error) = key_store::work(means, &store, task).await {
                if is_of_cluster(&error) {
                    self.failed.insert(store.id.clone());
                }
                return Err(failure(&store, &error.to_string()));
            }
        }
        Ok(Some(json!({
            "customKeyStoreId": store.id,
            "clusterId": store.cluster.map(|cluster| cluster.id),
            "backingKeysDeletionStatus": [{
                "backingKeyId": external.id,
                "deletionStatus": if is_connected { "SUCCESS" } else { "FAILURE" },
            }],
        })))
    }

    /// Sees to it that the deletion cannot be cancelled any more; and the key store. `None` where the key
    /// is not to be deleted after all.
    async fn begin(
        &self,
        key: &KmsKey,
        external: &ExternalKey,
        now: Timestamp,
    ) -> Result<Option<KeyStoreRecord>, KmsError> {
        let (arn, store) = (key.arn.clone(), external.store.clone());
        let begun = self.platform.store.write(move |writer| {
            let mut record = KeyRecord::find(writer, &arn)?;
            let Some(deletion) = &mut record.deletion else { return Ok(None) };
            if deletion.at.is_none_or(|at| at > now) {
                return Ok(None);
            }
            if !std::mem::replace(&mut deletion.begun, true) {
                record.save(writer)?;
            }
            KeyStoreRecord::find(writer, record.account, &record.region, &store).map(Some)
        });
        begun.await
    }
}

/// Whether other keys of the cluster would fare as this one.
const fn is_of_cluster(error: &HsmError) -> bool {
    !matches!(error, HsmError::NoKey | HsmError::NotAuthentic | HsmError::Failed(_))
}

fn failure(store: &KeyStoreRecord, why: &str) -> KmsError {
    KmsError::internal(format!("the custom key store {} destroyed no key: {why}", store.id))
}
