//! Which ports of which network interfaces can be reached from the internet or from a peer: computed
//! from a snapshot of a network, without sending a packet, as exact sets of addresses and ports. Each
//! answer has its path, component by component, and the smallest change that closes it.
//!
//! A conversation counts as possible when its request passes and an answer may come back the same way:
//! routes are chosen by the longest prefix, network ACLs ask both directions, security groups only the
//! first. (Amazon VPC User Guide, "Route priority", "Network ACL rules", "Security group rules".)

mod alike;
mod balancer;
mod change;
mod evaluate;
mod filter;
mod index;
mod network;
mod path;
mod plane;
mod ranges;
mod reduce;
mod route;

pub use change::{Change, Edit};
pub use evaluate::{Exposure, Flow, Origin, Protocol, Reach};
pub use network::{
    Acl, AclEntry, Address, Balancer, Group, GroupPeer, GroupRule, Interface, Listener, Network,
    Peering, PrefixList, Route, RouteTable, Subnet, Target, Vpc, icmp_number, icmp_range,
};
pub use path::{Component, Direction};
pub use ranges::{Family, Ranges, number};
