//! Virtual private clouds.

use bartizan_service::store::Record;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::BY_BLOCK;
use crate::kind::Kind;
use crate::scope::Resource;

/// A virtual private cloud.
#[allow(clippy::struct_excessive_bools, reason = "each is an attribute of its own in the API")]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcRecord {
    pub(crate) id: String,
    /// Its blocks of addresses, the primary one first.
    pub(crate) blocks: Vec<Block>,
    /// Its blocks of IPv6.
    #[serde(default)]
    pub(crate) v6_blocks: Vec<V6Block>,
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

/// A block of IPv6 that a VPC or a subnet has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct V6Block {
    pub(crate) association: String,
    pub(crate) cidr: Ipv6Net,
}

impl Record for VpcRecord {
    const COLLECTION: &'static str = "ec2.vpc";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        self.v6_blocks.iter().map(|block| (BY_BLOCK, block.cidr.to_string())).collect()
    }
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

    /// Whether one of its blocks of IPv6 holds this one.
    pub(crate) fn holds_v6(&self, block: Ipv6Net) -> bool {
        self.v6_blocks.iter().any(|own| own.cidr.contains(&block))
    }

    /// Whether it has blocks of IPv6.
    pub(crate) const fn has_v6(&self) -> bool {
        !self.v6_blocks.is_empty()
    }

    /// All its blocks, those of IPv4 first.
    pub(crate) fn all_blocks(&self) -> impl Iterator<Item = IpNet> {
        let v6 = self.v6_blocks.iter().map(|block| IpNet::V6(block.cidr));
        self.blocks.iter().map(|block| IpNet::V4(block.cidr)).chain(v6)
    }
}
