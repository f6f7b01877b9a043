//! Login profiles: the passwords of users.

use std::fmt;

use bartizan_store::{Key, Reader, Record};
use bartizan_types::{AccountId, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::{Tries, User};
use crate::error::IamError;

/// How many earlier passwords a policy can remember beside the present one. (IAM API Reference,
/// "`UpdateAccountPasswordPolicy`": 24 in all.)
const EARLIER_MAX: usize = 23;

/// A user's password. Only hashes of it are kept.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct LoginProfile {
    pub(crate) account: AccountId,
    pub(crate) user: UniqueId,
    pub(crate) created: Timestamp,
    /// When the password was last set.
    pub(crate) changed: Timestamp,
    /// Whether the next sign-in must set another.
    pub(crate) reset_required: bool,
    /// The password's hash.
    pub(crate) hash: String,
    /// The hashes of earlier passwords, the latest first.
    pub(crate) earlier: Vec<String>,
    /// How often the user named another as its present one.
    #[serde(default)]
    pub(crate) tries: Tries,
}

impl LoginProfile {
    /// The store's key.
    pub(crate) fn key(&self) -> Key {
        key(self.account, &self.user)
    }

    /// The profile with another password, set at `now`.
    pub(crate) fn with_password(&self, hash: String, now: Timestamp, reset_required: bool) -> Self {
        let earlier = std::iter::once(&self.hash).chain(&self.earlier);
        Self {
            changed: now,
            reset_required,
            hash,
            earlier: earlier.take(EARLIER_MAX).cloned().collect(),
            tries: Tries::default(),
            ..self.clone()
        }
    }

    /// The user's password, if it has one.
    pub(crate) fn of(reader: &Reader<'_>, user: &User) -> Result<Option<Self>, IamError> {
        Ok(reader.get(&key(user.account, &user.id))?)
    }
}

fn key(account: AccountId, user: &UniqueId) -> Key {
    Key::global(account, user.as_str())
}

impl fmt::Debug for LoginProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginProfile").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Record for LoginProfile {
    const COLLECTION: &'static str = "iam.login_profile";
}
