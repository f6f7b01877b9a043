//! Subnets.

use bartizan_service::store::Record;
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::{BY_VPC, V6Block};
use crate::kind::Kind;
use crate::scope::Resource;

/// A subnet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SubnetRecord {
    pub(crate) id: String,
    pub(crate) vpc: String,
    pub(crate) cidr: Ipv4Net,
    /// Its block of IPv6.
    #[serde(default)]
    pub(crate) v6_block: Option<V6Block>,
    /// Whether interfaces made in it get an address of that.
    #[serde(default)]
    pub(crate) assigns_v6: bool,
    pub(crate) zone: String,
    pub(crate) zone_id: String,
    /// Whether it is the default subnet of its zone.
    pub(crate) is_default: bool,
    pub(crate) map_public_ip: bool,
}

impl Record for SubnetRecord {
    const COLLECTION: &'static str = "ec2.subnet";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_VPC, self.vpc.clone())]
    }
}

impl Resource for SubnetRecord {
    const KIND: Kind = Kind::Subnet;

    fn id(&self) -> &str {
        &self.id
    }
}
