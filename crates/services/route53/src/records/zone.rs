//! Hosted zones.

use bartizan_service::store::Record;
use bartizan_types::{AccountId, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::{BY_NAME, BY_REFERENCE};

/// A public hosted zone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ZoneRecord {
    /// Its id, as `Z0123456789ABCDEFGHIJ`.
    pub id: String,
    /// The account that it belongs to.
    pub account: AccountId,
    /// Its name as it is shown, with a dot at the end.
    pub name: String,
    /// What its caller called it.
    pub caller_reference: String,
    /// What is said about it.
    pub comment: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// The name servers that were assigned to it: no other zone has them.
    pub name_servers: Vec<String>,
    /// How many record sets it has.
    pub record_sets: u64,
    /// Whether its names belong to its account without that another zone delegates to it.
    pub owns_its_names: bool,
    /// Its tags.
    pub tags: Vec<Tag>,
}

impl ZoneRecord {
    /// What tells a caller's reference from others'.
    pub(crate) fn reference(account: AccountId, reference: &str) -> String {
        format!("{account}/{reference}")
    }
}

impl Record for ZoneRecord {
    const COLLECTION: &'static str = "route53.zone";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![
            (BY_REFERENCE, Self::reference(self.account, &self.caller_reference)),
            (BY_NAME, self.name.clone()),
        ]
    }
}
