//! What the service keeps in the store, and under which keys.

mod address;
mod internet_gateway;
mod network;
mod network_interface;
mod route_table;
mod security_group;
mod subnet;
mod vpc;

pub(crate) use address::{AddressAssociation, AddressRecord};
pub(crate) use internet_gateway::InternetGatewayRecord;
pub(crate) use network::NetworkRecord;
pub(crate) use network_interface::{Manager, NetworkInterfaceRecord};
pub(crate) use route_table::{Association, Destination, Route, RouteTableRecord, Target};
pub(crate) use security_group::{Direction, Peer, Permission, Rule, SecurityGroupRecord};
pub(crate) use subnet::SubnetRecord;
pub(crate) use vpc::{Block, VpcRecord};

/// The index of what is in a VPC, by the VPC's id.
pub(crate) const BY_VPC: &str = "vpc";
/// The index of what is in a subnet, by the subnet's id.
pub(crate) const BY_SUBNET: &str = "subnet";
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
