//! The kinds of resources, as their ids, ARNs and errors name them.

use bartizan_types::Random;

use crate::error::Ec2Error;

/// A kind of resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Vpc,
    Subnet,
    SecurityGroup,
    SecurityGroupRule,
    InternetGateway,
    EgressOnlyGateway,
    RouteTable,
    NetworkInterface,
    Address,
    NetworkAcl,
    NatGateway,
    Peering,
    PrefixList,
    FlowLog,
    Image,
    Instance,
    KeyPair,
}

impl Kind {
    /// Every kind.
    pub(crate) const ALL: [Self; 17] = [
        Self::Vpc,
        Self::Subnet,
        Self::SecurityGroup,
        Self::SecurityGroupRule,
        Self::InternetGateway,
        Self::EgressOnlyGateway,
        Self::RouteTable,
        Self::NetworkInterface,
        Self::Address,
        Self::NetworkAcl,
        Self::NatGateway,
        Self::Peering,
        Self::PrefixList,
        Self::FlowLog,
        Self::Image,
        Self::Instance,
        Self::KeyPair,
    ];

    /// What its ids begin with. (Amazon EC2 User Guide, "Resource IDs".)
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::SecurityGroup => "sg",
            Self::SecurityGroupRule => "sgr",
            Self::InternetGateway => "igw",
            Self::EgressOnlyGateway => "eigw",
            Self::RouteTable => "rtb",
            Self::NetworkInterface => "eni",
            Self::Address => "eipalloc",
            Self::NetworkAcl => "acl",
            Self::NatGateway => "nat",
            Self::Peering => "pcx",
            Self::PrefixList => "pl",
            Self::FlowLog => "fl",
            Self::Image => "ami",
            Self::Instance => "i",
            Self::KeyPair => "key",
        }
    }

    /// Its name in ARNs and in the model's `ResourceType`. (Service Authorization Reference, "Actions,
    /// resources, and condition keys for Amazon EC2".)
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::SecurityGroup => "security-group",
            Self::SecurityGroupRule => "security-group-rule",
            Self::InternetGateway => "internet-gateway",
            Self::EgressOnlyGateway => "egress-only-internet-gateway",
            Self::RouteTable => "route-table",
            Self::NetworkInterface => "network-interface",
            Self::Address => "elastic-ip",
            Self::NetworkAcl => "network-acl",
            Self::NatGateway => "natgateway",
            Self::Peering => "vpc-peering-connection",
            Self::PrefixList => "prefix-list",
            Self::FlowLog => "vpc-flow-log",
            Self::Image => "image",
            Self::Instance => "instance",
            Self::KeyPair => "key-pair",
        }
    }

    /// Its name in the activity record.
    pub(crate) const fn recorded(self) -> &'static str {
        match self {
            Self::Vpc => "AWS::EC2::VPC",
            Self::Subnet => "AWS::EC2::Subnet",
            Self::SecurityGroup => "AWS::EC2::SecurityGroup",
            Self::SecurityGroupRule => "AWS::EC2::SecurityGroupRule",
            Self::InternetGateway => "AWS::EC2::InternetGateway",
            Self::EgressOnlyGateway => "AWS::EC2::EgressOnlyInternetGateway",
            Self::RouteTable => "AWS::EC2::RouteTable",
            Self::NetworkInterface => "AWS::EC2::NetworkInterface",
            Self::Address => "AWS::EC2::EIP",
            Self::NetworkAcl => "AWS::EC2::NetworkAcl",
            Self::NatGateway => "AWS::EC2::NatGateway",
            Self::Peering => "AWS::EC2::VPCPeeringConnection",
            Self::PrefixList => "AWS::EC2::PrefixList",
            Self::FlowLog => "AWS::EC2::FlowLog",
            Self::Image => "AWS::EC2::Image",
            Self::Instance => "AWS::EC2::Instance",
            Self::KeyPair => "AWS::EC2::KeyPair",
        }
    }

    /// The code of refused specifications of tags, which differs by what is made.
    pub(crate) const fn misspecified(self) -> &'static str {
        match self {
            Self::Vpc | Self::Subnet | Self::NetworkInterface | Self::SecurityGroupRule => {
                "InvalidParameter"
            }
            _ => "InvalidParameterValue",
        }
    }

    /// The kind that an id is of, by what it begins with.
    pub(crate) fn of_id(id: &str) -> Option<Self> {
        let (prefix, _) = id.split_once('-')?;
        Self::ALL.into_iter().find(|kind| kind.prefix() == prefix)
    }

    /// A new id.
    pub(crate) fn new_id(self, random: &dyn Random) -> String {
        new_id(self.prefix(), random)
    }

    /// There is none with this id.
    pub(crate) fn not_found(self, id: &str) -> Ec2Error {
        let (code, message) = match self {
            Self::Vpc => ("InvalidVpcID.NotFound", format!("The vpc ID '{id}' does not exist")),
            Self::Subnet => {
                ("InvalidSubnetID.NotFound", format!("The subnet ID '{id}' does not exist"))
            }
            Self::SecurityGroup => {
                ("InvalidGroup.NotFound", format!("The security group '{id}' does not exist"))
            }
            Self::SecurityGroupRule => (
                "InvalidSecurityGroupRuleId.NotFound",
                format!("The security group rule ID '{id}' does not exist"),
            ),
            Self::InternetGateway => (
                "InvalidInternetGatewayID.NotFound",
                format!("The internetGateway ID '{id}' does not exist"),
            ),
            Self::EgressOnlyGateway => {
                ("InvalidGatewayID.NotFound", format!("The eigw ID '{id}' does not exist"))
            }
            Self::RouteTable => {
                ("InvalidRouteTableID.NotFound", format!("The routeTable ID '{id}' does not exist"))
            }
            Self::NetworkInterface => (
                "InvalidNetworkInterfaceID.NotFound",
                format!("The networkInterface ID '{id}' does not exist"),
            ),
            Self::Address => {
                ("InvalidAllocationID.NotFound", format!("The allocation ID '{id}' does not exist"))
            }
            Self::NetworkAcl => {
                ("InvalidNetworkAclID.NotFound", format!("The networkAcl ID '{id}' does not exist"))
            }
            Self::NatGateway => ("NatGatewayNotFound", format!("NatGateway {id} was not found")),
            Self::Peering => (
                "InvalidVpcPeeringConnectionID.NotFound",
                format!("The vpcPeeringConnection ID '{id}' does not exist"),
            ),
            Self::PrefixList => (
                "InvalidPrefixListID.NotFound",
                format!("The prefix list ID '{id}' does not exist"),
            ),
            Self::FlowLog => {
                ("InvalidFlowLogId.NotFound", format!("The flowLog ID '{id}' does not exist"))
            }
            Self::Image => {
                ("InvalidAMIID.NotFound", format!("The image id '[{id}]' does not exist"))
            }
            Self::Instance => {
                ("InvalidInstanceID.NotFound", format!("The instance ID '{id}' does not exist"))
            }
            Self::KeyPair => {
                ("InvalidKeyPair.NotFound", format!("The key pair '{id}' does not exist"))
            }
        };
        Ec2Error::refused(code, message)
    }
}

/// A new id with this prefix: seventeen hexadecimal digits, the first a zero. (Amazon EC2 User Guide,
/// "Resource IDs".)
pub(crate) fn new_id(prefix: &str, random: &dyn Random) -> String {
    format!("{prefix}-0{:016x}", random.next_u64())
}
