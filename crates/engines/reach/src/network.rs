//! The snapshot of a network that is asked about. Whatever names something that is not in it counts as
//! gone: a route as a black hole, a security group as one that permits nothing.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::ranges::{Family, Ranges};

/// A network: all that decides where packets go, of as many accounts as matter.
#[derive(Debug, Clone)]
pub struct Network {
    /// The addresses that clients of the internet have.
    pub internet: Ranges,
    /// The ports that clients send from, which answers of TCP and UDP go to.
    pub client_ports: Ranges,
    /// Virtual private clouds.
    pub vpcs: Vec<Vpc>,
    /// Subnets.
    pub subnets: Vec<Subnet>,
    /// Route tables.
    pub tables: Vec<RouteTable>,
    /// Network ACLs.
    pub acls: Vec<Acl>,
    /// Security groups.
    pub groups: Vec<Group>,
    /// Prefix lists.
    pub prefix_lists: Vec<PrefixList>,
    /// Network interfaces.
    pub interfaces: Vec<Interface>,
    /// Peering connections.
    pub peerings: Vec<Peering>,
    /// Load balancers.
    pub balancers: Vec<Balancer>,
}

impl Default for Network {
    /// Nothing, on an internet of all addresses that are unicast and global; clients send from any
    /// port, for nothing keeps them to what their systems choose. (RFC 6890; RFC 4291, section 2.4.)
    fn default() -> Self {
        let special = [
            (0, 8),
            (10 << 24, 8),
            (0x6440_0000, 10),
            (127 << 24, 8),
            (0xa9fe_0000, 16),
            (0xac10_0000, 12),
            (0xc0a8_0000, 16),
            (224 << 24, 3),
        ];
        let spans = special.map(|(first, prefix): (u32, u32)| {
            (u128::from(first), u128::from(first | (u32::MAX >> prefix)))
        });
        let v4 = Family::V4.addresses().without(&Ranges::of(spans));
        // Of 2000::/3 what documents have, 2001:db8::/32, is nobody's.
        let v6 = Ranges::span(0x2 << 124, (0x4 << 124) - 1);
        let documents = Ranges::span(0x2001_0db8 << 96, (0x2001_0db9 << 96) - 1);
        Self {
            internet: v4.union(&v6.without(&documents)),
            client_ports: Ranges::span(0, u128::from(u16::MAX)),
            vpcs: Vec::new(),
            subnets: Vec::new(),
            tables: Vec::new(),
            acls: Vec::new(),
            groups: Vec::new(),
            prefix_lists: Vec::new(),
            interfaces: Vec::new(),
            peerings: Vec::new(),
            balancers: Vec::new(),
        }
    }
}

/// A virtual private cloud.
#[derive(Debug, Clone)]
pub struct Vpc {
    /// Its id.
    pub id: String,
    /// Its blocks of addresses, to which each of its route tables has a local route.
    pub blocks: Vec<IpNet>,
    /// The id of the internet gateway that is attached to it.
    pub gateway: Option<String>,
}

/// A subnet.
#[derive(Debug, Clone)]
pub struct Subnet {
    /// Its id.
    pub id: String,
    /// The id of its VPC.
    pub vpc: String,
    /// The id of the route table that it follows.
    pub table: String,
    /// The id of its network ACL.
    pub acl: String,
}

/// A route table, without its local routes.
#[derive(Debug, Clone)]
pub struct RouteTable {
    /// Its id.
    pub id: String,
    /// Its routes, no two from one block.
    pub routes: Vec<Route>,
}

/// A route.
#[derive(Debug, Clone)]
pub struct Route {
    /// The block that it leads from.
    pub destination: IpNet,
    /// Where it leads.
    pub target: Target,
}

/// Where a route leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To an internet gateway.
    Gateway(String),
    /// Through a peering connection.
    Peering(String),
    /// Anywhere else: a NAT gateway or an egress-only internet gateway, which let nothing in that was not asked for
    /// from inside, or a network interface, whose machine does with packets what no network knows.
    Other(String),
}

/// A network ACL.
#[derive(Debug, Clone)]
pub struct Acl {
    /// Its id.
    pub id: String,
    /// Its entries for what comes into a subnet.
    pub ingress: Vec<AclEntry>,
    /// Its entries for what leaves a subnet.
    pub egress: Vec<AclEntry>,
}

/// An entry of a network ACL: of those that match, the one of the lowest number decides.
#[derive(Debug, Clone)]
pub struct AclEntry {
    /// Its number.
    pub number: u16,
    /// The number of the protocol; `None` for all.
    pub protocol: Option<u8>,
    /// The ports of TCP and UDP; for ICMP and `ICMPv6` as [`icmp_range`] makes them. Other protocols have all.
    pub ports: (u16, u16),
    /// The other side's addresses.
    pub block: IpNet,
    /// Whether it lets pass what matches.
    pub allows: bool,
}

/// A security group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// What may come in.
    pub ingress: Vec<GroupRule>,
    /// What may go out.
    pub egress: Vec<GroupRule>,
}

/// A rule of a security group.
#[derive(Debug, Clone)]
pub struct GroupRule {
    /// Its id.
    pub id: String,
    /// The number of the protocol; `None` for all.
    pub protocol: Option<u8>,
    /// The ports, as those of an [`AclEntry`].
    pub ports: (u16, u16),
    /// The other side.
    pub peer: GroupPeer,
}

/// The other side of a security group's rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupPeer {
    /// A block of addresses.
    Block(IpNet),
    /// The private addresses of all that have this security group.
    Group(String),
    /// The blocks of a prefix list.
    PrefixList(String),
}

/// A prefix list.
#[derive(Debug, Clone)]
pub struct PrefixList {
    /// Its id.
    pub id: String,
    /// Its blocks.
    pub blocks: Vec<IpNet>,
}

/// A network interface.
#[derive(Debug, Clone)]
pub struct Interface {
    /// Its id.
    pub id: String,
    /// The id of its subnet.
    pub subnet: String,
    /// Its addresses.
    pub addresses: Vec<Address>,
    /// The ids of its security groups.
    pub groups: Vec<String>,
}

/// An address of an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// In its subnet.
    pub private: IpAddr,
    /// What it is called by on the internet: a public address, or the name of a load balancer. An address of IPv6 is
    /// called by itself.
    pub public: Option<String>,
}

/// A peering connection that is active.
#[derive(Debug, Clone)]
pub struct Peering {
    /// Its id.
    pub id: String,
    /// The ids of its two VPCs.
    pub vpcs: [String; 2],
}

/// A load balancer that answers clients itself and asks targets from its own addresses.
#[derive(Debug, Clone)]
pub struct Balancer {
    /// Its id.
    pub id: String,
    /// The ids of its network interfaces.
    pub interfaces: Vec<String>,
    /// Its listeners.
    pub listeners: Vec<Listener>,
}

/// A listener of a load balancer, of TCP.
#[derive(Debug, Clone)]
pub struct Listener {
    /// Its port.
    pub port: u16,
    /// The addresses and ports of the targets that its rules forward to.
    pub targets: Vec<(IpAddr, u16)>,
}

/// A type and a code of ICMP as one number, which stands where other protocols have ports.
pub const fn icmp_number(kind: u8, code: u8) -> u16 {
    (kind as u16) << 8 | code as u16
}

/// What a rule about ICMP covers: a type and a code, with `None` for all.
pub const fn icmp_range(kind: Option<u8>, code: Option<u8>) -> (u16, u16) {
    match (kind, code) {
        (None, _) => (0, u16::MAX),
        (Some(kind), None) => (icmp_number(kind, 0), icmp_number(kind, u8::MAX)),
        (Some(kind), Some(code)) => (icmp_number(kind, code), icmp_number(kind, code)),
    }
}
