//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { Address {
    allocation_id: Option<String> = show "AllocationId",
    association_id: Option<String> = show "AssociationId",
    domain: Option<String> = show "Domain",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    network_interface_owner_id: Option<String> = show "NetworkInterfaceOwnerId",
    private_ip_address: Option<String> = show "PrivateIpAddress",
    tags: Option<Vec<Tag>> = show "Tags",
    public_ipv4_pool: Option<String> = show "PublicIpv4Pool",
    network_border_group: Option<String> = show "NetworkBorderGroup",
    customer_owned_ip: Option<String> = show "CustomerOwnedIp",
    customer_owned_ipv4_pool: Option<String> = show "CustomerOwnedIpv4Pool",
    carrier_ip: Option<String> = show "CarrierIp",
    subnet_id: Option<String> = show "SubnetId",
    service_managed: Option<String> = show "ServiceManaged",
    instance_id: Option<String> = show "InstanceId",
    public_ip: Option<String> = show "PublicIp",
} }

shape! { AllocateAddressRequest {
    domain: Option<String> = show "Domain",
    address: Option<String> = show "Address",
    public_ipv4_pool: Option<String> = show "PublicIpv4Pool",
    network_border_group: Option<String> = show "NetworkBorderGroup",
    customer_owned_ipv4_pool: Option<String> = show "CustomerOwnedIpv4Pool",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    ipam_pool_id: Option<String> = show "IpamPoolId",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { AllocateAddressResult {
    allocation_id: Option<String> = show "AllocationId",
    public_ipv4_pool: Option<String> = show "PublicIpv4Pool",
    network_border_group: Option<String> = show "NetworkBorderGroup",
    domain: Option<String> = show "Domain",
    customer_owned_ip: Option<String> = show "CustomerOwnedIp",
    customer_owned_ipv4_pool: Option<String> = show "CustomerOwnedIpv4Pool",
    carrier_ip: Option<String> = show "CarrierIp",
    public_ip: Option<String> = show "PublicIp",
} }

shape! { AssociateAddressRequest {
    allocation_id: Option<String> = show "AllocationId",
    instance_id: Option<String> = show "InstanceId",
    public_ip: Option<String> = show "PublicIp",
    dry_run: Option<bool> = show "DryRun",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    private_ip_address: Option<String> = show "PrivateIpAddress",
    allow_reassociation: Option<bool> = show "AllowReassociation",
} }

shape! { AssociateAddressResult {
    association_id: Option<String> = show "AssociationId",
} }

shape! { AssociateRouteTableRequest {
    gateway_id: Option<String> = show "GatewayId",
    public_ipv4_pool: Option<String> = show "PublicIpv4Pool",
    dry_run: Option<bool> = show "DryRun",
    subnet_id: Option<String> = show "SubnetId",
    route_table_id: String = show "RouteTableId",
} }

shape! { AssociateRouteTableResult {
    association_id: Option<String> = show "AssociationId",
    association_state: Option<RouteTableAssociationState> = show "AssociationState",
} }

shape! { AssociateVpcCidrBlockRequest {
    cidr_block: Option<String> = show "CidrBlock",
    ipv6_cidr_block_network_border_group: Option<String> = show "Ipv6CidrBlockNetworkBorderGroup",
    ipv6_pool: Option<String> = show "Ipv6Pool",
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
    ipv4_ipam_pool_id: Option<String> = show "Ipv4IpamPoolId",
    ipv4_netmask_length: Option<i32> = show "Ipv4NetmaskLength",
    ipv6_ipam_pool_id: Option<String> = show "Ipv6IpamPoolId",
    ipv6_netmask_length: Option<i32> = show "Ipv6NetmaskLength",
    vpc_id: String = show "VpcId",
    amazon_provided_ipv6_cidr_block: Option<bool> = show "AmazonProvidedIpv6CidrBlock",
} }

shape! { AssociateVpcCidrBlockResult {
    ipv6_cidr_block_association: Option<VpcIpv6CidrBlockAssociation> = show "Ipv6CidrBlockAssociation",
    cidr_block_association: Option<VpcCidrBlockAssociation> = show "CidrBlockAssociation",
    vpc_id: Option<String> = show "VpcId",
} }

shape! { AttachInternetGatewayRequest {
    dry_run: Option<bool> = show "DryRun",
    internet_gateway_id: String = show "InternetGatewayId",
    vpc_id: String = show "VpcId",
} }

shape! { AttachmentEnaSrdSpecification {
    ena_srd_enabled: Option<bool> = show "EnaSrdEnabled",
    ena_srd_udp_specification: Option<AttachmentEnaSrdUdpSpecification> = show "EnaSrdUdpSpecification",
} }

shape! { AttachmentEnaSrdUdpSpecification {
    ena_srd_udp_enabled: Option<bool> = show "EnaSrdUdpEnabled",
} }

shape! { AttributeBooleanValue {
    value: Option<bool> = show "Value",
} }

shape! { AttributeValue {
    value: Option<String> = show "Value",
} }

shape! { AuthorizeSecurityGroupEgressRequest {
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    dry_run: Option<bool> = show "DryRun",
    group_id: String = show "GroupId",
    source_security_group_name: Option<String> = show "SourceSecurityGroupName",
    source_security_group_owner_id: Option<String> = show "SourceSecurityGroupOwnerId",
    ip_protocol: Option<String> = show "IpProtocol",
    from_port: Option<i32> = show "FromPort",
    to_port: Option<i32> = show "ToPort",
    cidr_ip: Option<String> = show "CidrIp",
    ip_permissions: Option<Vec<IpPermission>> = show "IpPermissions",
} }

shape! { AuthorizeSecurityGroupEgressResult {
    r#return: Option<bool> = show "Return",
    security_group_rules: Option<Vec<SecurityGroupRule>> = show "SecurityGroupRules",
} }

shape! { AuthorizeSecurityGroupIngressRequest {
    cidr_ip: Option<String> = show "CidrIp",
    from_port: Option<i32> = show "FromPort",
    group_id: Option<String> = show "GroupId",
    group_name: Option<String> = show "GroupName",
    ip_permissions: Option<Vec<IpPermission>> = show "IpPermissions",
    ip_protocol: Option<String> = show "IpProtocol",
    source_security_group_name: Option<String> = show "SourceSecurityGroupName",
    source_security_group_owner_id: Option<String> = show "SourceSecurityGroupOwnerId",
    to_port: Option<i32> = show "ToPort",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { AuthorizeSecurityGroupIngressResult {
    r#return: Option<bool> = show "Return",
    security_group_rules: Option<Vec<SecurityGroupRule>> = show "SecurityGroupRules",
} }

shape! { AvailabilityZone {
    opt_in_status: Option<String> = show "OptInStatus",
    messages: Option<Vec<AvailabilityZoneMessage>> = show "Messages",
    region_name: Option<String> = show "RegionName",
    zone_name: Option<String> = show "ZoneName",
    zone_id: Option<String> = show "ZoneId",
    group_name: Option<String> = show "GroupName",
    network_border_group: Option<String> = show "NetworkBorderGroup",
    zone_type: Option<String> = show "ZoneType",
    parent_zone_name: Option<String> = show "ParentZoneName",
    parent_zone_id: Option<String> = show "ParentZoneId",
    group_long_name: Option<String> = show "GroupLongName",
    geography: Option<Vec<AvailabilityZoneGeography>> = show "Geography",
    sub_geography: Option<Vec<AvailabilityZoneSubGeography>> = show "SubGeography",
    state: Option<String> = show "State",
} }

shape! { AvailabilityZoneGeography {
    name: Option<String> = show "Name",
} }

shape! { AvailabilityZoneMessage {
    message: Option<String> = show "Message",
} }

shape! { AvailabilityZoneSubGeography {
    name: Option<String> = show "Name",
} }

shape! { BlockPublicAccessStates {
    internet_gateway_block_mode: Option<String> = show "InternetGatewayBlockMode",
} }

shape! { ConnectionTrackingConfiguration {
    tcp_established_timeout: Option<i32> = show "TcpEstablishedTimeout",
    udp_stream_timeout: Option<i32> = show "UdpStreamTimeout",
    udp_timeout: Option<i32> = show "UdpTimeout",
} }

shape! { ConnectionTrackingSpecificationRequest {
    tcp_established_timeout: Option<i32> = show "TcpEstablishedTimeout",
    udp_stream_timeout: Option<i32> = show "UdpStreamTimeout",
    udp_timeout: Option<i32> = show "UdpTimeout",
} }

shape! { CreateDefaultSubnetRequest {
    availability_zone: Option<String> = show "AvailabilityZone",
    dry_run: Option<bool> = show "DryRun",
    ipv6_native: Option<bool> = show "Ipv6Native",
    availability_zone_id: Option<String> = show "AvailabilityZoneId",
} }

shape! { CreateDefaultSubnetResult {
    subnet: Option<Subnet> = show "Subnet",
} }

shape! { CreateDefaultVpcRequest {
    dry_run: Option<bool> = show "DryRun",
} }

shape! { CreateDefaultVpcResult {
    vpc: Option<Vpc> = show "Vpc",
} }

shape! { CreateInternetGatewayRequest {
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { CreateInternetGatewayResult {
    internet_gateway: Option<InternetGateway> = show "InternetGateway",
} }

shape! { CreateNetworkInterfaceRequest {
    ipv4_prefixes: Option<Vec<Ipv4PrefixSpecificationRequest>> = show "Ipv4Prefixes",
    ipv4_prefix_count: Option<i32> = show "Ipv4PrefixCount",
    ipv6_prefixes: Option<Vec<Ipv6PrefixSpecificationRequest>> = show "Ipv6Prefixes",
    ipv6_prefix_count: Option<i32> = show "Ipv6PrefixCount",
    interface_type: Option<String> = show "InterfaceType",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    client_token: Option<String> = show "ClientToken",
    enable_primary_ipv6: Option<bool> = show "EnablePrimaryIpv6",
    connection_tracking_specification: Option<ConnectionTrackingSpecificationRequest> = show "ConnectionTrackingSpecification",
    operator: Option<OperatorRequest> = show "Operator",
    subnet_id: String = show "SubnetId",
    description: Option<String> = show "Description",
    private_ip_address: Option<String> = show "PrivateIpAddress",
    groups: Option<Vec<String>> = show "Groups",
    private_ip_addresses: Option<Vec<PrivateIpAddressSpecification>> = show "PrivateIpAddresses",
    secondary_private_ip_address_count: Option<i32> = show "SecondaryPrivateIpAddressCount",
    ipv6_addresses: Option<Vec<InstanceIpv6Address>> = show "Ipv6Addresses",
    ipv6_address_count: Option<i32> = show "Ipv6AddressCount",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { CreateNetworkInterfaceResult {
    network_interface: Option<NetworkInterface> = show "NetworkInterface",
    client_token: Option<String> = show "ClientToken",
} }

shape! { CreateRouteRequest {
    destination_prefix_list_id: Option<String> = show "DestinationPrefixListId",
    vpc_endpoint_id: Option<String> = show "VpcEndpointId",
    transit_gateway_id: Option<String> = show "TransitGatewayId",
    local_gateway_id: Option<String> = show "LocalGatewayId",
    carrier_gateway_id: Option<String> = show "CarrierGatewayId",
    core_network_arn: Option<String> = show "CoreNetworkArn",
    odb_network_arn: Option<String> = show "OdbNetworkArn",
    dry_run: Option<bool> = show "DryRun",
    route_table_id: String = show "RouteTableId",
    destination_cidr_block: Option<String> = show "DestinationCidrBlock",
    gateway_id: Option<String> = show "GatewayId",
    destination_ipv6_cidr_block: Option<String> = show "DestinationIpv6CidrBlock",
    egress_only_internet_gateway_id: Option<String> = show "EgressOnlyInternetGatewayId",
    instance_id: Option<String> = show "InstanceId",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    vpc_peering_connection_id: Option<String> = show "VpcPeeringConnectionId",
    nat_gateway_id: Option<String> = show "NatGatewayId",
} }

shape! { CreateRouteResult {
    r#return: Option<bool> = show "Return",
} }

shape! { CreateRouteTableRequest {
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    client_token: Option<String> = show "ClientToken",
    dry_run: Option<bool> = show "DryRun",
    vpc_id: String = show "VpcId",
} }

shape! { CreateRouteTableResult {
    route_table: Option<RouteTable> = show "RouteTable",
    client_token: Option<String> = show "ClientToken",
} }

shape! { CreateSecurityGroupRequest {
    description: String = show "Description",
    group_name: String = show "GroupName",
    vpc_id: Option<String> = show "VpcId",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { CreateSecurityGroupResult {
    group_id: Option<String> = show "GroupId",
    tags: Option<Vec<Tag>> = show "Tags",
    security_group_arn: Option<String> = show "SecurityGroupArn",
} }

shape! { CreateSubnetRequest {
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    availability_zone: Option<String> = show "AvailabilityZone",
    availability_zone_id: Option<String> = show "AvailabilityZoneId",
    cidr_block: Option<String> = show "CidrBlock",
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
    outpost_arn: Option<String> = show "OutpostArn",
    vpc_id: String = show "VpcId",
    ipv6_native: Option<bool> = show "Ipv6Native",
    ipv4_ipam_pool_id: Option<String> = show "Ipv4IpamPoolId",
    ipv4_netmask_length: Option<i32> = show "Ipv4NetmaskLength",
    ipv6_ipam_pool_id: Option<String> = show "Ipv6IpamPoolId",
    ipv6_netmask_length: Option<i32> = show "Ipv6NetmaskLength",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { CreateSubnetResult {
    subnet: Option<Subnet> = show "Subnet",
} }

shape! { CreateTagsRequest {
    dry_run: Option<bool> = show "DryRun",
    resources: Vec<String> = show "Resources",
    tags: Vec<Tag> = show "Tags",
} }

shape! { CreateVpcRequest {
    cidr_block: Option<String> = show "CidrBlock",
    ipv6_pool: Option<String> = show "Ipv6Pool",
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
    ipv4_ipam_pool_id: Option<String> = show "Ipv4IpamPoolId",
    ipv4_netmask_length: Option<i32> = show "Ipv4NetmaskLength",
    ipv6_ipam_pool_id: Option<String> = show "Ipv6IpamPoolId",
    ipv6_netmask_length: Option<i32> = show "Ipv6NetmaskLength",
    ipv6_cidr_block_network_border_group: Option<String> = show "Ipv6CidrBlockNetworkBorderGroup",
    vpc_encryption_control: Option<VpcEncryptionControlConfiguration> = show "VpcEncryptionControl",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    dry_run: Option<bool> = show "DryRun",
    instance_tenancy: Option<String> = show "InstanceTenancy",
    amazon_provided_ipv6_cidr_block: Option<bool> = show "AmazonProvidedIpv6CidrBlock",
} }

shape! { CreateVpcResult {
    vpc: Option<Vpc> = show "Vpc",
} }

shape! { DeleteInternetGatewayRequest {
    dry_run: Option<bool> = show "DryRun",
    internet_gateway_id: String = show "InternetGatewayId",
} }

shape! { DeleteNetworkInterfaceRequest {
    dry_run: Option<bool> = show "DryRun",
    network_interface_id: String = show "NetworkInterfaceId",
} }

shape! { DeleteRouteRequest {
    destination_prefix_list_id: Option<String> = show "DestinationPrefixListId",
    dry_run: Option<bool> = show "DryRun",
    route_table_id: String = show "RouteTableId",
    destination_cidr_block: Option<String> = show "DestinationCidrBlock",
    destination_ipv6_cidr_block: Option<String> = show "DestinationIpv6CidrBlock",
} }

shape! { DeleteRouteTableRequest {
    dry_run: Option<bool> = show "DryRun",
    route_table_id: String = show "RouteTableId",
} }

shape! { DeleteSecurityGroupRequest {
    group_id: Option<String> = show "GroupId",
    group_name: Option<String> = show "GroupName",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DeleteSecurityGroupResult {
    r#return: Option<bool> = show "Return",
    group_id: Option<String> = show "GroupId",
} }

shape! { DeleteSubnetRequest {
    subnet_id: String = show "SubnetId",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DeleteTagsRequest {
    dry_run: Option<bool> = show "DryRun",
    resources: Vec<String> = show "Resources",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { DeleteVpcRequest {
    vpc_id: String = show "VpcId",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DescribeAddressesRequest {
    public_ips: Option<Vec<String>> = show "PublicIps",
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
    allocation_ids: Option<Vec<String>> = show "AllocationIds",
} }

shape! { DescribeAddressesResult {
    addresses: Option<Vec<Address>> = show "Addresses",
} }

shape! { DescribeAvailabilityZonesRequest {
    zone_names: Option<Vec<String>> = show "ZoneNames",
    zone_ids: Option<Vec<String>> = show "ZoneIds",
    all_availability_zones: Option<bool> = show "AllAvailabilityZones",
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeAvailabilityZonesResult {
    availability_zones: Option<Vec<AvailabilityZone>> = show "AvailabilityZones",
} }

shape! { DescribeInternetGatewaysRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    dry_run: Option<bool> = show "DryRun",
    internet_gateway_ids: Option<Vec<String>> = show "InternetGatewayIds",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeInternetGatewaysResult {
    internet_gateways: Option<Vec<InternetGateway>> = show "InternetGateways",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeNetworkInterfaceAttributeRequest {
    dry_run: Option<bool> = show "DryRun",
    network_interface_id: String = show "NetworkInterfaceId",
    attribute: Option<String> = show "Attribute",
} }

shape! { DescribeNetworkInterfaceAttributeResult {
    attachment: Option<NetworkInterfaceAttachment> = show "Attachment",
    description: Option<AttributeValue> = show "Description",
    groups: Option<Vec<GroupIdentifier>> = show "Groups",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    source_dest_check: Option<AttributeBooleanValue> = show "SourceDestCheck",
    associate_public_ip_address: Option<bool> = show "AssociatePublicIpAddress",
} }

shape! { DescribeNetworkInterfacesRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    include_managed_resources: Option<bool> = show "IncludeManagedResources",
    dry_run: Option<bool> = show "DryRun",
    network_interface_ids: Option<Vec<String>> = show "NetworkInterfaceIds",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeNetworkInterfacesResult {
    network_interfaces: Option<Vec<NetworkInterface>> = show "NetworkInterfaces",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeRegionsRequest {
    region_names: Option<Vec<String>> = show "RegionNames",
    all_regions: Option<bool> = show "AllRegions",
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeRegionsResult {
    regions: Option<Vec<Region>> = show "Regions",
} }

shape! { DescribeRouteTablesRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    dry_run: Option<bool> = show "DryRun",
    route_table_ids: Option<Vec<String>> = show "RouteTableIds",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeRouteTablesResult {
    route_tables: Option<Vec<RouteTable>> = show "RouteTables",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeSecurityGroupRulesRequest {
    filters: Option<Vec<Filter>> = show "Filters",
    security_group_rule_ids: Option<Vec<String>> = show "SecurityGroupRuleIds",
    dry_run: Option<bool> = show "DryRun",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { DescribeSecurityGroupRulesResult {
    security_group_rules: Option<Vec<SecurityGroupRule>> = show "SecurityGroupRules",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeSecurityGroupsRequest {
    group_ids: Option<Vec<String>> = show "GroupIds",
    group_names: Option<Vec<String>> = show "GroupNames",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeSecurityGroupsResult {
    next_token: Option<String> = show "NextToken",
    security_groups: Option<Vec<SecurityGroup>> = show "SecurityGroups",
} }

shape! { DescribeSubnetsRequest {
    filters: Option<Vec<Filter>> = show "Filters",
    subnet_ids: Option<Vec<String>> = show "SubnetIds",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DescribeSubnetsResult {
    next_token: Option<String> = show "NextToken",
    subnets: Option<Vec<Subnet>> = show "Subnets",
} }

shape! { DescribeTagsRequest {
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeTagsResult {
    next_token: Option<String> = show "NextToken",
    tags: Option<Vec<TagDescription>> = show "Tags",
} }

shape! { DescribeVpcAttributeRequest {
    attribute: String = show "Attribute",
    vpc_id: String = show "VpcId",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DescribeVpcAttributeResult {
    enable_dns_hostnames: Option<AttributeBooleanValue> = show "EnableDnsHostnames",
    enable_dns_support: Option<AttributeBooleanValue> = show "EnableDnsSupport",
    enable_network_address_usage_metrics: Option<AttributeBooleanValue> = show "EnableNetworkAddressUsageMetrics",
    vpc_id: Option<String> = show "VpcId",
} }

shape! { DescribeVpcsRequest {
    filters: Option<Vec<Filter>> = show "Filters",
    vpc_ids: Option<Vec<String>> = show "VpcIds",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DescribeVpcsResult {
    next_token: Option<String> = show "NextToken",
    vpcs: Option<Vec<Vpc>> = show "Vpcs",
} }

shape! { DetachInternetGatewayRequest {
    dry_run: Option<bool> = show "DryRun",
    internet_gateway_id: String = show "InternetGatewayId",
    vpc_id: String = show "VpcId",
} }

shape! { DisassociateAddressRequest {
    association_id: Option<String> = show "AssociationId",
    public_ip: Option<String> = show "PublicIp",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DisassociateRouteTableRequest {
    dry_run: Option<bool> = show "DryRun",
    association_id: String = show "AssociationId",
} }

shape! { DisassociateVpcCidrBlockRequest {
    association_id: String = show "AssociationId",
} }

shape! { DisassociateVpcCidrBlockResult {
    ipv6_cidr_block_association: Option<VpcIpv6CidrBlockAssociation> = show "Ipv6CidrBlockAssociation",
    cidr_block_association: Option<VpcCidrBlockAssociation> = show "CidrBlockAssociation",
    vpc_id: Option<String> = show "VpcId",
} }

shape! { EnaSrdSpecification {
    ena_srd_enabled: Option<bool> = show "EnaSrdEnabled",
    ena_srd_udp_specification: Option<EnaSrdUdpSpecification> = show "EnaSrdUdpSpecification",
} }

shape! { EnaSrdUdpSpecification {
    ena_srd_udp_enabled: Option<bool> = show "EnaSrdUdpEnabled",
} }

shape! { Filter {
    name: Option<String> = show "Name",
    values: Option<Vec<String>> = show "Values",
} }

shape! { GroupIdentifier {
    group_id: Option<String> = show "GroupId",
    group_name: Option<String> = show "GroupName",
} }

shape! { InstanceIpv6Address {
    ipv6_address: Option<String> = show "Ipv6Address",
    is_primary_ipv6: Option<bool> = show "IsPrimaryIpv6",
} }

shape! { InternetGateway {
    attachments: Option<Vec<InternetGatewayAttachment>> = show "Attachments",
    internet_gateway_id: Option<String> = show "InternetGatewayId",
    owner_id: Option<String> = show "OwnerId",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { InternetGatewayAttachment {
    state: Option<String> = show "State",
    vpc_id: Option<String> = show "VpcId",
} }

shape! { IpPermission {
    ip_protocol: Option<String> = show "IpProtocol",
    from_port: Option<i32> = show "FromPort",
    to_port: Option<i32> = show "ToPort",
    user_id_group_pairs: Option<Vec<UserIdGroupPair>> = show "UserIdGroupPairs",
    ip_ranges: Option<Vec<IpRange>> = show "IpRanges",
    ipv6_ranges: Option<Vec<Ipv6Range>> = show "Ipv6Ranges",
    prefix_list_ids: Option<Vec<PrefixListId>> = show "PrefixListIds",
} }

shape! { IpRange {
    description: Option<String> = show "Description",
    cidr_ip: Option<String> = show "CidrIp",
} }

shape! { Ipv4PrefixSpecification {
    ipv4_prefix: Option<String> = show "Ipv4Prefix",
} }

shape! { Ipv4PrefixSpecificationRequest {
    ipv4_prefix: Option<String> = show "Ipv4Prefix",
} }

shape! { Ipv6PrefixSpecification {
    ipv6_prefix: Option<String> = show "Ipv6Prefix",
} }

shape! { Ipv6PrefixSpecificationRequest {
    ipv6_prefix: Option<String> = show "Ipv6Prefix",
} }

shape! { Ipv6Range {
    description: Option<String> = show "Description",
    cidr_ipv6: Option<String> = show "CidrIpv6",
} }

shape! { ModifyNetworkInterfaceAttributeRequest {
    ena_srd_specification: Option<EnaSrdSpecification> = show "EnaSrdSpecification",
    enable_primary_ipv6: Option<bool> = show "EnablePrimaryIpv6",
    connection_tracking_specification: Option<ConnectionTrackingSpecificationRequest> = show "ConnectionTrackingSpecification",
    associate_public_ip_address: Option<bool> = show "AssociatePublicIpAddress",
    associated_subnet_ids: Option<Vec<String>> = show "AssociatedSubnetIds",
    dry_run: Option<bool> = show "DryRun",
    network_interface_id: String = show "NetworkInterfaceId",
    description: Option<AttributeValue> = show "Description",
    source_dest_check: Option<AttributeBooleanValue> = show "SourceDestCheck",
    groups: Option<Vec<String>> = show "Groups",
    attachment: Option<NetworkInterfaceAttachmentChanges> = show "Attachment",
} }

shape! { ModifySecurityGroupRulesRequest {
    group_id: String = show "GroupId",
    security_group_rules: Vec<SecurityGroupRuleUpdate> = show "SecurityGroupRules",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { ModifySecurityGroupRulesResult {
    r#return: Option<bool> = show "Return",
} }

shape! { ModifySubnetAttributeRequest {
    assign_ipv6_address_on_creation: Option<AttributeBooleanValue> = show "AssignIpv6AddressOnCreation",
    map_public_ip_on_launch: Option<AttributeBooleanValue> = show "MapPublicIpOnLaunch",
    subnet_id: String = show "SubnetId",
    map_customer_owned_ip_on_launch: Option<AttributeBooleanValue> = show "MapCustomerOwnedIpOnLaunch",
    customer_owned_ipv4_pool: Option<String> = show "CustomerOwnedIpv4Pool",
    enable_dns64: Option<AttributeBooleanValue> = show "EnableDns64",
    private_dns_hostname_type_on_launch: Option<String> = show "PrivateDnsHostnameTypeOnLaunch",
    enable_resource_name_dns_a_record_on_launch: Option<AttributeBooleanValue> = show "EnableResourceNameDnsARecordOnLaunch",
    enable_resource_name_dns_aaaa_record_on_launch: Option<AttributeBooleanValue> = show "EnableResourceNameDnsAAAARecordOnLaunch",
    enable_lni_at_device_index: Option<i32> = show "EnableLniAtDeviceIndex",
    disable_lni_at_device_index: Option<AttributeBooleanValue> = show "DisableLniAtDeviceIndex",
} }

shape! { ModifyVpcAttributeRequest {
    enable_dns_hostnames: Option<AttributeBooleanValue> = show "EnableDnsHostnames",
    enable_dns_support: Option<AttributeBooleanValue> = show "EnableDnsSupport",
    vpc_id: String = show "VpcId",
    enable_network_address_usage_metrics: Option<AttributeBooleanValue> = show "EnableNetworkAddressUsageMetrics",
} }

shape! { NetworkInterface {
    association: Option<NetworkInterfaceAssociation> = show "Association",
    attachment: Option<NetworkInterfaceAttachment> = show "Attachment",
    availability_zone: Option<String> = show "AvailabilityZone",
    connection_tracking_configuration: Option<ConnectionTrackingConfiguration> = show "ConnectionTrackingConfiguration",
    description: Option<String> = show "Description",
    groups: Option<Vec<GroupIdentifier>> = show "Groups",
    interface_type: Option<String> = show "InterfaceType",
    ipv6_addresses: Option<Vec<NetworkInterfaceIpv6Address>> = show "Ipv6Addresses",
    mac_address: Option<String> = show "MacAddress",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    outpost_arn: Option<String> = show "OutpostArn",
    owner_id: Option<String> = show "OwnerId",
    private_dns_name: Option<String> = show "PrivateDnsName",
    public_dns_name: Option<String> = show "PublicDnsName",
    public_ip_dns_name_options: Option<PublicIpDnsNameOptions> = show "PublicIpDnsNameOptions",
    private_ip_address: Option<String> = show "PrivateIpAddress",
    private_ip_addresses: Option<Vec<NetworkInterfacePrivateIpAddress>> = show "PrivateIpAddresses",
    ipv4_prefixes: Option<Vec<Ipv4PrefixSpecification>> = show "Ipv4Prefixes",
    ipv6_prefixes: Option<Vec<Ipv6PrefixSpecification>> = show "Ipv6Prefixes",
    requester_id: Option<String> = show "RequesterId",
    requester_managed: Option<bool> = show "RequesterManaged",
    source_dest_check: Option<bool> = show "SourceDestCheck",
    status: Option<String> = show "Status",
    subnet_id: Option<String> = show "SubnetId",
    tag_set: Option<Vec<Tag>> = show "TagSet",
    vpc_id: Option<String> = show "VpcId",
    deny_all_igw_traffic: Option<bool> = show "DenyAllIgwTraffic",
    ipv6_native: Option<bool> = show "Ipv6Native",
    ipv6_address: Option<String> = show "Ipv6Address",
    operator: Option<OperatorResponse> = show "Operator",
    associated_subnets: Option<Vec<String>> = show "AssociatedSubnets",
    availability_zone_id: Option<String> = show "AvailabilityZoneId",
} }

shape! { NetworkInterfaceAssociation {
    allocation_id: Option<String> = show "AllocationId",
    association_id: Option<String> = show "AssociationId",
    ip_owner_id: Option<String> = show "IpOwnerId",
    public_dns_name: Option<String> = show "PublicDnsName",
    public_ip: Option<String> = show "PublicIp",
    customer_owned_ip: Option<String> = show "CustomerOwnedIp",
    carrier_ip: Option<String> = show "CarrierIp",
} }

shape! { NetworkInterfaceAttachment {
    attach_time: Option<Timestamp> = show "AttachTime",
    attachment_id: Option<String> = show "AttachmentId",
    delete_on_termination: Option<bool> = show "DeleteOnTermination",
    device_index: Option<i32> = show "DeviceIndex",
    network_card_index: Option<i32> = show "NetworkCardIndex",
    instance_id: Option<String> = show "InstanceId",
    instance_owner_id: Option<String> = show "InstanceOwnerId",
    status: Option<String> = show "Status",
    ena_srd_specification: Option<AttachmentEnaSrdSpecification> = show "EnaSrdSpecification",
    ena_queue_count: Option<i32> = show "EnaQueueCount",
} }

shape! { NetworkInterfaceAttachmentChanges {
    default_ena_queue_count: Option<bool> = show "DefaultEnaQueueCount",
    ena_queue_count: Option<i32> = show "EnaQueueCount",
    attachment_id: Option<String> = show "AttachmentId",
    delete_on_termination: Option<bool> = show "DeleteOnTermination",
} }

shape! { NetworkInterfaceIpv6Address {
    ipv6_address: Option<String> = show "Ipv6Address",
    public_ipv6_dns_name: Option<String> = show "PublicIpv6DnsName",
    is_primary_ipv6: Option<bool> = show "IsPrimaryIpv6",
} }

shape! { NetworkInterfacePrivateIpAddress {
    association: Option<NetworkInterfaceAssociation> = show "Association",
    primary: Option<bool> = show "Primary",
    private_dns_name: Option<String> = show "PrivateDnsName",
    private_ip_address: Option<String> = show "PrivateIpAddress",
} }

shape! { OperatorRequest {
    principal: Option<String> = show "Principal",
} }

shape! { OperatorResponse {
    managed: Option<bool> = show "Managed",
    principal: Option<String> = show "Principal",
    hidden_by_default: Option<bool> = show "HiddenByDefault",
} }

shape! { PrefixListId {
    description: Option<String> = show "Description",
    prefix_list_id: Option<String> = show "PrefixListId",
} }

shape! { PrivateDnsNameOptionsOnLaunch {
    hostname_type: Option<String> = show "HostnameType",
    enable_resource_name_dns_a_record: Option<bool> = show "EnableResourceNameDnsARecord",
    enable_resource_name_dns_aaaa_record: Option<bool> = show "EnableResourceNameDnsAAAARecord",
} }

shape! { PrivateIpAddressSpecification {
    primary: Option<bool> = show "Primary",
    private_ip_address: Option<String> = show "PrivateIpAddress",
} }

shape! { PropagatingVgw {
    gateway_id: Option<String> = show "GatewayId",
} }

shape! { PublicIpDnsNameOptions {
    dns_hostname_type: Option<String> = show "DnsHostnameType",
    public_ipv4_dns_name: Option<String> = show "PublicIpv4DnsName",
    public_ipv6_dns_name: Option<String> = show "PublicIpv6DnsName",
    public_dual_stack_dns_name: Option<String> = show "PublicDualStackDnsName",
} }

shape! { ReferencedSecurityGroup {
    group_id: Option<String> = show "GroupId",
    peering_status: Option<String> = show "PeeringStatus",
    user_id: Option<String> = show "UserId",
    vpc_id: Option<String> = show "VpcId",
    vpc_peering_connection_id: Option<String> = show "VpcPeeringConnectionId",
} }

shape! { Region {
    opt_in_status: Option<String> = show "OptInStatus",
    geography: Option<Vec<RegionGeography>> = show "Geography",
    region_name: Option<String> = show "RegionName",
    endpoint: Option<String> = show "Endpoint",
} }

shape! { RegionGeography {
    name: Option<String> = show "Name",
} }

shape! { ReleaseAddressRequest {
    allocation_id: Option<String> = show "AllocationId",
    public_ip: Option<String> = show "PublicIp",
    network_border_group: Option<String> = show "NetworkBorderGroup",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { ReplaceRouteRequest {
    destination_prefix_list_id: Option<String> = show "DestinationPrefixListId",
    vpc_endpoint_id: Option<String> = show "VpcEndpointId",
    local_target: Option<bool> = show "LocalTarget",
    transit_gateway_id: Option<String> = show "TransitGatewayId",
    local_gateway_id: Option<String> = show "LocalGatewayId",
    carrier_gateway_id: Option<String> = show "CarrierGatewayId",
    core_network_arn: Option<String> = show "CoreNetworkArn",
    odb_network_arn: Option<String> = show "OdbNetworkArn",
    dry_run: Option<bool> = show "DryRun",
    route_table_id: String = show "RouteTableId",
    destination_cidr_block: Option<String> = show "DestinationCidrBlock",
    gateway_id: Option<String> = show "GatewayId",
    destination_ipv6_cidr_block: Option<String> = show "DestinationIpv6CidrBlock",
    egress_only_internet_gateway_id: Option<String> = show "EgressOnlyInternetGatewayId",
    instance_id: Option<String> = show "InstanceId",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    vpc_peering_connection_id: Option<String> = show "VpcPeeringConnectionId",
    nat_gateway_id: Option<String> = show "NatGatewayId",
} }

shape! { ReplaceRouteTableAssociationRequest {
    dry_run: Option<bool> = show "DryRun",
    association_id: String = show "AssociationId",
    route_table_id: String = show "RouteTableId",
} }

shape! { ReplaceRouteTableAssociationResult {
    new_association_id: Option<String> = show "NewAssociationId",
    association_state: Option<RouteTableAssociationState> = show "AssociationState",
} }

shape! { RevokeSecurityGroupEgressRequest {
    security_group_rule_ids: Option<Vec<String>> = show "SecurityGroupRuleIds",
    dry_run: Option<bool> = show "DryRun",
    group_id: String = show "GroupId",
    source_security_group_name: Option<String> = show "SourceSecurityGroupName",
    source_security_group_owner_id: Option<String> = show "SourceSecurityGroupOwnerId",
    ip_protocol: Option<String> = show "IpProtocol",
    from_port: Option<i32> = show "FromPort",
    to_port: Option<i32> = show "ToPort",
    cidr_ip: Option<String> = show "CidrIp",
    ip_permissions: Option<Vec<IpPermission>> = show "IpPermissions",
} }

shape! { RevokeSecurityGroupEgressResult {
    r#return: Option<bool> = show "Return",
    unknown_ip_permissions: Option<Vec<IpPermission>> = show "UnknownIpPermissions",
    revoked_security_group_rules: Option<Vec<RevokedSecurityGroupRule>> = show "RevokedSecurityGroupRules",
} }

shape! { RevokeSecurityGroupIngressRequest {
    cidr_ip: Option<String> = show "CidrIp",
    from_port: Option<i32> = show "FromPort",
    group_id: Option<String> = show "GroupId",
    group_name: Option<String> = show "GroupName",
    ip_permissions: Option<Vec<IpPermission>> = show "IpPermissions",
    ip_protocol: Option<String> = show "IpProtocol",
    source_security_group_name: Option<String> = show "SourceSecurityGroupName",
    source_security_group_owner_id: Option<String> = show "SourceSecurityGroupOwnerId",
    to_port: Option<i32> = show "ToPort",
    security_group_rule_ids: Option<Vec<String>> = show "SecurityGroupRuleIds",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { RevokeSecurityGroupIngressResult {
    r#return: Option<bool> = show "Return",
    unknown_ip_permissions: Option<Vec<IpPermission>> = show "UnknownIpPermissions",
    revoked_security_group_rules: Option<Vec<RevokedSecurityGroupRule>> = show "RevokedSecurityGroupRules",
} }

shape! { RevokedSecurityGroupRule {
    security_group_rule_id: Option<String> = show "SecurityGroupRuleId",
    group_id: Option<String> = show "GroupId",
    is_egress: Option<bool> = show "IsEgress",
    ip_protocol: Option<String> = show "IpProtocol",
    from_port: Option<i32> = show "FromPort",
    to_port: Option<i32> = show "ToPort",
    cidr_ipv4: Option<String> = show "CidrIpv4",
    cidr_ipv6: Option<String> = show "CidrIpv6",
    prefix_list_id: Option<String> = show "PrefixListId",
    referenced_group_id: Option<String> = show "ReferencedGroupId",
    description: Option<String> = show "Description",
} }

shape! { Route {
    destination_cidr_block: Option<String> = show "DestinationCidrBlock",
    destination_ipv6_cidr_block: Option<String> = show "DestinationIpv6CidrBlock",
    destination_prefix_list_id: Option<String> = show "DestinationPrefixListId",
    egress_only_internet_gateway_id: Option<String> = show "EgressOnlyInternetGatewayId",
    gateway_id: Option<String> = show "GatewayId",
    instance_id: Option<String> = show "InstanceId",
    instance_owner_id: Option<String> = show "InstanceOwnerId",
    nat_gateway_id: Option<String> = show "NatGatewayId",
    transit_gateway_id: Option<String> = show "TransitGatewayId",
    local_gateway_id: Option<String> = show "LocalGatewayId",
    carrier_gateway_id: Option<String> = show "CarrierGatewayId",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    origin: Option<String> = show "Origin",
    state: Option<String> = show "State",
    vpc_peering_connection_id: Option<String> = show "VpcPeeringConnectionId",
    core_network_arn: Option<String> = show "CoreNetworkArn",
    odb_network_arn: Option<String> = show "OdbNetworkArn",
    ip_address: Option<String> = show "IpAddress",
} }

shape! { RouteTable {
    associations: Option<Vec<RouteTableAssociation>> = show "Associations",
    propagating_vgws: Option<Vec<PropagatingVgw>> = show "PropagatingVgws",
    route_table_id: Option<String> = show "RouteTableId",
    routes: Option<Vec<Route>> = show "Routes",
    tags: Option<Vec<Tag>> = show "Tags",
    vpc_id: Option<String> = show "VpcId",
    owner_id: Option<String> = show "OwnerId",
} }

shape! { RouteTableAssociation {
    main: Option<bool> = show "Main",
    route_table_association_id: Option<String> = show "RouteTableAssociationId",
    route_table_id: Option<String> = show "RouteTableId",
    subnet_id: Option<String> = show "SubnetId",
    gateway_id: Option<String> = show "GatewayId",
    public_ipv4_pool: Option<String> = show "PublicIpv4Pool",
    association_state: Option<RouteTableAssociationState> = show "AssociationState",
} }

shape! { RouteTableAssociationState {
    state: Option<String> = show "State",
    status_message: Option<String> = show "StatusMessage",
} }

shape! { SecurityGroup {
    group_id: Option<String> = show "GroupId",
    ip_permissions_egress: Option<Vec<IpPermission>> = show "IpPermissionsEgress",
    tags: Option<Vec<Tag>> = show "Tags",
    vpc_id: Option<String> = show "VpcId",
    security_group_arn: Option<String> = show "SecurityGroupArn",
    owner_id: Option<String> = show "OwnerId",
    group_name: Option<String> = show "GroupName",
    description: Option<String> = show "Description",
    ip_permissions: Option<Vec<IpPermission>> = show "IpPermissions",
} }

shape! { SecurityGroupRule {
    security_group_rule_id: Option<String> = show "SecurityGroupRuleId",
    group_id: Option<String> = show "GroupId",
    group_owner_id: Option<String> = show "GroupOwnerId",
    is_egress: Option<bool> = show "IsEgress",
    ip_protocol: Option<String> = show "IpProtocol",
    from_port: Option<i32> = show "FromPort",
    to_port: Option<i32> = show "ToPort",
    cidr_ipv4: Option<String> = show "CidrIpv4",
    cidr_ipv6: Option<String> = show "CidrIpv6",
    prefix_list_id: Option<String> = show "PrefixListId",
    referenced_group_info: Option<ReferencedSecurityGroup> = show "ReferencedGroupInfo",
    description: Option<String> = show "Description",
    tags: Option<Vec<Tag>> = show "Tags",
    security_group_rule_arn: Option<String> = show "SecurityGroupRuleArn",
} }

shape! { SecurityGroupRuleDescription {
    security_group_rule_id: Option<String> = show "SecurityGroupRuleId",
    description: Option<String> = show "Description",
} }

shape! { SecurityGroupRuleRequest {
    ip_protocol: Option<String> = show "IpProtocol",
    from_port: Option<i32> = show "FromPort",
    to_port: Option<i32> = show "ToPort",
    cidr_ipv4: Option<String> = show "CidrIpv4",
    cidr_ipv6: Option<String> = show "CidrIpv6",
    prefix_list_id: Option<String> = show "PrefixListId",
    referenced_group_id: Option<String> = show "ReferencedGroupId",
    description: Option<String> = show "Description",
} }

shape! { SecurityGroupRuleUpdate {
    security_group_rule_id: String = show "SecurityGroupRuleId",
    security_group_rule: Option<SecurityGroupRuleRequest> = show "SecurityGroupRule",
} }

shape! { Subnet {
    availability_zone_id: Option<String> = show "AvailabilityZoneId",
    enable_lni_at_device_index: Option<i32> = show "EnableLniAtDeviceIndex",
    map_customer_owned_ip_on_launch: Option<bool> = show "MapCustomerOwnedIpOnLaunch",
    customer_owned_ipv4_pool: Option<String> = show "CustomerOwnedIpv4Pool",
    owner_id: Option<String> = show "OwnerId",
    assign_ipv6_address_on_creation: Option<bool> = show "AssignIpv6AddressOnCreation",
    ipv6_cidr_block_association_set: Option<Vec<SubnetIpv6CidrBlockAssociation>> = show "Ipv6CidrBlockAssociationSet",
    tags: Option<Vec<Tag>> = show "Tags",
    subnet_arn: Option<String> = show "SubnetArn",
    outpost_arn: Option<String> = show "OutpostArn",
    enable_dns64: Option<bool> = show "EnableDns64",
    ipv6_native: Option<bool> = show "Ipv6Native",
    private_dns_name_options_on_launch: Option<PrivateDnsNameOptionsOnLaunch> = show "PrivateDnsNameOptionsOnLaunch",
    block_public_access_states: Option<BlockPublicAccessStates> = show "BlockPublicAccessStates",
    r#type: Option<String> = show "Type",
    subnet_id: Option<String> = show "SubnetId",
    state: Option<String> = show "State",
    vpc_id: Option<String> = show "VpcId",
    cidr_block: Option<String> = show "CidrBlock",
    available_ip_address_count: Option<i32> = show "AvailableIpAddressCount",
    availability_zone: Option<String> = show "AvailabilityZone",
    default_for_az: Option<bool> = show "DefaultForAz",
    map_public_ip_on_launch: Option<bool> = show "MapPublicIpOnLaunch",
} }

shape! { SubnetCidrBlockState {
    state: Option<String> = show "State",
    status_message: Option<String> = show "StatusMessage",
} }

shape! { SubnetIpv6CidrBlockAssociation {
    association_id: Option<String> = show "AssociationId",
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
    ipv6_cidr_block_state: Option<SubnetCidrBlockState> = show "Ipv6CidrBlockState",
    ipv6_address_attribute: Option<String> = show "Ipv6AddressAttribute",
    ip_source: Option<String> = show "IpSource",
} }

shape! { Tag {
    key: Option<String> = show "Key",
    value: Option<String> = show "Value",
} }

shape! { TagDescription {
    key: Option<String> = show "Key",
    resource_id: Option<String> = show "ResourceId",
    resource_type: Option<String> = show "ResourceType",
    value: Option<String> = show "Value",
} }

shape! { TagSpecification {
    resource_type: Option<String> = show "ResourceType",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { UpdateSecurityGroupRuleDescriptionsEgressRequest {
    dry_run: Option<bool> = show "DryRun",
    group_id: Option<String> = show "GroupId",
    group_name: Option<String> = show "GroupName",
    ip_permissions: Option<Vec<IpPermission>> = show "IpPermissions",
    security_group_rule_descriptions: Option<Vec<SecurityGroupRuleDescription>> = show "SecurityGroupRuleDescriptions",
} }

shape! { UpdateSecurityGroupRuleDescriptionsEgressResult {
    r#return: Option<bool> = show "Return",
} }

shape! { UpdateSecurityGroupRuleDescriptionsIngressRequest {
    dry_run: Option<bool> = show "DryRun",
    group_id: Option<String> = show "GroupId",
    group_name: Option<String> = show "GroupName",
    ip_permissions: Option<Vec<IpPermission>> = show "IpPermissions",
    security_group_rule_descriptions: Option<Vec<SecurityGroupRuleDescription>> = show "SecurityGroupRuleDescriptions",
} }

shape! { UpdateSecurityGroupRuleDescriptionsIngressResult {
    r#return: Option<bool> = show "Return",
} }

shape! { UserIdGroupPair {
    description: Option<String> = show "Description",
    user_id: Option<String> = show "UserId",
    group_name: Option<String> = show "GroupName",
    group_id: Option<String> = show "GroupId",
    vpc_id: Option<String> = show "VpcId",
    vpc_peering_connection_id: Option<String> = show "VpcPeeringConnectionId",
    peering_status: Option<String> = show "PeeringStatus",
} }

shape! { Vpc {
    owner_id: Option<String> = show "OwnerId",
    instance_tenancy: Option<String> = show "InstanceTenancy",
    ipv6_cidr_block_association_set: Option<Vec<VpcIpv6CidrBlockAssociation>> = show "Ipv6CidrBlockAssociationSet",
    cidr_block_association_set: Option<Vec<VpcCidrBlockAssociation>> = show "CidrBlockAssociationSet",
    is_default: Option<bool> = show "IsDefault",
    encryption_control: Option<VpcEncryptionControl> = show "EncryptionControl",
    tags: Option<Vec<Tag>> = show "Tags",
    block_public_access_states: Option<BlockPublicAccessStates> = show "BlockPublicAccessStates",
    vpc_id: Option<String> = show "VpcId",
    state: Option<String> = show "State",
    cidr_block: Option<String> = show "CidrBlock",
    dhcp_options_id: Option<String> = show "DhcpOptionsId",
} }

shape! { VpcCidrBlockAssociation {
    association_id: Option<String> = show "AssociationId",
    cidr_block: Option<String> = show "CidrBlock",
    cidr_block_state: Option<VpcCidrBlockState> = show "CidrBlockState",
} }

shape! { VpcCidrBlockState {
    state: Option<String> = show "State",
    status_message: Option<String> = show "StatusMessage",
} }

shape! { VpcEncryptionControl {
    vpc_id: Option<String> = show "VpcId",
    vpc_encryption_control_id: Option<String> = show "VpcEncryptionControlId",
    mode: Option<String> = show "Mode",
    state: Option<String> = show "State",
    state_message: Option<String> = show "StateMessage",
    resource_exclusions: Option<VpcEncryptionControlExclusions> = show "ResourceExclusions",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { VpcEncryptionControlConfiguration {
    mode: String = show "Mode",
    internet_gateway_exclusion: Option<String> = show "InternetGatewayExclusion",
    egress_only_internet_gateway_exclusion: Option<String> = show "EgressOnlyInternetGatewayExclusion",
    nat_gateway_exclusion: Option<String> = show "NatGatewayExclusion",
    virtual_private_gateway_exclusion: Option<String> = show "VirtualPrivateGatewayExclusion",
    vpc_peering_exclusion: Option<String> = show "VpcPeeringExclusion",
    lambda_exclusion: Option<String> = show "LambdaExclusion",
    vpc_lattice_exclusion: Option<String> = show "VpcLatticeExclusion",
    elastic_file_system_exclusion: Option<String> = show "ElasticFileSystemExclusion",
    global_accelerator_exclusion: Option<String> = show "GlobalAcceleratorExclusion",
    api_gateway_v2_exclusion: Option<String> = show "ApiGatewayV2Exclusion",
} }

shape! { VpcEncryptionControlExclusion {
    state: Option<String> = show "State",
    state_message: Option<String> = show "StateMessage",
} }

shape! { VpcEncryptionControlExclusions {
    internet_gateway: Option<VpcEncryptionControlExclusion> = show "InternetGateway",
    egress_only_internet_gateway: Option<VpcEncryptionControlExclusion> = show "EgressOnlyInternetGateway",
    nat_gateway: Option<VpcEncryptionControlExclusion> = show "NatGateway",
    virtual_private_gateway: Option<VpcEncryptionControlExclusion> = show "VirtualPrivateGateway",
    vpc_peering: Option<VpcEncryptionControlExclusion> = show "VpcPeering",
    lambda: Option<VpcEncryptionControlExclusion> = show "Lambda",
    vpc_lattice: Option<VpcEncryptionControlExclusion> = show "VpcLattice",
    elastic_file_system: Option<VpcEncryptionControlExclusion> = show "ElasticFileSystem",
    global_accelerator: Option<VpcEncryptionControlExclusion> = show "GlobalAccelerator",
    api_gateway_v2: Option<VpcEncryptionControlExclusion> = show "ApiGatewayV2",
} }

shape! { VpcIpv6CidrBlockAssociation {
    association_id: Option<String> = show "AssociationId",
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
    ipv6_cidr_block_state: Option<VpcCidrBlockState> = show "Ipv6CidrBlockState",
    network_border_group: Option<String> = show "NetworkBorderGroup",
    ipv6_pool: Option<String> = show "Ipv6Pool",
    ipv6_address_attribute: Option<String> = show "Ipv6AddressAttribute",
    ip_source: Option<String> = show "IpSource",
} }
