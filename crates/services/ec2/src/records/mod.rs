//! What the service keeps in the store, and under which keys.

mod address;
mod egress_only_gateway;
mod flow_log;
mod image;
mod instance;
mod internet_gateway;
mod key_pair;
mod nat_gateway;
mod network;
mod network_acl;
mod network_interface;
mod peering;
mod prefix_list;
mod route_table;
mod security_group;
mod subnet;
mod vpc;

pub(crate) use address::{AddressAssociation, AddressRecord};
pub(crate) use egress_only_gateway::EgressOnlyGatewayRecord;
pub(crate) use flow_log::FlowLogRecord;
pub(crate) use image::ImageRecord;
pub(crate) use instance::{HostRecord, InstanceRecord};
pub(crate) use internet_gateway::InternetGatewayRecord;
pub(crate) use key_pair::KeyPairRecord;
pub(crate) use nat_gateway::NatGatewayRecord;
pub(crate) use network::NetworkRecord;
pub(crate) use network_acl::{AclAssociation, AclEntry, NetworkAclRecord};
pub(crate) use network_interface::{Attachment, Manager, NetworkInterfaceRecord};
pub(crate) use peering::{PeeringRecord, PeeringSide, PeeringState};
pub(crate) use prefix_list::{PrefixEntry, PrefixListRecord};
pub(crate) use route_table::{Association, Destination, Route, RouteTableRecord, Target};
pub(crate) use security_group::{
    Direction, Peer, PeerGroup, Permission, PrefixListName, Rule, SecurityGroupRecord,
};
pub(crate) use subnet::SubnetRecord;
pub(crate) use vpc::{Block, V6Block, VpcRecord};

/// The index of what is in a VPC, by the VPC's id.
pub(crate) const BY_VPC: &str = "vpc";
/// The index of VPCs, by their blocks of IPv6.
pub(crate) const BY_BLOCK: &str = "block of ipv6";
/// The index of what is in a subnet, by the subnet's id.
pub(crate) const BY_SUBNET: &str = "subnet";
/// The index of key pairs, by their names.
pub(crate) const BY_NAME: &str = "name";
/// The index of what a security group is put on or named by, by the group's id.
pub(crate) const BY_GROUP: &str = "group";
/// The index of addresses, by the network interface that has them.
pub(crate) const BY_INTERFACE: &str = "interface";
/// The index of addresses, by the public address.
pub(crate) const BY_PUBLIC_ADDRESS: &str = "public address";
/// The index of security groups, by the ids of their rules.
pub(crate) const BY_RULE: &str = "rule";
/// The index of what was made by a request with a client token, by the token.
pub(crate) const BY_TOKEN: &str = "client token";
/// The index of the interfaces that a service made for a resource, by the resource's ARN.
pub(crate) const BY_RESOURCE: &str = "resource";
/// The index of peering connections, by their ids: two accounts may know one.
pub(crate) const BY_ID: &str = "id";
/// The index of peering connections, by their sides: an account and its region.
pub(crate) const BY_SIDE: &str = "side";
/// The index of network interfaces, by the instance that they are attached to.
pub(crate) const BY_INSTANCE: &str = "instance";
/// The index of security groups, by the prefix lists that their rules name.
pub(crate) const BY_PREFIX_LIST: &str = "prefix list";
