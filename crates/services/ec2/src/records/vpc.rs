//! Virtual private clouds.

use bartizan_service::store::Record;
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use crate::kind::Kind;
use crate::scope::Resource;

/// A virtual private cloud.
#[allow(clippy::struct_excessive_bools, reason = "each is an attribute of its own in the API")]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcRecord {
    pub(crate) id: String,
    /// Its blocks of addresses, the primary one first.
    pub(crate) blocks: Vec<Block>,
    pub(crate) tenancy: String,
    pub(crate) is_default: bool,
    pub(crate) dns_support: bool,
    pub(crate) dns_hostnames: bool,
    pub(crate) address_usage_metrics: bool,
}

/// A block of addresses that a VPC has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Block {
    pub(crate) association: String,
    pub(crate) cidr: Ipv4Net,
}

impl Record for VpcRecord {
    const COLLECTION: &'static str = "ec2.vpc";
}

impl Resource for VpcRecord {
    const KIND: Kind = Kind::Vpc;

    fn id(&self) -> &str {
        &self.id
    }
}

impl VpcRecord {
    /// Whether one of its blocks holds this one.
    pub(crate) fn holds(&self, block: Ipv4Net) -> bool {
        self.blocks.iter().any(|own| own.cidr.contains(&block))
    }
}
