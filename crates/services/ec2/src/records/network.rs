//! Whether an account's default network in a region was made.

use bartizan_service::store::Record;
use serde::{Deserialize, Serialize};

/// An account's network in a region, once somebody looked at it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NetworkRecord {
    /// Whether the default VPC was made; it may have been deleted since.
    pub(crate) defaults_made: bool,
    /// Whether its VPCs have network ACLs: those that were made before there were any have none.
    #[serde(default)]
    pub(crate) acls_made: bool,
}

impl NetworkRecord {
    /// Its id among the records of the account and region.
    pub(crate) const ID: &'static str = "network";
}

impl Record for NetworkRecord {
    const COLLECTION: &'static str = "ec2.network";
}
