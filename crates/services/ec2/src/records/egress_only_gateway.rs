//! Egress-only internet gateways.

use bartizan_service::store::Record;
use serde::{Deserialize, Serialize};

use super::{BY_TOKEN, BY_VPC};
use crate::kind::Kind;
use crate::scope::Resource;

/// An egress-only internet gateway, which a VPC has from the start.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EgressOnlyGatewayRecord {
    pub(crate) id: String,
    pub(crate) vpc: String,
    /// The token of the request that made it, by which the same request again is known.
    pub(crate) client_token: Option<String>,
}

impl Record for EgressOnlyGatewayRecord {
    const COLLECTION: &'static str = "ec2.egress-only-internet-gateway";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![(BY_VPC, self.vpc.clone())];
        keys.extend(self.client_token.iter().map(|token| (BY_TOKEN, token.clone())));
        keys
    }
}

impl Resource for EgressOnlyGatewayRecord {
    const KIND: Kind = Kind::EgressOnlyGateway;

    fn id(&self) -> &str {
        &self.id
    }
}
