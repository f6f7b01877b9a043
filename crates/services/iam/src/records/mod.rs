//! What IAM keeps in the store, and under which keys.
//!
//! Entities are keyed by their name in lower case, since AWS tells no names apart by case; what
//! refers to them does so by unique id, so that a rename touches one record.

/// The getters of [`Named`], for records that keep what they answer in fields of these names.
macro_rules! of_fields {
    () => {
        fn account(&self) -> AccountId {
            self.account
        }

        fn name(&self) -> &str {
            &self.name
        }

        fn path(&self) -> &str {
            &self.path
        }

        fn id(&self) -> &UniqueId {
            &self.id
        }
    };
}

mod access_key;
mod account;
mod credential;
mod credential_report;
mod delegation;
mod group;
mod instance_profile;
mod login_profile;
mod managed_policy;
mod mfa_device;
mod oidc_provider;
mod passkey_offer;
mod policies;
mod provider;
mod role;
mod root_access;
mod saml_provider;
mod server_certificate;
mod service_credential;
mod signing_certificate;
mod ssh_key;
mod tries;
mod user;

pub(crate) use access_key::{AccessKey, Owner};
pub(crate) use account::{Account, AccountSettings, PasswordPolicy};
pub(crate) use credential::Credential;
pub(crate) use credential_report::CredentialReport;
pub(crate) use delegation::{
    BY_REQUESTOR, BY_WORKFLOW, DelegationApprover, DelegationOwner, DelegationParameter,
    DelegationRequest, DelegationState, DelegationStep, DelegationTemplate,
};
pub(crate) use group::Group;
pub(crate) use instance_profile::InstanceProfile;
pub(crate) use login_profile::LoginProfile;
pub(crate) use managed_policy::{ManagedPolicy, PolicyVersion};
pub(crate) use mfa_device::{Holding, MfaDevice, OneTime, Passkey, Token};
pub(crate) use oidc_provider::OidcProvider;
pub(crate) use passkey_offer::{Ceremony, PasskeyOffer};
pub(crate) use policies::{Holder, InlinePolicy, Policies};
pub(crate) use provider::Provider;
pub(crate) use role::Role;
pub(crate) use root_access::{CentralFeatures, RootLoginProfile};
pub(crate) use saml_provider::{SamlPrivateKey, SamlProvider};
pub use server_certificate::SERVER_CERTIFICATES;
pub(crate) use server_certificate::ServerCertificate;
pub(crate) use service_credential::ServiceCredential;
pub(crate) use signing_certificate::SigningCertificate;
pub(crate) use ssh_key::SshKey;
pub(crate) use tries::Tries;
pub(crate) use user::User;

use bartizan_store::{Key, Reader, Record, Writer};
use bartizan_types::{AccountId, Arn, UniqueId};

use crate::error::IamError;

/// The index of unique ids.
pub(crate) const BY_ID: &str = "id";
/// The index of who has a managed policy attached; values by [`policy_use`].
pub(crate) const BY_ATTACHED: &str = "attached";
/// The index of whose permissions boundary a managed policy is; values by [`policy_use`].
pub(crate) const BY_BOUNDARY: &str = "boundary";
/// The index of a group's members, by the group's unique id.
pub(crate) const BY_GROUP: &str = "group";
/// The index of a role's instance profiles, by the role's unique id.
pub(crate) const BY_ROLE: &str = "role";
/// The index of credentials by whose they are; values by [`Owner::index_value`].
pub(crate) const BY_OWNER: &str = "owner";
/// The index of certificates; values by [`SigningCertificate::digest_value`].
pub(crate) const BY_CERTIFICATE: &str = "certificate";
/// The index of security keys and passkeys by their credential's id.
pub(crate) const BY_CREDENTIAL: &str = "credential";
/// The index of root users' e-mail addresses, in lower case.
pub(crate) const BY_EMAIL: &str = "email";
/// The index of account aliases.
pub(crate) const BY_ALIAS: &str = "alias";

/// How many records a scan reads at a time.
const SCAN: usize = 1000;

/// A record with a name that is unique in its account.
pub(crate) trait Named: Record {
    /// What the resource part of the ARN begins with.
    const RESOURCE: &'static str;
    /// The type as the activity record names it, as `AWS::IAM::User`.
    const TYPE: &'static str;
    /// AWS's name of the quota, and its default. (IAM User Guide, "IAM and AWS STS quotas".)
    const QUOTA: (&'static str, usize);

    /// The account.
    fn account(&self) -> AccountId;
    /// The name as written when it was given.
    fn name(&self) -> &str;
    /// The path, with a slash at both ends.
    fn path(&self) -> &str;
    /// The unique id.
    fn id(&self) -> &UniqueId;
    /// AWS's message where there is none of this name.
    fn missing(name: &str) -> String;
    /// AWS's message where there is one of this name already.
    fn taken(name: &str) -> String;

    /// The ARN, path included.
    fn arn(&self) -> Arn {
        let resource = format!("{}{}{}", Self::RESOURCE, self.path(), self.name());
        Arn::new("iam", "", Some(self.account()), &resource)
    }

    /// The store's key.
    fn key(&self) -> Key {
        key(self.account(), self.name())
    }
}

/// The key of the entity of this name.
pub(crate) fn key(account: AccountId, name: &str) -> Key {
    Key::global(account, name.to_ascii_lowercase())
}

/// The index value of a managed policy's uses: ARNs of AWS's own policies are the same in every
/// account.
pub(crate) fn policy_use(account: AccountId, policy_arn: &str) -> String {
    format!("{account} {policy_arn}")
}

/// The entity of this name.
pub(crate) fn find<T: Named>(
    reader: &Reader<'_>,
    account: AccountId,
    name: &str,
) -> Result<T, IamError> {
    reader.get(&key(account, name))?.ok_or_else(|| IamError::NoSuchEntity(T::missing(name)))
}

/// The entity with this unique id, if it lives.
pub(crate) fn find_by_id<T: Named>(
    reader: &Reader<'_>,
    id: &UniqueId,
) -> Result<Option<T>, IamError> {
    Ok(reader.find(BY_ID, id.as_str())?.pop().map(|(_, record)| record))
}

/// Every record of the account, in the order of names.
pub(crate) fn all<T: Record>(reader: &Reader<'_>, account: AccountId) -> Result<Vec<T>, IamError> {
    let account = account.to_string();
    let mut records = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = reader.scan::<T>(&account, "", "", after.as_deref(), SCAN)?;
        let is_last = page.len() < SCAN;
        after = page.last().map(|(key, _)| key.id.clone());
        records.extend(page.into_iter().map(|(_, record)| record));
        if is_last {
            return Ok(records);
        }
    }
}

/// The records that an index finds.
pub(crate) fn indexed<T: Record>(
    reader: &Reader<'_>,
    index: &str,
    value: &str,
) -> Result<Vec<T>, IamError> {
    Ok(reader.find(index, value)?.into_iter().map(|(_, record)| record).collect())
}

/// Stores a new entity, if its name is free and the quota allows one more.
pub(crate) fn create<T: Named>(writer: &mut Writer<'_>, record: &T) -> Result<(), IamError> {
    let key = record.key();
    if writer.get::<T>(&key)?.is_some() {
        return Err(IamError::EntityAlreadyExists(T::taken(record.name())));
    }
    let (quota, limit) = T::QUOTA;
    let count = writer.count::<T>(&record.account().to_string(), "")?;
    if usize::try_from(count).unwrap_or(usize::MAX) >= limit {
        return Err(IamError::quota(quota, limit));
    }
    Ok(writer.put(&key, record)?)
}

/// Stores an entity in place of itself.
pub(crate) fn save<T: Named>(writer: &mut Writer<'_>, record: &T) -> Result<(), IamError> {
    Ok(writer.put(&record.key(), record)?)
}

/// Stores an entity that had another name before.
pub(crate) fn rename<T: Named>(
    writer: &mut Writer<'_>,
    old_name: &str,
    record: &T,
) -> Result<(), IamError> {
    let (old, new) = (key(record.account(), old_name), record.key());
    if old != new {
        if writer.get::<T>(&new)?.is_some() {
            return Err(IamError::EntityAlreadyExists(T::taken(record.name())));
        }
        writer.delete::<T>(&old)?;
    }
    Ok(writer.put(&new, record)?)
}

/// Takes an entity out.
pub(crate) fn remove<T: Named>(writer: &mut Writer<'_>, record: &T) -> Result<(), IamError> {
    writer.delete::<T>(&record.key())?;
    Ok(())
}
