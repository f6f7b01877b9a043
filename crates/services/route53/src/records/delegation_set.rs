//! Reusable delegation sets.

use bartizan_service::store::Record;
use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};

use super::{BY_REFERENCE, ZoneRecord};

/// Name servers that several zones can have.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DelegationSetRecord {
    /// Its id, as `N0123456789ABCDEFGHIJ`.
    pub(crate) id: String,
    /// The account that it belongs to.
    pub(crate) account: AccountId,
    /// What its caller called it.
    pub(crate) caller_reference: String,
    /// The name servers.
    pub(crate) name_servers: Vec<String>,
}

impl Record for DelegationSetRecord {
    const COLLECTION: &'static str = "route53.delegation_set";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_REFERENCE, ZoneRecord::reference(self.account, &self.caller_reference))]
    }
}
