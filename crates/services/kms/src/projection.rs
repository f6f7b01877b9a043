//! Keys in the directory: who may use them, and their material, opened.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use bartizan_keys::KeyMaterial;
use bartizan_policy::{Attached, Policy, PolicyError, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::directory::kms::{KmsKey, Material, Materials};
use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Key, Reader, Record};
use bartizan_service::{Directory, Ports, Projection, Vault};
use bartizan_types::{AccountId, Arn, Region};

use crate::port::Port;
use crate::records::{
    self, AliasRecord, GrantRecord, KeyRecord, KeyStoreRecord, MaterialRecord, key_arn,
};

/// Enters keys and their aliases into the directory.
#[derive(Debug, Default)]
pub struct KmsProjection {
    vault: OnceLock<Vault>,
}

impl Projection for KmsProjection {
    fn use_vault(&self, vault: &Vault) {
        // The vault is handed over once, before anything is loaded.
        let _ = self.vault.set(vault.clone());
    }

    fn offer(&self, ports: &mut Ports) {
        ports.data_keys = Some(Arc::new(Port));
    }

    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        each::<KeyRecord>(reader, |_, key| self.enter(&key, reader, directory))?;
        each::<AliasRecord>(reader, |_, alias| {
            enter_alias(&alias, directory);
            Ok(())
        })?;
        each::<KeyStoreRecord>(reader, |_, store| {
            let is_connected = store.is_connected();
            let name = (store.account, store.region, Arc::from(store.id));
            directory.kms_mut().put_key_store(name, is_connected);
            Ok(())
        })?;
        each::<GrantRecord>(reader, |_, grant| {
            directory.kms_mut().put_grant(grant.key_arn().as_str(), grant.in_force());
            Ok(())
        })
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        for key in concerned(changes) {
            let found = reader.get::<KeyRecord>(&key).map_err(|error| error.to_string())?;
            if let Some(record) = found {
                self.enter(&record, reader, directory)?;
                continue;
            }
            let arn = arn(&key, |region, account| key_arn(region, account, &key.id))?;
            directory.kms_mut().remove_key(arn.as_str());
            directory.remove_resource(arn.as_str());
        }
        each_changed::<AliasRecord>(changes, reader, |key, alias| {
            if let Some(alias) = alias {
                enter_alias(&alias, directory);
                return Ok(());
            }
            let of =
                |region: &Region, account| Arn::new("kms", region.as_str(), Some(account), &key.id);
            directory.kms_mut().remove_alias(&arn(key, of)?);
            Ok(())
        })?;
        each_changed::<KeyStoreRecord>(changes, reader, |key, store| {
            let is_connected = store.is_some_and(|store| store.is_connected());
            let account = key.account.parse().map_err(|_| "an account has no number".to_owned())?;
            let name = (account, Region::new(&key.region), Arc::from(key.id.as_str()));
            directory.kms_mut().put_key_store(name, is_connected);
            Ok(())
        })?;
        each_changed::<GrantRecord>(changes, reader, |key, grant| {
            if let Some(grant) = grant {
                directory.kms_mut().put_grant(grant.key_arn().as_str(), grant.in_force());
                return Ok(());
            }
            let (of, id) = key.id.split_once('/').unwrap_or_default();
            let arn = arn(key, |region, account| key_arn(region, account, of))?;
            directory.kms_mut().remove_grant(arn.as_str(), id);
            Ok(())
        })
    }
}

impl KmsProjection {
    fn enter(
        &self,
        record: &KeyRecord,
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let arn = record.arn();
        let known = directory.kms().key(arn.as_str()).cloned();
        let policy = policy(record, known.as_deref())
            .map_err(|error| format!("the policy of key {arn}: {error}"))?;
        let materials = self.materials(record, known.as_deref(), reader)?;
        let resource = Resource {
            account: record.account,
            policy: Some(policy.clone()),
            tags: record.tags.clone(),
            restricts_public_policy: false,
        };
        directory.put_resource(arn.as_str(), resource);
        directory.kms_mut().put_key(KmsKey {
            account: record.account,
            region: record.region.clone(),
            id: Arc::from(record.id.as_str()),
            arn,
            spec: record.spec,
            usage: record.usage,
            origin: record.origin,
            stored_state: record.stored_state(),
            is_aws_managed: record.aws_service.is_some(),
            multi_region: record.multi_region_type(),
            policy,
            tags: record.tags.as_slice().into(),
            materials,
            due: record.due(),
            external: record.external.clone(),
        });
        Ok(())
    }

    /// The material of a key; what was opened before is not opened again.
    fn materials(
        &self,
        record: &KeyRecord,
        known: Option<&KmsKey>,
        reader: &Reader<'_>,
    ) -> Result<Materials, String> {
        let prefix = MaterialRecord::prefix(&record.id);
        let found: Vec<MaterialRecord> =
            records::all(reader, record.account, &record.region, &prefix)
                .map_err(|error| error.to_string())?;
        let all = found.into_iter().map(|material| Material {
            opened: if material.is_wiped() {
                None
            } else {
                known
                    .and_then(|known| known.materials.find(&material.id)?.opened.clone())
                    .or_else(|| self.open(record, &material))
            },
            id: Arc::from(material.id),
            valid_to: material.valid_to,
            is_pending: material.pending,
        });
        Ok(Materials {
            current: record.current_material.as_deref().map(Arc::from),
            all: all.collect(),
        })
    }

    /// Material that cannot be opened is entered as such, so that its use is refused by name.
    fn open(&self, key: &KeyRecord, material: &MaterialRecord) -> Option<Arc<KeyMaterial>> {
        let vault = self.vault.get()?;
        match material.open(vault) {
            Ok(opened) => Some(Arc::new(opened)),
            Err(error) => {
                let (key, material) = (key.arn(), &material.id);
                tracing::error!(%key, %material, %error, "key material cannot be opened");
                None
            }
        }
    }
}

/// The policy of a key; one that is as it was is not compiled again.
fn policy(record: &KeyRecord, known: Option<&KmsKey>) -> Result<Attached, PolicyError> {
    if let Some(known) = known.filter(|known| known.policy.policy.text() == record.policy) {
        return Ok(known.policy.clone());
    }
    let policy = Policy::parse(&record.policy, PolicyKind::Resource)?;
    Ok(Attached::inline("key policy", Arc::new(policy)))
}

fn enter_alias(alias: &AliasRecord, directory: &mut Directory) {
    let target = key_arn(&alias.region, alias.account, &alias.target);
    directory.kms_mut().put_alias(&alias.arn(), target.as_str());
}

/// The keys that a commit changed, or whose material it did.
fn concerned(changes: &[Change]) -> BTreeSet<Key> {
    changes
        .iter()
        .filter_map(|change| {
            let id = match change.collection.as_str() {
                KeyRecord::COLLECTION => change.key.id.as_str(),
                MaterialRecord::COLLECTION => change.key.id.split('/').next()?,
                _ => return None,
            };
            Some(Key { id: id.to_owned(), ..change.key.clone() })
        })
        .collect()
}

/// The ARN of what is stored under a key.
fn arn(key: &Key, of: impl FnOnce(&Region, AccountId) -> Arn) -> Result<Arn, String> {
    let account = key.account.parse().map_err(|_| "an account has no number".to_owned())?;
    Ok(of(&Region::new(&key.region), account))
}
