//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { Action {
    r#type: String = show "Type",
    target_group_arn: Option<String> = show "TargetGroupArn",
    authenticate_oidc_config: Option<AuthenticateOidcActionConfig> = show "AuthenticateOidcConfig",
    authenticate_cognito_config: Option<AuthenticateCognitoActionConfig> = show "AuthenticateCognitoConfig",
    order: Option<i32> = show "Order",
    redirect_config: Option<RedirectActionConfig> = show "RedirectConfig",
    fixed_response_config: Option<FixedResponseActionConfig> = show "FixedResponseConfig",
    forward_config: Option<ForwardActionConfig> = show "ForwardConfig",
    jwt_validation_config: Option<JwtValidationActionConfig> = show "JwtValidationConfig",
} }

shape! { AddListenerCertificatesInput {
    listener_arn: String = show "ListenerArn",
    certificates: Vec<Certificate> = show "Certificates",
} }

shape! { AddListenerCertificatesOutput {
    certificates: Option<Vec<Certificate>> = show "Certificates",
} }

shape! { AddTagsInput {
    resource_arns: Vec<String> = show "ResourceArns",
    tags: Vec<Tag> = show "Tags",
} }

shape! { AddTagsOutput {
} }

shape! { AddTrustStoreRevocationsInput {
    trust_store_arn: String = show "TrustStoreArn",
    revocation_contents: Option<Vec<RevocationContent>> = show "RevocationContents",
} }

shape! { AddTrustStoreRevocationsOutput {
    trust_store_revocations: Option<Vec<TrustStoreRevocation>> = show "TrustStoreRevocations",
} }

shape! { AdministrativeOverride {
    state: Option<String> = show "State",
    reason: Option<String> = show "Reason",
    description: Option<String> = show "Description",
} }

shape! { AnomalyDetection {
    result: Option<String> = show "Result",
    mitigation_in_effect: Option<String> = show "MitigationInEffect",
} }

shape! { AuthenticateCognitoActionConfig {
    user_pool_arn: String = show "UserPoolArn",
    user_pool_client_id: String = show "UserPoolClientId",
    user_pool_domain: String = show "UserPoolDomain",
    session_cookie_name: Option<String> = show "SessionCookieName",
    scope: Option<String> = show "Scope",
    session_timeout: Option<i64> = show "SessionTimeout",
    authentication_request_extra_params: Option<BTreeMap<String, String>> = show "AuthenticationRequestExtraParams",
    on_unauthenticated_request: Option<String> = show "OnUnauthenticatedRequest",
} }

shape! { AuthenticateOidcActionConfig {
    issuer: String = show "Issuer",
    authorization_endpoint: String = show "AuthorizationEndpoint",
    token_endpoint: String = show "TokenEndpoint",
    user_info_endpoint: String = show "UserInfoEndpoint",
    client_id: String = show "ClientId",
    client_secret: Option<String> = hide "ClientSecret",
    session_cookie_name: Option<String> = show "SessionCookieName",
    scope: Option<String> = show "Scope",
    session_timeout: Option<i64> = show "SessionTimeout",
    authentication_request_extra_params: Option<BTreeMap<String, String>> = show "AuthenticationRequestExtraParams",
    on_unauthenticated_request: Option<String> = show "OnUnauthenticatedRequest",
    use_existing_client_secret: Option<bool> = show "UseExistingClientSecret",
} }

shape! { AvailabilityZone {
    zone_name: Option<String> = show "ZoneName",
    subnet_id: Option<String> = show "SubnetId",
    outpost_id: Option<String> = show "OutpostId",
    load_balancer_addresses: Option<Vec<LoadBalancerAddress>> = show "LoadBalancerAddresses",
    source_nat_ipv6_prefixes: Option<Vec<String>> = show "SourceNatIpv6Prefixes",
} }

shape! { CapacityReservationStatus {
    code: Option<String> = show "Code",
    reason: Option<String> = show "Reason",
} }

shape! { Certificate {
    certificate_arn: Option<String> = show "CertificateArn",
    is_default: Option<bool> = show "IsDefault",
} }

shape! { Cipher {
    name: Option<String> = show "Name",
    priority: Option<i32> = show "Priority",
} }

shape! { CreateListenerInput {
    load_balancer_arn: String = show "LoadBalancerArn",
    protocol: Option<String> = show "Protocol",
    port: Option<i32> = show "Port",
    ssl_policy: Option<String> = show "SslPolicy",
    certificates: Option<Vec<Certificate>> = show "Certificates",
    default_actions: Vec<Action> = show "DefaultActions",
    alpn_policy: Option<Vec<String>> = show "AlpnPolicy",
    tags: Option<Vec<Tag>> = show "Tags",
    mutual_authentication: Option<MutualAuthenticationAttributes> = show "MutualAuthentication",
} }

shape! { CreateListenerOutput {
    listeners: Option<Vec<Listener>> = show "Listeners",
} }

shape! { CreateLoadBalancerInput {
    name: String = show "Name",
    subnets: Option<Vec<String>> = show "Subnets",
    subnet_mappings: Option<Vec<SubnetMapping>> = show "SubnetMappings",
    security_groups: Option<Vec<String>> = show "SecurityGroups",
    scheme: Option<String> = show "Scheme",
    tags: Option<Vec<Tag>> = show "Tags",
    r#type: Option<String> = show "Type",
    ip_address_type: Option<String> = show "IpAddressType",
    customer_owned_ipv4_pool: Option<String> = show "CustomerOwnedIpv4Pool",
    enable_prefix_for_ipv6_source_nat: Option<String> = show "EnablePrefixForIpv6SourceNat",
    ipam_pools: Option<IpamPools> = show "IpamPools",
} }

shape! { CreateLoadBalancerOutput {
    load_balancers: Option<Vec<LoadBalancer>> = show "LoadBalancers",
} }

shape! { CreateRuleInput {
    listener_arn: String = show "ListenerArn",
    conditions: Vec<RuleCondition> = show "Conditions",
    priority: i32 = show "Priority",
    actions: Vec<Action> = show "Actions",
    tags: Option<Vec<Tag>> = show "Tags",
    transforms: Option<Vec<RuleTransform>> = show "Transforms",
} }

shape! { CreateRuleOutput {
    rules: Option<Vec<Rule>> = show "Rules",
} }

shape! { CreateTargetGroupInput {
    name: String = show "Name",
    protocol: Option<String> = show "Protocol",
    protocol_version: Option<String> = show "ProtocolVersion",
    port: Option<i32> = show "Port",
    vpc_id: Option<String> = show "VpcId",
    health_check_protocol: Option<String> = show "HealthCheckProtocol",
    health_check_port: Option<String> = show "HealthCheckPort",
    health_check_enabled: Option<bool> = show "HealthCheckEnabled",
    health_check_path: Option<String> = show "HealthCheckPath",
    health_check_interval_seconds: Option<i32> = show "HealthCheckIntervalSeconds",
    health_check_timeout_seconds: Option<i32> = show "HealthCheckTimeoutSeconds",
    healthy_threshold_count: Option<i32> = show "HealthyThresholdCount",
    unhealthy_threshold_count: Option<i32> = show "UnhealthyThresholdCount",
    matcher: Option<Matcher> = show "Matcher",
    target_type: Option<String> = show "TargetType",
    tags: Option<Vec<Tag>> = show "Tags",
    ip_address_type: Option<String> = show "IpAddressType",
    target_control_port: Option<i32> = show "TargetControlPort",
} }

shape! { CreateTargetGroupOutput {
    target_groups: Option<Vec<TargetGroup>> = show "TargetGroups",
} }

shape! { CreateTrustStoreInput {
    name: String = show "Name",
    ca_certificates_bundle_s3_bucket: String = show "CaCertificatesBundleS3Bucket",
    ca_certificates_bundle_s3_key: String = show "CaCertificatesBundleS3Key",
    ca_certificates_bundle_s3_object_version: Option<String> = show "CaCertificatesBundleS3ObjectVersion",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { CreateTrustStoreOutput {
    trust_stores: Option<Vec<TrustStore>> = show "TrustStores",
} }

shape! { DeleteListenerInput {
    listener_arn: String = show "ListenerArn",
} }

shape! { DeleteListenerOutput {
} }

shape! { DeleteLoadBalancerInput {
    load_balancer_arn: String = show "LoadBalancerArn",
} }

shape! { DeleteLoadBalancerOutput {
} }

shape! { DeleteRuleInput {
    rule_arn: String = show "RuleArn",
} }

shape! { DeleteRuleOutput {
} }

shape! { DeleteSharedTrustStoreAssociationInput {
    trust_store_arn: String = show "TrustStoreArn",
    resource_arn: String = show "ResourceArn",
} }

shape! { DeleteSharedTrustStoreAssociationOutput {
} }

shape! { DeleteTargetGroupInput {
    target_group_arn: String = show "TargetGroupArn",
} }

shape! { DeleteTargetGroupOutput {
} }

shape! { DeleteTrustStoreInput {
    trust_store_arn: String = show "TrustStoreArn",
} }

shape! { DeleteTrustStoreOutput {
} }

shape! { DeregisterTargetsInput {
    target_group_arn: String = show "TargetGroupArn",
    targets: Vec<TargetDescription> = show "Targets",
} }

shape! { DeregisterTargetsOutput {
} }

shape! { DescribeAccountLimitsInput {
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
} }

shape! { DescribeAccountLimitsOutput {
    limits: Option<Vec<Limit>> = show "Limits",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { DescribeCapacityReservationInput {
    load_balancer_arn: String = show "LoadBalancerArn",
} }

shape! { DescribeCapacityReservationOutput {
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    decrease_requests_remaining: Option<i32> = show "DecreaseRequestsRemaining",
    minimum_load_balancer_capacity: Option<MinimumLoadBalancerCapacity> = show "MinimumLoadBalancerCapacity",
    capacity_reservation_state: Option<Vec<ZonalCapacityReservationState>> = show "CapacityReservationState",
} }

shape! { DescribeListenerAttributesInput {
    listener_arn: String = show "ListenerArn",
} }

shape! { DescribeListenerAttributesOutput {
    attributes: Option<Vec<ListenerAttribute>> = show "Attributes",
} }

shape! { DescribeListenerCertificatesInput {
    listener_arn: String = show "ListenerArn",
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
} }

shape! { DescribeListenerCertificatesOutput {
    certificates: Option<Vec<Certificate>> = show "Certificates",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { DescribeListenersInput {
    load_balancer_arn: Option<String> = show "LoadBalancerArn",
    listener_arns: Option<Vec<String>> = show "ListenerArns",
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
} }

shape! { DescribeListenersOutput {
    listeners: Option<Vec<Listener>> = show "Listeners",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { DescribeLoadBalancerAttributesInput {
    load_balancer_arn: String = show "LoadBalancerArn",
} }

shape! { DescribeLoadBalancerAttributesOutput {
    attributes: Option<Vec<LoadBalancerAttribute>> = show "Attributes",
} }

shape! { DescribeLoadBalancersInput {
    load_balancer_arns: Option<Vec<String>> = show "LoadBalancerArns",
    names: Option<Vec<String>> = show "Names",
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
} }

shape! { DescribeLoadBalancersOutput {
    load_balancers: Option<Vec<LoadBalancer>> = show "LoadBalancers",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { DescribeRulesInput {
    listener_arn: Option<String> = show "ListenerArn",
    rule_arns: Option<Vec<String>> = show "RuleArns",
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
} }

shape! { DescribeRulesOutput {
    rules: Option<Vec<Rule>> = show "Rules",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { DescribeSSLPoliciesInput {
    names: Option<Vec<String>> = show "Names",
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
    load_balancer_type: Option<String> = show "LoadBalancerType",
} }

shape! { DescribeSSLPoliciesOutput {
    ssl_policies: Option<Vec<SslPolicy>> = show "SslPolicies",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { DescribeTagsInput {
    resource_arns: Vec<String> = show "ResourceArns",
} }

shape! { DescribeTagsOutput {
    tag_descriptions: Option<Vec<TagDescription>> = show "TagDescriptions",
} }

shape! { DescribeTargetGroupAttributesInput {
    target_group_arn: String = show "TargetGroupArn",
} }

shape! { DescribeTargetGroupAttributesOutput {
    attributes: Option<Vec<TargetGroupAttribute>> = show "Attributes",
} }

shape! { DescribeTargetGroupsInput {
    load_balancer_arn: Option<String> = show "LoadBalancerArn",
    target_group_arns: Option<Vec<String>> = show "TargetGroupArns",
    names: Option<Vec<String>> = show "Names",
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
} }

shape! { DescribeTargetGroupsOutput {
    target_groups: Option<Vec<TargetGroup>> = show "TargetGroups",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { DescribeTargetHealthInput {
    target_group_arn: String = show "TargetGroupArn",
    targets: Option<Vec<TargetDescription>> = show "Targets",
    include: Option<Vec<String>> = show "Include",
} }

shape! { DescribeTargetHealthOutput {
    target_health_descriptions: Option<Vec<TargetHealthDescription>> = show "TargetHealthDescriptions",
} }

shape! { DescribeTrustStoreAssociationsInput {
    trust_store_arn: String = show "TrustStoreArn",
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
} }

shape! { DescribeTrustStoreAssociationsOutput {
    trust_store_associations: Option<Vec<TrustStoreAssociation>> = show "TrustStoreAssociations",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { DescribeTrustStoreRevocation {
    trust_store_arn: Option<String> = show "TrustStoreArn",
    revocation_id: Option<i64> = show "RevocationId",
    revocation_type: Option<String> = show "RevocationType",
    number_of_revoked_entries: Option<i64> = show "NumberOfRevokedEntries",
} }

shape! { DescribeTrustStoreRevocationsInput {
    trust_store_arn: String = show "TrustStoreArn",
    revocation_ids: Option<Vec<i64>> = show "RevocationIds",
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
} }

shape! { DescribeTrustStoreRevocationsOutput {
    trust_store_revocations: Option<Vec<DescribeTrustStoreRevocation>> = show "TrustStoreRevocations",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { DescribeTrustStoresInput {
    trust_store_arns: Option<Vec<String>> = show "TrustStoreArns",
    names: Option<Vec<String>> = show "Names",
    marker: Option<String> = show "Marker",
    page_size: Option<i32> = show "PageSize",
} }

shape! { DescribeTrustStoresOutput {
    trust_stores: Option<Vec<TrustStore>> = show "TrustStores",
    next_marker: Option<String> = show "NextMarker",
} }

shape! { FixedResponseActionConfig {
    message_body: Option<String> = show "MessageBody",
    status_code: String = show "StatusCode",
    content_type: Option<String> = show "ContentType",
} }

shape! { ForwardActionConfig {
    target_groups: Option<Vec<TargetGroupTuple>> = show "TargetGroups",
    target_group_stickiness_config: Option<TargetGroupStickinessConfig> = show "TargetGroupStickinessConfig",
} }

shape! { GetResourcePolicyInput {
    resource_arn: String = show "ResourceArn",
} }

shape! { GetResourcePolicyOutput {
    policy: Option<String> = show "Policy",
} }

shape! { GetTrustStoreCaCertificatesBundleInput {
    trust_store_arn: String = show "TrustStoreArn",
} }

shape! { GetTrustStoreCaCertificatesBundleOutput {
    location: Option<String> = show "Location",
} }

shape! { GetTrustStoreRevocationContentInput {
    trust_store_arn: String = show "TrustStoreArn",
    revocation_id: i64 = show "RevocationId",
} }

shape! { GetTrustStoreRevocationContentOutput {
    location: Option<String> = show "Location",
} }

shape! { HostHeaderConditionConfig {
    values: Option<Vec<String>> = show "Values",
    regex_values: Option<Vec<String>> = show "RegexValues",
} }

shape! { HostHeaderRewriteConfig {
    rewrites: Option<Vec<RewriteConfig>> = show "Rewrites",
} }

shape! { HttpHeaderConditionConfig {
    http_header_name: Option<String> = show "HttpHeaderName",
    values: Option<Vec<String>> = show "Values",
    regex_values: Option<Vec<String>> = show "RegexValues",
} }

shape! { HttpRequestMethodConditionConfig {
    values: Option<Vec<String>> = show "Values",
} }

shape! { IpamPools {
    ipv4_ipam_pool_id: Option<String> = show "Ipv4IpamPoolId",
} }

shape! { JwtValidationActionAdditionalClaim {
    format: String = show "Format",
    name: String = show "Name",
    values: Vec<String> = show "Values",
} }

shape! { JwtValidationActionConfig {
    jwks_endpoint: String = show "JwksEndpoint",
    issuer: String = show "Issuer",
    additional_claims: Option<Vec<JwtValidationActionAdditionalClaim>> = show "AdditionalClaims",
} }

shape! { Limit {
    name: Option<String> = show "Name",
    max: Option<String> = show "Max",
} }

shape! { Listener {
    listener_arn: Option<String> = show "ListenerArn",
    load_balancer_arn: Option<String> = show "LoadBalancerArn",
    port: Option<i32> = show "Port",
    protocol: Option<String> = show "Protocol",
    certificates: Option<Vec<Certificate>> = show "Certificates",
    ssl_policy: Option<String> = show "SslPolicy",
    default_actions: Option<Vec<Action>> = show "DefaultActions",
    alpn_policy: Option<Vec<String>> = show "AlpnPolicy",
    mutual_authentication: Option<MutualAuthenticationAttributes> = show "MutualAuthentication",
} }

shape! { ListenerAttribute {
    key: Option<String> = show "Key",
    value: Option<String> = show "Value",
} }

shape! { LoadBalancer {
    load_balancer_arn: Option<String> = show "LoadBalancerArn",
    dns_name: Option<String> = show "DNSName",
    canonical_hosted_zone_id: Option<String> = show "CanonicalHostedZoneId",
    created_time: Option<Timestamp> = show "CreatedTime",
    load_balancer_name: Option<String> = show "LoadBalancerName",
    scheme: Option<String> = show "Scheme",
    vpc_id: Option<String> = show "VpcId",
    state: Option<LoadBalancerState> = show "State",
    r#type: Option<String> = show "Type",
    availability_zones: Option<Vec<AvailabilityZone>> = show "AvailabilityZones",
    security_groups: Option<Vec<String>> = show "SecurityGroups",
    ip_address_type: Option<String> = show "IpAddressType",
    customer_owned_ipv4_pool: Option<String> = show "CustomerOwnedIpv4Pool",
    enforce_security_group_inbound_rules_on_private_link_traffic: Option<String> = show "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
    enable_prefix_for_ipv6_source_nat: Option<String> = show "EnablePrefixForIpv6SourceNat",
    ipam_pools: Option<IpamPools> = show "IpamPools",
} }

shape! { LoadBalancerAddress {
    ip_address: Option<String> = show "IpAddress",
    allocation_id: Option<String> = show "AllocationId",
    private_i_pv4_address: Option<String> = show "PrivateIPv4Address",
    i_pv6_address: Option<String> = show "IPv6Address",
} }

shape! { LoadBalancerAttribute {
    key: Option<String> = show "Key",
    value: Option<String> = show "Value",
} }

shape! { LoadBalancerState {
    code: Option<String> = show "Code",
    reason: Option<String> = show "Reason",
} }

shape! { Matcher {
    http_code: Option<String> = show "HttpCode",
    grpc_code: Option<String> = show "GrpcCode",
} }

shape! { MinimumLoadBalancerCapacity {
    capacity_units: Option<i32> = show "CapacityUnits",
} }

shape! { ModifyCapacityReservationInput {
    load_balancer_arn: String = show "LoadBalancerArn",
    minimum_load_balancer_capacity: Option<MinimumLoadBalancerCapacity> = show "MinimumLoadBalancerCapacity",
    reset_capacity_reservation: Option<bool> = show "ResetCapacityReservation",
} }

shape! { ModifyCapacityReservationOutput {
    last_modified_time: Option<Timestamp> = show "LastModifiedTime",
    decrease_requests_remaining: Option<i32> = show "DecreaseRequestsRemaining",
    minimum_load_balancer_capacity: Option<MinimumLoadBalancerCapacity> = show "MinimumLoadBalancerCapacity",
    capacity_reservation_state: Option<Vec<ZonalCapacityReservationState>> = show "CapacityReservationState",
} }

shape! { ModifyIpPoolsInput {
    load_balancer_arn: String = show "LoadBalancerArn",
    ipam_pools: Option<IpamPools> = show "IpamPools",
    remove_ipam_pools: Option<Vec<String>> = show "RemoveIpamPools",
} }

shape! { ModifyIpPoolsOutput {
    ipam_pools: Option<IpamPools> = show "IpamPools",
} }

shape! { ModifyListenerAttributesInput {
    listener_arn: String = show "ListenerArn",
    attributes: Vec<ListenerAttribute> = show "Attributes",
} }

shape! { ModifyListenerAttributesOutput {
    attributes: Option<Vec<ListenerAttribute>> = show "Attributes",
} }

shape! { ModifyListenerInput {
    listener_arn: String = show "ListenerArn",
    port: Option<i32> = show "Port",
    protocol: Option<String> = show "Protocol",
    ssl_policy: Option<String> = show "SslPolicy",
    certificates: Option<Vec<Certificate>> = show "Certificates",
    default_actions: Option<Vec<Action>> = show "DefaultActions",
    alpn_policy: Option<Vec<String>> = show "AlpnPolicy",
    mutual_authentication: Option<MutualAuthenticationAttributes> = show "MutualAuthentication",
} }

shape! { ModifyListenerOutput {
    listeners: Option<Vec<Listener>> = show "Listeners",
} }

shape! { ModifyLoadBalancerAttributesInput {
    load_balancer_arn: String = show "LoadBalancerArn",
    attributes: Vec<LoadBalancerAttribute> = show "Attributes",
} }

shape! { ModifyLoadBalancerAttributesOutput {
    attributes: Option<Vec<LoadBalancerAttribute>> = show "Attributes",
} }

shape! { ModifyRuleInput {
    rule_arn: String = show "RuleArn",
    conditions: Option<Vec<RuleCondition>> = show "Conditions",
    actions: Option<Vec<Action>> = show "Actions",
    transforms: Option<Vec<RuleTransform>> = show "Transforms",
    reset_transforms: Option<bool> = show "ResetTransforms",
} }

shape! { ModifyRuleOutput {
    rules: Option<Vec<Rule>> = show "Rules",
} }

shape! { ModifyTargetGroupAttributesInput {
    target_group_arn: String = show "TargetGroupArn",
    attributes: Vec<TargetGroupAttribute> = show "Attributes",
} }

shape! { ModifyTargetGroupAttributesOutput {
    attributes: Option<Vec<TargetGroupAttribute>> = show "Attributes",
} }

shape! { ModifyTargetGroupInput {
    target_group_arn: String = show "TargetGroupArn",
    health_check_protocol: Option<String> = show "HealthCheckProtocol",
    health_check_port: Option<String> = show "HealthCheckPort",
    health_check_path: Option<String> = show "HealthCheckPath",
    health_check_enabled: Option<bool> = show "HealthCheckEnabled",
    health_check_interval_seconds: Option<i32> = show "HealthCheckIntervalSeconds",
    health_check_timeout_seconds: Option<i32> = show "HealthCheckTimeoutSeconds",
    healthy_threshold_count: Option<i32> = show "HealthyThresholdCount",
    unhealthy_threshold_count: Option<i32> = show "UnhealthyThresholdCount",
    matcher: Option<Matcher> = show "Matcher",
} }

shape! { ModifyTargetGroupOutput {
    target_groups: Option<Vec<TargetGroup>> = show "TargetGroups",
} }

shape! { ModifyTrustStoreInput {
    trust_store_arn: String = show "TrustStoreArn",
    ca_certificates_bundle_s3_bucket: String = show "CaCertificatesBundleS3Bucket",
    ca_certificates_bundle_s3_key: String = show "CaCertificatesBundleS3Key",
    ca_certificates_bundle_s3_object_version: Option<String> = show "CaCertificatesBundleS3ObjectVersion",
} }

shape! { ModifyTrustStoreOutput {
    trust_stores: Option<Vec<TrustStore>> = show "TrustStores",
} }

shape! { MutualAuthenticationAttributes {
    mode: Option<String> = show "Mode",
    trust_store_arn: Option<String> = show "TrustStoreArn",
    ignore_client_certificate_expiry: Option<bool> = show "IgnoreClientCertificateExpiry",
    trust_store_association_status: Option<String> = show "TrustStoreAssociationStatus",
    advertise_trust_store_ca_names: Option<String> = show "AdvertiseTrustStoreCaNames",
} }

shape! { PathPatternConditionConfig {
    values: Option<Vec<String>> = show "Values",
    regex_values: Option<Vec<String>> = show "RegexValues",
} }

shape! { QueryStringConditionConfig {
    values: Option<Vec<QueryStringKeyValuePair>> = show "Values",
} }

shape! { QueryStringKeyValuePair {
    key: Option<String> = show "Key",
    value: Option<String> = show "Value",
} }

shape! { RedirectActionConfig {
    protocol: Option<String> = show "Protocol",
    port: Option<String> = show "Port",
    host: Option<String> = show "Host",
    path: Option<String> = show "Path",
    query: Option<String> = show "Query",
    status_code: String = show "StatusCode",
} }

shape! { RegisterTargetsInput {
    target_group_arn: String = show "TargetGroupArn",
    targets: Vec<TargetDescription> = show "Targets",
} }

shape! { RegisterTargetsOutput {
} }

shape! { RemoveListenerCertificatesInput {
    listener_arn: String = show "ListenerArn",
    certificates: Vec<Certificate> = show "Certificates",
} }

shape! { RemoveListenerCertificatesOutput {
} }

shape! { RemoveTagsInput {
    resource_arns: Vec<String> = show "ResourceArns",
    tag_keys: Vec<String> = show "TagKeys",
} }

shape! { RemoveTagsOutput {
} }

shape! { RemoveTrustStoreRevocationsInput {
    trust_store_arn: String = show "TrustStoreArn",
    revocation_ids: Vec<i64> = show "RevocationIds",
} }

shape! { RemoveTrustStoreRevocationsOutput {
} }

shape! { RevocationContent {
    s3_bucket: Option<String> = show "S3Bucket",
    s3_key: Option<String> = show "S3Key",
    s3_object_version: Option<String> = show "S3ObjectVersion",
    revocation_type: Option<String> = show "RevocationType",
} }

shape! { RewriteConfig {
    regex: String = show "Regex",
    replace: String = show "Replace",
} }

shape! { Rule {
    rule_arn: Option<String> = show "RuleArn",
    priority: Option<String> = show "Priority",
    conditions: Option<Vec<RuleCondition>> = show "Conditions",
    actions: Option<Vec<Action>> = show "Actions",
    is_default: Option<bool> = show "IsDefault",
    transforms: Option<Vec<RuleTransform>> = show "Transforms",
} }

shape! { RuleCondition {
    field: Option<String> = show "Field",
    values: Option<Vec<String>> = show "Values",
    host_header_config: Option<HostHeaderConditionConfig> = show "HostHeaderConfig",
    path_pattern_config: Option<PathPatternConditionConfig> = show "PathPatternConfig",
    http_header_config: Option<HttpHeaderConditionConfig> = show "HttpHeaderConfig",
    query_string_config: Option<QueryStringConditionConfig> = show "QueryStringConfig",
    http_request_method_config: Option<HttpRequestMethodConditionConfig> = show "HttpRequestMethodConfig",
    source_ip_config: Option<SourceIpConditionConfig> = show "SourceIpConfig",
    regex_values: Option<Vec<String>> = show "RegexValues",
} }

shape! { RulePriorityPair {
    rule_arn: Option<String> = show "RuleArn",
    priority: Option<i32> = show "Priority",
} }

shape! { RuleTransform {
    r#type: String = show "Type",
    host_header_rewrite_config: Option<HostHeaderRewriteConfig> = show "HostHeaderRewriteConfig",
    url_rewrite_config: Option<UrlRewriteConfig> = show "UrlRewriteConfig",
} }

shape! { SetIpAddressTypeInput {
    load_balancer_arn: String = show "LoadBalancerArn",
    ip_address_type: String = show "IpAddressType",
} }

shape! { SetIpAddressTypeOutput {
    ip_address_type: Option<String> = show "IpAddressType",
} }

shape! { SetRulePrioritiesInput {
    rule_priorities: Vec<RulePriorityPair> = show "RulePriorities",
} }

shape! { SetRulePrioritiesOutput {
    rules: Option<Vec<Rule>> = show "Rules",
} }

shape! { SetSecurityGroupsInput {
    load_balancer_arn: String = show "LoadBalancerArn",
    security_groups: Vec<String> = show "SecurityGroups",
    enforce_security_group_inbound_rules_on_private_link_traffic: Option<String> = show "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
} }

shape! { SetSecurityGroupsOutput {
    security_group_ids: Option<Vec<String>> = show "SecurityGroupIds",
    enforce_security_group_inbound_rules_on_private_link_traffic: Option<String> = show "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
} }

shape! { SetSubnetsInput {
    load_balancer_arn: String = show "LoadBalancerArn",
    subnets: Option<Vec<String>> = show "Subnets",
    subnet_mappings: Option<Vec<SubnetMapping>> = show "SubnetMappings",
    ip_address_type: Option<String> = show "IpAddressType",
    enable_prefix_for_ipv6_source_nat: Option<String> = show "EnablePrefixForIpv6SourceNat",
} }

shape! { SetSubnetsOutput {
    availability_zones: Option<Vec<AvailabilityZone>> = show "AvailabilityZones",
    ip_address_type: Option<String> = show "IpAddressType",
    enable_prefix_for_ipv6_source_nat: Option<String> = show "EnablePrefixForIpv6SourceNat",
} }

shape! { SourceIpConditionConfig {
    values: Option<Vec<String>> = show "Values",
    ip_address_type: Option<String> = show "IpAddressType",
} }

shape! { SslPolicy {
    ssl_protocols: Option<Vec<String>> = show "SslProtocols",
    ciphers: Option<Vec<Cipher>> = show "Ciphers",
    name: Option<String> = show "Name",
    supported_load_balancer_types: Option<Vec<String>> = show "SupportedLoadBalancerTypes",
} }

shape! { SubnetMapping {
    subnet_id: Option<String> = show "SubnetId",
    allocation_id: Option<String> = show "AllocationId",
    private_i_pv4_address: Option<String> = show "PrivateIPv4Address",
    i_pv6_address: Option<String> = show "IPv6Address",
    source_nat_ipv6_prefix: Option<String> = show "SourceNatIpv6Prefix",
} }

shape! { Tag {
    key: String = show "Key",
    value: Option<String> = show "Value",
} }

shape! { TagDescription {
    resource_arn: Option<String> = show "ResourceArn",
    tags: Option<Vec<Tag>> = show "Tags",
} }

shape! { TargetDescription {
    id: String = show "Id",
    port: Option<i32> = show "Port",
    availability_zone: Option<String> = show "AvailabilityZone",
    quic_server_id: Option<String> = show "QuicServerId",
} }

shape! { TargetGroup {
    target_group_arn: Option<String> = show "TargetGroupArn",
    target_group_name: Option<String> = show "TargetGroupName",
    protocol: Option<String> = show "Protocol",
    port: Option<i32> = show "Port",
    vpc_id: Option<String> = show "VpcId",
    health_check_protocol: Option<String> = show "HealthCheckProtocol",
    health_check_port: Option<String> = show "HealthCheckPort",
    health_check_enabled: Option<bool> = show "HealthCheckEnabled",
    health_check_interval_seconds: Option<i32> = show "HealthCheckIntervalSeconds",
    health_check_timeout_seconds: Option<i32> = show "HealthCheckTimeoutSeconds",
    healthy_threshold_count: Option<i32> = show "HealthyThresholdCount",
    unhealthy_threshold_count: Option<i32> = show "UnhealthyThresholdCount",
    health_check_path: Option<String> = show "HealthCheckPath",
    matcher: Option<Matcher> = show "Matcher",
    load_balancer_arns: Option<Vec<String>> = show "LoadBalancerArns",
    target_type: Option<String> = show "TargetType",
    protocol_version: Option<String> = show "ProtocolVersion",
    ip_address_type: Option<String> = show "IpAddressType",
    target_control_port: Option<i32> = show "TargetControlPort",
} }

shape! { TargetGroupAttribute {
    key: Option<String> = show "Key",
    value: Option<String> = show "Value",
} }

shape! { TargetGroupStickinessConfig {
    enabled: Option<bool> = show "Enabled",
    duration_seconds: Option<i32> = show "DurationSeconds",
} }

shape! { TargetGroupTuple {
    target_group_arn: Option<String> = show "TargetGroupArn",
    weight: Option<i32> = show "Weight",
} }

shape! { TargetHealth {
    state: Option<String> = show "State",
    reason: Option<String> = show "Reason",
    description: Option<String> = show "Description",
} }

shape! { TargetHealthDescription {
    target: Option<TargetDescription> = show "Target",
    health_check_port: Option<String> = show "HealthCheckPort",
    target_health: Option<TargetHealth> = show "TargetHealth",
    anomaly_detection: Option<AnomalyDetection> = show "AnomalyDetection",
    administrative_override: Option<AdministrativeOverride> = show "AdministrativeOverride",
} }

shape! { TrustStore {
    name: Option<String> = show "Name",
    trust_store_arn: Option<String> = show "TrustStoreArn",
    status: Option<String> = show "Status",
    number_of_ca_certificates: Option<i32> = show "NumberOfCaCertificates",
    total_revoked_entries: Option<i64> = show "TotalRevokedEntries",
} }

shape! { TrustStoreAssociation {
    resource_arn: Option<String> = show "ResourceArn",
} }

shape! { TrustStoreRevocation {
    trust_store_arn: Option<String> = show "TrustStoreArn",
    revocation_id: Option<i64> = show "RevocationId",
    revocation_type: Option<String> = show "RevocationType",
    number_of_revoked_entries: Option<i64> = show "NumberOfRevokedEntries",
} }

shape! { UrlRewriteConfig {
    rewrites: Option<Vec<RewriteConfig>> = show "Rewrites",
} }

shape! { ZonalCapacityReservationState {
    state: Option<CapacityReservationStatus> = show "State",
    availability_zone: Option<String> = show "AvailabilityZone",
    effective_capacity_units: Option<f64> = show "EffectiveCapacityUnits",
} }
