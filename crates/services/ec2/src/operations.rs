//! Every operation, a line each.

use bartizan_service::operations;

use crate::{
    Ec2, address, flow_log, image, instance, internet_gateway, nat_gateway, network_acl,
    network_interface, peering, prefix_list, regions, route_table, rules, security_group, subnet,
    tags, vpc, zones,
};

operations! {
    Ec2 = "ec2";
    AcceptVpcPeeringConnection: Write Management Signed ["ec2:AcceptVpcPeeringConnection"] peering::rule::accepted => peering::accept;
    AllocateAddress: Write Management Signed ["ec2:AllocateAddress", "ec2:CreateTags"] address::rule::new => address::allocate;
    AssociateAddress: Write Management Signed ["ec2:AssociateAddress"] address::rule::associated => address::associate;
    AssociateRouteTable: Write Management Signed ["ec2:AssociateRouteTable"] route_table::rule::associated => route_table::associate;
    AssociateVpcCidrBlock: Write Management Signed ["ec2:AssociateVpcCidrBlock"] rules::vpc => vpc::associate;
    AttachInternetGateway: Write Management Signed ["ec2:AttachInternetGateway"] internet_gateway::rule::attached => internet_gateway::attach;
    AuthorizeSecurityGroupEgress: Write Management Signed ["ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags"] security_group::rule::authorized => security_group::authorize_egress;
    AuthorizeSecurityGroupIngress: Write Management Signed ["ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags"] security_group::rule::authorized => security_group::authorize_ingress;
    CreateDefaultSubnet: Write Management Signed ["ec2:CreateDefaultSubnet"] rules::anything => subnet::create_default;
    CreateDefaultVpc: Write Management Signed ["ec2:CreateDefaultVpc"] rules::anything => vpc::create_default;
    CreateFlowLogs: Write Management Signed ["ec2:CreateFlowLogs", "ec2:CreateTags"] flow_log::rule::new => flow_log::create;
    CreateInternetGateway: Write Management Signed ["ec2:CreateInternetGateway", "ec2:CreateTags"] internet_gateway::rule::new => internet_gateway::create;
    CreateManagedPrefixList: Write Management Signed ["ec2:CreateManagedPrefixList", "ec2:CreateTags"] prefix_list::rule::new => prefix_list::create;
    CreateNatGateway: Write Management Signed ["ec2:CreateNatGateway", "ec2:CreateTags"] nat_gateway::rule::new => nat_gateway::create;
    CreateNetworkAcl: Write Management Signed ["ec2:CreateNetworkAcl", "ec2:CreateTags"] network_acl::rule::new => network_acl::create;
    CreateNetworkAclEntry: Write Management Signed ["ec2:CreateNetworkAclEntry"] rules::network_acl => network_acl::create_entry;
    CreateNetworkInterface: Write Management Signed ["ec2:CreateNetworkInterface", "ec2:CreateTags"] network_interface::rule::new => network_interface::create;
    CreateRoute: Write Management Signed ["ec2:CreateRoute"] rules::route_table => route_table::create_route;
    CreateRouteTable: Write Management Signed ["ec2:CreateRouteTable", "ec2:CreateTags"] route_table::rule::new => route_table::create;
    CreateSecurityGroup: Write Management Signed ["ec2:CreateSecurityGroup", "ec2:CreateTags"] security_group::rule::new => security_group::create;
    CreateSubnet: Write Management Signed ["ec2:CreateSubnet", "ec2:CreateTags"] subnet::rule::new => subnet::create;
    CreateTags: Write Management Signed ["ec2:CreateTags"] tags::rule::changed => tags::create;
    CreateVpc: Write Management Signed ["ec2:CreateVpc", "ec2:CreateTags"] vpc::rule::new => vpc::create;
    CreateVpcPeeringConnection: Write Management Signed ["ec2:CreateVpcPeeringConnection", "ec2:CreateTags"] peering::rule::new => peering::create;
    DeleteFlowLogs: Write Management Signed ["ec2:DeleteFlowLogs"] flow_log::rule::named => flow_log::delete;
    DeleteInternetGateway: Write Management Signed ["ec2:DeleteInternetGateway"] rules::internet_gateway => internet_gateway::delete;
    DeleteManagedPrefixList: Write Management Signed ["ec2:DeleteManagedPrefixList"] rules::prefix_list => prefix_list::delete;
    DeleteNatGateway: Write Management Signed ["ec2:DeleteNatGateway"] rules::nat_gateway => nat_gateway::delete;
    DeleteNetworkAcl: Write Management Signed ["ec2:DeleteNetworkAcl"] rules::network_acl => network_acl::delete;
    DeleteNetworkAclEntry: Write Management Signed ["ec2:DeleteNetworkAclEntry"] rules::network_acl => network_acl::delete_entry;
    DeleteNetworkInterface: Write Management Signed ["ec2:DeleteNetworkInterface"] rules::network_interface => network_interface::delete;
    DeleteRoute: Write Management Signed ["ec2:DeleteRoute"] rules::route_table => route_table::delete_route;
    DeleteRouteTable: Write Management Signed ["ec2:DeleteRouteTable"] rules::route_table => route_table::delete;
    DeleteSecurityGroup: Write Management Signed ["ec2:DeleteSecurityGroup"] security_group::rule::named => security_group::delete;
    DeleteSubnet: Write Management Signed ["ec2:DeleteSubnet"] rules::subnet => subnet::delete;
    DeleteTags: Write Management Signed ["ec2:DeleteTags"] tags::rule::changed => tags::delete;
    DeleteVpc: Write Management Signed ["ec2:DeleteVpc"] rules::vpc => vpc::delete;
    DeleteVpcPeeringConnection: Write Management Signed ["ec2:DeleteVpcPeeringConnection"] peering::rule::named => peering::delete;
    DeregisterImage: Write Management Signed ["ec2:DeregisterImage"] rules::image => image::deregister;
    DescribeAddresses: Read Management Signed ["ec2:DescribeAddresses"] rules::anything => address::describe;
    DescribeAvailabilityZones: Read Management Signed ["ec2:DescribeAvailabilityZones"] rules::anything => zones::describe;
    DescribeFlowLogs: Read Management Signed ["ec2:DescribeFlowLogs"] rules::anything => flow_log::describe;
    DescribeImages: Read Management Signed ["ec2:DescribeImages"] rules::anything => image::describe;
    DescribeInstanceAttribute: Read Management Signed ["ec2:DescribeInstanceAttribute"] rules::instance => instance::describe_attribute;
    DescribeInstanceStatus: Read Management Signed ["ec2:DescribeInstanceStatus"] rules::anything => instance::describe_status;
    DescribeInstances: Read Management Signed ["ec2:DescribeInstances"] rules::anything => instance::describe;
    DescribeInternetGateways: Read Management Signed ["ec2:DescribeInternetGateways"] rules::anything => internet_gateway::describe;
    DescribeManagedPrefixLists: Read Management Signed ["ec2:DescribeManagedPrefixLists"] rules::anything => prefix_list::describe;
    DescribeNatGateways: Read Management Signed ["ec2:DescribeNatGateways"] rules::anything => nat_gateway::describe;
    DescribeNetworkAcls: Read Management Signed ["ec2:DescribeNetworkAcls"] rules::anything => network_acl::describe;
    DescribeNetworkInterfaceAttribute: Read Management Signed ["ec2:DescribeNetworkInterfaceAttribute"] rules::anything => network_interface::describe_attribute;
    DescribeNetworkInterfaces: Read Management Signed ["ec2:DescribeNetworkInterfaces"] rules::anything => network_interface::describe;
    DescribeRegions: Read Management Signed ["ec2:DescribeRegions"] rules::anything => regions::describe;
    DescribeRouteTables: Read Management Signed ["ec2:DescribeRouteTables"] rules::anything => route_table::describe;
    DescribeSecurityGroupRules: Read Management Signed ["ec2:DescribeSecurityGroupRules"] rules::anything => security_group::describe_rules;
    DescribeSecurityGroups: Read Management Signed ["ec2:DescribeSecurityGroups"] rules::anything => security_group::describe;
    DescribeSubnets: Read Management Signed ["ec2:DescribeSubnets"] rules::anything => subnet::describe;
    DescribeTags: Read Management Signed ["ec2:DescribeTags"] rules::anything => tags::describe;
    DescribeVpcAttribute: Read Management Signed ["ec2:DescribeVpcAttribute"] rules::vpc => vpc::describe_attribute;
    DescribeVpcPeeringConnections: Read Management Signed ["ec2:DescribeVpcPeeringConnections"] rules::anything => peering::describe;
    DescribeVpcs: Read Management Signed ["ec2:DescribeVpcs"] rules::anything => vpc::describe;
    DetachInternetGateway: Write Management Signed ["ec2:DetachInternetGateway"] internet_gateway::rule::attached => internet_gateway::detach;
    DisassociateAddress: Write Management Signed ["ec2:DisassociateAddress"] address::rule::disassociated => address::disassociate;
    DisassociateRouteTable: Write Management Signed ["ec2:DisassociateRouteTable"] route_table::rule::disassociated => route_table::disassociate;
    DisassociateVpcCidrBlock: Write Management Signed ["ec2:DisassociateVpcCidrBlock"] vpc::rule::disassociated => vpc::disassociate;
    GetManagedPrefixListEntries: Read Management Signed ["ec2:GetManagedPrefixListEntries"] rules::prefix_list => prefix_list::entries;
    ModifyInstanceAttribute: Write Management Signed ["ec2:ModifyInstanceAttribute"] instance::rule::modified => instance::modify;
    ModifyManagedPrefixList: Write Management Signed ["ec2:ModifyManagedPrefixList"] rules::prefix_list => prefix_list::modify;
    ModifyNetworkInterfaceAttribute: Write Management Signed ["ec2:ModifyNetworkInterfaceAttribute"] network_interface::rule::modified => network_interface::modify;
    ModifySecurityGroupRules: Write Management Signed ["ec2:ModifySecurityGroupRules"] security_group::rule::modified => security_group::modify_rules;
    ModifySubnetAttribute: Write Management Signed ["ec2:ModifySubnetAttribute"] subnet::rule::modified => subnet::modify;
    ModifyVpcAttribute: Write Management Signed ["ec2:ModifyVpcAttribute"] vpc::rule::modified => vpc::modify;
    RebootInstances: Write Management Signed ["ec2:RebootInstances"] instance::rule::named => instance::reboot;
    RegisterImage: Write Management Signed ["ec2:RegisterImage", "ec2:CreateTags"] image::rule::new => image::register;
    RejectVpcPeeringConnection: Write Management Signed ["ec2:RejectVpcPeeringConnection"] peering::rule::named => peering::reject;
    ReleaseAddress: Write Management Signed ["ec2:ReleaseAddress"] address::rule::named => address::release;
    ReplaceNetworkAclAssociation: Write Management Signed ["ec2:ReplaceNetworkAclAssociation"] network_acl::rule::replaced => network_acl::replace_association;
    ReplaceNetworkAclEntry: Write Management Signed ["ec2:ReplaceNetworkAclEntry"] rules::network_acl => network_acl::replace_entry;
    ReplaceRoute: Write Management Signed ["ec2:ReplaceRoute"] rules::route_table => route_table::replace_route;
    ReplaceRouteTableAssociation: Write Management Signed ["ec2:ReplaceRouteTableAssociation"] route_table::rule::replaced => route_table::replace_association;
    RevokeSecurityGroupEgress: Write Management Signed ["ec2:RevokeSecurityGroupEgress"] security_group::rule::named => security_group::revoke_egress;
    RevokeSecurityGroupIngress: Write Management Signed ["ec2:RevokeSecurityGroupIngress"] security_group::rule::named => security_group::revoke_ingress;
    RunInstances: Write Management Signed ["ec2:RunInstances", "ec2:CreateTags"] instance::rule::new => instance::run;
    StartInstances: Write Management Signed ["ec2:StartInstances"] instance::rule::named => instance::start;
    StopInstances: Write Management Signed ["ec2:StopInstances"] instance::rule::named => instance::stop;
    TerminateInstances: Write Management Signed ["ec2:TerminateInstances"] instance::rule::named => instance::terminate;
    UpdateSecurityGroupRuleDescriptionsEgress: Write Management Signed ["ec2:UpdateSecurityGroupRuleDescriptionsEgress"] security_group::rule::named => security_group::describe_egress_as;
    UpdateSecurityGroupRuleDescriptionsIngress: Write Management Signed ["ec2:UpdateSecurityGroupRuleDescriptionsIngress"] security_group::rule::named => security_group::describe_ingress_as;
}
