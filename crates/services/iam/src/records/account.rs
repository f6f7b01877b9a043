//! Accounts and their settings.

use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{BY_ALIAS, BY_EMAIL};

/// An account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) created: Timestamp,
    /// None where nobody gave it one.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// The root user's e-mail address, unique among all accounts.
    #[serde(default)]
    pub(crate) email: Option<String>,
    /// When it was closed, if it was.
    #[serde(default)]
    pub(crate) closed: Option<Timestamp>,
}

impl Account {
    /// The store's key.
    pub(crate) fn key(account: AccountId) -> Key {
        Key::global(account, "account")
    }
}

impl Record for Account {
    const COLLECTION: &'static str = "iam.account";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        self.email.iter().map(|email| (BY_EMAIL, email.to_lowercase())).collect()
    }
}

/// What an account has set of IAM.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct AccountSettings {
    /// Unique among all accounts.
    pub(crate) alias: Option<String>,
    pub(crate) password_policy: Option<PasswordPolicy>,
    /// Whether session tokens of STS's global endpoint are of version 1.
    #[serde(default)]
    pub(crate) global_tokens_v1: bool,
}

/// A password policy. (IAM API Reference, "`UpdateAccountPasswordPolicy`".)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "the API has these")]
pub(crate) struct PasswordPolicy {
    pub(crate) minimum_length: i32,
    pub(crate) require_symbols: bool,
    pub(crate) require_numbers: bool,
    pub(crate) require_uppercase: bool,
    pub(crate) require_lowercase: bool,
    pub(crate) allow_users_to_change: bool,
    /// In days; none where passwords do not expire.
    pub(crate) max_age_days: Option<i32>,
    /// How many earlier passwords may not be used again.
    pub(crate) reuse_prevention: Option<i32>,
    pub(crate) hard_expiry: Option<bool>,
}

impl AccountSettings {
    /// The store's key.
    pub(crate) fn key(account: AccountId) -> Key {
        Key::global(account, "settings")
    }
}

impl Record for AccountSettings {
    const COLLECTION: &'static str = "iam.account_settings";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        self.alias.iter().map(|alias| (BY_ALIAS, alias.clone())).collect()
    }
}
