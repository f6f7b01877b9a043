//! What the projection remembers between commits, and how each record is entered.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bartizan_policy::{Attached, PolicyKind};
use bartizan_service::directory::{
    AccessKey as Known, Entity, OidcProvider as KnownProvider, RoleFacts,
};
use bartizan_service::{Directory, Secret, Vault};
use bartizan_store::{Change, ChangeKind, Key, Reader, Record, StoreError};
use bartizan_types::{AccessKeyId, UniqueId};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::compile::{Compiler, policy_name};
use super::{accounts, delegations, saml_providers};
use crate::records::{
    AccessKey, Account, AccountSettings, BY_ATTACHED, BY_BOUNDARY, BY_GROUP, DelegationRequest,
    Group, ManagedPolicy, Named, OidcProvider, Owner, Provider, Role, SamlProvider, User,
    policy_use,
};

/// The projection's memory: what a deleted record was, which its key does not tell.
#[derive(Default)]
pub(super) struct State {
    vault: Option<Vault>,
    compiler: Compiler,
    /// Users and roles by collection and key.
    entities: HashMap<(&'static str, Key), UniqueId>,
    groups: HashMap<UniqueId, Vec<Attached>>,
    group_ids: HashMap<Key, UniqueId>,
    policy_arns: HashMap<Key, String>,
}

/// Keys of what a commit concerns.
#[derive(Default)]
struct Concerned {
    policies: Vec<Key>,
    groups: HashSet<Key>,
    users: HashSet<Key>,
    roles: HashSet<Key>,
}

impl State {
    pub(super) fn use_vault(&mut self, vault: Vault) {
        self.vault = Some(vault);
    }

    pub(super) fn vault(&self) -> Option<&Vault> {
        self.vault.as_ref()
    }

    /// Enters what a commit changed: what is gone first, then managed policies, groups, and at
    /// last the users and roles that any of it concerns.
    pub(super) fn apply(
        &mut self,
        changes: &[&Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let mut concerned = Concerned::default();
        for change in changes {
            match change.kind {
                ChangeKind::Delete => self.remove(change, directory),
                ChangeKind::Put => self.note(change, &mut concerned, reader, directory)?,
            }
        }
        for key in std::mem::take(&mut concerned.policies) {
            if let Some(policy) = get::<ManagedPolicy>(reader, &key)? {
                let arn = policy.arn();
                self.enter_policy(&key, &policy, directory)?;
                concerned.having(reader, &policy_use(policy.account, arn.as_str()))?;
            }
        }
        for key in &concerned.groups {
            if let Some(group) = get::<Group>(reader, key)? {
                self.enter_group(key, &group, directory)?;
                concerned.users.extend(keys::<User>(reader, BY_GROUP, group.id.as_str())?);
            }
        }
        for key in &concerned.users {
            if let Some(user) = get::<User>(reader, key)? {
                self.enter_user(key, &user, directory)?;
            }
        }
        for key in &concerned.roles {
            if let Some(role) = get::<Role>(reader, key)? {
                self.enter_role(key, &role, directory)?;
            }
        }
        Ok(())
    }

    fn note(
        &mut self,
        change: &Change,
        concerned: &mut Concerned,
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let key = &change.key;
        match change.collection.as_str() {
            ManagedPolicy::COLLECTION => concerned.policies.push(key.clone()),
            Group::COLLECTION => {
                concerned.groups.insert(key.clone());
            }
            User::COLLECTION => {
                concerned.users.insert(key.clone());
            }
            Role::COLLECTION => {
                concerned.roles.insert(key.clone());
            }
            Account::COLLECTION => {
                if let Some(account) = get::<Account>(reader, key)? {
                    accounts::enter(&account, directory);
                }
            }
            AccountSettings::COLLECTION => {
                accounts::settle(key, get::<AccountSettings>(reader, key)?.as_ref(), directory);
            }
            DelegationRequest::COLLECTION => {
                delegations::settle(
                    key,
                    get::<DelegationRequest>(reader, key)?.as_ref(),
                    directory,
                );
            }
            OidcProvider::COLLECTION => {
                if let Some(provider) = get::<OidcProvider>(reader, key)? {
                    enter_oidc_provider(provider, directory);
                }
            }
            SamlProvider::COLLECTION => {
                if let Some(provider) = get::<SamlProvider>(reader, key)? {
                    saml_providers::enter(&provider, self.vault(), directory);
                }
            }
            AccessKey::COLLECTION => {
                if let Some(key) = get::<AccessKey>(reader, key)? {
                    self.enter_access_key(&key, directory);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn remove(&mut self, change: &Change, directory: &mut Directory) {
        let key = &change.key;
        match change.collection.as_str() {
            User::COLLECTION => self.forget(User::COLLECTION, key, directory),
            Role::COLLECTION => self.forget(Role::COLLECTION, key, directory),
            Group::COLLECTION => {
                if let Some(id) = self.group_ids.remove(key) {
                    self.groups.remove(&id);
                }
            }
            ManagedPolicy::COLLECTION => {
                if let Some(arn) = self.policy_arns.remove(key) {
                    directory.remove_managed_policy(&arn);
                }
            }
            AccessKey::COLLECTION => {
                directory.remove_access_key(&AccessKeyId::from_client(&key.id));
            }
            Account::COLLECTION => {
                if let Ok(account) = key.account.parse() {
                    directory.remove_account(account);
                }
            }
            OidcProvider::COLLECTION => {
                if let Ok(account) = key.account.parse() {
                    directory.remove_oidc_provider(account, &key.id);
                }
            }
            AccountSettings::COLLECTION => accounts::settle(key, None, directory),
            DelegationRequest::COLLECTION => delegations::settle(key, None, directory),
            SamlProvider::COLLECTION => saml_providers::remove(key, directory),
            _ => {}
        }
    }

    fn forget(&mut self, collection: &'static str, key: &Key, directory: &mut Directory) {
        if let Some(id) = self.entities.remove(&(collection, key.clone())) {
            directory.remove_entity(&id);
        }
    }

    pub(super) fn enter_policy(
        &mut self,
        key: &Key,
        policy: &ManagedPolicy,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let arn = policy.arn().to_string();
        put_policy(&mut self.compiler, &arn, policy, directory)?;
        if let Some(old) = self.policy_arns.insert(key.clone(), arn.clone())
            && old != arn
        {
            directory.remove_managed_policy(&old);
        }
        Ok(())
    }

    pub(super) fn enter_group(
        &mut self,
        key: &Key,
        group: &Group,
        directory: &Directory,
    ) -> Result<(), String> {
        let policies = self.compiler.all(&group.policies, directory)?;
        if let Some(old) = self.group_ids.insert(key.clone(), group.id.clone())
            && old != group.id
        {
            self.groups.remove(&old);
        }
        self.groups.insert(group.id.clone(), policies);
        Ok(())
    }

    pub(super) fn enter_user(
        &mut self,
        key: &Key,
        user: &User,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let mut identity = self.compiler.all(&user.policies, directory)?;
        let of_groups = user.groups.iter().filter_map(|group| self.groups.get(group));
        identity.extend(of_groups.flatten().cloned());
        let entity = Entity {
            account: user.account,
            id: user.id.clone(),
            arn: user.arn(),
            name: Arc::from(user.name.as_str()),
            identity: identity.into(),
            boundary: self.boundary(user.boundary.as_deref(), directory)?,
            tags: user.tags.as_slice().into(),
            created: user.created,
            role: None,
        };
        self.enter(User::COLLECTION, key, entity, directory);
        Ok(())
    }

    pub(super) fn enter_role(
        &mut self,
        key: &Key,
        role: &Role,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let identity = self.compiler.all(&role.policies, directory)?;
        let trust = self.compiler.policy(&role.trust, PolicyKind::Trust).map_or_else(
            |error| {
                tracing::error!(role = %role.arn(), %error, "a stored trust policy admits nobody");
                None
            },
            |policy| Some(Attached::inline("trust policy", policy)),
        );
        let entity = Entity {
            account: role.account,
            id: role.id.clone(),
            arn: role.arn(),
            name: Arc::from(role.name.as_str()),
            identity: identity.into(),
            boundary: self.boundary(role.boundary.as_deref(), directory)?,
            tags: role.tags.as_slice().into(),
            created: role.created,
            role: Some(RoleFacts {
                trust,
                max_session_seconds: role.max_session_seconds,
                service_linked: role.linked_service.is_some(),
            }),
        };
        self.enter(Role::COLLECTION, key, entity, directory);
        Ok(())
    }

    fn enter(
        &mut self,
        collection: &'static str,
        key: &Key,
        entity: Entity,
        directory: &mut Directory,
    ) {
        let old = self.entities.insert((collection, key.clone()), entity.id.clone());
        if let Some(old) = old.filter(|old| *old != entity.id) {
            directory.remove_entity(&old);
        }
        directory.put_entity(entity);
    }

    fn boundary(
        &mut self,
        arn: Option<&str>,
        directory: &Directory,
    ) -> Result<Option<Attached>, String> {
        arn.map(|arn| self.compiler.managed(arn, directory)).transpose()
    }

    /// A key whose secret cannot be opened is left out, so nobody can sign with it.
    pub(super) fn enter_access_key(&self, key: &AccessKey, directory: &mut Directory) {
        let Some(secret) = self.open(key) else {
            tracing::error!(key = %key.id, "the secret of an access key cannot be opened");
            directory.remove_access_key(&key.id);
            return;
        };
        let known = Known {
            account: key.account,
            user: match &key.owner {
                Owner::Root => None,
                Owner::User(id) => Some(id.clone()),
            },
            secret,
            active: key.active,
        };
        directory.put_access_key(key.id.clone(), known);
    }

    fn open(&self, key: &AccessKey) -> Option<Secret> {
        let sealed = STANDARD.decode(&key.sealed_secret).ok()?;
        let vault = self.vault.as_ref()?;
        let plain =
            vault.open(key.account, AccessKey::COLLECTION, key.id.as_str(), &sealed).ok()?;
        std::str::from_utf8(&plain).ok().map(Secret::new)
    }
}

impl Concerned {
    /// Adds all that have a managed policy, attached or as boundary.
    fn having(&mut self, reader: &Reader<'_>, value: &str) -> Result<(), String> {
        self.groups.extend(keys::<Group>(reader, BY_ATTACHED, value)?);
        for index in [BY_ATTACHED, BY_BOUNDARY] {
            self.users.extend(keys::<User>(reader, index, value)?);
            self.roles.extend(keys::<Role>(reader, index, value)?);
        }
        Ok(())
    }
}

pub(super) fn enter_oidc_provider(provider: OidcProvider, directory: &mut Directory) {
    directory.put_oidc_provider(KnownProvider {
        account: provider.account,
        arn: provider.arn(),
        url: Arc::from(provider.url.as_str()),
        client_ids: provider.client_ids,
        thumbprints: provider.thumbprints.iter().map(|one| one.to_ascii_lowercase()).collect(),
    });
}

fn put_policy(
    compiler: &mut Compiler,
    arn: &str,
    policy: &ManagedPolicy,
    directory: &mut Directory,
) -> Result<(), String> {
    let program = compiler.identity(policy.document().unwrap_or_default(), arn)?;
    directory.put_managed_policy(arn, Attached::managed(policy_name(arn), arn, program));
    Ok(())
}

fn get<T: Record>(reader: &Reader<'_>, key: &Key) -> Result<Option<T>, String> {
    reader.get(key).map_err(|error: StoreError| error.to_string())
}

fn keys<T: Record>(reader: &Reader<'_>, index: &str, value: &str) -> Result<Vec<Key>, String> {
    let found = reader.find::<T>(index, value).map_err(|error: StoreError| error.to_string())?;
    Ok(found.into_iter().map(|(key, _)| key).collect())
}
