//! Hosted zones.

use bartizan_service::store::Record;
use bartizan_types::{AccountId, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::{AUTHORIZED, BY_DELEGATION_SET, BY_NAME, BY_REFERENCE, BY_VPC};

/// A hosted zone: a private one is associated with VPCs, and a public one with none.
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
    /// The name servers that were assigned to it: no zone of another delegation set has them.
    pub name_servers: Vec<String>,
    /// The id of the reusable delegation set that they are.
    #[serde(default)]
    pub delegation_set: Option<String>,
    /// How many record sets it has.
    pub record_sets: u64,
    /// Whether its names belong to its account without that another zone delegates to it.
    pub owns_its_names: bool,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// The VPCs that it is associated with.
    #[serde(default)]
    pub vpcs: Vec<ZoneVpc>,
    /// The VPCs, of whatever account, that may be.
    #[serde(default)]
    pub authorized: Vec<VpcName>,
}

/// A VPC, as callers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpcName {
    /// The region that it is in.
    pub region: String,
    /// Its id.
    pub id: String,
}

impl VpcName {
    /// What it is found by.
    pub(crate) fn key(&self) -> String {
        format!("{}/{}", self.region, self.id)
    }
}

/// A VPC that a zone is associated with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneVpc {
    /// The VPC.
    pub name: VpcName,
    /// The account that it belongs to.
    pub account: AccountId,
}

impl ZoneRecord {
    /// Whether it is answered within its VPCs alone: nobody outside is.
    pub const fn is_private(&self) -> bool {
        !self.vpcs.is_empty()
    }

    /// What a VPC is found by that may be associated with a zone.
    pub(crate) fn authorization(zone: &str, vpc: &VpcName) -> String {
        format!("{zone}/{}", vpc.key())
    }

    /// What tells a caller's reference from others'.
    pub(crate) fn reference(account: AccountId, reference: &str) -> String {
        format!("{account}/{reference}")
    }
}

impl Record for ZoneRecord {
    const COLLECTION: &'static str = "route53.zone";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![
            (BY_REFERENCE, Self::reference(self.account, &self.caller_reference)),
            (BY_NAME, self.name.clone()),
        ];
        keys.extend(self.delegation_set.iter().map(|id| (BY_DELEGATION_SET, id.clone())));
        keys.extend(self.vpcs.iter().map(|vpc| (BY_VPC, vpc.name.key())));
        let authorization = |vpc: &VpcName| (AUTHORIZED, Self::authorization(&self.id, vpc));
        keys.extend(self.authorized.iter().map(authorization));
        keys
    }
}
