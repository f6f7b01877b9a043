//! Making an account: its record, its domain key and the root user's access key.

use std::fmt;

use bartizan_service::{Secret, Vault, generate_secret};
use bartizan_store::{Record, Writer};
use bartizan_types::{AccessKeyId, AccountId, Fault, Random, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::records::{AccessKey, Account, Owner};

/// The credentials of an account's root user, told once.
pub struct RootCredentials {
    /// The access key id.
    pub access_key_id: AccessKeyId,
    /// The secret access key.
    pub secret: Secret,
}

impl fmt::Debug for RootCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RootCredentials")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// Makes the account unless it is there, with an access key of its root user. The vault must have
/// been prepared for the account.
///
/// # Errors
/// The store or the vault fails.
pub fn create_account(
    writer: &mut Writer<'_>,
    vault: &Vault,
    random: &dyn Random,
    now: Timestamp,
    account: AccountId,
) -> Result<Option<RootCredentials>, Fault> {
    let key = Account::key(account);
    if writer.get::<Account>(&key)?.is_some() {
        return Ok(None);
    }
    writer
        .put(&key, &Account { id: account, created: now, name: None, email: None, closed: None })?;
    let (record, secret) = new_access_key(vault, random, now, account, Owner::Root)?;
    writer.put(&AccessKey::key(account, &record.id), &record)?;
    Ok(Some(RootCredentials { access_key_id: record.id, secret }))
}

/// A fresh access key with its secret, sealed and in clear.
///
/// # Errors
/// The vault cannot seal for the account.
pub(crate) fn new_access_key(
    vault: &Vault,
    random: &dyn Random,
    now: Timestamp,
    account: AccountId,
    owner: Owner,
) -> Result<(AccessKey, Secret), Fault> {
    let id = AccessKeyId::generate_long_term(account, random);
    let secret = generate_secret(random);
    let sealed =
        vault.seal(account, AccessKey::COLLECTION, id.as_str(), secret.expose().as_bytes())?;
    let sealed_secret = STANDARD.encode(sealed);
    let record = AccessKey { account, id, owner, active: true, created: now, sealed_secret };
    Ok((record, secret))
}
