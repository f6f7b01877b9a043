//! Internet gateways.

use bartizan_service::store::Record;
use serde::{Deserialize, Serialize};

use super::BY_VPC;
use crate::kind::Kind;
use crate::scope::Resource;

/// An internet gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InternetGatewayRecord {
    pub(crate) id: String,
    /// The VPC that it is attached to.
    pub(crate) vpc: Option<String>,
}

impl Record for InternetGatewayRecord {
    const COLLECTION: &'static str = "ec2.internet-gateway";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        self.vpc.iter().map(|vpc| (BY_VPC, vpc.clone())).collect()
    }
}

impl Resource for InternetGatewayRecord {
    const KIND: Kind = Kind::InternetGateway;

    fn id(&self) -> &str {
        &self.id
    }
}
