//! Every operation, a line each.

use bartizan_service::operations;

use crate::{
    Ec2, address, internet_gateway, network_interface, regions, route_table, rules, security_group,
    subnet, tags, vpc, zones,
};

operations! {
    Ec2 = "ec2";
    AllocateAddress: Write Management Signed ["ec2:AllocateAddress", "ec2:CreateTags"] address::rule::new => address::allocate;
    AssociateAddress: Write Management Signed ["ec2:AssociateAddress"] address::rule::associated => address::associate;
    AssociateRouteTable: Write Management Signed ["ec2:AssociateRouteTable"] route_table::rule::associated => route_table::associate;
    AssociateVpcCidrBlock: Write Management Signed ["ec2:AssociateVpcCidrBlock"] rules::vpc => vpc::associate;
    AttachInternetGateway: Write Management Signed ["ec2:AttachInternetGateway"] internet_gateway::rule::attached => internet_gateway::attach;
    AuthorizeSecurityGroupEgress: Write Management Signed ["ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags"] security_group::rule::authorized => security_group::authorize_egress;
    AuthorizeSecurityGroupIngress: Write Management Signed ["ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags"] security_group::rule::authorized => security_group::authorize_ingress;
    CreateDefaultSubnet: Write Management Signed ["ec2:CreateDefaultSubnet"] rules::anything => subnet::create_default;
    CreateDefaultVpc: Write Management Signed ["ec2:CreateDefaultVpc"] rules::anything => vpc::create_default;
    CreateInternetGateway: Write Management Signed ["ec2:CreateInternetGateway", "ec2:CreateTags"] internet_gateway::rule::new => internet_gateway::create;
    CreateNetworkInterface: Write Management Signed ["ec2:CreateNetworkInterface", "ec2:CreateTags"] network_interface::rule::new => network_interface::create;
    CreateRoute: Write Management Signed ["ec2:CreateRoute"] rules::route_table => route_table::create_route;
    CreateRouteTable: Write Management Signed ["ec2:CreateRouteTable", "ec2:CreateTags"] route_table::rule::new => route_table::create;
    CreateSecurityGroup: Write Management Signed ["ec2:CreateSecurityGroup", "ec2:CreateTags"] security_group::rule::new => security_group::create;
    CreateSubnet: Write Management Signed ["ec2:CreateSubnet", "ec2:CreateTags"] subnet::rule::new => subnet::create;
    CreateTags: Write Management Signed ["ec2:CreateTags"] tags::rule::changed => tags::create;
    CreateVpc: Write Management Signed ["ec2:CreateVpc", "ec2:CreateTags"] vpc::rule::new => vpc::create;
    DeleteInternetGateway: Write Management Signed ["ec2:DeleteInternetGateway"] rules::internet_gateway => internet_gateway::delete;
    DeleteNetworkInterface: Write Management Signed ["ec2:DeleteNetworkInterface"] rules::network_interface => network_interface::delete;
    DeleteRoute: Write Management Signed ["ec2:DeleteRoute"] rules::route_table => route_table::delete_route;
    DeleteRouteTable: Write Management Signed ["ec2:DeleteRouteTable"] rules::route_table => route_table::delete;
    DeleteSecurityGroup: Write Management Signed ["ec2:DeleteSecurityGroup"] security_group::rule::named => security_group::delete;
    DeleteSubnet: Write Management Signed ["ec2:DeleteSubnet"] rules::subnet => subnet::delete;
    DeleteTags: Write Management Signed ["ec2:DeleteTags"] tags::rule::changed => tags::delete;
    DeleteVpc: Write Management Signed ["ec2:DeleteVpc"] rules::vpc => vpc::delete;
    DescribeAddresses: Read Management Signed ["ec2:DescribeAddresses"] rules::anything => address::describe;
    DescribeAvailabilityZones: Read Management Signed ["ec2:DescribeAvailabilityZones"] rules::anything => zones::describe;
    DescribeInternetGateways: Read Management Signed ["ec2:DescribeInternetGateways"] rules::anything => internet_gateway::describe;
    DescribeNetworkInterfaceAttribute: Read Management Signed ["ec2:DescribeNetworkInterfaceAttribute"] rules::anything => network_interface::describe_attribute;
    DescribeNetworkInterfaces: Read Management Signed ["ec2:DescribeNetworkInterfaces"] rules::anything => network_interface::describe;
    DescribeRegions: Read Management Signed ["ec2:DescribeRegions"] rules::anything => regions::describe;
    DescribeRouteTables: Read Management Signed ["ec2:DescribeRouteTables"] rules::anything => route_table::describe;
    DescribeSecurityGroupRules: Read Management Signed ["ec2:DescribeSecurityGroupRules"] rules::anything => security_group::describe_rules;
    DescribeSecurityGroups: Read Management Signed ["ec2:DescribeSecurityGroups"] rules::anything => security_group::describe;
    DescribeSubnets: Read Management Signed ["ec2:DescribeSubnets"] rules::anything => subnet::describe;
    DescribeTags: Read Management Signed ["ec2:DescribeTags"] rules::anything => tags::describe;
    DescribeVpcAttribute: Read Management Signed ["ec2:DescribeVpcAttribute"] rules::vpc => vpc::describe_attribute;
    DescribeVpcs: Read Management Signed ["ec2:DescribeVpcs"] rules::anything => vpc::describe;
    DetachInternetGateway: Write Management Signed ["ec2:DetachInternetGateway"] internet_gateway::rule::attached => internet_gateway::detach;
    DisassociateAddress: Write Management Signed ["ec2:DisassociateAddress"] address::rule::disassociated => address::disassociate;
    DisassociateRouteTable: Write Management Signed ["ec2:DisassociateRouteTable"] route_table::rule::disassociated => route_table::disassociate;
    DisassociateVpcCidrBlock: Write Management Signed ["ec2:DisassociateVpcCidrBlock"] vpc::rule::disassociated => vpc::disassociate;
    ModifyNetworkInterfaceAttribute: Write Management Signed ["ec2:ModifyNetworkInterfaceAttribute"] network_interface::rule::modified => network_interface::modify;
    ModifySecurityGroupRules: Write Management Signed ["ec2:ModifySecurityGroupRules"] security_group::rule::modified => security_group::modify_rules;
    ModifySubnetAttribute: Write Management Signed ["ec2:ModifySubnetAttribute"] subnet::rule::modified => subnet::modify;
    ModifyVpcAttribute: Write Management Signed ["ec2:ModifyVpcAttribute"] vpc::rule::modified => vpc::modify;
    ReleaseAddress: Write Management Signed ["ec2:ReleaseAddress"] address::rule::named => address::release;
    ReplaceRoute: Write Management Signed ["ec2:ReplaceRoute"] rules::route_table => route_table::replace_route;
    ReplaceRouteTableAssociation: Write Management Signed ["ec2:ReplaceRouteTableAssociation"] route_table::rule::replaced => route_table::replace_association;
    RevokeSecurityGroupEgress: Write Management Signed ["ec2:RevokeSecurityGroupEgress"] security_group::rule::named => security_group::revoke_egress;
    RevokeSecurityGroupIngress: Write Management Signed ["ec2:RevokeSecurityGroupIngress"] security_group::rule::named => security_group::revoke_ingress;
    UpdateSecurityGroupRuleDescriptionsEgress: Write Management Signed ["ec2:UpdateSecurityGroupRuleDescriptionsEgress"] security_group::rule::named => security_group::describe_egress_as;
    UpdateSecurityGroupRuleDescriptionsIngress: Write Management Signed ["ec2:UpdateSecurityGroupRuleDescriptionsIngress"] security_group::rule::named => security_group::describe_ingress_as;
}
