//! Keys of the key service, with all that deciding on them and using them needs.

mod grant;
mod grants;
mod key;

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_policy::Granted;
use bartizan_types::{AccountId, Arn, Principal, Region, Timestamp};
use imbl::{HashMap, OrdSet};

pub use grant::{Grant, GrantConstraints};
pub use key::{ExternalKey, KeyOrigin, KeyState, KmsKey, Material, Materials, MultiRegionKeyType};

use grants::Grants;

/// Keys, their aliases and their grants, by key ARN.
#[derive(Debug, Clone, Default)]
pub struct KmsKeys {
    keys: HashMap<Arc<str>, Arc<KmsKey>>,
    /// ARNs by region and id: ids are unique in a region.
    ids: HashMap<(Region, Arc<str>), Arc<str>>,
    /// The ARN of the key that the alias of this ARN stands for.
    targets: HashMap<Arc<str>, Arc<str>>,
    /// The names of a key's aliases, as `alias/name`.
    aliases: HashMap<Arc<str>, OrdSet<Arc<str>>>,
    grants: HashMap<Arc<str>, Grants>,
    /// The custom key stores that are connected.
    connected: OrdSet<KeyStoreName>,
}

/// A custom key store: its account, its region and its id.
pub type KeyStoreName = (AccountId, Region, Arc<str>);

impl KmsKeys {
    /// The key with this ARN.
    pub fn key(&self, arn: &str) -> Option<&Arc<KmsKey>> {
        self.keys.get(arn)
    }

    /// The key of a region with this id, whatever account it is of.
    pub fn key_by_id(&self, region: &Region, id: &str) -> Option<&Arc<KmsKey>> {
        self.keys.get(self.ids.get(&(region.clone(), Arc::from(id)))?)
    }

    /// The state of a key at `now`. One whose custom key store is not connected is unavailable, whether it
    /// is turned on or off. (AWS KMS Developer Guide, "Key states of AWS KMS keys".)
    pub fn state(&self, key: &KmsKey, now: Timestamp) -> KeyState {
        let is_connected = |external: &ExternalKey| {
            let store = Arc::from(external.store.as_str());
            self.connected.contains(&(key.account, key.region.clone(), store))
        };
        match key.state(now) {
            KeyState::Enabled | KeyState::Disabled
                if key.external.as_ref().is_some_and(|external| !is_connected(external)) =>
            {
                KeyState::Unavailable
            }
            state => state,
        }
    }

    /// Enters whether a custom key store is connected.
    pub fn put_key_store(&mut self, name: KeyStoreName, is_connected: bool) {
        if is_connected {
            self.connected.insert(name);
        } else {
            self.connected.remove(&name);
        }
    }

    /// The keys that something is due for at `now`: a rotation, or their deletion.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = &Arc<KmsKey>> {
        self.keys.values().filter(move |key| key.due.is_some_and(|due| due <= now))
    }

    /// The ARN of the key that an alias stands for, by the alias's ARN.
    pub fn target(&self, alias_arn: &str) -> Option<&str> {
        self.targets.get(alias_arn).map(|arn| &**arn)
    }

    /// The names of a key's aliases, in order.
    pub fn aliases(&self, key_arn: &str) -> impl Iterator<Item = &str> {
        self.aliases.get(key_arn).into_iter().flatten().map(|name| &**name)
    }

    /// The grant of a key with this id.
    pub fn grant(&self, key_arn: &str, id: &str) -> Option<&Arc<Grant>> {
        self.grants.get(key_arn)?.get(id)
    }

    /// The grants of a key that admit a principal to an operation with this encryption context, `None`
    /// where the operation has none, and whom each admits: first those to the principal itself, or to
    /// what it is a session of. `source` is the resource for which a service acts.
    pub fn grants_admitting<'k>(
        &'k self,
        key_arn: &str,
        principal: &'k Principal,
        operation: &'k str,
        context: Option<&'k BTreeMap<String, String>>,
        source: Option<&'k Arn>,
    ) -> impl Iterator<Item = (&'k Arc<Grant>, Granted)> {
        let grants = self.grants.get(key_arn).into_iter();
        grants.flat_map(move |grants| grants.admitting(principal, operation, context, source))
    }

    /// Enters or replaces a key.
    pub fn put_key(&mut self, key: KmsKey) {
        let arn: Arc<str> = Arc::from(key.arn.as_str());
        self.ids.insert((key.region.clone(), Arc::clone(&key.id)), Arc::clone(&arn));
        self.keys.insert(arn, Arc::new(key));
    }

    /// Takes a key out.
    pub fn remove_key(&mut self, arn: &str) {
        if let Some(key) = self.keys.remove(arn) {
            self.ids.remove(&(key.region.clone(), Arc::clone(&key.id)));
        }
    }

    /// Lets an alias stand for a key, whatever it stood for before.
    pub fn put_alias(&mut self, alias: &Arn, key_arn: &str) {
        self.remove_alias(alias);
        self.targets.insert(Arc::from(alias.as_str()), Arc::from(key_arn));
        self.aliases.entry(Arc::from(key_arn)).or_default().insert(Arc::from(alias.resource()));
    }

    /// Takes an alias out.
    pub fn remove_alias(&mut self, alias: &Arn) {
        let Some(key_arn) = self.targets.remove(alias.as_str()) else { return };
        if let Some(names) = self.aliases.get_mut(&key_arn) {
            names.remove(alias.resource());
            if names.is_empty() {
                self.aliases.remove(&key_arn);
            }
        }
    }

    /// Enters a grant of a key.
    pub fn put_grant(&mut self, key_arn: &str, grant: Grant) {
        self.grants.entry(Arc::from(key_arn)).or_default().put(grant);
    }

    /// Takes a grant of a key out.
    pub fn remove_grant(&mut self, key_arn: &str, id: &str) {
        let Some(grants) = self.grants.get_mut(key_arn) else { return };
        grants.remove(id);
        if grants.is_empty() {
            self.grants.remove(key_arn);
        }
    }
}

#[cfg(test)]
mod tests {
    use bartizan_types::{AccountId, UniqueId};

    use super::*;

    const KEY: &str = "arn:aws:kms:us-east-1:000000000001:key/k";

    fn alias(name: &str) -> Arn {
        Arn::new("kms", "us-east-1", AccountId::from_number(1), name)
    }

    fn names(keys: &KmsKeys, arn: &str) -> Vec<String> {
        keys.aliases(arn).map(str::to_owned).collect()
    }

    #[test]
    fn an_alias_stands_for_one_key_at_a_time() {
        let mut keys = KmsKeys::default();
        keys.put_alias(&alias("alias/b"), KEY);
        keys.put_alias(&alias("alias/a"), KEY);
        assert_eq!(names(&keys, KEY), ["alias/a", "alias/b"]);
        keys.put_alias(&alias("alias/b"), "other");
        assert_eq!(keys.target(alias("alias/b").as_str()), Some("other"));
        assert_eq!(
            (names(&keys, KEY), names(&keys, "other")),
            (vec!["alias/a".to_owned()], vec!["alias/b".to_owned()])
        );
        keys.remove_alias(&alias("alias/a"));
        keys.remove_alias(&alias("alias/a"));
        assert!(keys.target(alias("alias/a").as_str()).is_none());
        assert!(names(&keys, KEY).is_empty());
    }

    #[test]
    fn a_grant_is_of_one_key() {
        let account = AccountId::from_number(1).unwrap();
        let user = Principal::User {
            account,
            arn: Arn::new("iam", "", Some(account), "user/u"),
            id: UniqueId::from_stored("AIDAONE"),
            name: "u".to_owned(),
        };
        let mut keys = KmsKeys::default();
        for id in ["1", "2"] {
            let grant = Grant {
                id: Arc::from(id),
                grantee: Arc::from("AIDAONE"),
                operations: Arc::from(["Decrypt".to_owned()]),
                constraints: GrantConstraints::default(),
            };
            keys.put_grant(KEY, grant);
        }
        let of = |keys: &KmsKeys, key: &str| -> Vec<String> {
            let found = keys.grants_admitting(key, &user, "Decrypt", None, None);
            found.map(|(grant, _)| grant.id.to_string()).collect()
        };
        assert_eq!(of(&keys, KEY), ["1", "2"]);
        assert_eq!(of(&keys, "other"), [""; 0]);
        keys.remove_grant(KEY, "1");
        keys.remove_grant(KEY, "1");
        assert_eq!(of(&keys, KEY), ["2"]);
        assert!(keys.grant(KEY, "1").is_none() && keys.grant(KEY, "2").is_some());
        keys.remove_grant(KEY, "2");
        assert!(keys.grants.is_empty());
    }
}
