//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, shape};

shape! { AcceptVpcPeeringConnectionRequest {
    dry_run: Option<bool> = show "DryRun",
    vpc_peering_connection_id: String = show "VpcPeeringConnectionId",
} }

shape! { AcceptVpcPeeringConnectionResult {
    vpc_peering_connection: Option<VpcPeeringConnection> = show "VpcPeeringConnection",
} }

shape! { AddPrefixListEntry {
    cidr: String = show "Cidr",
    description: Option<String> = show "Description",
} }

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

shape! { ApplicationStatusSummary {
    status: Option<String> = show "Status",
    impaired_since: Option<Timestamp> = show "ImpairedSince",
} }

shape! { AssignIpv6AddressesRequest {
    ipv6_prefix_count: Option<i32> = show "Ipv6PrefixCount",
    ipv6_prefixes: Option<Vec<String>> = show "Ipv6Prefixes",
    network_interface_id: String = show "NetworkInterfaceId",
    ipv6_addresses: Option<Vec<String>> = show "Ipv6Addresses",
    ipv6_address_count: Option<i32> = show "Ipv6AddressCount",
} }

shape! { AssignIpv6AddressesResult {
    assigned_ipv6_addresses: Option<Vec<String>> = show "AssignedIpv6Addresses",
    assigned_ipv6_prefixes: Option<Vec<String>> = show "AssignedIpv6Prefixes",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
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

shape! { AssociateSubnetCidrBlockRequest {
    ipv6_ipam_pool_id: Option<String> = show "Ipv6IpamPoolId",
    ipv6_netmask_length: Option<i32> = show "Ipv6NetmaskLength",
    subnet_id: String = show "SubnetId",
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
} }

shape! { AssociateSubnetCidrBlockResult {
    ipv6_cidr_block_association: Option<SubnetIpv6CidrBlockAssociation> = show "Ipv6CidrBlockAssociation",
    subnet_id: Option<String> = show "SubnetId",
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

shape! { AttachNetworkInterfaceRequest {
    network_card_index: Option<i32> = show "NetworkCardIndex",
    ena_srd_specification: Option<EnaSrdSpecification> = show "EnaSrdSpecification",
    ena_queue_count: Option<i32> = show "EnaQueueCount",
    dry_run: Option<bool> = show "DryRun",
    network_interface_id: String = show "NetworkInterfaceId",
    instance_id: String = show "InstanceId",
    device_index: i32 = show "DeviceIndex",
} }

shape! { AttachNetworkInterfaceResult {
    attachment_id: Option<String> = show "AttachmentId",
    network_card_index: Option<i32> = show "NetworkCardIndex",
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

shape! { AvailabilityZoneAddress {
    availability_zone: Option<String> = show "AvailabilityZone",
    availability_zone_id: Option<String> = show "AvailabilityZoneId",
    allocation_ids: Option<Vec<String>> = show "AllocationIds",
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

shape! { BlockDeviceMapping {
    ebs: Option<EbsBlockDevice> = show "Ebs",
    no_device: Option<String> = show "NoDevice",
    device_name: Option<String> = show "DeviceName",
    virtual_name: Option<String> = show "VirtualName",
} }

shape! { BlockPublicAccessStates {
    internet_gateway_block_mode: Option<String> = show "InternetGatewayBlockMode",
} }

shape! { CapacityReservationSpecification {
    capacity_reservation_preference: Option<String> = show "CapacityReservationPreference",
    capacity_reservation_target: Option<CapacityReservationTarget> = show "CapacityReservationTarget",
} }

shape! { CapacityReservationSpecificationResponse {
    capacity_reservation_preference: Option<String> = show "CapacityReservationPreference",
    capacity_reservation_target: Option<CapacityReservationTargetResponse> = show "CapacityReservationTarget",
} }

shape! { CapacityReservationTarget {
    capacity_reservation_id: Option<String> = show "CapacityReservationId",
    capacity_reservation_resource_group_arn: Option<String> = show "CapacityReservationResourceGroupArn",
} }

shape! { CapacityReservationTargetResponse {
    capacity_reservation_id: Option<String> = show "CapacityReservationId",
    capacity_reservation_resource_group_arn: Option<String> = show "CapacityReservationResourceGroupArn",
} }

shape! { CidrBlock {
    cidr_block: Option<String> = show "CidrBlock",
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

shape! { ConnectionTrackingSpecificationResponse {
    tcp_established_timeout: Option<i32> = show "TcpEstablishedTimeout",
    udp_stream_timeout: Option<i32> = show "UdpStreamTimeout",
    udp_timeout: Option<i32> = show "UdpTimeout",
} }

shape! { CpuOptions {
    core_count: Option<i32> = show "CoreCount",
    threads_per_core: Option<i32> = show "ThreadsPerCore",
    amd_sev_snp: Option<String> = show "AmdSevSnp",
    nested_virtualization: Option<String> = show "NestedVirtualization",
} }

shape! { CpuOptionsRequest {
    core_count: Option<i32> = show "CoreCount",
    threads_per_core: Option<i32> = show "ThreadsPerCore",
    amd_sev_snp: Option<String> = show "AmdSevSnp",
    nested_virtualization: Option<String> = show "NestedVirtualization",
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

shape! { CreateEgressOnlyInternetGatewayRequest {
    client_token: Option<String> = show "ClientToken",
    dry_run: Option<bool> = show "DryRun",
    vpc_id: String = show "VpcId",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
} }

shape! { CreateEgressOnlyInternetGatewayResult {
    client_token: Option<String> = show "ClientToken",
    egress_only_internet_gateway: Option<EgressOnlyInternetGateway> = show "EgressOnlyInternetGateway",
} }

shape! { CreateFlowLogsRequest {
    dry_run: Option<bool> = show "DryRun",
    client_token: Option<String> = show "ClientToken",
    deliver_logs_permission_arn: Option<String> = show "DeliverLogsPermissionArn",
    deliver_cross_account_role: Option<String> = show "DeliverCrossAccountRole",
    log_group_name: Option<String> = show "LogGroupName",
    resource_ids: Vec<String> = show "ResourceIds",
    resource_type: String = show "ResourceType",
    traffic_type: Option<String> = show "TrafficType",
    log_destination_type: Option<String> = show "LogDestinationType",
    log_destination: Option<String> = show "LogDestination",
    log_format: Option<String> = show "LogFormat",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    max_aggregation_interval: Option<i32> = show "MaxAggregationInterval",
    destination_options: Option<DestinationOptionsRequest> = show "DestinationOptions",
    tag_field_specifications: Option<Vec<TagFieldSpecificationRequest>> = show "TagFieldSpecifications",
} }

shape! { CreateFlowLogsResult {
    client_token: Option<String> = show "ClientToken",
    flow_log_ids: Option<Vec<String>> = show "FlowLogIds",
    unsuccessful: Option<Vec<UnsuccessfulItem>> = show "Unsuccessful",
} }

shape! { CreateInternetGatewayRequest {
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { CreateInternetGatewayResult {
    internet_gateway: Option<InternetGateway> = show "InternetGateway",
} }

shape! { CreateKeyPairRequest {
    key_name: String = show "KeyName",
    key_type: Option<String> = show "KeyType",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    key_format: Option<String> = show "KeyFormat",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { CreateManagedPrefixListRequest {
    dry_run: Option<bool> = show "DryRun",
    prefix_list_name: String = show "PrefixListName",
    entries: Option<Vec<AddPrefixListEntry>> = show "Entries",
    max_entries: i32 = show "MaxEntries",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    address_family: String = show "AddressFamily",
    client_token: Option<String> = show "ClientToken",
} }

shape! { CreateManagedPrefixListResult {
    prefix_list: Option<ManagedPrefixList> = show "PrefixList",
} }

shape! { CreateNatGatewayRequest {
    availability_mode: Option<String> = show "AvailabilityMode",
    allocation_id: Option<String> = show "AllocationId",
    client_token: Option<String> = show "ClientToken",
    dry_run: Option<bool> = show "DryRun",
    subnet_id: Option<String> = show "SubnetId",
    vpc_id: Option<String> = show "VpcId",
    availability_zone_addresses: Option<Vec<AvailabilityZoneAddress>> = show "AvailabilityZoneAddresses",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    connectivity_type: Option<String> = show "ConnectivityType",
    private_ip_address: Option<String> = show "PrivateIpAddress",
    secondary_allocation_ids: Option<Vec<String>> = show "SecondaryAllocationIds",
    secondary_private_ip_addresses: Option<Vec<String>> = show "SecondaryPrivateIpAddresses",
    secondary_private_ip_address_count: Option<i32> = show "SecondaryPrivateIpAddressCount",
} }

shape! { CreateNatGatewayResult {
    client_token: Option<String> = show "ClientToken",
    nat_gateway: Option<NatGateway> = show "NatGateway",
} }

shape! { CreateNetworkAclEntryRequest {
    dry_run: Option<bool> = show "DryRun",
    network_acl_id: String = show "NetworkAclId",
    rule_number: i32 = show "RuleNumber",
    protocol: String = show "Protocol",
    rule_action: String = show "RuleAction",
    egress: bool = show "Egress",
    cidr_block: Option<String> = show "CidrBlock",
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
    icmp_type_code: Option<IcmpTypeCode> = show "IcmpTypeCode",
    port_range: Option<PortRange> = show "PortRange",
} }

shape! { CreateNetworkAclRequest {
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    client_token: Option<String> = show "ClientToken",
    dry_run: Option<bool> = show "DryRun",
    vpc_id: String = show "VpcId",
} }

shape! { CreateNetworkAclResult {
    network_acl: Option<NetworkAcl> = show "NetworkAcl",
    client_token: Option<String> = show "ClientToken",
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

shape! { CreatePeeringConnectionOptionsRequest {
    allow_multipath_resilience: Option<bool> = show "AllowMultipathResilience",
    multipath_resilience_mode: Option<String> = show "MultipathResilienceMode",
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

shape! { CreateVpcPeeringConnectionRequest {
    peer_region: Option<String> = show "PeerRegion",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    requester_peering_connection_options: Option<CreatePeeringConnectionOptionsRequest> = show "RequesterPeeringConnectionOptions",
    dry_run: Option<bool> = show "DryRun",
    vpc_id: String = show "VpcId",
    peer_vpc_id: Option<String> = show "PeerVpcId",
    peer_owner_id: Option<String> = show "PeerOwnerId",
} }

shape! { CreateVpcPeeringConnectionResult {
    vpc_peering_connection: Option<VpcPeeringConnection> = show "VpcPeeringConnection",
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

shape! { CreditSpecificationRequest {
    cpu_credits: String = show "CpuCredits",
} }

shape! { DeleteEgressOnlyInternetGatewayRequest {
    dry_run: Option<bool> = show "DryRun",
    egress_only_internet_gateway_id: String = show "EgressOnlyInternetGatewayId",
} }

shape! { DeleteEgressOnlyInternetGatewayResult {
    return_code: Option<bool> = show "ReturnCode",
} }

shape! { DeleteFlowLogsRequest {
    dry_run: Option<bool> = show "DryRun",
    flow_log_ids: Vec<String> = show "FlowLogIds",
} }

shape! { DeleteFlowLogsResult {
    unsuccessful: Option<Vec<UnsuccessfulItem>> = show "Unsuccessful",
} }

shape! { DeleteInternetGatewayRequest {
    dry_run: Option<bool> = show "DryRun",
    internet_gateway_id: String = show "InternetGatewayId",
} }

shape! { DeleteKeyPairRequest {
    key_name: Option<String> = show "KeyName",
    key_pair_id: Option<String> = show "KeyPairId",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DeleteKeyPairResult {
    r#return: Option<bool> = show "Return",
    key_pair_id: Option<String> = show "KeyPairId",
} }

shape! { DeleteManagedPrefixListRequest {
    dry_run: Option<bool> = show "DryRun",
    prefix_list_id: String = show "PrefixListId",
} }

shape! { DeleteManagedPrefixListResult {
    prefix_list: Option<ManagedPrefixList> = show "PrefixList",
} }

shape! { DeleteNatGatewayRequest {
    dry_run: Option<bool> = show "DryRun",
    nat_gateway_id: String = show "NatGatewayId",
} }

shape! { DeleteNatGatewayResult {
    nat_gateway_id: Option<String> = show "NatGatewayId",
} }

shape! { DeleteNetworkAclEntryRequest {
    dry_run: Option<bool> = show "DryRun",
    network_acl_id: String = show "NetworkAclId",
    rule_number: i32 = show "RuleNumber",
    egress: bool = show "Egress",
} }

shape! { DeleteNetworkAclRequest {
    dry_run: Option<bool> = show "DryRun",
    network_acl_id: String = show "NetworkAclId",
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

shape! { DeleteSnapshotReturnCode {
    snapshot_id: Option<String> = show "SnapshotId",
    return_code: Option<String> = show "ReturnCode",
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

shape! { DeleteVpcPeeringConnectionRequest {
    dry_run: Option<bool> = show "DryRun",
    vpc_peering_connection_id: String = show "VpcPeeringConnectionId",
} }

shape! { DeleteVpcPeeringConnectionResult {
    r#return: Option<bool> = show "Return",
} }

shape! { DeleteVpcRequest {
    vpc_id: String = show "VpcId",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DeregisterImageRequest {
    image_id: String = show "ImageId",
    delete_associated_snapshots: Option<bool> = show "DeleteAssociatedSnapshots",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { DeregisterImageResult {
    r#return: Option<bool> = show "Return",
    delete_snapshot_results: Option<Vec<DeleteSnapshotReturnCode>> = show "DeleteSnapshotResults",
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

shape! { DescribeEgressOnlyInternetGatewaysRequest {
    dry_run: Option<bool> = show "DryRun",
    egress_only_internet_gateway_ids: Option<Vec<String>> = show "EgressOnlyInternetGatewayIds",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeEgressOnlyInternetGatewaysResult {
    egress_only_internet_gateways: Option<Vec<EgressOnlyInternetGateway>> = show "EgressOnlyInternetGateways",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeFlowLogsRequest {
    dry_run: Option<bool> = show "DryRun",
    filter: Option<Vec<Filter>> = show "Filter",
    flow_log_ids: Option<Vec<String>> = show "FlowLogIds",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeFlowLogsResult {
    flow_logs: Option<Vec<FlowLog>> = show "FlowLogs",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeIamInstanceProfileAssociationsRequest {
    association_ids: Option<Vec<String>> = show "AssociationIds",
    filters: Option<Vec<Filter>> = show "Filters",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeIamInstanceProfileAssociationsResult {
    iam_instance_profile_associations: Option<Vec<IamInstanceProfileAssociation>> = show "IamInstanceProfileAssociations",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeImagesRequest {
    executable_users: Option<Vec<String>> = show "ExecutableUsers",
    image_ids: Option<Vec<String>> = show "ImageIds",
    owners: Option<Vec<String>> = show "Owners",
    include_deprecated: Option<bool> = show "IncludeDeprecated",
    include_disabled: Option<bool> = show "IncludeDisabled",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeImagesResult {
    next_token: Option<String> = show "NextToken",
    images: Option<Vec<Image>> = show "Images",
} }

shape! { DescribeInstanceAttributeRequest {
    dry_run: Option<bool> = show "DryRun",
    instance_id: String = show "InstanceId",
    attribute: String = show "Attribute",
} }

shape! { DescribeInstanceStatusRequest {
    instance_ids: Option<Vec<String>> = show "InstanceIds",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    include_managed_resources: Option<bool> = show "IncludeManagedResources",
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
    include_all_instances: Option<bool> = show "IncludeAllInstances",
} }

shape! { DescribeInstanceStatusResult {
    instance_statuses: Option<Vec<InstanceStatus>> = show "InstanceStatuses",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeInstancesRequest {
    instance_ids: Option<Vec<String>> = show "InstanceIds",
    include_managed_resources: Option<bool> = show "IncludeManagedResources",
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { DescribeInstancesResult {
    next_token: Option<String> = show "NextToken",
    reservations: Option<Vec<Reservation>> = show "Reservations",
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

shape! { DescribeKeyPairsRequest {
    key_names: Option<Vec<String>> = show "KeyNames",
    key_pair_ids: Option<Vec<String>> = show "KeyPairIds",
    include_public_key: Option<bool> = show "IncludePublicKey",
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeKeyPairsResult {
    key_pairs: Option<Vec<KeyPairInfo>> = show "KeyPairs",
} }

shape! { DescribeManagedPrefixListsRequest {
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
    prefix_list_ids: Option<Vec<String>> = show "PrefixListIds",
} }

shape! { DescribeManagedPrefixListsResult {
    next_token: Option<String> = show "NextToken",
    prefix_lists: Option<Vec<ManagedPrefixList>> = show "PrefixLists",
} }

shape! { DescribeNatGatewaysRequest {
    dry_run: Option<bool> = show "DryRun",
    filter: Option<Vec<Filter>> = show "Filter",
    max_results: Option<i32> = show "MaxResults",
    nat_gateway_ids: Option<Vec<String>> = show "NatGatewayIds",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeNatGatewaysResult {
    nat_gateways: Option<Vec<NatGateway>> = show "NatGateways",
    next_token: Option<String> = show "NextToken",
} }

shape! { DescribeNetworkAclsRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    dry_run: Option<bool> = show "DryRun",
    network_acl_ids: Option<Vec<String>> = show "NetworkAclIds",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeNetworkAclsResult {
    network_acls: Option<Vec<NetworkAcl>> = show "NetworkAcls",
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

shape! { DescribeVpcPeeringConnectionsRequest {
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
    dry_run: Option<bool> = show "DryRun",
    vpc_peering_connection_ids: Option<Vec<String>> = show "VpcPeeringConnectionIds",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeVpcPeeringConnectionsResult {
    vpc_peering_connections: Option<Vec<VpcPeeringConnection>> = show "VpcPeeringConnections",
    next_token: Option<String> = show "NextToken",
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

shape! { DestinationOptionsRequest {
    file_format: Option<String> = show "FileFormat",
    hive_compatible_partitions: Option<bool> = show "HiveCompatiblePartitions",
    per_hour_partition: Option<bool> = show "PerHourPartition",
} }

shape! { DestinationOptionsResponse {
    file_format: Option<String> = show "FileFormat",
    hive_compatible_partitions: Option<bool> = show "HiveCompatiblePartitions",
    per_hour_partition: Option<bool> = show "PerHourPartition",
} }

shape! { DetachInternetGatewayRequest {
    dry_run: Option<bool> = show "DryRun",
    internet_gateway_id: String = show "InternetGatewayId",
    vpc_id: String = show "VpcId",
} }

shape! { DetachNetworkInterfaceRequest {
    dry_run: Option<bool> = show "DryRun",
    attachment_id: String = show "AttachmentId",
    force: Option<bool> = show "Force",
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

shape! { DisassociateSubnetCidrBlockRequest {
    association_id: String = show "AssociationId",
} }

shape! { DisassociateSubnetCidrBlockResult {
    ipv6_cidr_block_association: Option<SubnetIpv6CidrBlockAssociation> = show "Ipv6CidrBlockAssociation",
    subnet_id: Option<String> = show "SubnetId",
} }

shape! { DisassociateVpcCidrBlockRequest {
    association_id: String = show "AssociationId",
} }

shape! { DisassociateVpcCidrBlockResult {
    ipv6_cidr_block_association: Option<VpcIpv6CidrBlockAssociation> = show "Ipv6CidrBlockAssociation",
    cidr_block_association: Option<VpcCidrBlockAssociation> = show "CidrBlockAssociation",
    vpc_id: Option<String> = show "VpcId",
} }

shape! { EbsBlockDevice {
    delete_on_termination: Option<bool> = show "DeleteOnTermination",
    iops: Option<i32> = show "Iops",
    snapshot_id: Option<String> = show "SnapshotId",
    volume_size: Option<i32> = show "VolumeSize",
    volume_type: Option<String> = show "VolumeType",
    kms_key_id: Option<String> = show "KmsKeyId",
    throughput: Option<i32> = show "Throughput",
    outpost_arn: Option<String> = show "OutpostArn",
    availability_zone: Option<String> = show "AvailabilityZone",
    encrypted: Option<bool> = show "Encrypted",
    volume_initialization_rate: Option<i32> = show "VolumeInitializationRate",
    availability_zone_id: Option<String> = show "AvailabilityZoneId",
    ebs_card_index: Option<i32> = show "EbsCardIndex",
} }

shape! { EbsInstanceBlockDevice {
    attach_time: Option<Timestamp> = show "AttachTime",
    delete_on_termination: Option<bool> = show "DeleteOnTermination",
    status: Option<String> = show "Status",
    volume_id: Option<String> = show "VolumeId",
    associated_resource: Option<String> = show "AssociatedResource",
    volume_owner_id: Option<String> = show "VolumeOwnerId",
    operator: Option<OperatorResponse> = show "Operator",
    ebs_card_index: Option<i32> = show "EbsCardIndex",
} }

shape! { EbsInstanceBlockDeviceSpecification {
    volume_id: Option<String> = show "VolumeId",
    delete_on_termination: Option<bool> = show "DeleteOnTermination",
} }

shape! { EbsStatusDetails {
    impaired_since: Option<Timestamp> = show "ImpairedSince",
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
} }

shape! { EbsStatusSummary {
    details: Option<Vec<EbsStatusDetails>> = show "Details",
    status: Option<String> = show "Status",
} }

shape! { EgressOnlyInternetGateway {
    attachments: Option<Vec<InternetGatewayAttachment>> = show "Attachments",
    egress_only_internet_gateway_id: Option<String> = show "EgressOnlyInternetGatewayId",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { ElasticGpuAssociation {
    elastic_gpu_id: Option<String> = show "ElasticGpuId",
    elastic_gpu_association_id: Option<String> = show "ElasticGpuAssociationId",
    elastic_gpu_association_state: Option<String> = show "ElasticGpuAssociationState",
    elastic_gpu_association_time: Option<String> = show "ElasticGpuAssociationTime",
} }

shape! { ElasticGpuSpecification {
    r#type: String = show "Type",
} }

shape! { ElasticInferenceAccelerator {
    r#type: String = show "Type",
    count: Option<i32> = show "Count",
} }

shape! { ElasticInferenceAcceleratorAssociation {
    elastic_inference_accelerator_arn: Option<String> = show "ElasticInferenceAcceleratorArn",
    elastic_inference_accelerator_association_id: Option<String> = show "ElasticInferenceAcceleratorAssociationId",
    elastic_inference_accelerator_association_state: Option<String> = show "ElasticInferenceAcceleratorAssociationState",
    elastic_inference_accelerator_association_time: Option<Timestamp> = show "ElasticInferenceAcceleratorAssociationTime",
} }

shape! { EnaSrdSpecification {
    ena_srd_enabled: Option<bool> = show "EnaSrdEnabled",
    ena_srd_udp_specification: Option<EnaSrdUdpSpecification> = show "EnaSrdUdpSpecification",
} }

shape! { EnaSrdSpecificationRequest {
    ena_srd_enabled: Option<bool> = show "EnaSrdEnabled",
    ena_srd_udp_specification: Option<EnaSrdUdpSpecificationRequest> = show "EnaSrdUdpSpecification",
} }

shape! { EnaSrdUdpSpecification {
    ena_srd_udp_enabled: Option<bool> = show "EnaSrdUdpEnabled",
} }

shape! { EnaSrdUdpSpecificationRequest {
    ena_srd_udp_enabled: Option<bool> = show "EnaSrdUdpEnabled",
} }

shape! { EnclaveOptions {
    enabled: Option<bool> = show "Enabled",
} }

shape! { EnclaveOptionsRequest {
    enabled: Option<bool> = show "Enabled",
} }

shape! { Filter {
    name: Option<String> = show "Name",
    values: Option<Vec<String>> = show "Values",
} }

shape! { FlowLog {
    creation_time: Option<Timestamp> = show "CreationTime",
    deliver_logs_error_message: Option<String> = show "DeliverLogsErrorMessage",
    deliver_logs_permission_arn: Option<String> = show "DeliverLogsPermissionArn",
    deliver_cross_account_role: Option<String> = show "DeliverCrossAccountRole",
    deliver_logs_status: Option<String> = show "DeliverLogsStatus",
    flow_log_id: Option<String> = show "FlowLogId",
    flow_log_status: Option<String> = show "FlowLogStatus",
    log_group_name: Option<String> = show "LogGroupName",
    resource_id: Option<String> = show "ResourceId",
    traffic_type: Option<String> = show "TrafficType",
    log_destination_type: Option<String> = show "LogDestinationType",
    log_destination: Option<String> = show "LogDestination",
    log_format: Option<String> = show "LogFormat",
    tags: Option<Vec<Tag>> = show "Tags",
    max_aggregation_interval: Option<i32> = show "MaxAggregationInterval",
    destination_options: Option<DestinationOptionsResponse> = show "DestinationOptions",
    tag_field_specifications: Option<Vec<TagFieldSpecificationResponse>> = show "TagFieldSpecifications",
} }

shape! { GetEbsEncryptionByDefaultRequest {
    dry_run: Option<bool> = show "DryRun",
} }

shape! { GetEbsEncryptionByDefaultResult {
    ebs_encryption_by_default: Option<bool> = show "EbsEncryptionByDefault",
    sse_type: Option<String> = show "SseType",
} }

shape! { GetManagedPrefixListEntriesRequest {
    dry_run: Option<bool> = show "DryRun",
    prefix_list_id: String = show "PrefixListId",
    target_version: Option<i64> = show "TargetVersion",
    max_results: Option<i32> = show "MaxResults",
    next_token: Option<String> = show "NextToken",
} }

shape! { GetManagedPrefixListEntriesResult {
    entries: Option<Vec<PrefixListEntry>> = show "Entries",
    next_token: Option<String> = show "NextToken",
} }

shape! { GroupIdentifier {
    group_id: Option<String> = show "GroupId",
    group_name: Option<String> = show "GroupName",
} }

shape! { HibernationOptions {
    configured: Option<bool> = show "Configured",
} }

shape! { HibernationOptionsRequest {
    configured: Option<bool> = show "Configured",
} }

shape! { IamInstanceProfile {
    arn: Option<String> = show "Arn",
    id: Option<String> = show "Id",
} }

shape! { IamInstanceProfileAssociation {
    association_id: Option<String> = show "AssociationId",
    instance_id: Option<String> = show "InstanceId",
    iam_instance_profile: Option<IamInstanceProfile> = show "IamInstanceProfile",
    state: Option<String> = show "State",
    timestamp: Option<Timestamp> = show "Timestamp",
} }

shape! { IamInstanceProfileSpecification {
    arn: Option<String> = show "Arn",
    name: Option<String> = show "Name",
} }

shape! { IcmpTypeCode {
    code: Option<i32> = show "Code",
    r#type: Option<i32> = show "Type",
} }

shape! { Image {
    platform_details: Option<String> = show "PlatformDetails",
    usage_operation: Option<String> = show "UsageOperation",
    block_device_mappings: Option<Vec<BlockDeviceMapping>> = show "BlockDeviceMappings",
    description: Option<String> = show "Description",
    ena_support: Option<bool> = show "EnaSupport",
    hypervisor: Option<String> = show "Hypervisor",
    image_owner_alias: Option<String> = show "ImageOwnerAlias",
    name: Option<String> = show "Name",
    root_device_name: Option<String> = show "RootDeviceName",
    root_device_type: Option<String> = show "RootDeviceType",
    sriov_net_support: Option<String> = show "SriovNetSupport",
    state_reason: Option<StateReason> = show "StateReason",
    tags: Option<Vec<Tag>> = show "Tags",
    virtualization_type: Option<String> = show "VirtualizationType",
    boot_mode: Option<String> = show "BootMode",
    tpm_support: Option<String> = show "TpmSupport",
    deprecation_time: Option<String> = show "DeprecationTime",
    imds_support: Option<String> = show "ImdsSupport",
    source_instance_id: Option<String> = show "SourceInstanceId",
    deregistration_protection: Option<String> = show "DeregistrationProtection",
    last_launched_time: Option<String> = show "LastLaunchedTime",
    image_allowed: Option<bool> = show "ImageAllowed",
    source_image_id: Option<String> = show "SourceImageId",
    source_image_region: Option<String> = show "SourceImageRegion",
    free_tier_eligible: Option<bool> = show "FreeTierEligible",
    public_ssm_parameter_name: Option<String> = show "PublicSsmParameterName",
    image_watermarks: Option<Vec<ImageWatermark>> = show "ImageWatermarks",
    scan_results: Option<ScanResults> = show "ScanResults",
    instance_type_specification: Option<InstanceTypeSpecification> = show "InstanceTypeSpecification",
    image_id: Option<String> = show "ImageId",
    image_location: Option<String> = show "ImageLocation",
    state: Option<String> = show "State",
    owner_id: Option<String> = show "OwnerId",
    creation_date: Option<String> = show "CreationDate",
    public: Option<bool> = show "Public",
    product_codes: Option<Vec<ProductCode>> = show "ProductCodes",
    architecture: Option<String> = show "Architecture",
    image_type: Option<String> = show "ImageType",
    kernel_id: Option<String> = show "KernelId",
    ramdisk_id: Option<String> = show "RamdiskId",
    platform: Option<String> = show "Platform",
} }

shape! { ImageWatermark {
    watermark_key: Option<String> = show "WatermarkKey",
    source_image_region: Option<String> = show "SourceImageRegion",
    source_image_id: Option<String> = show "SourceImageId",
    source_image_creation_time: Option<Timestamp> = show "SourceImageCreationTime",
    watermark_creation_time: Option<Timestamp> = show "WatermarkCreationTime",
} }

shape! { ImportKeyPairRequest {
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    dry_run: Option<bool> = show "DryRun",
    key_name: String = show "KeyName",
    public_key_material: Bytes = show "PublicKeyMaterial",
} }

shape! { ImportKeyPairResult {
    key_fingerprint: Option<String> = show "KeyFingerprint",
    key_name: Option<String> = show "KeyName",
    key_pair_id: Option<String> = show "KeyPairId",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { Instance {
    architecture: Option<String> = show "Architecture",
    block_device_mappings: Option<Vec<InstanceBlockDeviceMapping>> = show "BlockDeviceMappings",
    client_token: Option<String> = show "ClientToken",
    ebs_optimized: Option<bool> = show "EbsOptimized",
    ena_support: Option<bool> = show "EnaSupport",
    hypervisor: Option<String> = show "Hypervisor",
    iam_instance_profile: Option<IamInstanceProfile> = show "IamInstanceProfile",
    instance_lifecycle: Option<String> = show "InstanceLifecycle",
    elastic_gpu_associations: Option<Vec<ElasticGpuAssociation>> = show "ElasticGpuAssociations",
    elastic_inference_accelerator_associations: Option<Vec<ElasticInferenceAcceleratorAssociation>> = show "ElasticInferenceAcceleratorAssociations",
    network_interfaces: Option<Vec<InstanceNetworkInterface>> = show "NetworkInterfaces",
    outpost_arn: Option<String> = show "OutpostArn",
    root_device_name: Option<String> = show "RootDeviceName",
    root_device_type: Option<String> = show "RootDeviceType",
    security_groups: Option<Vec<GroupIdentifier>> = show "SecurityGroups",
    source_dest_check: Option<bool> = show "SourceDestCheck",
    spot_instance_request_id: Option<String> = show "SpotInstanceRequestId",
    sriov_net_support: Option<String> = show "SriovNetSupport",
    state_reason: Option<StateReason> = show "StateReason",
    tags: Option<Vec<Tag>> = show "Tags",
    virtualization_type: Option<String> = show "VirtualizationType",
    cpu_options: Option<CpuOptions> = show "CpuOptions",
    capacity_block_id: Option<String> = show "CapacityBlockId",
    capacity_reservation_id: Option<String> = show "CapacityReservationId",
    capacity_reservation_specification: Option<CapacityReservationSpecificationResponse> = show "CapacityReservationSpecification",
    hibernation_options: Option<HibernationOptions> = show "HibernationOptions",
    licenses: Option<Vec<LicenseConfiguration>> = show "Licenses",
    metadata_options: Option<InstanceMetadataOptionsResponse> = show "MetadataOptions",
    enclave_options: Option<EnclaveOptions> = show "EnclaveOptions",
    boot_mode: Option<String> = show "BootMode",
    platform_details: Option<String> = show "PlatformDetails",
    usage_operation: Option<String> = show "UsageOperation",
    usage_operation_update_time: Option<Timestamp> = show "UsageOperationUpdateTime",
    private_dns_name_options: Option<PrivateDnsNameOptionsResponse> = show "PrivateDnsNameOptions",
    ipv6_address: Option<String> = show "Ipv6Address",
    tpm_support: Option<String> = show "TpmSupport",
    maintenance_options: Option<InstanceMaintenanceOptions> = show "MaintenanceOptions",
    current_instance_boot_mode: Option<String> = show "CurrentInstanceBootMode",
    network_performance_options: Option<InstanceNetworkPerformanceOptions> = show "NetworkPerformanceOptions",
    operator: Option<OperatorResponse> = show "Operator",
    secondary_interfaces: Option<Vec<InstanceSecondaryInterface>> = show "SecondaryInterfaces",
    instance_id: Option<String> = show "InstanceId",
    image_id: Option<String> = show "ImageId",
    state: Option<InstanceState> = show "State",
    private_dns_name: Option<String> = show "PrivateDnsName",
    public_dns_name: Option<String> = show "PublicDnsName",
    state_transition_reason: Option<String> = show "StateTransitionReason",
    key_name: Option<String> = show "KeyName",
    ami_launch_index: Option<i32> = show "AmiLaunchIndex",
    product_codes: Option<Vec<ProductCode>> = show "ProductCodes",
    instance_type: Option<String> = show "InstanceType",
    launch_time: Option<Timestamp> = show "LaunchTime",
    placement: Option<Placement> = show "Placement",
    kernel_id: Option<String> = show "KernelId",
    ramdisk_id: Option<String> = show "RamdiskId",
    platform: Option<String> = show "Platform",
    monitoring: Option<Monitoring> = show "Monitoring",
    subnet_id: Option<String> = show "SubnetId",
    vpc_id: Option<String> = show "VpcId",
    private_ip_address: Option<String> = show "PrivateIpAddress",
    public_ip_address: Option<String> = show "PublicIpAddress",
} }

shape! { InstanceAttachmentEnaSrdSpecification {
    ena_srd_enabled: Option<bool> = show "EnaSrdEnabled",
    ena_srd_udp_specification: Option<InstanceAttachmentEnaSrdUdpSpecification> = show "EnaSrdUdpSpecification",
} }

shape! { InstanceAttachmentEnaSrdUdpSpecification {
    ena_srd_udp_enabled: Option<bool> = show "EnaSrdUdpEnabled",
} }

shape! { InstanceAttribute {
    block_device_mappings: Option<Vec<InstanceBlockDeviceMapping>> = show "BlockDeviceMappings",
    disable_api_termination: Option<AttributeBooleanValue> = show "DisableApiTermination",
    ena_support: Option<AttributeBooleanValue> = show "EnaSupport",
    enclave_options: Option<EnclaveOptions> = show "EnclaveOptions",
    ebs_optimized: Option<AttributeBooleanValue> = show "EbsOptimized",
    instance_id: Option<String> = show "InstanceId",
    instance_initiated_shutdown_behavior: Option<AttributeValue> = show "InstanceInitiatedShutdownBehavior",
    instance_type: Option<AttributeValue> = show "InstanceType",
    kernel_id: Option<AttributeValue> = show "KernelId",
    product_codes: Option<Vec<ProductCode>> = show "ProductCodes",
    ramdisk_id: Option<AttributeValue> = show "RamdiskId",
    root_device_name: Option<AttributeValue> = show "RootDeviceName",
    source_dest_check: Option<AttributeBooleanValue> = show "SourceDestCheck",
    sriov_net_support: Option<AttributeValue> = show "SriovNetSupport",
    user_data: Option<AttributeValue> = show "UserData",
    disable_api_stop: Option<AttributeBooleanValue> = show "DisableApiStop",
    groups: Option<Vec<GroupIdentifier>> = show "Groups",
} }

shape! { InstanceBlockDeviceMapping {
    device_name: Option<String> = show "DeviceName",
    ebs: Option<EbsInstanceBlockDevice> = show "Ebs",
} }

shape! { InstanceBlockDeviceMappingSpecification {
    device_name: Option<String> = show "DeviceName",
    ebs: Option<EbsInstanceBlockDeviceSpecification> = show "Ebs",
    virtual_name: Option<String> = show "VirtualName",
    no_device: Option<String> = show "NoDevice",
} }

shape! { InstanceIpv4Prefix {
    ipv4_prefix: Option<String> = show "Ipv4Prefix",
} }

shape! { InstanceIpv6Address {
    ipv6_address: Option<String> = show "Ipv6Address",
    is_primary_ipv6: Option<bool> = show "IsPrimaryIpv6",
} }

shape! { InstanceIpv6Prefix {
    ipv6_prefix: Option<String> = show "Ipv6Prefix",
} }

shape! { InstanceMaintenanceOptions {
    auto_recovery: Option<String> = show "AutoRecovery",
    reboot_migration: Option<String> = show "RebootMigration",
} }

shape! { InstanceMaintenanceOptionsRequest {
    auto_recovery: Option<String> = show "AutoRecovery",
} }

shape! { InstanceMarketOptionsRequest {
    market_type: Option<String> = show "MarketType",
    spot_options: Option<SpotMarketOptions> = show "SpotOptions",
} }

shape! { InstanceMetadataOptionsRequest {
    http_tokens: Option<String> = show "HttpTokens",
    http_put_response_hop_limit: Option<i32> = show "HttpPutResponseHopLimit",
    http_endpoint: Option<String> = show "HttpEndpoint",
    http_protocol_ipv6: Option<String> = show "HttpProtocolIpv6",
    instance_metadata_tags: Option<String> = show "InstanceMetadataTags",
} }

shape! { InstanceMetadataOptionsResponse {
    state: Option<String> = show "State",
    http_tokens: Option<String> = show "HttpTokens",
    http_put_response_hop_limit: Option<i32> = show "HttpPutResponseHopLimit",
    http_endpoint: Option<String> = show "HttpEndpoint",
    http_protocol_ipv6: Option<String> = show "HttpProtocolIpv6",
    instance_metadata_tags: Option<String> = show "InstanceMetadataTags",
} }

shape! { InstanceNetworkInterface {
    association: Option<InstanceNetworkInterfaceAssociation> = show "Association",
    attachment: Option<InstanceNetworkInterfaceAttachment> = show "Attachment",
    description: Option<String> = show "Description",
    groups: Option<Vec<GroupIdentifier>> = show "Groups",
    ipv6_addresses: Option<Vec<InstanceIpv6Address>> = show "Ipv6Addresses",
    mac_address: Option<String> = show "MacAddress",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    owner_id: Option<String> = show "OwnerId",
    private_dns_name: Option<String> = show "PrivateDnsName",
    private_ip_address: Option<String> = show "PrivateIpAddress",
    private_ip_addresses: Option<Vec<InstancePrivateIpAddress>> = show "PrivateIpAddresses",
    source_dest_check: Option<bool> = show "SourceDestCheck",
    status: Option<String> = show "Status",
    subnet_id: Option<String> = show "SubnetId",
    vpc_id: Option<String> = show "VpcId",
    interface_type: Option<String> = show "InterfaceType",
    ipv4_prefixes: Option<Vec<InstanceIpv4Prefix>> = show "Ipv4Prefixes",
    ipv6_prefixes: Option<Vec<InstanceIpv6Prefix>> = show "Ipv6Prefixes",
    connection_tracking_configuration: Option<ConnectionTrackingSpecificationResponse> = show "ConnectionTrackingConfiguration",
    operator: Option<OperatorResponse> = show "Operator",
} }

shape! { InstanceNetworkInterfaceAssociation {
    carrier_ip: Option<String> = show "CarrierIp",
    customer_owned_ip: Option<String> = show "CustomerOwnedIp",
    ip_owner_id: Option<String> = show "IpOwnerId",
    public_dns_name: Option<String> = show "PublicDnsName",
    public_ip: Option<String> = show "PublicIp",
} }

shape! { InstanceNetworkInterfaceAttachment {
    attach_time: Option<Timestamp> = show "AttachTime",
    attachment_id: Option<String> = show "AttachmentId",
    delete_on_termination: Option<bool> = show "DeleteOnTermination",
    device_index: Option<i32> = show "DeviceIndex",
    status: Option<String> = show "Status",
    network_card_index: Option<i32> = show "NetworkCardIndex",
    ena_srd_specification: Option<InstanceAttachmentEnaSrdSpecification> = show "EnaSrdSpecification",
    ena_queue_count: Option<i32> = show "EnaQueueCount",
} }

shape! { InstanceNetworkInterfaceSpecification {
    associate_public_ip_address: Option<bool> = show "AssociatePublicIpAddress",
    delete_on_termination: Option<bool> = show "DeleteOnTermination",
    description: Option<String> = show "Description",
    device_index: Option<i32> = show "DeviceIndex",
    groups: Option<Vec<String>> = show "Groups",
    ipv6_address_count: Option<i32> = show "Ipv6AddressCount",
    ipv6_addresses: Option<Vec<InstanceIpv6Address>> = show "Ipv6Addresses",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    private_ip_address: Option<String> = show "PrivateIpAddress",
    private_ip_addresses: Option<Vec<PrivateIpAddressSpecification>> = show "PrivateIpAddresses",
    secondary_private_ip_address_count: Option<i32> = show "SecondaryPrivateIpAddressCount",
    subnet_id: Option<String> = show "SubnetId",
    associate_carrier_ip_address: Option<bool> = show "AssociateCarrierIpAddress",
    interface_type: Option<String> = show "InterfaceType",
    network_card_index: Option<i32> = show "NetworkCardIndex",
    ipv4_prefixes: Option<Vec<Ipv4PrefixSpecificationRequest>> = show "Ipv4Prefixes",
    ipv4_prefix_count: Option<i32> = show "Ipv4PrefixCount",
    ipv6_prefixes: Option<Vec<Ipv6PrefixSpecificationRequest>> = show "Ipv6Prefixes",
    ipv6_prefix_count: Option<i32> = show "Ipv6PrefixCount",
    primary_ipv6: Option<bool> = show "PrimaryIpv6",
    ena_srd_specification: Option<EnaSrdSpecificationRequest> = show "EnaSrdSpecification",
    connection_tracking_specification: Option<ConnectionTrackingSpecificationRequest> = show "ConnectionTrackingSpecification",
    ena_queue_count: Option<i32> = show "EnaQueueCount",
} }

shape! { InstanceNetworkPerformanceOptions {
    bandwidth_weighting: Option<String> = show "BandwidthWeighting",
} }

shape! { InstanceNetworkPerformanceOptionsRequest {
    bandwidth_weighting: Option<String> = show "BandwidthWeighting",
} }

shape! { InstancePrivateIpAddress {
    association: Option<InstanceNetworkInterfaceAssociation> = show "Association",
    primary: Option<bool> = show "Primary",
    private_dns_name: Option<String> = show "PrivateDnsName",
    private_ip_address: Option<String> = show "PrivateIpAddress",
} }

shape! { InstanceSecondaryInterface {
    attachment: Option<InstanceSecondaryInterfaceAttachment> = show "Attachment",
    mac_address: Option<String> = show "MacAddress",
    secondary_interface_id: Option<String> = show "SecondaryInterfaceId",
    owner_id: Option<String> = show "OwnerId",
    private_ip_addresses: Option<Vec<InstanceSecondaryInterfacePrivateIpAddress>> = show "PrivateIpAddresses",
    source_dest_check: Option<bool> = show "SourceDestCheck",
    status: Option<String> = show "Status",
    secondary_subnet_id: Option<String> = show "SecondarySubnetId",
    secondary_network_id: Option<String> = show "SecondaryNetworkId",
    interface_type: Option<String> = show "InterfaceType",
} }

shape! { InstanceSecondaryInterfaceAttachment {
    attach_time: Option<Timestamp> = show "AttachTime",
    attachment_id: Option<String> = show "AttachmentId",
    delete_on_termination: Option<bool> = show "DeleteOnTermination",
    device_index: Option<i32> = show "DeviceIndex",
    status: Option<String> = show "Status",
    network_card_index: Option<i32> = show "NetworkCardIndex",
} }

shape! { InstanceSecondaryInterfacePrivateIpAddress {
    private_ip_address: Option<String> = show "PrivateIpAddress",
} }

shape! { InstanceSecondaryInterfacePrivateIpAddressRequest {
    private_ip_address: String = show "PrivateIpAddress",
} }

shape! { InstanceSecondaryInterfaceSpecificationRequest {
    delete_on_termination: Option<bool> = show "DeleteOnTermination",
    device_index: Option<i32> = show "DeviceIndex",
    private_ip_addresses: Option<Vec<InstanceSecondaryInterfacePrivateIpAddressRequest>> = show "PrivateIpAddresses",
    private_ip_address_count: Option<i32> = show "PrivateIpAddressCount",
    secondary_subnet_id: Option<String> = show "SecondarySubnetId",
    interface_type: Option<String> = show "InterfaceType",
    network_card_index: Option<i32> = show "NetworkCardIndex",
} }

shape! { InstanceState {
    code: Option<i32> = show "Code",
    name: Option<String> = show "Name",
} }

shape! { InstanceStateChange {
    instance_id: Option<String> = show "InstanceId",
    current_state: Option<InstanceState> = show "CurrentState",
    previous_state: Option<InstanceState> = show "PreviousState",
} }

shape! { InstanceStatus {
    availability_zone: Option<String> = show "AvailabilityZone",
    availability_zone_id: Option<String> = show "AvailabilityZoneId",
    outpost_arn: Option<String> = show "OutpostArn",
    operator: Option<OperatorResponse> = show "Operator",
    events: Option<Vec<InstanceStatusEvent>> = show "Events",
    instance_id: Option<String> = show "InstanceId",
    instance_state: Option<InstanceState> = show "InstanceState",
    instance_status: Option<InstanceStatusSummary> = show "InstanceStatus",
    system_status: Option<InstanceStatusSummary> = show "SystemStatus",
    attached_ebs_status: Option<EbsStatusSummary> = show "AttachedEbsStatus",
    application_status: Option<ApplicationStatusSummary> = show "ApplicationStatus",
    performance_status: Option<PerformanceStatusSummary> = show "PerformanceStatus",
} }

shape! { InstanceStatusDetails {
    impaired_since: Option<Timestamp> = show "ImpairedSince",
    name: Option<String> = show "Name",
    status: Option<String> = show "Status",
} }

shape! { InstanceStatusEvent {
    instance_event_id: Option<String> = show "InstanceEventId",
    code: Option<String> = show "Code",
    description: Option<String> = show "Description",
    not_after: Option<Timestamp> = show "NotAfter",
    not_before: Option<Timestamp> = show "NotBefore",
    not_before_deadline: Option<Timestamp> = show "NotBeforeDeadline",
} }

shape! { InstanceStatusSummary {
    details: Option<Vec<InstanceStatusDetails>> = show "Details",
    status: Option<String> = show "Status",
} }

shape! { InstanceTypeItem {
    instance_type: Option<String> = show "InstanceType",
} }

shape! { InstanceTypeSpecification {
    supported_instance_types: Option<Vec<InstanceTypeItem>> = show "SupportedInstanceTypes",
    unsupported_instance_types: Option<Vec<InstanceTypeItem>> = show "UnsupportedInstanceTypes",
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

shape! { Ipv6CidrBlock {
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
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

shape! { KeyPair {
    key_pair_id: Option<String> = show "KeyPairId",
    tags: Option<Vec<Tag>> = show "Tags",
    key_name: Option<String> = show "KeyName",
    key_fingerprint: Option<String> = show "KeyFingerprint",
    key_material: Option<String> = hide "KeyMaterial",
} }

shape! { KeyPairInfo {
    key_pair_id: Option<String> = show "KeyPairId",
    key_type: Option<String> = show "KeyType",
    tags: Option<Vec<Tag>> = show "Tags",
    public_key: Option<String> = show "PublicKey",
    create_time: Option<Timestamp> = show "CreateTime",
    key_name: Option<String> = show "KeyName",
    key_fingerprint: Option<String> = show "KeyFingerprint",
} }

shape! { LaunchTemplateSpecification {
    launch_template_id: Option<String> = show "LaunchTemplateId",
    launch_template_name: Option<String> = show "LaunchTemplateName",
    version: Option<String> = show "Version",
} }

shape! { LicenseConfiguration {
    license_configuration_arn: Option<String> = show "LicenseConfigurationArn",
} }

shape! { LicenseConfigurationRequest {
    license_configuration_arn: Option<String> = show "LicenseConfigurationArn",
} }

shape! { ManagedPrefixList {
    prefix_list_id: Option<String> = show "PrefixListId",
    address_family: Option<String> = show "AddressFamily",
    state: Option<String> = show "State",
    state_message: Option<String> = show "StateMessage",
    prefix_list_arn: Option<String> = show "PrefixListArn",
    prefix_list_name: Option<String> = show "PrefixListName",
    max_entries: Option<i32> = show "MaxEntries",
    version: Option<i64> = show "Version",
    tags: Option<Vec<Tag>> = show "Tags",
    owner_id: Option<String> = show "OwnerId",
    ipam_prefix_list_resolver_target_id: Option<String> = show "IpamPrefixListResolverTargetId",
    ipam_prefix_list_resolver_sync_enabled: Option<bool> = show "IpamPrefixListResolverSyncEnabled",
} }

shape! { ModifyInstanceAttributeRequest {
    source_dest_check: Option<AttributeBooleanValue> = show "SourceDestCheck",
    enclave_options: Option<EnclaveOptionsRequest> = show "EnclaveOptions",
    disable_api_stop: Option<AttributeBooleanValue> = show "DisableApiStop",
    dry_run: Option<bool> = show "DryRun",
    instance_id: String = show "InstanceId",
    attribute: Option<String> = show "Attribute",
    value: Option<String> = hide "Value",
    block_device_mappings: Option<Vec<InstanceBlockDeviceMappingSpecification>> = show "BlockDeviceMappings",
    disable_api_termination: Option<AttributeBooleanValue> = show "DisableApiTermination",
    instance_type: Option<AttributeValue> = show "InstanceType",
    kernel: Option<AttributeValue> = show "Kernel",
    ramdisk: Option<AttributeValue> = show "Ramdisk",
    user_data: Option<SecureBlobAttributeValue> = show "UserData",
    instance_initiated_shutdown_behavior: Option<AttributeValue> = show "InstanceInitiatedShutdownBehavior",
    groups: Option<Vec<String>> = show "Groups",
    ebs_optimized: Option<AttributeBooleanValue> = show "EbsOptimized",
    sriov_net_support: Option<AttributeValue> = show "SriovNetSupport",
    ena_support: Option<AttributeBooleanValue> = show "EnaSupport",
} }

shape! { ModifyManagedPrefixListRequest {
    dry_run: Option<bool> = show "DryRun",
    prefix_list_id: String = show "PrefixListId",
    current_version: Option<i64> = show "CurrentVersion",
    prefix_list_name: Option<String> = show "PrefixListName",
    add_entries: Option<Vec<AddPrefixListEntry>> = show "AddEntries",
    remove_entries: Option<Vec<RemovePrefixListEntry>> = show "RemoveEntries",
    max_entries: Option<i32> = show "MaxEntries",
    ipam_prefix_list_resolver_sync_enabled: Option<bool> = show "IpamPrefixListResolverSyncEnabled",
} }

shape! { ModifyManagedPrefixListResult {
    prefix_list: Option<ManagedPrefixList> = show "PrefixList",
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

shape! { Monitoring {
    metric_category_ids: Option<Vec<String>> = show "MetricCategoryIds",
    state: Option<String> = show "State",
} }

shape! { NatGateway {
    create_time: Option<Timestamp> = show "CreateTime",
    delete_time: Option<Timestamp> = show "DeleteTime",
    failure_code: Option<String> = show "FailureCode",
    failure_message: Option<String> = show "FailureMessage",
    nat_gateway_addresses: Option<Vec<NatGatewayAddress>> = show "NatGatewayAddresses",
    nat_gateway_id: Option<String> = show "NatGatewayId",
    provisioned_bandwidth: Option<ProvisionedBandwidth> = show "ProvisionedBandwidth",
    state: Option<String> = show "State",
    subnet_id: Option<String> = show "SubnetId",
    vpc_id: Option<String> = show "VpcId",
    tags: Option<Vec<Tag>> = show "Tags",
    connectivity_type: Option<String> = show "ConnectivityType",
    availability_mode: Option<String> = show "AvailabilityMode",
    auto_scaling_ips: Option<String> = show "AutoScalingIps",
    auto_provision_zones: Option<String> = show "AutoProvisionZones",
    attached_appliances: Option<Vec<NatGatewayAttachedAppliance>> = show "AttachedAppliances",
    route_table_id: Option<String> = show "RouteTableId",
} }

shape! { NatGatewayAddress {
    allocation_id: Option<String> = show "AllocationId",
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    private_ip: Option<String> = show "PrivateIp",
    public_ip: Option<String> = show "PublicIp",
    association_id: Option<String> = show "AssociationId",
    is_primary: Option<bool> = show "IsPrimary",
    failure_message: Option<String> = show "FailureMessage",
    status: Option<String> = show "Status",
    availability_zone: Option<String> = show "AvailabilityZone",
    availability_zone_id: Option<String> = show "AvailabilityZoneId",
} }

shape! { NatGatewayAttachedAppliance {
    r#type: Option<String> = show "Type",
    appliance_arn: Option<String> = show "ApplianceArn",
    vpc_endpoint_id: Option<String> = show "VpcEndpointId",
    attachment_state: Option<String> = show "AttachmentState",
    modification_state: Option<String> = show "ModificationState",
    failure_code: Option<String> = show "FailureCode",
    failure_message: Option<String> = show "FailureMessage",
} }

shape! { NetworkAcl {
    associations: Option<Vec<NetworkAclAssociation>> = show "Associations",
    entries: Option<Vec<NetworkAclEntry>> = show "Entries",
    is_default: Option<bool> = show "IsDefault",
    network_acl_id: Option<String> = show "NetworkAclId",
    tags: Option<Vec<Tag>> = show "Tags",
    vpc_id: Option<String> = show "VpcId",
    owner_id: Option<String> = show "OwnerId",
} }

shape! { NetworkAclAssociation {
    network_acl_association_id: Option<String> = show "NetworkAclAssociationId",
    network_acl_id: Option<String> = show "NetworkAclId",
    subnet_id: Option<String> = show "SubnetId",
} }

shape! { NetworkAclEntry {
    cidr_block: Option<String> = show "CidrBlock",
    egress: Option<bool> = show "Egress",
    icmp_type_code: Option<IcmpTypeCode> = show "IcmpTypeCode",
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
    port_range: Option<PortRange> = show "PortRange",
    protocol: Option<String> = show "Protocol",
    rule_action: Option<String> = show "RuleAction",
    rule_number: Option<i32> = show "RuleNumber",
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

shape! { PerformanceStatusSummary {
    status: Option<String> = show "Status",
    impaired_since: Option<Timestamp> = show "ImpairedSince",
    remediation: Option<String> = show "Remediation",
} }

shape! { Placement {
    availability_zone_id: Option<String> = show "AvailabilityZoneId",
    affinity: Option<String> = show "Affinity",
    group_name: Option<String> = show "GroupName",
    partition_number: Option<i32> = show "PartitionNumber",
    host_id: Option<String> = show "HostId",
    tenancy: Option<String> = show "Tenancy",
    spread_domain: Option<String> = show "SpreadDomain",
    host_resource_group_arn: Option<String> = show "HostResourceGroupArn",
    group_id: Option<String> = show "GroupId",
    availability_zone: Option<String> = show "AvailabilityZone",
} }

shape! { PortRange {
    from: Option<i32> = show "From",
    to: Option<i32> = show "To",
} }

shape! { PrefixListEntry {
    cidr: Option<String> = show "Cidr",
    description: Option<String> = show "Description",
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

shape! { PrivateDnsNameOptionsRequest {
    hostname_type: Option<String> = show "HostnameType",
    enable_resource_name_dns_a_record: Option<bool> = show "EnableResourceNameDnsARecord",
    enable_resource_name_dns_aaaa_record: Option<bool> = show "EnableResourceNameDnsAAAARecord",
} }

shape! { PrivateDnsNameOptionsResponse {
    hostname_type: Option<String> = show "HostnameType",
    enable_resource_name_dns_a_record: Option<bool> = show "EnableResourceNameDnsARecord",
    enable_resource_name_dns_aaaa_record: Option<bool> = show "EnableResourceNameDnsAAAARecord",
} }

shape! { PrivateIpAddressSpecification {
    primary: Option<bool> = show "Primary",
    private_ip_address: Option<String> = show "PrivateIpAddress",
} }

shape! { ProductCode {
    product_code_id: Option<String> = show "ProductCodeId",
    product_code_type: Option<String> = show "ProductCodeType",
} }

shape! { PropagatingVgw {
    gateway_id: Option<String> = show "GatewayId",
} }

shape! { ProvisionedBandwidth {
    provision_time: Option<Timestamp> = show "ProvisionTime",
    provisioned: Option<String> = show "Provisioned",
    request_time: Option<Timestamp> = show "RequestTime",
    requested: Option<String> = show "Requested",
    status: Option<String> = show "Status",
} }

shape! { PublicIpDnsNameOptions {
    dns_hostname_type: Option<String> = show "DnsHostnameType",
    public_ipv4_dns_name: Option<String> = show "PublicIpv4DnsName",
    public_ipv6_dns_name: Option<String> = show "PublicIpv6DnsName",
    public_dual_stack_dns_name: Option<String> = show "PublicDualStackDnsName",
} }

shape! { RebootInstancesRequest {
    instance_ids: Vec<String> = show "InstanceIds",
    dry_run: Option<bool> = show "DryRun",
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

shape! { RegisterImageRequest {
    image_location: Option<String> = show "ImageLocation",
    billing_products: Option<Vec<String>> = show "BillingProducts",
    boot_mode: Option<String> = show "BootMode",
    tpm_support: Option<String> = show "TpmSupport",
    uefi_data: Option<String> = hide "UefiData",
    imds_support: Option<String> = show "ImdsSupport",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    dry_run: Option<bool> = show "DryRun",
    name: String = show "Name",
    description: Option<String> = show "Description",
    architecture: Option<String> = show "Architecture",
    kernel_id: Option<String> = show "KernelId",
    ramdisk_id: Option<String> = show "RamdiskId",
    root_device_name: Option<String> = show "RootDeviceName",
    block_device_mappings: Option<Vec<BlockDeviceMapping>> = show "BlockDeviceMappings",
    virtualization_type: Option<String> = show "VirtualizationType",
    sriov_net_support: Option<String> = show "SriovNetSupport",
    ena_support: Option<bool> = show "EnaSupport",
} }

shape! { RegisterImageResult {
    image_id: Option<String> = show "ImageId",
} }

shape! { RejectVpcPeeringConnectionRequest {
    dry_run: Option<bool> = show "DryRun",
    vpc_peering_connection_id: String = show "VpcPeeringConnectionId",
} }

shape! { RejectVpcPeeringConnectionResult {
    r#return: Option<bool> = show "Return",
} }

shape! { ReleaseAddressRequest {
    allocation_id: Option<String> = show "AllocationId",
    public_ip: Option<String> = show "PublicIp",
    network_border_group: Option<String> = show "NetworkBorderGroup",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { RemovePrefixListEntry {
    cidr: String = show "Cidr",
} }

shape! { ReplaceNetworkAclAssociationRequest {
    dry_run: Option<bool> = show "DryRun",
    association_id: String = show "AssociationId",
    network_acl_id: String = show "NetworkAclId",
} }

shape! { ReplaceNetworkAclAssociationResult {
    new_association_id: Option<String> = show "NewAssociationId",
} }

shape! { ReplaceNetworkAclEntryRequest {
    dry_run: Option<bool> = show "DryRun",
    network_acl_id: String = show "NetworkAclId",
    rule_number: i32 = show "RuleNumber",
    protocol: String = show "Protocol",
    rule_action: String = show "RuleAction",
    egress: bool = show "Egress",
    cidr_block: Option<String> = show "CidrBlock",
    ipv6_cidr_block: Option<String> = show "Ipv6CidrBlock",
    icmp_type_code: Option<IcmpTypeCode> = show "IcmpTypeCode",
    port_range: Option<PortRange> = show "PortRange",
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

shape! { Reservation {
    reservation_id: Option<String> = show "ReservationId",
    owner_id: Option<String> = show "OwnerId",
    requester_id: Option<String> = show "RequesterId",
    groups: Option<Vec<GroupIdentifier>> = show "Groups",
    instances: Option<Vec<Instance>> = show "Instances",
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

shape! { RunInstancesMonitoringEnabled {
    metric_category_ids: Option<Vec<String>> = show "MetricCategoryIds",
    enabled: bool = show "Enabled",
} }

shape! { RunInstancesRequest {
    block_device_mappings: Option<Vec<BlockDeviceMapping>> = show "BlockDeviceMappings",
    image_id: Option<String> = show "ImageId",
    instance_type: Option<String> = show "InstanceType",
    ipv6_address_count: Option<i32> = show "Ipv6AddressCount",
    ipv6_addresses: Option<Vec<InstanceIpv6Address>> = show "Ipv6Addresses",
    kernel_id: Option<String> = show "KernelId",
    key_name: Option<String> = show "KeyName",
    max_count: i32 = show "MaxCount",
    min_count: i32 = show "MinCount",
    monitoring: Option<RunInstancesMonitoringEnabled> = show "Monitoring",
    placement: Option<Placement> = show "Placement",
    ramdisk_id: Option<String> = show "RamdiskId",
    security_group_ids: Option<Vec<String>> = show "SecurityGroupIds",
    security_groups: Option<Vec<String>> = show "SecurityGroups",
    subnet_id: Option<String> = show "SubnetId",
    user_data: Option<String> = hide "UserData",
    elastic_gpu_specification: Option<Vec<ElasticGpuSpecification>> = show "ElasticGpuSpecification",
    elastic_inference_accelerators: Option<Vec<ElasticInferenceAccelerator>> = show "ElasticInferenceAccelerators",
    tag_specifications: Option<Vec<TagSpecification>> = show "TagSpecifications",
    launch_template: Option<LaunchTemplateSpecification> = show "LaunchTemplate",
    instance_market_options: Option<InstanceMarketOptionsRequest> = show "InstanceMarketOptions",
    credit_specification: Option<CreditSpecificationRequest> = show "CreditSpecification",
    cpu_options: Option<CpuOptionsRequest> = show "CpuOptions",
    capacity_reservation_specification: Option<CapacityReservationSpecification> = show "CapacityReservationSpecification",
    hibernation_options: Option<HibernationOptionsRequest> = show "HibernationOptions",
    license_specifications: Option<Vec<LicenseConfigurationRequest>> = show "LicenseSpecifications",
    metadata_options: Option<InstanceMetadataOptionsRequest> = show "MetadataOptions",
    enclave_options: Option<EnclaveOptionsRequest> = show "EnclaveOptions",
    private_dns_name_options: Option<PrivateDnsNameOptionsRequest> = show "PrivateDnsNameOptions",
    maintenance_options: Option<InstanceMaintenanceOptionsRequest> = show "MaintenanceOptions",
    disable_api_stop: Option<bool> = show "DisableApiStop",
    enable_primary_ipv6: Option<bool> = show "EnablePrimaryIpv6",
    network_performance_options: Option<InstanceNetworkPerformanceOptionsRequest> = show "NetworkPerformanceOptions",
    operator: Option<OperatorRequest> = show "Operator",
    secondary_interfaces: Option<Vec<InstanceSecondaryInterfaceSpecificationRequest>> = show "SecondaryInterfaces",
    dry_run: Option<bool> = show "DryRun",
    disable_api_termination: Option<bool> = show "DisableApiTermination",
    instance_initiated_shutdown_behavior: Option<String> = show "InstanceInitiatedShutdownBehavior",
    private_ip_address: Option<String> = show "PrivateIpAddress",
    client_token: Option<String> = show "ClientToken",
    additional_info: Option<String> = show "AdditionalInfo",
    network_interfaces: Option<Vec<InstanceNetworkInterfaceSpecification>> = show "NetworkInterfaces",
    iam_instance_profile: Option<IamInstanceProfileSpecification> = show "IamInstanceProfile",
    ebs_optimized: Option<bool> = show "EbsOptimized",
} }

shape! { ScanResults {
    highest_finding_severity_label: Option<String> = show "HighestFindingSeverityLabel",
    finding_scan_date: Option<Timestamp> = show "FindingScanDate",
    informational_fix_available_since: Option<Timestamp> = show "InformationalFixAvailableSince",
    low_fix_available_since: Option<Timestamp> = show "LowFixAvailableSince",
    medium_fix_available_since: Option<Timestamp> = show "MediumFixAvailableSince",
    high_fix_available_since: Option<Timestamp> = show "HighFixAvailableSince",
    critical_fix_available_since: Option<Timestamp> = show "CriticalFixAvailableSince",
} }

shape! { SecureBlobAttributeValue {
    value: Option<Bytes> = hide "Value",
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

shape! { SpotMarketOptions {
    max_price: Option<String> = show "MaxPrice",
    spot_instance_type: Option<String> = show "SpotInstanceType",
    block_duration_minutes: Option<i32> = show "BlockDurationMinutes",
    valid_until: Option<Timestamp> = show "ValidUntil",
    instance_interruption_behavior: Option<String> = show "InstanceInterruptionBehavior",
} }

shape! { StartInstancesRequest {
    instance_ids: Vec<String> = show "InstanceIds",
    additional_info: Option<String> = show "AdditionalInfo",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { StartInstancesResult {
    starting_instances: Option<Vec<InstanceStateChange>> = show "StartingInstances",
} }

shape! { StateReason {
    code: Option<String> = show "Code",
    message: Option<String> = show "Message",
} }

shape! { StopInstancesRequest {
    instance_ids: Vec<String> = show "InstanceIds",
    hibernate: Option<bool> = show "Hibernate",
    skip_os_shutdown: Option<bool> = show "SkipOsShutdown",
    dry_run: Option<bool> = show "DryRun",
    force: Option<bool> = show "Force",
} }

shape! { StopInstancesResult {
    stopping_instances: Option<Vec<InstanceStateChange>> = show "StoppingInstances",
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

shape! { TagFieldSpecificationRequest {
    resource_type: Option<String> = show "ResourceType",
    tag_keys: Option<Vec<String>> = show "TagKeys",
} }

shape! { TagFieldSpecificationResponse {
    resource_type: Option<String> = show "ResourceType",
    tag_keys: Option<Vec<String>> = show "TagKeys",
} }

shape! { TagSpecification {
    resource_type: Option<String> = show "ResourceType",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { TerminateInstancesRequest {
    instance_ids: Vec<String> = show "InstanceIds",
    force: Option<bool> = show "Force",
    skip_os_shutdown: Option<bool> = show "SkipOsShutdown",
    dry_run: Option<bool> = show "DryRun",
} }

shape! { TerminateInstancesResult {
    terminating_instances: Option<Vec<InstanceStateChange>> = show "TerminatingInstances",
} }

shape! { UnassignIpv6AddressesRequest {
    ipv6_prefixes: Option<Vec<String>> = show "Ipv6Prefixes",
    network_interface_id: String = show "NetworkInterfaceId",
    ipv6_addresses: Option<Vec<String>> = show "Ipv6Addresses",
} }

shape! { UnassignIpv6AddressesResult {
    network_interface_id: Option<String> = show "NetworkInterfaceId",
    unassigned_ipv6_addresses: Option<Vec<String>> = show "UnassignedIpv6Addresses",
    unassigned_ipv6_prefixes: Option<Vec<String>> = show "UnassignedIpv6Prefixes",
} }

shape! { UnsuccessfulItem {
    error: Option<UnsuccessfulItemError> = show "Error",
    resource_id: Option<String> = show "ResourceId",
} }

shape! { UnsuccessfulItemError {
    code: Option<String> = show "Code",
    message: Option<String> = show "Message",
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

shape! { VpcPeeringConnection {
    accepter_vpc_info: Option<VpcPeeringConnectionVpcInfo> = show "AccepterVpcInfo",
    expiration_time: Option<Timestamp> = show "ExpirationTime",
    requester_vpc_info: Option<VpcPeeringConnectionVpcInfo> = show "RequesterVpcInfo",
    status: Option<VpcPeeringConnectionStateReason> = show "Status",
    tags: Option<Vec<Tag>> = show "Tags",
    vpc_peering_connection_id: Option<String> = show "VpcPeeringConnectionId",
    multipath_resilience_status: Option<String> = show "MultipathResilienceStatus",
} }

shape! { VpcPeeringConnectionOptionsDescription {
    allow_dns_resolution_from_remote_vpc: Option<bool> = show "AllowDnsResolutionFromRemoteVpc",
    allow_egress_from_local_classic_link_to_remote_vpc: Option<bool> = show "AllowEgressFromLocalClassicLinkToRemoteVpc",
    allow_egress_from_local_vpc_to_remote_classic_link: Option<bool> = show "AllowEgressFromLocalVpcToRemoteClassicLink",
    allow_multipath_resilience: Option<bool> = show "AllowMultipathResilience",
    multipath_resilience_mode: Option<String> = show "MultipathResilienceMode",
} }

shape! { VpcPeeringConnectionStateReason {
    code: Option<String> = show "Code",
    message: Option<String> = show "Message",
} }

shape! { VpcPeeringConnectionVpcInfo {
    cidr_block: Option<String> = show "CidrBlock",
    ipv6_cidr_block_set: Option<Vec<Ipv6CidrBlock>> = show "Ipv6CidrBlockSet",
    cidr_block_set: Option<Vec<CidrBlock>> = show "CidrBlockSet",
    owner_id: Option<String> = show "OwnerId",
    peering_options: Option<VpcPeeringConnectionOptionsDescription> = show "PeeringOptions",
    vpc_id: Option<String> = show "VpcId",
    region: Option<String> = show "Region",
} }
