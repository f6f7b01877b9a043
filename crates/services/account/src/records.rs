//! What is kept of accounts, by account.

use std::collections::BTreeSet;

use bartizan_service::store::{Key, Record};
use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};

/// Whom to reach about one matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) email: String,
    pub(crate) phone: String,
}

impl Contact {
    /// The store's key. The kind is one of the model's.
    pub(crate) fn key(account: AccountId, kind: &str) -> Key {
        Key::global(account, kind)
    }
}

impl Record for Contact {
    const COLLECTION: &'static str = "account.alternate_contact";
}

/// Whom the account belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Owner {
    pub(crate) full_name: String,
    pub(crate) address_lines: [Option<String>; 3],
    pub(crate) city: String,
    pub(crate) state_or_region: Option<String>,
    pub(crate) district_or_county: Option<String>,
    pub(crate) postal_code: String,
    pub(crate) country_code: String,
    pub(crate) phone: String,
    pub(crate) company: Option<String>,
    pub(crate) website: Option<String>,
}

impl Owner {
    /// The store's key.
    pub(crate) fn key(account: AccountId) -> Key {
        Key::global(account, "primary")
    }
}

impl Record for Owner {
    const COLLECTION: &'static str = "account.contact_information";
}

/// The regions that an account opted in to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OptedRegions {
    pub(crate) names: BTreeSet<String>,
}

impl OptedRegions {
    /// The store's key.
    pub(crate) fn key(account: AccountId) -> Key {
        Key::global(account, "regions")
    }
}

impl Record for OptedRegions {
    const COLLECTION: &'static str = "account.opted_regions";
}
