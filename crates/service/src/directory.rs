//! The directory: an immutable snapshot of all that a decision needs, compiled.
//!
//! **Architecture invariant:** no request reads the store to be authenticated or authorised. The
//! directory is replaced as a whole after the commit that changed it and before that commit is
//! acknowledged, so a revoked permission is revoked when the call that revoked it returns.

mod cors;
mod delegation;
pub mod kms;
mod oidc_provider;
mod region;
mod saml_provider;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use bartizan_inheritance::TagRules;
use bartizan_policy::{Attached, Path};
use bartizan_sigv4::Secret;
use bartizan_types::{AccessKeyId, AccountId, Arn, Tag, Timestamp, UniqueId};
use imbl::{HashMap, HashSet};

use crate::CorsRule;

pub use oidc_provider::OidcProvider;
pub use saml_provider::SamlProvider;

/// The snapshot. Cloning shares all structure.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    accounts: HashMap<AccountId, Arc<Account>>,
    access_keys: HashMap<AccessKeyId, Arc<AccessKey>>,
    users: HashMap<UniqueId, Arc<Entity>>,
    roles: HashMap<UniqueId, Arc<Entity>>,
    ids_by_arn: HashMap<Arc<str>, UniqueId>,
    /// Names are in lower case: AWS tells none apart by case.
    users_by_name: HashMap<(AccountId, String), UniqueId>,
    roles_by_name: HashMap<(AccountId, String), UniqueId>,
    managed_policies: HashMap<Arc<str>, Attached>,
    library: Option<PolicyLibrary>,
    resources: HashMap<Arc<str>, Arc<Resource>>,
    cors: HashMap<Arc<str>, Arc<[CorsRule]>>,
    oidc_providers: HashMap<(AccountId, Arc<str>), Arc<OidcProvider>>,
    saml_providers: HashMap<Arc<str>, Arc<SamlProvider>>,
    delegations: HashSet<Arc<str>>,
    opted_regions: HashMap<AccountId, Arc<BTreeSet<Arc<str>>>>,
    kms: kms::KmsKeys,
}

/// Finds a managed policy of AWS by its ARN; it compiles each when it is first asked for.
pub type PolicyLibrary = fn(&str) -> Option<Attached>;

/// An account.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Service control policies on the account's path, in pieces, root first; empty where none are in force.
    pub service_control_policies: Vec<Path>,
    /// Resource control policies on the account's path, in pieces, root first; empty where none are in force.
    pub resource_control_policies: Vec<Path>,
    /// Whether it is its organization's management account.
    pub is_management: bool,
    /// The organization's id, where the account is in one.
    pub organization: Option<Arc<str>>,
    /// The path to it from the organization's id, as `o-…/r-…/ou-…/`.
    pub organization_path: Option<Arc<str>>,
    /// The rules of its tag policy, where one is in effect.
    pub tag_rules: Option<Arc<TagRules>>,
    /// Whether it was closed: nobody acts for it, and nobody uses what it has.
    pub closed: bool,
    /// Whether session tokens of STS's global endpoint are of version 1.
    pub global_tokens_v1: bool,
}

/// A long-term access key.
#[derive(Clone)]
pub struct AccessKey {
    /// The account.
    pub account: AccountId,
    /// The user it belongs to; `None` is the root user.
    pub user: Option<UniqueId>,
    /// The secret.
    pub secret: Secret,
    /// Whether it may be used.
    pub active: bool,
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey")
            .field("account", &self.account)
            .field("user", &self.user)
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

/// A user or a role, with everything that decides what it may do.
#[derive(Debug, Clone)]
pub struct Entity {
    /// The account.
    pub account: AccountId,
    /// `AIDA…` or `AROA…`.
    pub id: UniqueId,
    /// The ARN, path included.
    pub arn: Arn,
    /// The name, without path.
    pub name: Arc<str>,
    /// Every identity policy in force: inline, attached and, for a user, its groups'.
    pub identity: Arc<[Attached]>,
    /// The permissions boundary.
    pub boundary: Option<Attached>,
    /// The tags.
    pub tags: Arc<[Tag]>,
    /// When it was made.
    pub created: Timestamp,
    /// What only roles have.
    pub role: Option<RoleFacts>,
}

impl Entity {
    /// The path, with a slash at both ends.
    pub fn path(&self) -> &str {
        let resource = self.arn.resource();
        let from = resource.find('/').unwrap_or_default();
        let to = resource.rfind('/').map_or(from, |last| last + 1);
        resource.get(from..to).unwrap_or("/")
    }

    /// The ARN of the permissions boundary.
    pub fn boundary_arn(&self) -> Option<&str> {
        self.boundary.as_ref()?.source.arn.as_deref()
    }

    fn name_key(&self) -> (AccountId, String) {
        (self.account, self.name.to_ascii_lowercase())
    }
}

/// What only roles have.
#[derive(Debug, Clone)]
pub struct RoleFacts {
    /// The trust policy; `None` when it cannot be read, and then it admits nobody.
    pub trust: Option<Attached>,
    /// The longest session, in seconds: 3,600 to 43,200.
    pub max_session_seconds: u32,
    /// Whether it lives under `/aws-service-role/`.
    pub service_linked: bool,
}

/// A resource with a policy of its own, or with facts that decisions need, as a bucket.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The account that owns it.
    pub account: AccountId,
    /// The resource-based policy.
    pub policy: Option<Attached>,
    /// The tags.
    pub tags: Vec<Tag>,
    /// Whether the service's own switches (S3's public access block) turn away callers that only
    /// a public policy admits.
    pub restricts_public_policy: bool,
}

impl Directory {
    /// The account, if there is one with this id.
    pub fn account(&self, id: AccountId) -> Option<&Arc<Account>> {
        self.accounts.get(&id)
    }

    /// Every account's id.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> {
        self.accounts.keys().copied()
    }

    /// The long-term access key with this id.
    pub fn access_key(&self, id: &AccessKeyId) -> Option<&Arc<AccessKey>> {
        self.access_keys.get(id)
    }

    /// The user with this unique id.
    pub fn user(&self, id: &UniqueId) -> Option<&Arc<Entity>> {
        self.users.get(id)
    }

    /// The role with this unique id.
    pub fn role(&self, id: &UniqueId) -> Option<&Arc<Entity>> {
        self.roles.get(id)
    }

    /// The user or role with this ARN, path included.
    pub fn entity_by_arn(&self, arn: &str) -> Option<&Arc<Entity>> {
        // Who asks about an ARN of another service is answered without a look.
        let id = self.ids_by_arn.get(arn.starts_with("arn:aws:iam:").then_some(arn)?)?;
        self.users.get(id).or_else(|| self.roles.get(id))
    }

    /// The user or role with this unique id, in text.
    pub fn entity_by_id(&self, id: &str) -> Option<&Arc<Entity>> {
        let id = UniqueId::from_stored(id);
        self.users.get(&id).or_else(|| self.roles.get(&id))
    }

    /// The user of this name, whatever its case.
    pub fn user_by_name(&self, account: AccountId, name: &str) -> Option<&Arc<Entity>> {
        self.users.get(self.users_by_name.get(&(account, name.to_ascii_lowercase()))?)
    }

    /// The role of this name, whatever its case.
    pub fn role_by_name(&self, account: AccountId, name: &str) -> Option<&Arc<Entity>> {
        self.roles.get(self.roles_by_name.get(&(account, name.to_ascii_lowercase()))?)
    }

    /// The managed policy with this ARN, a customer's at its default version, or AWS's own.
    pub fn managed_policy(&self, arn: &str) -> Option<Attached> {
        match self.managed_policies.get(arn) {
            Some(policy) => Some(policy.clone()),
            None => self.library.and_then(|library| library(arn)),
        }
    }

    /// The resource with this ARN.
    pub fn resource(&self, arn: &str) -> Option<&Arc<Resource>> {
        self.resources.get(arn)
    }

    /// Enters or replaces an account.
    pub fn put_account(&mut self, id: AccountId, account: Account) {
        self.accounts.insert(id, Arc::new(account));
    }

    /// Takes an account out.
    pub fn remove_account(&mut self, id: AccountId) {
        self.accounts.remove(&id);
    }

    /// Enters or replaces an access key.
    pub fn put_access_key(&mut self, id: AccessKeyId, key: AccessKey) {
        self.access_keys.insert(id, Arc::new(key));
    }

    /// Takes an access key out.
    pub fn remove_access_key(&mut self, id: &AccessKeyId) {
        self.access_keys.remove(id);
    }

    /// Enters or replaces a user or a role, whatever name it had before.
    pub fn put_entity(&mut self, entity: Entity) {
        self.remove_entity(&entity.id);
        let entity = Arc::new(entity);
        self.ids_by_arn.insert(Arc::from(entity.arn.as_str()), entity.id.clone());
        let (by_name, all) = if entity.role.is_some() {
            (&mut self.roles_by_name, &mut self.roles)
        } else {
            (&mut self.users_by_name, &mut self.users)
        };
        by_name.insert(entity.name_key(), entity.id.clone());
        all.insert(entity.id.clone(), entity);
    }

    /// Takes a user or a role out.
    pub fn remove_entity(&mut self, id: &UniqueId) {
        if let Some(entity) = self.users.remove(id).or_else(|| self.roles.remove(id)) {
            self.ids_by_arn.remove(entity.arn.as_str());
            let by_name = match entity.role {
                Some(_) => &mut self.roles_by_name,
                None => &mut self.users_by_name,
            };
            by_name.remove(&entity.name_key());
        }
    }

    /// Enters the library of AWS's own managed policies.
    pub fn put_library(&mut self, library: PolicyLibrary) {
        self.library = Some(library);
    }

    /// Enters or replaces a customer managed policy.
    pub fn put_managed_policy(&mut self, arn: &str, policy: Attached) {
        self.managed_policies.insert(Arc::from(arn), policy);
    }

    /// Takes a customer managed policy out.
    pub fn remove_managed_policy(&mut self, arn: &str) {
        self.managed_policies.remove(arn);
    }

    /// Enters or replaces a resource.
    pub fn put_resource(&mut self, arn: &str, resource: Resource) {
        self.resources.insert(Arc::from(arn), Arc::new(resource));
    }

    /// The keys of the key service.
    pub const fn kms(&self) -> &kms::KmsKeys {
        &self.kms
    }

    /// As [`Self::kms`], to be changed.
    pub const fn kms_mut(&mut self) -> &mut kms::KmsKeys {
        &mut self.kms
    }

    /// Takes a resource out.
    pub fn remove_resource(&mut self, arn: &str) {
        self.resources.remove(arn);
    }
}
