//! The default quotas. (Amazon VPC User Guide, "Amazon VPC quotas"; Amazon EC2 User Guide, "Elastic IP
//! addresses".)

/// VPCs of a region.
pub(crate) const VPCS: u64 = 5;
/// IPv4 blocks of a VPC, the primary one too.
pub(crate) const BLOCKS_PER_VPC: usize = 5;
/// Subnets of a VPC.
pub(crate) const SUBNETS_PER_VPC: u64 = 200;
/// Internet gateways of a region.
pub(crate) const INTERNET_GATEWAYS: u64 = 5;
/// Route tables of a VPC.
pub(crate) const ROUTE_TABLES_PER_VPC: u64 = 200;
/// Routes of a route table that are not local.
pub(crate) const ROUTES_PER_TABLE: usize = 500;
/// Security groups of a region.
pub(crate) const SECURITY_GROUPS: u64 = 2500;
/// Rules of a security group, for each direction and each family of addresses.
pub(crate) const RULES_PER_GROUP: usize = 60;
/// Security groups of a network interface.
pub(crate) const GROUPS_PER_INTERFACE: usize = 5;
/// Network interfaces of a region.
pub(crate) const NETWORK_INTERFACES: u64 = 5000;
/// Elastic IP addresses of a region.
pub(crate) const ADDRESSES: u64 = 5;
/// Tags of a resource. (Amazon EC2 User Guide, "Tag restrictions".)
pub(crate) const TAGS_PER_RESOURCE: usize = 50;
