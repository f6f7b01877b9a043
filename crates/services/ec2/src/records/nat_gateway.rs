//! NAT gateways.

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BY_SUBNET, BY_TOKEN, BY_VPC};
use crate::kind::Kind;
use crate::scope::Resource;

/// A NAT gateway. Its interface is the one whose manager names it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NatGatewayRecord {
    pub(crate) id: String,
    pub(crate) vpc: String,
    pub(crate) subnet: String,
    pub(crate) is_public: bool,
    pub(crate) interface: String,
    pub(crate) created: Timestamp,
    pub(crate) deleted: Option<Timestamp>,
    /// The token of the request that made it, by which the same request again is known.
    pub(crate) client_token: Option<String>,
}

impl Record for NatGatewayRecord {
    const COLLECTION: &'static str = "ec2.nat-gateway";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![(BY_VPC, self.vpc.clone()), (BY_SUBNET, self.subnet.clone())];
        keys.extend(self.client_token.iter().map(|token| (BY_TOKEN, token.clone())));
        keys
    }
}

impl Resource for NatGatewayRecord {
    const KIND: Kind = Kind::NatGateway;

    fn id(&self) -> &str {
        &self.id
    }
}
