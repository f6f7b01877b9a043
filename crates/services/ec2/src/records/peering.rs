//! VPC peering connections.

use bartizan_service::store::Record;
use bartizan_types::{AccountId, Region, Timestamp};
use serde::{Deserialize, Serialize};

use super::{BY_ID, BY_SIDE, BY_VPC};
use crate::kind::Kind;
use crate::scope::{Resource, Scope};

/// A peering connection: stored once, under the account that asked for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PeeringRecord {
    pub(crate) id: String,
    pub(crate) requester: PeeringSide,
    pub(crate) accepter: PeeringSide,
    pub(crate) state: PeeringState,
    /// When it was asked for.
    pub(crate) created: Timestamp,
    /// When it came to the state that it is in.
    pub(crate) changed: Timestamp,
}

/// One of the two VPCs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PeeringSide {
    pub(crate) account: AccountId,
    pub(crate) region: String,
    pub(crate) vpc: String,
}

/// How far a peering connection is. (Amazon VPC Peering Guide, "VPC peering connection lifecycle".)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PeeringState {
    Pending,
    Active,
    Rejected,
    /// By the account of this id.
    Deleted(AccountId),
    /// And why.
    Failed(String),
}

impl PeeringSide {
    /// Where the VPC is.
    pub(crate) fn scope(&self) -> Scope {
        Scope { account: self.account, region: Region::new(&self.region) }
    }

    /// Whether it is of this account and region.
    pub(crate) fn is_in(&self, scope: &Scope) -> bool {
        self.account == scope.account && self.region == scope.region.as_str()
    }

    fn key(&self) -> String {
        format!("{} {}", self.account, self.region)
    }
}

impl PeeringRecord {
    /// The value of the index of sides for a scope.
    pub(crate) fn side_key(scope: &Scope) -> String {
        format!("{} {}", scope.account, scope.region)
    }

    /// Whether a VPC is one of its two.
    pub(crate) fn is_of(&self, vpc: &str) -> bool {
        self.requester.vpc == vpc || self.accepter.vpc == vpc
    }
}

impl Record for PeeringRecord {
    const COLLECTION: &'static str = "ec2.vpc-peering-connection";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![
            (BY_ID, self.id.clone()),
            (BY_VPC, self.requester.vpc.clone()),
            (BY_SIDE, self.requester.key()),
        ];
        if self.accepter.vpc != self.requester.vpc {
            keys.push((BY_VPC, self.accepter.vpc.clone()));
        }
        if self.accepter.key() != self.requester.key() {
            keys.push((BY_SIDE, self.accepter.key()));
        }
        keys
    }
}

impl Resource for PeeringRecord {
    const KIND: Kind = Kind::Peering;

    fn id(&self) -> &str {
        &self.id
    }
}
