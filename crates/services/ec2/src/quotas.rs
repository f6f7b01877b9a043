//! The default quotas. (Amazon VPC User Guide, "Amazon VPC quotas"; Amazon EC2 User Guide, "Elastic IP
//! addresses".)

/// VPCs of a region.
pub(crate) const VPCS: u64 = 5;
/// IPv4 blocks of a VPC, the primary one too.
pub(crate) const BLOCKS_PER_VPC: usize = 5;
/// IPv6 blocks of a VPC.
pub(crate) const V6_BLOCKS_PER_VPC: usize = 5;
/// Subnets of a VPC.
pub(crate) const SUBNETS_PER_VPC: u64 = 200;
/// Internet gateways of a region.
pub(crate) const INTERNET_GATEWAYS: u64 = 5;
/// Egress-only internet gateways of a region.
pub(crate) const EGRESS_ONLY_GATEWAYS: u64 = 5;
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
/// Network ACLs of a VPC.
pub(crate) const ACLS_PER_VPC: u64 = 200;
/// Entries of a network ACL, for each direction.
pub(crate) const ENTRIES_PER_ACL: usize = 20;
/// NAT gateways of an availability zone.
pub(crate) const NAT_GATEWAYS_PER_ZONE: usize = 5;
/// Peering connections of a VPC that are active, and those that wait for an answer.
pub(crate) const PEERINGS_PER_VPC: usize = 50;
/// Peering connections that an account waits for.
pub(crate) const PENDING_PEERINGS: usize = 25;
/// Prefix lists of a region.
pub(crate) const PREFIX_LISTS: u64 = 100;
/// Entries of a prefix list.
pub(crate) const ENTRIES_PER_LIST: i32 = 1000;
/// Earlier versions of a prefix list: our own bound.
pub(crate) const EARLIER_VERSIONS: usize = 10;
/// Flow logs of a resource: our own bound; AWS has none on what one of a kind makes.
pub(crate) const FLOW_LOGS_PER_RESOURCE: u64 = 20;
/// Images of a region: our own bound, for each names a file of the operator's.
pub(crate) const IMAGES: u64 = 1000;
/// Key pairs of a region.
pub(crate) const KEY_PAIRS: u64 = 5000;
/// Instances that one call declares: our own bound.
pub(crate) const INSTANCES_PER_CALL: usize = 100;
